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
"""Pixels at 200 dpi over which darkness is averaged along a rule on noisy paper; it lengthens dark strokes a little."""
NOISY = 5.0
"""Levels of noise from which darkness is averaged."""
LEAST_DEPTH = 20
"""Levels by which the faintest rule is darker than paper."""
NOISE_DEPTH = 1.6
"""Standard deviations of the paper's noise that a rule, averaged along its length, must exceed."""
SEAL_DEPTH = 90
"""Levels: what is paler where a seal lies is its remains."""
CHARACTER = 90
"""Pixels at 200 dpi, 11 mm: connected ink smaller than this both ways is a character, unless it is thin."""
THIN = 4
"""Pixels at 200 dpi: the usual rules are no thicker."""
SPECK = 9
"""Pixels at 200 dpi: connected ink smaller than this both ways is a dot, of a character or of a dotted rule."""
STROKE = 24
"""Pixels at 200 dpi: a thin stroke shorter than this that stands beside a character belongs to it."""
BESIDE = 6
"""Pixels at 200 dpi within which a stroke stands beside a character."""
INSIDE = 3
"""Pixels at 200 dpi: half the gaps inside a character, which are its own."""


@dataclass(frozen=True)
class Direction:
    """Rules of one direction, laid level: the mask (255) of `runs`, and thin darkness in levels.

    `thin` is without characters, `with_characters` is all.
    """

    runs: NDArray[Any]
    thin: NDArray[Any]
    with_characters: NDArray[Any]


@dataclass(frozen=True)
class RuleMaps:
    """A sheet's level rules, its upright rules (transposed, so that they lie level), and the mask of characters."""

    level: Direction
    upright: Direction
    characters: NDArray[Any]


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
    characters = _characters(sheet)
    dark = cv2.bitwise_not(sheet.grey)
    dark[(sheet.seal > 0) & (dark < SEAL_DEPTH)] = 0
    level = _direction(sheet, dark, characters, LEVEL_LENGTH)
    upright = _direction(sheet, cv2.transpose(dark), cv2.transpose(characters), UPRIGHT_LENGTH)
    return RuleMaps(level, upright, characters)


def _direction(sheet: Sheet, dark: NDArray[Any], characters: NDArray[Any], length: int) -> Direction:
    depth = max(LEAST_DEPTH, NOISE_DEPTH * sheet.noise)
    along = max(3, round(ALONG * sheet.unit)) if sheet.noise > NOISY else 1
    bare = cv2.copyTo(dark, cv2.bitwise_not(characters))
    thin = _thin(bare, sheet.unit, along)
    return Direction(_runs(thin, sheet.unit, length, depth), thin, _thin(dark, sheet.unit, along))


def _characters(sheet: Sheet) -> NDArray[Any]:
    """Mark with 255 where characters are: connected ink too small and stout for rules, and the strokes beside it."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(sheet.ink, connectivity=8, ltype=cv2.CV_32S)
    short = np.minimum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) / sheet.unit
    long = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) / sheet.unit
    stout = (long < CHARACTER) & (short > THIN) & (long >= SPECK)
    small = (long < STROKE) & ~stout
    stout[0] = small[0] = False
    kinds = (stout * 2 + small).astype(np.uint8)[labels]
    inside = 2 * round(INSIDE * sheet.unit) + 1
    characters = cv2.morphologyEx((kinds == 2).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((inside, inside), np.uint8))
    near = 2 * round(BESIDE * sheet.unit) + 1
    strokes = cv2.dilate(characters, np.ones((near, near), np.uint8)) & (kinds == 1)
    return cv2.dilate(characters | strokes, np.ones((3, 3), np.uint8)) * 255


def _thin(dark: NDArray[Any], unit: float, along: int) -> NDArray[Any]:
    """Keep what is thinner than a rule may be, measured down the columns, averaged over `along` pixels of the rows."""
    smooth = cv2.blur(dark, (along, 1)) if along > 1 else dark
    thick = max(3, round(THICKEST * unit))
    thin: NDArray[Any] = cv2.subtract(smooth, cv2.morphologyEx(smooth, cv2.MORPH_OPEN, np.ones((thick, 1), np.uint8)))
    return thin


def _runs(thin: NDArray[Any], unit: float, length: int, depth: float) -> NDArray[Any]:
    """Find level runs: what, after gaps are closed, is dark over the whole length."""
    # a rule that leans by a fraction of a degree steps from row to row: three rows see all of it
    steps = cv2.dilate(thin, np.ones((3, 1), np.uint8))
    found = cv2.threshold(steps, depth, 255, cv2.THRESH_BINARY)[1]
    closed = cv2.morphologyEx(found, cv2.MORPH_CLOSE, np.ones((1, max(3, round(GAP * unit))), np.uint8))
    runs: NDArray[Any] = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, max(9, round(length * unit))), np.uint8))
    return runs


def level_pieces(mask: NDArray[Any]) -> list[Rule]:
    """List the connected pieces of a mask of level rules, `at` being the mean row."""
    count, _, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return [
        Rule(float(centres[k][1]), int(stats[k][0]), int(stats[k][0] + stats[k][2])) for k in range(1, count)
    ]
