"""A run with a model: its options and configuration, the client made of them, and what it reports at the end."""

from __future__ import annotations

import argparse
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import UserError

if TYPE_CHECKING:
    from pipeline.critics.context import Context
    from pipeline.evaluation.engines import Engine
    from pipeline.llm.client import Client
    from pipeline.llm.ledger import Ledger
    from pipeline.llm.prices import Price
    from pipeline.models.evidence import Evidence
    from pipeline.models.run import DraftRecord
    from pipeline.revise.batch import Result

_MODEL = ("model", str, None, "the model's name, for --engine openai")
# The option, its type, its value where neither the command line nor the configuration gives one, and its help.
_OPTIONS: tuple[tuple[str, Callable[[str], Any], Any, str], ...] = (
    _MODEL,
    ("max-in-flight", int, 16, "calls at once (16)"),
    ("requests-per-minute", float, None, "calls a minute (no limit)"),
    ("tokens-per-minute", float, None, "tokens a minute (no limit)"),
    ("timeout", float, 120.0, "seconds that one call may take (120)"),
    ("context-tokens", int, 24_000, "tokens that the model's context takes, prompt and answer (24000)"),
    ("budget-tokens", int, None, "tokens to spend at most; the rest is drafted by the library"),
    ("budget-usd", float, None, "US dollars to spend at most; the rest is drafted by the library"),
    ("price", str, None, "US dollars for a million tokens in and out, as in 0.15,0.60"),
)
ENGINES = ("library", "openai")


def add_model_arguments(parser: argparse.ArgumentParser) -> None:
    """Add --engine and everything that a model needs."""
    parser.add_argument("--engine", choices=ENGINES, help="what writes the drafts (library)")
    name, kind, _, told = _MODEL
    add_call_arguments(parser).add_argument(f"--{name}", type=kind, metavar="MODEL", help=told)


def add_call_arguments(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    """Add what bounds, keeps and replays the calls of any model; return the group of these options."""
    group = parser.add_argument_group(
        "with a model",
        "The endpoint and its key are taken from OPENAI_BASE_URL and OPENAI_API_KEY. Each option may also stand under "
        "[generate] in runwright.toml.",
    )
    for name, kind, _, told in _OPTIONS[1:]:
        group.add_argument(f"--{name}", type=kind, metavar=name.rsplit("-", 1)[-1].upper(), help=told)
    group.add_argument("--judges", action="store_true", help="let the model judge each draft by the rubrics, too")
    group.add_argument("--record", type=Path, metavar="FILE", help="write the model's replies to a file")
    group.add_argument("--replay", type=Path, metavar="FILE", help="answer from such a file, without any network")
    return group


def settings(args: argparse.Namespace) -> dict[str, Any]:
    """Return the engine and the options: of the command line, else of the configuration, else the usual ones.

    Raises UserError for a wrong configuration, and for numbers that are not above 0.
    """
    table, where = _configured()
    known = {"engine": (str, "library")} | {name: (kind, usual) for name, kind, usual, _ in _OPTIONS}
    if unknown := sorted(set(table) - set(known)):
        raise UserError(f"unknown key in [generate]: {', '.join(unknown)}", where, f"known are {', '.join(known)}")
    found = {}
    for name, (kind, usual) in known.items():
        given = getattr(args, name.replace("-", "_"), None)
        value = usual if given is None else given
        if given is None and name in table:
            value = _typed(table[name], kind, name, where)
        if isinstance(value, int | float) and not value > 0:
            raise UserError(f"{name} is not above 0", f"--{name}", "give a number above 0")
        found[name] = value
    if found["engine"] not in ENGINES:
        raise UserError(f"no engine is called {found['engine']!r}", where, f"use {' or '.join(ENGINES)}")
    return found


def _configured() -> tuple[dict[str, Any], str]:
    from pipeline.critics.configuration import find_configuration

    path = find_configuration(Path.cwd())
    if path is None:
        return {}, ""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"the file is not TOML: {error}", str(path), "correct it") from None
    table = (data.get("tool", {}).get("runwright", {}) if path.name == "pyproject.toml" else data).get("generate", {})
    if not isinstance(table, dict):
        raise UserError("[generate] is not a table", str(path), 'write [generate] and below it engine = "openai"')
    return table, str(path)


def _typed(value: object, kind: Callable[[str], Any], name: str, where: str) -> Any:
    try:
        if isinstance(value, bool | list | dict):
            raise ValueError
        return kind(str(value))
    except ValueError:
        raise UserError(f"{name} has the value {value!r}", where, "see “runwright generate --help”") from None


