"""The engines that an evaluation compares: each engine named, with each model and each folder of prompts."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cli.asking import ENGINES, Session, add_call_arguments, settings
from pipeline.errors import UserError

if TYPE_CHECKING:
    from pipeline.evaluation.engines import Engine

_BUDGETS = ("budget-tokens", "budget-usd")


def add_engine_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the engines, models and prompts to compare, each as often as wanted, and what bounds their calls."""
    parser.add_argument(
        "--engine",
        action="append",
        choices=ENGINES,
        default=[],
        help="what writes the drafts; may be given again (the library, and each data set's own recording)",
    )
    group = add_call_arguments(parser)
    group.add_argument("--model", action="append", metavar="MODEL", help="a model's name; may be given again")
    group.add_argument(
        "--prompts",
        action="append",
        type=Path,
        metavar="DIR",
        help="a folder with other versions of prompts/; may be given again",
    )


class Bench:
    """The engines of one run. Models share the budget: each has what those before it left over."""

    def __init__(self, args: Namespace) -> None:
        self._args = args
        self._sessions: list[Session] = []

    def engines(self) -> Iterator[Engine]:
        """Yield the engines in the order of the command line; each is made when those before it are done."""
        from pipeline.evaluation.engines import library_engine

        for name in dict.fromkeys(self._args.engine):
            if name == "library":
                yield library_engine()
                continue
            for model in self._args.model or [None]:
                for prompts in self._args.prompts or [None]:
                    yield self._session(name, model).engine(_folder(prompts))

    def keep(self) -> None:
        """Write the recording, where one is wanted."""
        if self._args.record and self._sessions:
            from pipeline.llm.recordings import save

            save(self._args.record, (line for session in self._sessions for line in session.client.recorded.values()))

    def told(self) -> Iterator[str]:
        """Yield a line on what each model was asked."""
        for session in self._sessions:
            usage = session.client.usage
            cost = f", ${usage.usd:.4f}" if usage.usd else ""
            failed = "".join(f", {n} {name}" for name, n in sorted(usage.failures.items()))
            yield (
                f"{session.facts['model']}: {usage.answered} answers paid for, {usage.kept} kept before, "
                f"{usage.tokens_in + usage.tokens_out:,} tokens{cost}{failed}"
            )

    def _session(self, engine: str, model: str | None) -> Session:
        chosen = settings(Namespace(**{**vars(self._args), "engine": engine, "model": model}))
        for name in _BUDGETS:
            if chosen[name] is not None:
                chosen[name] = max(chosen[name] - self._spent(name), 0)
        session = Session(chosen, self._args.out.parent, None, self._args.replay, self._args.judges)
        self._sessions.append(session)
        return session

    def _spent(self, budget: str) -> Any:
        usages = [session.client.usage for session in self._sessions]
        return sum(u.usd if budget == "budget-usd" else u.tokens_in + u.tokens_out for u in usages)


def _folder(prompts: Path | None) -> Path | None:
    if prompts and not prompts.is_dir():
        raise UserError("no such folder", str(prompts), "name a folder with draft.md, revise.md or judges/ in it")
    return prompts
