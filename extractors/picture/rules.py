"""A sheet to its ruling lines: thin, faint, doubled or broken ones too, but no strokes of characters.

Two masks come out, level and upright rules; `grid` makes cells of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.picture.geometry import Sheet

THICKEST = 11
"""Pixels at 200 dpi, 1.4 mm: a thicker bar is shading or a picture, not a rule."""
LEVEL_LENGTH = 45
"""Pixels at 200 dpi, 5.7 mm: longer than the level strokes of any print in a cell."""
UPRIGHT_LENGTH = 26
"""Pixels at 200 dpi, 3.3 mm: a row of one 9 pt line is at least this high."""
GAP = 15
"""Pixels at 200 dpi: gaps of a broken rule up to this, 1.9 mm, are bridged. Characters are taken away before."""
ALONG = 7
"""Pixels at 200 dpi over which darkness is averaged along a rule, which takes the paper's noise down."""
LEAST_DEPTH = 20
"""Levels by which the faintest rule is darker than paper."""
NOISE_DEPTH = 1.6
"""Standard deviations of the paper's noise that a rule, averaged along its length, must exceed."""
CHARACTER = 90
"""Pixels at 200 dpi, 11 mm: connected ink smaller than this both ways is a character, unless it is thin."""
THIN = 4
"""Pixels at 200 dpi: the usual rules are no thicker."""
STRAY_INK = 0.15
"""Share of a connected piece's ink outside one level and one upright bar, above which it is a character."""
SPECK = 9
"""Pixels at 200 dpi: connected ink smaller than this both ways is a dot, of a character or of a dotted rule."""
STROKE = 24
"""Pixels at 200 dpi: a thin stroke shorter than this that stands beside a character belongs to it."""
BESIDE = 6
"""Pixels at 200 dpi within which a stroke stands beside a character."""


@dataclass(frozen=True)
class RuleMaps:
    """Masks (255) of level and upright rules, and the thin darkness (levels) from which they were found."""

    level: NDArray[Any]
    upright: NDArray[Any]
    level_thin: NDArray[Any]
    upright_thin: NDArray[Any]
    depth: float


@dataclass(frozen=True)
class Rule:
    """One straight piece of rule: `at` across its direction, from `start` to `end` along it, in sheet pixels."""

    at: float
    start: int
    end: int

    @property
    def length(self) -> int:
        """Pixels from end to end."""
        return self.end - self.start


def find_rules(sheet: Sheet) -> RuleMaps:
    """Find thin dark runs of a rule's length in both directions, on the sheet without its characters."""
    dark = cv2.bitwise_not(sheet.grey)
    dark[cv2.dilate(_characters(sheet), np.ones((3, 3), np.uint8)) > 0] = 0
    depth = max(LEAST_DEPTH, NOISE_DEPTH * sheet.noise)
    level_thin, level = _runs(dark, sheet.unit, LEVEL_LENGTH, depth)
    upright_thin, upright = _runs(cv2.transpose(dark), sheet.unit, UPRIGHT_LENGTH, depth)
    return RuleMaps(level, cv2.transpose(upright), level_thin, cv2.transpose(upright_thin), depth)


def _characters(sheet: Sheet) -> NDArray[Any]:
    """Mark with 255 the connected pieces of ink that are no pieces of rules, and the dots beside them."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(sheet.ink, connectivity=8, ltype=cv2.CV_32S)
    long = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) / sheet.unit
    stout = (long < CHARACTER) & (long >= SPECK) & (_outside_bars(labels, stats, sheet.unit) > STRAY_INK)
    small = long < STROKE
    stout[0] = small[0] = False
    characters: NDArray[Any] = (stout.astype(np.uint8) * 255)[labels]
    near = 2 * round(BESIDE * sheet.unit) + 1
    strokes: NDArray[Any] = (small.astype(np.uint8) * 255)[labels]
    return characters | (cv2.dilate(characters, np.ones((near, near), np.uint8)) & strokes)


def _outside_bars(labels: NDArray[Any], stats: NDArray[Any], unit: float) -> NDArray[np.float64]:
    """Give for each connected piece the share of its ink outside one level and one upright bar.

    A dash, a corner and a crossing of rules have almost none; a character has a third and more.
    """
    ys, xs = np.nonzero(labels)
    owner = labels[ys, xs]
    area = np.maximum(1, stats[:, cv2.CC_STAT_AREA]).astype(np.float64)
    bar = 2 * round(THIN * unit / 2) + 1
    level = _fullest_band(owner, ys - stats[owner, cv2.CC_STAT_TOP], stats[:, cv2.CC_STAT_HEIGHT], bar)
    upright = _fullest_band(owner, xs - stats[owner, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_WIDTH], bar)
    crossing = level * upright / area
    outside: NDArray[np.float64] = 1 - (level + upright - crossing) / area
    return outside


def _fullest_band(
    owner: NDArray[Any], place: NDArray[Any], sizes: NDArray[Any], bar: int
) -> NDArray[np.float64]:
    """Give for each piece the most pixels that `bar` neighbouring rows (`place` in 0..size) hold."""
    starts = np.concatenate([[0], np.cumsum(np.where(np.arange(len(sizes)) > 0, sizes, 1) + bar)])
    counts = np.bincount(starts[owner] + place, minlength=int(starts[-1]) + bar)
    sums = np.concatenate([[0], np.cumsum(counts)])
    bands = (sums[bar:] - sums[:-bar])[: int(starts[-1])]
    return np.maximum.reduceat(bands, starts[:-1]).astype(np.float64)


def _runs(dark: NDArray[Any], unit: float, length: int, depth: float) -> tuple[NDArray[Any], NDArray[Any]]:
    """Find level runs: what is thin across, after gaps are closed, dark over the whole length."""
    smooth = cv2.blur(dark, (max(3, round(ALONG * unit)), 1))
    thick = max(3, round(THICKEST * unit))
    thin = cv2.subtract(smooth, cv2.morphologyEx(smooth, cv2.MORPH_OPEN, np.ones((thick, 1), np.uint8)))
    # a rule that leans by a fraction of a degree steps from row to row: three rows see all of it
    steps = cv2.dilate(thin, np.ones((3, 1), np.uint8))
    found = cv2.threshold(steps, depth, 255, cv2.THRESH_BINARY)[1]
    closed = cv2.morphologyEx(found, cv2.MORPH_CLOSE, np.ones((1, max(3, round(GAP * unit))), np.uint8))
    long = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, max(9, round(length * unit))), np.uint8))
    return thin, long


def level_pieces(mask: NDArray[Any]) -> list[Rule]:
    """List the connected pieces of a mask of level rules, `at` being the mean row."""
    count, _, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return [
        Rule(float(centres[k][1]), int(stats[k][0]), int(stats[k][0] + stats[k][2])) for k in range(1, count)
    ]


def upright_pieces(mask: NDArray[Any]) -> list[Rule]:
    """List the connected pieces of a mask of upright rules, `at` being the mean column."""
    return level_pieces(cv2.transpose(mask))
