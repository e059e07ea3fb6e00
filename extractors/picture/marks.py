"""Lone strokes and comparators that recognisers confuse, told by their shape: `—` from `一`, `/` from `1`, `≥` from `>`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

FLAT = 0.35
"""Of the usual line height: a dash is lower than this."""
DASH_SHAPE = 1.5
"""Width over height of the shortest hyphen."""
LONG_DASH = 0.55
"""Of the usual line height: `—` is at least this wide, `-` is shorter."""
SLASH_HEIGHT, SLASH_WIDTH = 0.5, (0.2, 1.1)
"""Of the usual line height, and width over height, of a `/`."""
SLANT = -0.97
"""Correlation between rows and the middles of their ink from which a mark is one stroke leaning to the right."""
STROKE_WIDTH = 0.45
"""Of the mark's width: a slash's ink in one row is narrower."""
BARRED = 1.35
"""Ink below the tip of `⩾` over ink above it; `>` has as much below as above (0.7 to 1.2 were measured)."""
UNSURE = 1.2
"""From this ratio on the comparator may have a bar."""
BAR_LENGTH, BAR_ZONE = 0.7, 0.35
"""Share of the sign's width that a level bar covers in one row, and share of its height, from below, where it lies."""
INKED = 30.0
"""Levels of darkness from which a pixel of a grey line picture holds print."""
NOISE_FLOOR = 24.0
"""Levels of darkness that paper may have."""


def lone_mark(ink: NDArray[Any], usual: float) -> str | None:
    """Name a line whose only print is a dash or a slash; `ink` is its mask (non-zero is print), cut to the print."""
    height, width = ink.shape
    if height <= FLAT * usual and width >= DASH_SHAPE * height and width <= 2.2 * usual:
        return "—" if width >= LONG_DASH * usual else "-"
    if height >= SLASH_HEIGHT * usual and SLASH_WIDTH[0] <= width / height <= SLASH_WIDTH[1]:
        return "/" if _is_slash(ink > 0) else None
    return None


def _is_slash(ink: NDArray[np.bool_]) -> bool:
    counts = ink.sum(axis=1)
    if (counts == 0).any() or counts.max() > max(4, STROKE_WIDTH * ink.shape[1] + 2):
        return False
    middles = (ink * np.arange(ink.shape[1])).sum(axis=1) / counts
    return float(np.corrcoef(np.arange(len(middles)), middles)[0, 1]) <= SLANT


def has_bar(crop: NDArray[Any], sign: str) -> bool | None:
    """Say whether the comparator `>` or `<` that begins a line's grey picture is really `≥` or `≤`; None if unsure."""
    glyph = _first_sign(np.maximum(0.0, 255.0 - crop.astype(np.float64) - NOISE_FLOOR))
    if glyph is None:
        return None
    low = glyph[-max(2, round(BAR_ZONE * len(glyph))) :]
    if (low > INKED).mean(axis=1).max() >= BAR_LENGTH:
        return True
    ratio = _below_over_above(glyph if sign == ">" else glyph[:, ::-1])
    return None if UNSURE < ratio < BARRED else ratio >= BARRED


def _below_over_above(glyph: NDArray[np.float64]) -> float:
    """Give the ink below the tip, at the right, over the ink above it."""
    tip = glyph[:, -max(1, glyph.shape[1] // 5) :].sum(axis=1)
    row = float((tip * np.arange(len(tip))).sum() / max(1e-6, tip.sum()))
    above = glyph[: int(row)].sum() + glyph[int(row)].sum() * (row % 1)
    return float((glyph.sum() - above) / max(1.0, above))


def _first_sign(dark: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Cut out the first character: columns up to the first without ink, at most as many as the line is high."""
    inked = (dark > INKED).any(axis=0)
    if not inked.any():
        return None
    start = int(np.argmax(inked))
    gaps = np.flatnonzero(~inked[start : start + dark.shape[0]])
    end = start + (int(gaps[0]) if gaps.size else dark.shape[0])
    rows = np.flatnonzero((dark[:, start:end] > INKED).any(axis=1))
    if end - start < LEAST_SIGN or rows.size < LEAST_SIGN:
        return None
    return dark[rows[0] : rows[-1] + 1, start:end]


LEAST_SIGN = 4
"""Pixels of width and height of the smallest comparator that can be told."""
