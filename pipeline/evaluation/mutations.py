"""Plants defects into clean runbooks and asks the critics: which rule finds what it is meant to find?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

import yaml

from pipeline.critics.engine import criticize
from pipeline.evaluation.answer import Answer
from pipeline.evaluation.record import Row
from pipeline.importers.document import read_document
from pipeline.models.base import Frozen
from pipeline.models.finding import Level

DATASET = "mutations"
_ENOUGH = 32
_GAP = re.compile(r"\[GAP [a-z-]+: .+? Ask: .+?\.\]")


class Operator(Frozen):
    """One way to spoil a runbook: see operators.yaml for what the fields mean."""

    name: str
    rule: str
    find: str
    put: str
    times: int = 1
    every: bool = False

    def apply(self, text: str) -> str | None:
        """Return the text with the defect in it, None where the text has no place for it."""
        places = list(re.finditer(self.find, text, re.MULTILINE))
        if not places:
            return None
        for place in places[::-1] if self.every else [places[len(places) // 2]]:
            text = text[: place.start()] + place.expand(self.put) * self.times + text[place.end() :]
        return text


@cache
def operators() -> tuple[Operator, ...]:
    """Return the operators in the order of their file."""
    text = resources.files("pipeline.evaluation").joinpath("operators.yaml").read_text(encoding="utf-8")
    return tuple(Operator.model_validate(item) for item in yaml.safe_load(text))


def cleaned(text: str) -> str:
    """Return a draft as if people had accepted it: drilled last month, its gaps filled."""
    tested = re.sub(r"^Last Tested: .*", "Last Tested: 2025-12-01", text, count=1, flags=re.MULTILINE)
    return _GAP.sub("agreed with the platform lead", tested)


def planned(answers: Mapping[str, Answer]) -> dict[str, tuple[Operator, ...]]:
    """Return the operators to try on each runbook, so that each is tried on enough that have a place for it."""
    found: dict[str, list[Operator]] = {name: [] for name in answers}
    texts = {name: cleaned(answer.text) for name, answer in answers.items()}
    for operator in operators():
        fitting = [name for name, text in texts.items() if operator.apply(text) is not None]
        step = max(1.0, len(fitting) / _ENOUGH)
        for place in range(min(_ENOUGH, len(fitting))):
            found[fitting[int(place * step)]].append(operator)
    return {name: tuple(chosen) for name, chosen in found.items()}


def trials(answers: Mapping[str, Answer], chosen: Sequence[Operator] | None = None) -> Iterator[Row]:
    """Yield a row for every operator on every clean runbook, known by a name, that has a place for it.

    `recall` is 1 where the operator's rule finds more than before. `also-found` counts the findings of other rules,
    notes left out, that came with it: most are right, since one defect may break several rules. A runbook that is not
    clean to begin with is left out.
    """
    for name, answer in answers.items():
        text = cleaned(answer.text)
        before = _found(text, answer)
        if any(level is not Level.NOTE for _, level in before):
            continue
        for operator in operators() if chosen is None else chosen:
            spoiled = operator.apply(text)
            if spoiled is not None:
                yield _row(name, operator, _found(spoiled, answer) - before)


def _found(text: str, answer: Answer) -> Counter[tuple[str, Level]]:
    document = read_document(text, f"{answer.number}.md")
    return Counter((finding.rule, finding.level) for finding in criticize(document, answer.context))


def _row(name: str, operator: Operator, more: Counter[tuple[str, Level]]) -> Row:
    met = any(rule == operator.rule for rule, _ in more)
    others = {rule: n for (rule, level), n in more.items() if rule != operator.rule and level is not Level.NOTE}
    return Row(
        dataset=DATASET,
        sample=f"{operator.name}/{name}",
        tags={"operator": operator.name, "rule": operator.rule},
        scores={"recall": float(met), "also-found": float(sum(others.values()))},
        detail=", ".join(sorted(others)),
    )
