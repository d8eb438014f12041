"""Plots as inline SVG: positions across are percentages, so that they fit a wide page and a phone alike."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from zlib import crc32

from pipeline.evaluation.figures import Figure

_HEIGHT = 30


def strip(values: Sequence[tuple[str, float]], figure: Figure, top: float) -> str:
    """Return a line with a dot a sample (name, value), and the mean with its error; the axis ends at `top`."""
    dots = "".join(
        f'<circle cx="{_across(value, top)}" cy="{8 + crc32(name.encode()) % 14}" r="2.6" class="dot">'
        f"<title>{escape(name)}: {value:.3g}</title></circle>"
        for name, value in values
    )
    low, high = figure.mean - figure.error, figure.mean + figure.error
    return (
        f'<svg class="strip" width="100%" height="{_HEIGHT}" role="img" aria-label="mean {figure.mean:.2f}">'
        f'<line x1="2%" x2="98%" y1="15" y2="15" class="axis"/>{dots}'
        f'<line x1="{_across(low, top)}" x2="{_across(high, top)}" y1="15" y2="15" class="error"/>'
        f'<line x1="{_across(figure.mean, top)}" x2="{_across(figure.mean, top)}" y1="4" y2="26" class="mean"/></svg>'
    )


def bar(figure: Figure, top: float) -> str:
    """Return a bar to the mean, with its standard error; the axis ends at `top`."""
    low, high = figure.mean - figure.error, figure.mean + figure.error
    width = max(0.0, min(1.0, figure.mean / top if top else 0.0)) * 96
    return (
        f'<svg class="strip" width="100%" height="20" role="img" aria-label="{figure.mean:.2f}">'
        '<rect x="2%" y="4" width="96%" height="12" class="track"/>'
        f'<rect x="2%" y="4" width="{width:.2f}%" height="12" class="bar"/>'
        f'<line x1="{_across(low, top)}" x2="{_across(high, top)}" y1="10" y2="10" class="error"/></svg>'
    )


def interval(low: float, mean: float, high: float, span: float, verdict: str) -> str:
    """Return a difference with its interval around a zero line; the axis goes from -span to span."""
    x1, x, x2 = (_around(value, span) for value in (low, mean, high))
    kind = escape(verdict.replace(" ", "-"))
    return (
        f'<svg class="strip" width="100%" height="20" role="img" aria-label="{mean:+.3f}">'
        '<line x1="50%" x2="50%" y1="0" y2="20" class="axis"/>'
        f'<line x1="{x1}" x2="{x2}" y1="10" y2="10" class="error {kind}"/>'
        f'<circle cx="{x}" cy="10" r="4" class="{kind}"/></svg>'
    )


def scatter(points: Sequence[tuple[str, float, float]], labels: tuple[str, str], top: float) -> str:
    """Return points (name, across, up) where up goes from 0 to 1, and across from 0 to `top`."""
    dots = "".join(
        f'<circle cx="{8 + 90 * min(x / top, 1.0) if top else 8:.2f}%" cy="{200 - 180 * y:.1f}" r="3.5" class="dot">'
        f"<title>{escape(name)}: {x:.3g}, {y:.2f}</title></circle>"
        for name, x, y in points
    )
    return _svg([_frame(labels, top), dots], labels)


def _frame(labels: tuple[str, str], top: float) -> str:
    grid = "".join(
        f'<line x1="8%" x2="98%" y1="{200 - 180 * y:.1f}" y2="{200 - 180 * y:.1f}" class="axis"/>'
        f'<text x="7%" y="{204 - 180 * y:.1f}" text-anchor="end">{y:.1f}</text>'
        for y in (0.0, 0.5, 1.0)
    )
    ticks = "".join(
        f'<text x="{8 + 90 * part:.0f}%" y="216" text-anchor="{anchor}">{_tick(top * part)}</text>'
        for part, anchor in ((0.0, "middle"), (0.5, "middle"), (1.0, "end"))
    )
    return f'{grid}{ticks}<text x="53%" y="234" text-anchor="middle">{escape(labels[0])}</text>'


def _svg(parts: Sequence[str], labels: tuple[str, str]) -> str:
    about = escape(" against ".join(labels[::-1]))
    return f'<svg class="scatter" width="100%" height="238" role="img" aria-label="{about}">{"".join(parts)}</svg>'


def _tick(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 or value == 0 else f"{value:.2g}"


def marks(points: Sequence[tuple[str, float, Figure]], labels: tuple[str, str], top: float) -> str:
    """Return labelled points (name, across from 0 to `top`, up from 0 to 1) with their standard errors."""
    parts = [_frame(labels, top)]
    for name, x, y in points:
        at, end = f"{8 + 90 * min(x / top, 1.0) if top else 8:.2f}%", x > top / 2
        low, high = (200 - 180 * max(0.0, min(1.0, value)) for value in (y.mean - y.error, y.mean + y.error))
        shift, anchor = (-9, "end") if end else (9, "start")
        parts.append(
            f'<line x1="{at}" x2="{at}" y1="{low:.1f}" y2="{high:.1f}" class="error"/>'
            f'<circle cx="{at}" cy="{200 - 180 * y.mean:.1f}" r="5" class="changed"/>'
            f'<text x="{at}" dx="{shift}" y="{194 - 180 * y.mean:.1f}" text-anchor="{anchor}">{escape(name)}</text>'
        )
    return _svg(parts, labels)


def axis_top(values: Sequence[float], unit: str) -> float:
    """Return where an axis ends: 1 for shares, else the largest value rounded up to one or two digits."""
    if unit == "share":
        return 1.0
    largest = max(values, default=1.0)
    if largest <= 0:
        return 1.0
    step = 10 ** math.floor(math.log10(largest))
    return float(math.ceil(largest / step * 2) * step / 2)


def _across(value: float, top: float) -> str:
    return f"{2 + 96 * max(0.0, min(1.0, value / top if top else 0.0)):.2f}%"


def _around(value: float, span: float) -> str:
    return f"{50 + 48 * max(-1.0, min(1.0, value / span if span else 0.0)):.2f}%"