class Session:
    """One run's use of a model. `facts` identify the model and the prompts; `client` counts what is used."""

    def __init__(
        self, chosen: dict[str, Any], out: Path, record: Path | None, replay: Path | None, judges: bool = False
    ) -> None:
        from pipeline.drafting.model import ModelChoice
        from pipeline.llm.fence import load_key
        from pipeline.revise.producing import prompts_digest

        self._record, self._replay, self._judges = record, replay, judges
        self._workers = 2 * int(chosen["max-in-flight"])
        folder = _private(out / ".runwright")
        ledger = self._ledger(folder)
        name = chosen["model"] or self._recorded_model(ledger)
        self._choice = ModelChoice(
            name=name, context_tokens=chosen["context-tokens"], key=load_key(folder / "fence.key")
        )
        self._price = _price(chosen, name)
        self.client = _client(chosen, self._price, ledger, offline=replay is not None)
        self.facts = {"model": name, "prompts": f"#{prompts_digest(judges=judges)}"}
        self._open = 0

    def drafted(self, evidences: Sequence[Evidence], contexts: Callable[[Evidence], Context]) -> Iterator[Result]:
        """Yield the results as they come, and write the recording at the end, also of a run that was interrupted."""
        from pipeline.llm.recordings import save
        from pipeline.revise.batch import run_all
        from pipeline.revise.producing import model_producer

        self._open = len(evidences)
        self.client.records = self._record is not None
        producer = model_producer(contexts, self.client, self._choice, judges=self._judges)
        try:
            for result in run_all(evidences, producer, self._workers, self.client.close):
                self._open -= 1
                yield result
        finally:
            if self._record:
                save(self._record, self.client.recorded.values())

    def engine(self, prompts: Path | None) -> Engine:
        """Return the engine of an evaluation, with prompts of this folder."""
        from pipeline.evaluation.engines import Asked, model_engine

        asked = Asked(self.client, self._choice, self._price, prompts, self._judges, self._workers)
        return model_engine(asked)

    def progress(self) -> str:
        """Return what is going on, in one short line."""
        usage = self.client.usage
        waiting = max(min(self._open, self._workers) - usage.in_flight, 0)
        failed = sum(usage.failures.values())
        money = f" ${usage.usd:.2f}" if usage.usd else ""
        tokens = usage.tokens_in + usage.tokens_out
        return f"{usage.in_flight} in flight, {waiting} waiting, {failed} failed, {tokens:,} tokens{money}"

    def told(self, drafts: list[DraftRecord]) -> Iterator[str]:
        """Yield the lines of the table that ends a run."""
        usage = self.client.usage
        engines = Counter(draft.engine for draft in drafts)
        rows = [
            ("drafts by the model", f"{engines['openai']} of {len(drafts)}"),
            (
                "answers paid for",
                f"{usage.answered} ({usage.sent} calls, {usage.retried} again, {usage.corrected} corrections)",
            ),
            ("answers kept before", f"{usage.kept}"),
            ("tokens", f"{usage.tokens_in:,} in ({usage.tokens_cached:,} cached), {usage.tokens_out:,} out"),
        ]
        rows += [("cost", f"${usage.usd:.4f}")] if usage.usd else []
        rows += (
            [("failures", ", ".join(f"{n} {name}" for name, n in sorted(usage.failures.items())))]
            if usage.failures
            else []
        )
        judged = f"{usage.dropped} findings dropped for a wrong quote, {usage.unscored} criteria unscored"
        rows += [("judges", judged)] if self._judges else []
        yield f"Model {self._choice.name}:"
        yield from (f"  {name:<20} {text}" for name, text in rows)
        reasons = Counter(draft.note for draft in drafts if draft.note)
        yield from (f"  {count} {note}" for note, count in reasons.most_common(8))
        if any(draft.retry for draft in drafts):
            yield "Run the same command again to let the model try what failed; answers so far are kept."

    def _ledger(self, folder: Path) -> Ledger:
        from pipeline.llm.ledger import SqliteLedger
        from pipeline.llm.recordings import load

        return load(self._replay) if self._replay else SqliteLedger(folder / "replies.sqlite")

    def _recorded_model(self, ledger: Ledger) -> str:
        from pipeline.llm.recordings import Recording

        models = ledger.models if isinstance(ledger, Recording) else frozenset()
        if len(models) != 1:
            raise UserError("no model is named", "--engine openai", "name one with --model NAME")
        return next(iter(models))


def _price(chosen: dict[str, Any], name: str) -> Price | None:
    from pipeline.llm.prices import known_price, parse_price

    price = parse_price(chosen["price"]) if chosen["price"] else known_price(name)
    if chosen["budget-usd"] and price is None:
        raise UserError(
            f"no price is known for {name}",
            "--budget-usd",
            "give it with --price IN,OUT, or install runwright[prices]",
        )
    return price


def _client(chosen: dict[str, Any], price: Price | None, ledger: Ledger, *, offline: bool) -> Client:
    from pipeline.llm.budget import Budget
    from pipeline.llm.client import Client, Settings
    from pipeline.llm.limits import Limits

    transport = None
    if not offline:
        from pipeline.llm.openai_transport import OpenAITransport

        transport = OpenAITransport(chosen["timeout"], chosen["max-in-flight"])
    limits = Limits(chosen["max-in-flight"], chosen["requests-per-minute"], chosen["tokens-per-minute"])
    return Client(transport, ledger, Settings(limits, Budget(chosen["budget-tokens"], chosen["budget-usd"], price)))


def _private(folder: Path) -> Path:
    """Make the folder for what is this machine's own, and keep it out of version control."""
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    return folder
