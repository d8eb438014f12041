"""Finds the scorers: every module in `scorers/` is one."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType

from pipeline.evaluation import scorers
from pipeline.evaluation.measure import Measure, Scorer


@cache
def all_scorers() -> tuple[Scorer, ...]:
    """Return the scorers by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(scorers.__path__))
    modules = [import_module(f"{scorers.__name__}.{name}") for name in names]
    return tuple(_scorer(module) for module in modules)


@cache
def measures() -> dict[str, Measure]:
    """Return all measures by name, in the order in which reports show them."""
    found = [measure for scorer in all_scorers() for measure in scorer.measures]
    return {measure.name: measure for measure in found}


def _scorer(module: ModuleType) -> Scorer:
    """Return a module's scorer; it judges drafts unless its KINDS say otherwise."""
    name = module.__name__.rpartition(".")[2]
    kinds = getattr(module, "KINDS", Scorer.kinds)
    return Scorer(name=name, measures=module.MEASURES, score=module.score, kinds=kinds)
