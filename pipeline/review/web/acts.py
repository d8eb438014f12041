"""The acts of the page's forms: each takes the desk, the case and the form, and returns what became of the case."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.errors import UserError
from pipeline.review.case import Case
from pipeline.review.choice import Choice, changed_parts
from pipeline.review.conflict import Side, find_conflicts, resolve
from pipeline.review.desk import Desk

Form = dict[str, str]
Act = Callable[[Desk, Case, Form], str]


def _accept(desk: Desk, case: Case, form: Form) -> str:
    desk.accept(case)
    return "accepted"


def _reject(desk: Desk, case: Case, form: Form) -> str:
    desk.reject(case, form.get("reason", ""))
    return "rejected"


def _gap(desk: Desk, case: Case, form: Form) -> str:
    place = form.get("gap", "")
    if not place.isdigit() or int(place) >= len(case.gaps):
        raise UserError("that question is not open any more", case.number, "look at the page again")
    act = desk.waive if form.get("how") == "waive" else desk.fill
    act(case, case.gaps[int(place)], form.get("text", ""))
    return ""


def _parts(desk: Desk, case: Case, form: Form) -> str:
    choices = {}
    for index, part in enumerate(changed_parts(case.before, case.after)):
        said = form.get(f"part{index}", Choice.LATER)
        choices[part.key] = Choice(said) if said in list(Choice) else Choice.LATER
    left = desk.settle(case, choices, form.get("reason", ""))
    if left.is_pending:
        return ""
    return "accepted" if Choice.TAKE in choices.values() else "rejected"


def _edit(desk: Desk, case: Case, form: Form) -> str:
    # A form sends lines ended by CR LF, whatever the file had.
    desk.edit(case, form.get("text", "").replace("\r\n", "\n"))
    return ""


def _resolve(desk: Desk, case: Case, form: Form) -> str:
    said = {index: form.get(f"side{index}", "") for index in range(len(find_conflicts(case.after)))}
    desk.edit(case, resolve(case.after, {i: Side(s) for i, s in said.items() if s in list(Side)}))
    return ""


ACTS: dict[str, Act] = {
    "accept": _accept,
    "reject": _reject,
    "gap": _gap,
    "parts": _parts,
    "edit": _edit,
    "resolve": _resolve,
}
