"""What writes and judges the drafts of an evaluation: the embedded engine, a model, and a model's kept replies."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.critics.context import Context
from pipeline.critics.judge import Said
from pipeline.errors import UserError
from pipeline.evaluation.answer import Spent
from pipeline.evaluation.maker import Maker, Recorded
from pipeline.models.base import Frozen
from pipeline.models.evidence import Evidence
from pipeline.models.runbook import Runbook

if TYPE_CHECKING:
    from pipeline.drafting.model import ModelChoice
    from pipeline.llm.client import Client
    from pipeline.llm.metering import Meter
    from pipeline.llm.prices import Price

NOT_RECORDED = "the recording has no reply to what is asked"
# The marks around data differ from key to key, and digests leave them out.
_KEY = b"recorded" * 4


class Drafted(Frozen):
    """A draft, and how it came about.

    `rounds` counts revisions; `engine` wrote it, and `note` says why that is not the engine that was asked; `prompts`
    are the prompts used, with their versions; `spent` is None where no model was asked.
    """

    runbook: Runbook
    rounds: int = 0
    engine: str = "library"
    note: str = ""
    prompts: tuple[str, ...] = ()
    spent: Spent | None = None
    judged: tuple[Said, ...] = ()


async def _nothing() -> None:
    """Close nothing."""


@dataclass(frozen=True)
class Engine:
    """Drafts one scenario in an epoch, counted from 1. Raises UserError where that cannot be done.

    `judge` asks about one criterion: (criterion, text, evidence) to what was said; None where nothing judges.
    `workers` samples are open at once; `close` ends the connections.
    """

    maker: Maker
    draft: Callable[[Evidence, Context, int], Awaitable[Drafted]]
    judge: Callable[[str, str, str, int], Awaitable[tuple[Said, Spent]]] | None = None
    workers: int = 1
    close: Callable[[], Awaitable[None]] = _nothing


def library_engine() -> Engine:
    """Return the embedded engine, in the same loop as `generate`."""

    async def draft(evidence: Evidence, context: Context, epoch: int) -> Drafted:
        from pipeline.revise.loop import run
        from pipeline.revise.tools import library_tools

        outcome = await run(evidence, library_tools(context))
        return Drafted(runbook=outcome.runbook, rounds=outcome.rounds)

    return Engine(Maker(), draft)


@dataclass(frozen=True)
class Asked:
    """How a model is asked: by which client, as which choice, at what price, with prompts of which folder."""

    client: Client
    choice: ModelChoice
    price: Price | None = None
    prompts: Path | None = None
    judges: bool = False
    workers: int = 1


def model_engine(asked: Asked) -> Engine:
    """Return a model's engine: the library's draft is the floor, as in `generate`."""
    from pipeline.llm.prompts import prompts_of
    from pipeline.revise.producing import prompts_digest

    with prompts_of(asked.prompts):
        digest = prompts_digest(judges=asked.judges)
    name = str(asked.prompts or "")
    maker = Maker(engine="openai", model=asked.choice.name, prompts=name, prompts_digest=digest)
    writer = _Model(asked)
    return Engine(maker, writer.draft, writer.judge, asked.workers, asked.client.close)


def recorded_engine(recorded: Recorded) -> Engine:
    """Return the engine that answers from a recording. Raises UserError where the file cannot be read."""
    from pipeline.drafting.model import ModelChoice
    from pipeline.llm.budget import Budget
    from pipeline.llm.client import Client, Settings
    from pipeline.llm.limits import Limits
    from pipeline.llm.prices import parse_price
    from pipeline.llm.recordings import load

    client = Client(None, load(Path(recorded.recording)), Settings(Limits(1), Budget()))
    choice = ModelChoice(name=recorded.model, context_tokens=recorded.context_tokens, key=_KEY)
    price = parse_price(recorded.price) if recorded.price else None
    return model_engine(Asked(client, choice, price, judges=recorded.judges))


class _Model:
    """Drafts and judges with one model."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked

    async def draft(self, evidence: Evidence, context: Context, epoch: int) -> Drafted:
        """Draft, and let judges take part where that is wanted."""
        from pipeline.llm.metering import metered
        from pipeline.llm.prompts import prompts_of
        from pipeline.revise.producing import model_producer

        asked = self._asked
        with prompts_of(asked.prompts), metered(epoch) as meter:
            producer = model_producer(lambda _: context, asked.client, asked.choice, judges=asked.judges)
            outcome = await producer(evidence)
        _whole(meter)
        if outcome.retry:
            raise UserError(outcome.note.removeprefix("drafted by the library: "), evidence.scenario.number)
        return Drafted(
            runbook=outcome.runbook,
            rounds=outcome.rounds,
            engine=outcome.engine,
            note=outcome.note,
            prompts=outcome.prompts,
            spent=self._spent(meter),
            judged=outcome.said,
        )

    async def judge(self, criterion: str, text: str, evidence: str, epoch: int) -> tuple[Said, Spent]:
        """Ask one judge about a text."""
        from pipeline.critics.judge import judge
        from pipeline.llm.metering import metered
        from pipeline.llm.prompts import prompts_of

        client, choice = self._asked.client, self._asked.choice
        with prompts_of(self._asked.prompts), metered(epoch) as meter:
            judgement = await judge(text, "runbook.md", evidence, client, choice.name, choice.key, (criterion,))
        _whole(meter)
        return judgement.said[0], self._spent(meter)

    def _spent(self, meter: Meter) -> Spent:
        price = self._asked.price
        return Spent(
            replies=meter.replies,
            tokens_in=meter.tokens_in,
            tokens_out=meter.tokens_out,
            seconds=round(meter.seconds, 3),
            usd=round(price.of(meter.tokens_in, meter.tokens_out), 6) if price else None,
        )


def _whole(meter: Meter) -> None:
    """Refuse what a recording answers only in part: its score would be that of another run."""
    from pipeline.llm.failure import Failure

    if Failure.NOT_RECORDED in meter.failures:
        raise UserError(NOT_RECORDED, "", "record it again with --record")
