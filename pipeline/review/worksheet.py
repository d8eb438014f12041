"""The worksheet of a drill: the runbook as a form to follow, tick and write on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.review.case import Case
from pipeline.review.content import parts
from pipeline.review.tested import untested

_ROOM = "\n- [ ] worked as written    - [ ] failed\nWhat you saw:\n"
_BOX = re.compile(r"^(\s*- )\[[xX]\]", re.MULTILINE)


def worksheet(case: Case) -> str:
    """Return the worksheet as Markdown: what to note before, each step with room for its result, how to record it."""
    text = case.before or ""
    return "".join(
        f"{part.text.rstrip()}\n{_ROOM}\n"
        if part.is_step
        else f"{_heading(case)}\n{part.text.rstrip()}\n\n"
        if part.key == "header"
        else f"{part.text.rstrip()}\n\n"
        for part in parts(_BOX.sub(r"\1[ ]", text))
    ) + "\n".join(_closing(case))


def _heading(case: Case) -> str:
    changed = untested(case.before or "", case.decision)
    steps = sum(part.is_step for part in parts(case.before or ""))
    what = "no step was drilled yet" if len(changed) == steps else f"not drilled as they stand: steps {_list(changed)}"
    return (
        f"# Drill of {case.number}: {case.title}\n\n"
        f"Try it where it can do no harm, or as a walk-through that runs only what reads. Before this: "
        f"{what if changed else 'every step was drilled'}.\n\n"
        "Date:             Who:                         Environment:\n"
    )


def _closing(case: Case) -> Iterator[str]:
    yield "---"
    yield "Record the result, also when steps failed:"
    yield ""
    yield f"    runwright drill {case.number} --record --on YYYY-MM-DD [--failed 3,5] [--notes “…”] [--who “…”]"
    yield ""


def _list(numbers: tuple[int, ...]) -> str:
    return ", ".join(map(str, numbers))
