"""Comparators that stand alone in a cell and have crumbled to dots on a fax, told by where the dots lie.

Readers make `2`, `3` or nothing of such dots. Those of `>` and `<` lie along two arms, those of `≥` and `≤` along a
third stroke below as well, those of `=` along two bars.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from extractors.document import Reading
from extractors.picture.comparators import UNSURE

FEWEST = 8
"""Pixels of ink of the least that can be told; specks have three."""
READ = 0.9
"""Confidence from which a lone sign was read well enough: a `2` of sound print is no crumbled `≥`."""
SHAPE = (0.7, 1.9)
"""Width over height of a comparator; of `=`, which is lower, without the upper bound."""
NEAR = 0.12
"""Of the sign's side: a dot so near to a stroke is one of its dots."""
ON_STROKES, COVERED = 0.9, 0.3
"""Share of the dots that lie on strokes, and share of each stroke's length with dots near it, at least."""
STEPS = 24
"""Points of a stroke to which dots are measured."""
Stroke = tuple[tuple[float, float], tuple[float, float]]
STROKES: dict[str, tuple[Stroke, ...]] = {
    ">": (((0.0, 0.0), (1.0, 0.5)), ((1.0, 0.5), (0.0, 1.0))),
    "≥": (((0.0, 0.0), (1.0, 0.36)), ((1.0, 0.36), (0.0, 0.72)), ((0.0, 1.0), (1.0, 1.0))),
    "⩾": (((0.0, 0.0), (1.0, 0.37)), ((1.0, 0.37), (0.0, 0.74)), ((1.0, 0.63), (0.0, 1.0))),
    "=": (((0.0, 0.0), (1.0, 0.0)), ((0.0, 1.0), (1.0, 1.0))),
}
"""The strokes of the signs, each from and to as shares of the sign's width and height, and their mirror images."""
_WRITTEN = {">": (">", "<"), "≥": ("≥", "≤"), "⩾": ("≥", "≤"), "=": ("=", "=")}


def told_by_dots(readings: tuple[Reading, ...], ink: NDArray[Any]) -> tuple[Reading, ...]:
    """Return the readings of a lone crumbled line with the comparator before them that its dots show, in doubt."""
    if any(len(one.text) > 1 or (one.confidence or 0.0) >= READ for one in readings):
        return readings
    if (sign := sign_of_dots(ink)) is None:
        return readings
    told = Reading(sign, "rapidocr", UNSURE, "dots")
    return (told, *(replace(one, confidence=min(UNSURE, one.confidence or 0.0)) for one in readings))


def sign_of_dots(ink: NDArray[Any]) -> str | None:
    """Return `≥`, `≤`, `>`, `<` or `=` where the mask of a line's ink, dots of it, is one of them, else None."""
    rows, columns = np.nonzero(ink)
    if len(rows) < FEWEST:
        return None
    high, wide = np.ptp(rows), np.ptp(columns)
    if high < 2 or wide < SHAPE[0] * high:
        return None
    side = float(max(high, wide))
    y, x = (rows - rows.min()) / side, (columns - columns.min()) / side
    box = (wide / side, high / side)
    found: dict[str, float] = {}
    for name, strokes in STROKES.items():
        if name != "=" and wide > SHAPE[1] * high:
            continue
        for sign, across in zip(_WRITTEN[name], (x, box[0] - x), strict=True):
            if (fit := _fit(across, y, box, strokes)) is not None:
                found[sign] = max(fit, found.get(sign, 0.0))
    return max(found, key=found.__getitem__) if found else None


def _fit(
    x: NDArray[np.float64], y: NDArray[np.float64], box: tuple[float, float], strokes: tuple[Stroke, ...]
) -> float | None:
    """Return how well dots lie on strokes, 0..1; None where too many lie beside them, or a stroke has hardly any."""
    on_any = np.zeros(len(x), bool)
    shares = []
    for (x0, y0), (x1, y1) in strokes:
        along = np.linspace(0.0, 1.0, STEPS)
        at_x, at_y = box[0] * (x0 + (x1 - x0) * along), box[1] * (y0 + (y1 - y0) * along)
        away = np.hypot(x[:, None] - at_x, y[:, None] - at_y)
        on_any |= away.min(axis=1) <= NEAR
        shares.append(float((away.min(axis=0) <= NEAR).mean()))
    if on_any.mean() < ON_STROKES or min(shares) < COVERED:
        return None
    return float(on_any.mean() * np.mean(shares))
