"""The page of one case: the queue, the text with its margin, and a form for each act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.models.run import RunRecord
from pipeline.review.case import Case, Hints
from pipeline.review.choice import Choice, changed_parts
from pipeline.review.conflict import find_conflicts
from pipeline.review.content import digest
from pipeline.review.web.lines import body
from pipeline.review.web.markup import items, tag, text

_LIMIT = 200
_NEW_FILE = "new: nothing was accepted before"


@dataclass(frozen=True)
class Queue:
    """What waits, with titles in order, what was decided in this sitting by number, and what `last` was acted on."""

    pending: tuple[tuple[str, str], ...]
    decided: tuple[tuple[str, str, str], ...] = ()
    last: str = ""

    def neighbor(self, number: str, step: int) -> str:
        """Return the number `step` places away, or the end of the queue."""
        numbers = [n for n, _ in self.pending]
        if number not in numbers:
            return numbers[0] if numbers else ""
        return numbers[max(0, min(len(numbers) - 1, numbers.index(number) + step))]


def document(title: str, head: str, content: str) -> str:
    """Return a whole HTML document."""
    metas = '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    inner = tag("head", metas + tag("title", text(title)) + head) + tag("body", content)
    return f'<!DOCTYPE html>\n<html lang="en">{inner}</html>\n'


def seen(case: Case) -> str:
    """Return the digest of the files as a page shows them, so that an act on other files is refused."""
    return digest(f"{case.before}\0{case.pending}")


def sidebar(queue: Queue, current: str) -> str:
    """Return the queue as a list of links; the current one is marked."""
    links = []
    for number, title in queue.pending[:_LIMIT]:
        mark = {"aria_current": "page"} if number == current else {}
        links.append(tag("a", tag("b", text(number)) + " " + text(title), href=number, **mark))
    if len(queue.pending) > _LIMIT:
        links.append(f"and {len(queue.pending) - _LIMIT} more")
    done = [tag("span", f"{text(what)} {text(n)} {text(title)}", class_="done") for n, title, what in queue.decided]
    done += [_undo(queue.last)] if queue.last else []
    heading = f"{len(queue.pending)} wait for review"
    parts = tag("summary", heading) + items("ol", links) + (tag("h2", "Done now") + items("ul", done) if done else "")
    return tag("nav", f"<details open>{parts}</details>", aria_label="Queue")


def _undo(number: str) -> str:
    button = tag("button", f"Take back what was done last to {text(number)}" + _hint("z"), data_key="z")
    return tag("form", button, method="post", action=f"{number}/undo")


def case_page(case: Case, queue: Queue, record: RunRecord | None, view: str, hints: Hints) -> str:
    """Return the main part of the page of one case."""
    return tag(
        "main",
        case_head(case, queue)
        + _gaps(case, hints)
        + _conflicts(case)
        + _tools(case, view)
        + body(case, view, hints)
        + sources(case, record),
        id="main",
        tabindex="-1",
    ) + _acts(case, queue)


def case_head(case: Case, queue: Queue) -> str:
    """Return the heading, and what a reviewer should know first."""
    numbers = [n for n, _ in queue.pending]
    place = f"Reviewing [{numbers.index(case.number) + 1}/{len(numbers)}] " if case.number in numbers else ""
    lines = [tag("h1", text(f"{place}{case.number} {case.title}"))]
    if case.entries:
        lines.append(tag("p", f"from {text(', '.join(case.entries[:12]))}", class_="from"))
    if case.before is None:
        lines.append(tag("p", _NEW_FILE, class_="from"))
    if case.stale:
        lines.append(tag("p", f"changed since it was accepted: {text(', '.join(case.stale[:6]))}", class_="from"))
    lines += [tag("p", text(remark), class_="warned") for remark in case.remarks]
    if case.obstacles:
        lines.append(tag("p", text(f"Not ready to accept: {'; '.join(case.obstacles)}"), class_="warned"))
    return tag("header", "".join(lines))


def sources(case: Case, record: RunRecord | None) -> str:
    """Return the entries that the runbook rests on, field by field."""
    if record is None or case.draft is None:
        return ""
    places = {entry.id: entry.source for entry in record.entries}
    found = [tag("p", f"why: {text(case.draft.why)}")]
    for source, fields in record.facts_of(case.draft).items():
        if source in places:
            rows = "".join(tag("dt", text(name)) + tag("dd", text(value)) for name, value in fields.items())
            found.append(tag("h3", text(f"{source} ({places[source]})")) + tag("dl", rows))
    return f'<details class="sources" data-key="o">{tag("summary", "Sources")}{"".join(found)}</details>'


def _tools(case: Case, view: str) -> str:
    other = "side" if view == "inline" else "inline"
    if case.before is None:
        return ""
    name = "Side by side" if other == "side" else "Inline"
    return tag("p", tag("a", name, href=f"{case.number}?view={other}", data_key="v") + _hint("v"), class_="tools")


def _form(case: Case, act: str, content: str) -> str:
    hidden = f'<input type="hidden" name="seen" value="{seen(case)}">'
    return tag("form", hidden + content, method="post", action=f"{case.number}/{act}", class_=act)


def _gaps(case: Case, hints: Hints) -> str:
    forms = []
    for index, gap in enumerate(case.gaps):
        label = tag(
            "label", tag("b", text(gap.topic)) + f": {text(gap.question)} Ask: {text(gap.ask)}.", for_=f"gap{index}"
        )
        field = f'<input id="gap{index}" name="text" required{_again(hints, gap.topic)}>'
        fields = f'<input type="hidden" name="gap" value="{index}">{field}'
        buttons = tag("button", "Answer", name="how", value="fill") + tag(
            "button", "Waive, with this as the reason", name="how", value="waive"
        )
        forms.append(_form(case, "gap", label + fields + tag("span", buttons, class_="row")))
    if not forms:
        return ""
    head = tag("h2", f"{len(forms)} open question{'s' if len(forms) > 1 else ''}" + _hint("g"))
    return tag("section", head + "".join(forms), class_="gaps", data_key="g")


def _again(hints: Hints, topic: str) -> str:
    """Return the attribute that puts the answer given before into the field."""
    return f' value="{text(hints.answers[topic])}"' if topic in hints.answers else ""


def _conflicts(case: Case) -> str:
    found = find_conflicts(case.after)
    if not found:
        return ""
    rows = []
    for index, conflict in enumerate(found):
        sides = (
            ("mine", "edited by people", conflict.mine),
            ("new", "newly generated", conflict.new),
            ("both", "both", ""),
        )
        for value, name, content in sides:
            radio = f'<input type="radio" name="side{index}" value="{value}">'
            shown = tag("pre", text(content or "(removed)")) if value != "both" else ""
            rows.append(tag("label", f"{radio} {name}{shown}", class_="choice"))
        rows.append("<hr>")
    head = tag("h2", f"{len(found)} conflict{'s' if len(found) > 1 else ''}: which side stays?")
    return tag("section", head + _form(case, "resolve", "".join(rows) + tag("button", "Resolve")), class_="gaps")


def _acts(case: Case, queue: Queue) -> str:
    before, after = queue.neighbor(case.number, -1), queue.neighbor(case.number, 1)
    accept = _form(case, "accept", tag("button", "Accept" + _hint("a"), data_key="a", class_="main"))
    links = tag("a", "Back" + _hint("b"), href=before, data_key="b", class_="button")
    links += tag("a", "Skip" + _hint("s"), href=after, data_key="s", class_="button")
    folds = _fold("r", "Reject", _reject(case)) + _fold("p", "Parts", _parts(case)) + _fold("e", "Edit", _edit(case))
    return tag("footer", accept + folds + links, aria_label="Acts")


def _fold(key: str, name: str, content: str) -> str:
    return f'<details class="fold" name="act" data-key="{key}">{tag("summary", name + _hint(key))}{content}</details>'


def _reject(case: Case) -> str:
    label = tag("label", "Why? The next draft is made with it.", for_="reason")
    return _form(case, "reject", label + '<input id="reason" name="reason" required>' + tag("button", "Reject"))


def _parts(case: Case) -> str:
    rows = []
    for index, part in enumerate(changed_parts(case.before, case.after)):
        options = "".join(tag("option", text(choice), value=choice.value) for choice in Choice)
        state = "" if not part.old else " (dropped)" if not part.new else " (changed)"
        select = tag("select", options, name=f"part{index}", id=f"part{index}")
        rows.append(tag("p", tag("label", f"{text(part.name)}{state}", for_=f"part{index}") + select))
    reason = tag("label", "Why leave parts out?", for_="why") + '<input id="why" name="reason">'
    return _form(case, "parts", "".join(rows) + reason + tag("button", "Decide by part"))


def _edit(case: Case) -> str:
    area = tag("textarea", "\n" + text(case.after), name="text", id="text", spellcheck="false", rows="20")
    return _form(
        case, "edit", tag("label", f"The text of {text(case.number)}", for_="text") + area + tag("button", "Save")
    )


def _hint(key: str) -> str:
    return f" <kbd>{key}</kbd>"


def done_page(queue: Queue, counts: Sequence[str]) -> str:
    """Return the page of an empty queue."""
    return tag("main", tag("h1", "Nothing waits for review") + items("ul", map(text, counts)), id="main", tabindex="-1")
