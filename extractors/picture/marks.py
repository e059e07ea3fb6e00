"""Lone strokes and comparators told by their shape: `—` from `一`, `/` from `1`, `≥` from `>`."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

FLAT = 0.35
"""Of the usual line height: a dash is lower than this."""
DASH_SHAPE = 1.5
"""Width over height of the shortest hyphen."""
LONG_DASH = 0.55
"""Of the usual line height: `—` is at least this wide, `-` is shorter."""
LONGEST_DASH = 2.2
"""Of the usual line height: two `—` that touch."""
FLATTEST = 0.22
"""Of the usual line height: crumbs of one stroke reach less far up and down; `=` is as high as a third of a line."""
CRUMB_GAP, CRUMBS = 0.2, 0.6
"""Of the usual line height, the widest gap in a dash that crumbled, and the share of its columns that have ink; the
points of `……` are farther apart and have less."""
SLASH_HEIGHT, SLASH_WIDTH = 0.5, (0.2, 1.1)
"""Of the usual line height, and width over height, of a `/`."""
SLASH_LEAN = (8.0, 50.0)
"""Degrees by which a slash's middle line leans to the right; `1` stands upright or has its flag on the left."""
STRAIGHT = 0.045
"""Of the mark's height: mean distance of its rows' middles from a straight line; `7` and `J` stray farther."""
EVEN = 1.8
"""A slash's widest row over its usual one, two pixels apart."""
THICK = 0.3
"""Of the mark's height: a stroke is thinner; other characters fill more of their rows."""
WHOLE = 0.75
"""Share of a box's ink that its largest connected piece must have to be all that is printed there."""
MARK_WIDTH, THINNEST = 2.0, 8
"""Width over height, and pixels of height, beyond which a line is surely more than one mark."""
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
    piece = _largest_piece(ink)
    if piece is None:  # two bars, a sign with a dot, or what is left of a stroke
        return "—" if _is_crumbled_dash(ink, usual) else None
    height, width = piece.shape
    if height <= FLAT * usual and width >= DASH_SHAPE * height and width <= LONGEST_DASH * usual:
        return "—" if width >= LONG_DASH * usual else "-"
    if height >= SLASH_HEIGHT * usual and SLASH_WIDTH[0] <= width / height <= SLASH_WIDTH[1]:
        return "/" if _is_slash(piece) else None
    return None


def _is_crumbled_dash(ink: NDArray[Any], usual: float) -> bool:
    """Say whether all ink is one flat row as long as a dash, with gaps as between crumbs and not as between points."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not rows.size or rows[-1] - rows[0] >= min(rows.size, FLATTEST * usual):
        return False  # as high as `=`, or with blank rows between two bars
    width = int(columns[-1] - columns[0]) + 1
    gap = int(np.diff(columns).max(initial=1)) - 1
    of_length = LONG_DASH * usual <= width <= LONGEST_DASH * usual
    return of_length and gap <= CRUMB_GAP * usual and columns.size >= CRUMBS * width


def _largest_piece(ink: NDArray[Any]) -> NDArray[np.bool_] | None:
    """Cut out the largest connected piece of a line's ink; None where it is not nearly all of it."""
    if ink.shape[1] > MARK_WIDTH * ink.shape[0] and ink.shape[0] > 2 * THINNEST:
        return None
    count, labels, stats, _ = cv2.connectedComponentsWithStats((ink > 0).astype(np.uint8), connectivity=8)
    if count < 2:
        return None
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    x, top, width, height, area = stats[largest]
    if area < WHOLE * stats[1:, cv2.CC_STAT_AREA].sum():
        return None
    piece: NDArray[np.bool_] = labels[top : top + height, x : x + width] == largest
    return piece


def _is_slash(piece: NDArray[np.bool_]) -> bool:
    """Say whether a piece of ink is one even straight stroke that leans to the right."""
    counts = piece.sum(axis=1)
    usual = float(np.median(counts))
    if counts.max() > EVEN * usual + 2 or usual > THICK * len(piece):
        return False
    rows = np.arange(len(piece))
    middles = (piece * np.arange(piece.shape[1])).sum(axis=1) / counts
    slope, start = np.polyfit(rows, middles, 1)
    strays = float(np.abs(middles - slope * rows - start).mean())
    return SLASH_LEAN[0] <= float(np.degrees(np.arctan(-slope))) <= SLASH_LEAN[1] and strays <= STRAIGHT * len(piece)


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
    inked: NDArray[Any] = np.any(dark > INKED, axis=0)
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
