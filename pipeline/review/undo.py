"""Taking back an act: the files of one runbook as they were before it."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import UserError
from pipeline.models.base import Frozen
from pipeline.review import decisions
from pipeline.review.workspace import Workspace, read, write

State = dict[Path, str | None]
"""The text of each file that an act on a runbook may write; None where there is no such file."""


class Act(Frozen):
    """What an act did to the files of one runbook."""

    number: str
    before: State
    after: State


def state_of(workspace: Workspace, number: str) -> State:
    """Return the runbook's files as they are now."""
    files = workspace.file(number)
    paths = (files.accepted, files.pending, workspace.ancestor(number), decisions.file_of(workspace.folder, number))
    return {path: read(path) for path in paths if path}


def act_between(number: str, before: State, after: State) -> Act | None:
    """Return the act that lies between two states, or None where nothing changed."""
    paths = [path for path in dict.fromkeys((*before, *after)) if before.get(path) != after.get(path)]
    if not paths:
        return None
    old, new = ({path: state.get(path) for path in paths} for state in (before, after))
    return Act(number=number, before=old, after=new)


def take_back(act: Act) -> None:
    """Put the files back. Raises UserError where one of them changed since."""
    for path, text in act.after.items():
        if read(path) != text:
            raise UserError("the file changed since", path.name, f"{act.number} is left as it is")
    for path, text in act.before.items():
        if text is not None:
            write(path, text)
    for path, text in act.before.items():
        if text is None:
            path.unlink(missing_ok=True)
