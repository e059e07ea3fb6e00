"""Draws a reliability diagram as SVG: how sure a text was said to be, against how often such texts are right.

Both axes show the chance of an error on a logarithmic scale, 1 in 1 to 1 in 1000: what matters is near certainty.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from msgspec import Struct

SIDE, MARGIN = 320, 60
"""Pixels of the square plot, and around it."""
DECADES = 3
"""Powers of ten from an error for certain to the least that is shown, 1 in 1000."""
COLOURS = ("#1f5fa8", "#b8451f", "#3c8a3c")
SPREAD = 1.96
"""Standard deviations to each side that hold the truth 95 times in 100."""


class Point(Struct, frozen=True):
    """Texts whose confidence lies in low..high: the mean of what was said, how many are right, how many there are."""

    low: float
    high: float
    said: float
    right: int
    count: int


def diagram(series: Mapping[str, Sequence[Point]]) -> str:
    """Return the SVG of several series; a point's bar shows where the truth lies with a chance of 95 %."""
    size = SIDE + 2 * MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" font-family="sans-serif" font-size="11">',
        f'<rect width="{size}" height="{size}" fill="white"/>',
        *_axes(),
    ]
    for place, (name, points) in enumerate(series.items()):
        colour = COLOURS[place % len(COLOURS)]
        parts += [_mark(point, colour) for point in points]
        parts.append(_text(MARGIN + 10, MARGIN + 16 * (place + 1), name, colour))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _axes() -> list[str]:
    end = MARGIN + SIDE
    parts = [f'<line x1="{MARGIN}" y1="{end}" x2="{end}" y2="{MARGIN}" stroke="#999" stroke-dasharray="4 3"/>']
    for chance in (0.0, 0.5, 0.9, 0.97, 0.99, 0.997, 0.999):
        at = _place(chance)
        parts.append(f'<path d="M{at} {end}V{MARGIN}M{MARGIN} {2 * MARGIN + SIDE - at}H{end}" stroke="#ddd"/>')
        parts.append(_text(at, end + 16, f"{chance:g}", anchor="middle"))
        parts.append(_text(MARGIN - 6, 2 * MARGIN + SIDE - at + 4, f"{chance:g}", anchor="end"))
    parts.append(_text(MARGIN + SIDE / 2, end + 36, "confidence that was said", anchor="middle"))
    parts.append(_text(MARGIN + SIDE / 2, MARGIN - 16, "share that is right, and its 95 % range", anchor="middle"))
    return parts


def _place(chance: float) -> float:
    """Give how far along an axis a probability lies."""
    decades = -math.log10(max(10.0**-DECADES, 1 - chance))
    return round(MARGIN + SIDE * decades / DECADES, 1)


def _mark(point: Point, colour: str) -> str:
    low, high = interval(point.right, point.count)
    across, up = _place(point.said), _turned(_place(point.right / point.count))
    return (
        f'<path d="M{across} {_turned(_place(low))}V{_turned(_place(high))}" stroke="{colour}"/>'
        f'<circle cx="{across}" cy="{up}" r="{1.5 + math.log10(point.count):.1f}" fill="{colour}">'
        f"<title>{point.right} of {point.count}</title></circle>"
    )


def _turned(at: float) -> float:
    return round(2 * MARGIN + SIDE - at, 1)


def interval(right: int, count: int) -> tuple[float, float]:
    """Return Wilson's range of a share, where the truth lies with a chance of 95 %: 99 of 100 -> 0.946 to 0.998."""
    share, square = right / count, SPREAD**2
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = SPREAD * math.sqrt(share * (1 - share) / count + square / (4 * count**2)) / (1 + square / count)
    return max(0.0, middle - half), min(1.0, middle + half)


def _text(x: float, y: float, text: str, colour: str = "#333", anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" fill="{colour}" text-anchor="{anchor}">{escape(text)}</text>'
