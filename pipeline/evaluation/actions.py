"""What a runbook has its operator run, brought to one form, so that two runbooks for one situation can be compared.

An action is a command's tool, its sub-commands and, where kubectl takes one, the kind of resource; `oc` is kubectl,
flags and placeholders do not count. Of a SQL statement it is the verb and the tables, of a PromQL query the metrics
that its value is about (info series and filters left out). Commands that only join others (grep, jq, echo, cd) are no
actions, and neither are tools that the command analysis does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.commands.analysis import analyse
from pipeline.commands.canonical import ANY, canonicals
from pipeline.commands.derive import family
from pipeline.commands.promql import check, understand
from pipeline.commands.vocabulary import words
from pipeline.models.base import Frozen
from pipeline.models.document import Document
from pipeline.models.runbook import Block

_COMMENT = re.compile(r"^[ \t]*(?:#|//)[^\n]*$", re.MULTILINE)
_WINDOW = re.compile(r"\$\{?__?\w+(?::\w+)?\}?")
_QUERY = "promql"
# What canonical forms keep of flags; the same look at the same thing whether or not they stand there.
_FLAGS = frozenset({"previous", "force", "all", "to", "list", "kernel"})
_OPENS_SHELL = frozenset({"chroot"})


class Action(Frozen):
    """One action: its `form`, the `text` as written, its `line`, and of a query all metrics that it names."""

    form: tuple[str, ...]
    text: str
    line: int
    metrics: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return " ".join(self.form)


def actions(document: Document) -> tuple[Action, ...]:
    """Return the page's actions in reading order, repeated ones too; inline code counts where it is a whole command."""
    found = [a for located in document.blocks for a in of_block(located.block, located.line)]
    found += [a for located in document.inline for a in _of_inline(located.text, located.line)]
    return tuple(sorted(found, key=lambda action: action.line))


def of_block(block: Block, line: int = 1) -> Iterator[Action]:
    """Yield the actions of one block that starts at that line."""
    found = analyse(block)
    if found.language == _QUERY:
        yield from _queries(block.text, line)
        return
    for invocation in found.invocations:
        if invocation.known and (shaped := _form(invocation.text, invocation.tool)):
            for form in _by_kind(shaped):
                yield Action(form=form, text=invocation.text, line=line + invocation.line - 1)


def wanted(told: Iterable[Action]) -> tuple[Action, ...]:
    """Return the actions without repetitions, the first of each form."""
    return tuple({action.form: action for action in reversed(tuple(told))}.values())[::-1]


def held(wish: Action, among: Iterable[Action]) -> bool:
    """Tell whether one of the actions does what is wished for; what a placeholder leaves open fits anything.

    A query answers another when it names every metric that the other's value is about.
    """
    return any(_answers(wish, action) for action in among)


def share_held(wishes: Sequence[Action], among: Sequence[Action]) -> float | None:
    """Return the share of the wishes that are held, None where nothing is wished for."""
    return sum(held(wish, among) for wish in wishes) / len(wishes) if wishes else None


def _answers(wish: Action, action: Action) -> bool:
    if wish.form[0] == _QUERY:
        return action.form[0] == _QUERY and set(wish.form[1:]) <= {*action.metrics, *action.form[1:]}
    pairs = zip(wish.form, action.form, strict=False)
    return len(wish.form) == len(action.form) and all(a == b or ANY in (a, b) for a, b in pairs)


def _of_inline(text: str, line: int) -> Iterator[Action]:
    if " " not in text.strip():
        return
    for action in of_block(Block(language="bash", text=text), line):
        # "`kubectl get`" in a sentence names a verb and asks nobody to run it.
        if action.form[0] != _QUERY and len(action.form) > 1 and action.text.split()[0] == text.split()[0]:
            yield action


def _form(text: str, tool: str) -> tuple[str, ...]:
    form = next(iter(canonicals(text)), ())
    if not form or tool in _OPENS_SHELL or (form[0] in words("plumbing") and form[0] not in words("by-argument")):
        return ()
    if form[0] in words("by-argument"):
        return form if len(form) > 1 else ()
    kept = [part for part in form[1:] if part not in _FLAGS and "=" not in part]
    if form[0] == "kubectl" and kept[:1] in (["get"], ["describe"]) and len(kept) == 1:
        return ()
    return (form[0], *kept)


def _by_kind(form: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Split "get pod,service" into one action a kind."""
    if form[0] == "kubectl" and "," in form[-1]:
        yield from ((*form[:-1], kind) for kind in form[-1].split(","))
    else:
        yield form


def _queries(text: str, line: int) -> Iterator[Action]:
    for expression, offset in _expressions(text):
        query = understand(expression)
        metrics = family(expression) or query.metrics
        if metrics:
            form = (_QUERY, *sorted(metrics))
            yield Action(form=form, text=expression, line=line + offset, metrics=frozenset(query.metrics))


def _expressions(text: str) -> Iterator[tuple[str, int]]:
    """Yield the expressions of a block with the line they start at: the whole, its paragraphs, or its lines."""
    whole = _WINDOW.sub("5m", text)
    if check(whole) is None:
        yield whole, 0
        return
    for match in re.finditer(r"(?:[^\n]*\S[^\n]*(?:\n|$))+", whole):
        offset = whole.count("\n", 0, match.start())
        paragraph = _COMMENT.sub("", match[0]).strip()
        if paragraph and check(paragraph) is None:
            yield paragraph, offset
            continue
        for number, each in enumerate(match[0].split("\n")):
            if each.strip() and not _COMMENT.fullmatch(each) and check(each) is None:
                yield each.strip(), offset + number
