"""What tokens cost: prices that the user gives, else those that genai-prices knows, where it is installed."""

from __future__ import annotations

from decimal import Decimal

from pipeline.errors import UserError
from pipeline.models.base import Frozen

_MILLION = 1_000_000


class Price(Frozen):
    """US dollars for a million tokens that go in and that come out."""

    tokens_in: float
    tokens_out: float

    def of(self, tokens_in: int, tokens_out: int) -> float:
        """Return what these tokens cost, in US dollars."""
        return (tokens_in * self.tokens_in + tokens_out * self.tokens_out) / _MILLION


def parse_price(text: str) -> Price:
    """Read "IN,OUT", US dollars for a million tokens. Raises UserError."""
    try:
        tokens_in, tokens_out = (float(Decimal(part.strip())) for part in text.split(","))
    except (ValueError, ArithmeticError):
        raise UserError(
            f"{text!r} is not a price", "--price", "write dollars for a million tokens, as in 0.15,0.60"
        ) from None
    if not (0 <= tokens_in < 1e6 and 0 <= tokens_out < 1e6):
        raise UserError(f"{text!r} is not a price", "--price", "write dollars for a million tokens, as in 0.15,0.60")
    return Price(tokens_in=tokens_in, tokens_out=tokens_out)


def known_price(model: str) -> Price | None:
    """Return what genai-prices says of the model, or None where it is not installed or does not know the model."""
    try:
        from genai_prices import Usage, calc_price
    except ImportError:
        return None
    try:
        found = [
            calc_price(Usage(input_tokens=i, output_tokens=o), model_ref=model).total_price
            for i, o in ((_MILLION, 0), (0, _MILLION))
        ]
    except LookupError:
        return None
    return Price(tokens_in=float(found[0]), tokens_out=float(found[1]))
