"""Rules that a one-bit copy left as rows of dots, found although print stands beside them or crosses them.

Averaged along its length a dotted rule is darker than the paper close by on both sides; a row of strokes in a line of
print is not, for the strokes of one character are not those of the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

THICKEST = 4
"""Pixels at 200 dpi: thicker rules do not crumble."""
BESIDE = (3, 8)
"""Pixels at 200 dpi from the middle of a rule between which the paper beside it lies; strokes of a character stand
nearer to each other, print in a cell stands farther from the cell's rules."""
LENGTHS = (240, 150)
"""Pixels at 200 dpi of the shortest level and upright rules found by themselves: longer than a row of like strokes in
a line of print, and than a column of them in three lines under each other."""
ON_LINE = 40
"""Pixels at 200 dpi: on the line of such a rule a piece this long is part of it."""
STRAY = 2
"""Pixels at 200 dpi by which it may stray."""


@dataclass(frozen=True)
class _Look:
    """How dots are looked for, at 200 dpi: `along` pixels are averaged, `depth` is the least mean in levels by which
    they are darker than the paper, gaps of `gap` pixels are bridged; that lengthens a piece by `ends` at each end.
    """

    along: int
    depth: int
    gap: int
    ends: int


CLEAR = _Look(along=21, depth=30, gap=15, ends=5)
"""One pixel in eight is left of the rule."""
FAINT = _Look(along=31, depth=14, gap=7, ends=10)
"""One in eighteen, of the parts of a rule that is clearer elsewhere."""


def dotted_rules(ink: NDArray[Any], unit: float) -> tuple[NDArray[Any], NDArray[Any]]:
    """Mark with 255 the thin rules in a mask of ink, dotted or whole: level ones, and upright ones transposed."""
    return _lone_runs(ink, LENGTHS[0], unit), _lone_runs(cv2.transpose(ink), LENGTHS[1], unit)


def _lone_runs(ink: NDArray[Any], length: int, unit: float) -> NDArray[Any]:
    """Find level runs that are darker than the paper on both sides, and fainter ones on the lines of these."""
    thin = cv2.subtract(ink, cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((round(THICKEST * unit) + 1, 1), np.uint8)))
    steps = cv2.dilate(thin, np.ones((3, 1), np.uint8))
    runs = _found(steps, ink, CLEAR, length, unit)
    clear = (np.count_nonzero(runs, axis=1) > 0).astype(np.uint8)[:, None]
    lines: NDArray[Any] = cv2.dilate(clear, np.ones((2 * round(STRAY * unit) + 1, 1), np.uint8))
    on_lines = np.flatnonzero(lines)
    runs[on_lines] |= _found(steps, ink, FAINT, ON_LINE, unit)[on_lines]
    return runs


def _found(steps: NDArray[Any], ink: NDArray[Any], look: _Look, length: int, unit: float) -> NDArray[Any]:
    """Find stretches of the dots in `steps` that are darker than the paper, at least `length` long."""

    def row(pixels: float) -> NDArray[Any]:
        return np.ones((1, max(3, round(pixels * unit))), np.uint8)

    along = (max(3, round(look.along * unit)), 1)
    lone = cv2.subtract(cv2.blur(steps, along), _beside(cv2.blur(ink, along), unit))
    dark = cv2.threshold(lone, look.depth, 255, cv2.THRESH_BINARY)[1]
    closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, row(look.gap))
    runs = cv2.morphologyEx(closed, cv2.MORPH_OPEN, row(length + 2 * look.ends))
    return cv2.erode(runs, row(2 * look.ends + 1))


def _beside(mean: NDArray[Any], unit: float) -> NDArray[Any]:
    """Give for each pixel the darkest mean a little above or below it."""
    near, far = (round(side * unit) for side in BESIDE)
    reach = far - near + 1
    darkest = cv2.dilate(mean, np.ones((reach, 1), np.uint8), anchor=(0, 0))
    above, below = np.zeros_like(mean), np.zeros_like(mean)
    above[far:], below[:-near] = darkest[:-far], darkest[near:]
    return cv2.max(above, below)
