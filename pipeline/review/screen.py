"""What a reviewer is shown around the text: the heading, the keys, the parts, a conflict, the sources."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rich.text import Text

from pipeline.drafting.gaps import Gap
from pipeline.models.finding import Level
from pipeline.models.run import RunRecord
from pipeline.review.case import Case
from pipeline.review.choice import PartChange
from pipeline.review.conflict import Conflict
from pipeline.review.content import parts

# Said by the screen itself, or true of every new draft.
UNSAID = ("open-gap", "never-tested")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_KEYS = """\
a  accept     keep the new text; asks about conflicts and gaps first
e  edit       change it in $EDITOR, then look again
p  parts      take some sections and steps, leave others out
r  reject     put the draft away, with a reason
g  gaps       answer the open questions, or waive them
c  conflicts  choose a side where people and the draft changed the same lines
o  sources    show what each step rests on
Space, u      the next screen of it, the one before
d  display    show it again from the top, folded steps too
s  skip       decide later (also Enter)
b  back       go to the one before
z  undo       take back what was done last
q  quit       everything undecided still waits
A, R, S       accept, reject or skip all that remain"""


def safe(text: str) -> str:
    """Return the text without characters that would steer a terminal or turn the direction of writing."""
    return _CONTROL.sub("\ufffd", text)


def heading(case: Case, place: int, total: int) -> Text:
    """Return "Reviewing [7/50] RUN-012 Checkout latency, from MON-014", and what a reviewer should know first."""
    lines = [Text.assemble((f"Reviewing [{place}/{total}] ", "bold cyan"), (safe(case.heading), "bold"))]
    if case.before is None:
        lines.append(Text(f"new: {_makeup(case)}", style="dim"))
    elif case.stale:
        lines.append(Text(f"an update, since these changed: {safe(', '.join(case.stale[:6]))}", style="dim"))
    lines += [Text(safe(remark), style="yellow") for remark in case.remarks]
    return Text("\n").join(lines)


def _makeup(case: Case) -> str:
    """Return "8 steps, 2 of them change something, 1 open gap, 2 warnings", leaving out what there is none of."""
    steps = [part.text for part in parts(case.after) if part.is_step]
    changing = sum("**Effect**: " in text and "**Effect**: read" not in text for text in steps)
    levels = Counter(finding.level for finding in case.findings if finding.rule not in UNSAID)
    told = [f"{len(steps)} step{'' if len(steps) == 1 else 's'}"]
    told += [f"{changing} of them change{'s' if changing == 1 else ''} something"] if changing else []
    told += [f"{len(case.gaps)} open gap{'' if len(case.gaps) == 1 else 's'}"] if case.gaps else []
    told += [f"{levels[level]} {level}{'' if levels[level] == 1 else 's'}" for level in Level if levels[level]]
    return ", ".join(told)


def key_line(case: Case, place: int, total: int, screen: int = 1, screens: int = 1) -> Text:
    """Return where the reviewer is, and the keys on one line with what stands in the way of accepting."""
    names = ["[a]ccept", "[e]dit", *([] if case.conflicts else ["[p]arts"]), "[r]eject"]
    names += [f"[c]onflicts:{case.conflicts}"] if case.conflicts else []
    names += [f"[g]aps:{len(case.gaps)}"] if case.gaps and not case.conflicts else []
    names += ["s[o]urces", "[s]kip", "[b]ack", "[q]uit", "[?]"]
    where = f"\n[{place}/{total}] {case.number} {safe(case.title)}"
    paged = f"  screen {screen} of {screens}" if screens > 1 else ""
    more = ", [Space] for the next" if screen < screens else ""
    return Text.assemble((where, "bold cyan"), (f"{paged}{more}\n", "cyan"), " ".join(names), " > ")


def help_text() -> Text:
    """Return a line for each key."""
    return Text(_KEYS)


def part_list(changed: Sequence[PartChange]) -> Text:
    """Return the changed parts, numbered from 1; all of a new runbook are new, which goes without saying."""
    rows = []
    for number, part in enumerate(changed, start=1):
        state = "" if not part.old else "dropped" if not part.new else "changed"
        rows.append(Text.assemble((f"{number:>3} ", "bold"), safe(part.name), (f"  {state}", "dim")))
    return Text("\n").join(rows)


def place_of(text: str, gap: Gap) -> str:
    """Return the name of the section or step in which a gap stands: "Step 1: Confirm"."""
    return next((part.name for part in parts(text) if str(gap) in part.text), "")


def conflict_text(conflict: Conflict, place: int, total: int) -> Text:
    """Return both sides of a conflict, and the keys that choose."""
    return Text.assemble(
        (f"Conflict {place} of {total}\n", "bold"),
        ("edited by people:\n", "dim"),
        (safe(conflict.mine) or "(removed)\n", "green"),
        ("newly generated:\n", "dim"),
        (safe(conflict.new) or "(removed)\n", "cyan"),
        "keep [m]ine, take the [n]ew, [b]oth, [s]kip > ",
    )


def sources(case: Case, record: RunRecord | None) -> Text:
    """Return what each step rests on, and what those entries say."""
    if record is None or case.draft is None:
        return Text("No run is recorded for this runbook, so nothing says where it came from.")
    lines = [Text(f"why: {safe(case.draft.why)}")]
    for number, step in enumerate(case.draft.steps, start=1):
        lines.append(Text(f"step {number} {safe(step.title)}: {safe('; '.join(step.sources)) or 'nothing named'}"))
    places = {entry.id: entry.source for entry in record.entries}
    for source, fields in record.facts_of(case.draft).items():
        if source in places:
            lines.append(Text(f"{source} ({places[source]})", style="bold"))
            lines += [Text(f"  {name}: {safe(value)}", style="dim") for name, value in fields.items()]
    return Text("\n").join(lines)
