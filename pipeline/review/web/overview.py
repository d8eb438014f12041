"""What stands at the top of the page: the gates, the counts, and which entries which runbooks answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.critics.gates import Verdict
from pipeline.models.run import DraftRecord, RunRecord
from pipeline.review.web.markup import items, tag, text

_MATRIX = 60
_SHOWN = 5


def gates(verdicts: Sequence[Verdict] | None) -> str:
    """Return each gate with what it misses; None says how to have them judged."""
    if verdicts is None:
        return tag("p", "Gates are judged over the entries: name them with --inputs.", class_="none")
    closed = sum(not v.passed for v in verdicts)
    told = f"{closed} of {len(verdicts)} gates closed" if closed else f"All {len(verdicts)} gates open"
    chips = "".join(_gate(verdict) for verdict in verdicts)
    return f'<details class="gates" open>{tag("summary", told)}{chips}</details>'


def _gate(verdict: Verdict) -> str:
    if verdict.passed:
        return tag("p", tag("b", "open") + " " + text(verdict.title), class_="gate open")
    head = tag("b", "closed") + f" {text(verdict.title)} ({len(verdict.missing)})"
    missing = [f"{text(m.id)}: {text(m.what)}" for m in verdict.missing[:_SHOWN]]
    more = len(verdict.missing) - _SHOWN
    missing += [f"and {more} more: runwright gate --all lists them"] if more > 0 else []
    return tag("details", tag("summary", head) + items("ul", missing), class_="gate closed")


def coverage(record: RunRecord | None, link: Callable[[str], str]) -> str:
    """Return the matrix of entries and runbooks; a list where it would be too wide.

    `link` gives the address of a runbook, "" where it has none.
    """
    if record is None:
        return tag("p", "No run is recorded, so nothing says which entries a runbook answers.", class_="none")
    reasons = {u.entry: u.reason for u in record.uncovered}
    used = sorted({name for d in record.drafts for name in d.entries} | {entry.id for entry in record.entries})
    drafts = [d for d in record.drafts if d.entries]
    if len(drafts) > _MATRIX:
        return _listed(used, drafts, reasons, link)
    head = "".join(
        tag("th", _named(d.number.removeprefix("RUN-"), link(d.number), d.title), scope="col") for d in drafts
    )
    rows = "".join(_entry(name, drafts, reasons) for name in used)
    legend = tag("p", "● answers the entry, ○ draws on it; columns are RUN- numbers", class_="none")
    table = tag("thead", tag("tr", tag("th", "Entry", scope="col") + head)) + tag("tbody", rows)
    return legend + tag(
        "div", tag("table", table, class_="matrix"), class_="scroll", tabindex="0", role="region", aria_label="Coverage"
    )


def _entry(name: str, drafts: Sequence[DraftRecord], reasons: dict[str, str]) -> str:
    marks = ["●" if name in d.entries else "○" if name in d.supporting else "" for d in drafts]
    cells = "".join(tag("td", mark) for mark in marks)
    if not any(marks):
        cells = tag("td", text(reasons.get(name, "no runbook")), colspan=str(len(drafts)), class_="why")
    return tag("tr", tag("th", text(name), scope="row") + cells)


def _listed(
    used: Sequence[str], drafts: Sequence[DraftRecord], reasons: dict[str, str], link: Callable[[str], str]
) -> str:
    answered: dict[str, list[str]] = {}
    for draft in drafts:
        for name in draft.entries:
            answered.setdefault(name, []).append(draft.number)
    rows = []
    for name in used:
        links = ", ".join(_named(n, link(n), n) for n in answered.get(name, ()))
        rows.append(f"{text(name)}: {links or text(reasons.get(name, 'no runbook'))}")
    return items("ul", rows)


def _named(name: str, address: str, title: str) -> str:
    return tag("a", text(name), href=address, title=title) if address else tag("span", text(name), title=title)
