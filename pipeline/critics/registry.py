"""Finds the rules: every module in `rules/` is one, and nothing else has to be edited to add it."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from pipeline.critics import rules
from pipeline.critics.context import Context
from pipeline.critics.hit import Hit
from pipeline.errors import UserError
from pipeline.models.document import Document
from pipeline.models.finding import Defect, Level


@dataclass(frozen=True)
class Rule:
    """One rule as its module states it.

    `doc` is the documentation page. `last` is true for a rule that judges the findings of the others. `example` holds
    the fields of Context that the page's examples need.
    """

    name: str
    defect: Defect
    level: Level
    check: Callable[[Document, Context], Iterator[Hit]]
    doc: str
    last: bool
    example: Mapping[str, Any]

    @property
    def summary(self) -> str:
        """The page's first sentence."""
        return self.doc.split("\n", 1)[0]


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return the rules by name, those that run last at the end."""
    names = (module.name for module in pkgutil.iter_modules(rules.__path__))
    found = (_rule(import_module(f"{rules.__name__}.{name}")) for name in names)
    return tuple(sorted(found, key=lambda rule: (rule.last, rule.name)))


def rule_named(name: str) -> Rule:
    """Return the rule of that name. Raises UserError that proposes close names."""
    known = {rule.name: rule for rule in all_rules()}
    if name not in known:
        from difflib import get_close_matches

        close = get_close_matches(name, known, n=3)
        raise UserError(f"no rule is called {name!r}", "", f"did you mean {' or '.join(close)}?" if close else "")
    return known[name]


def rule_names() -> frozenset[str]:
    """Return the names of all rules."""
    return frozenset(rule.name for rule in all_rules())


def _rule(module: ModuleType) -> Rule:
    return Rule(
        name=module.name,
        defect=module.defect,
        level=module.level,
        check=module.check,
        doc=(module.__doc__ or "").strip(),
        last=getattr(module, "last", False),
        example=getattr(module, "example", {}),
    )
