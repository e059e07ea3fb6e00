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
GAP = 7
"""Pixels at 200 dpi: shorter gaps inside a rule are bridged; the gap between two characters' strokes is not much more."""
LEAST_DEPTH = 20
"""Levels by which the faintest rule is darker than paper."""
NOISE_DEPTH = 2.0
"""Standard deviations of the paper's noise that a rule must exceed; its length makes up for the rest."""


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
    """Find thin dark runs of a rule's length in both directions."""
    dark = cv2.bitwise_not(sheet.grey)
    depth = max(LEAST_DEPTH, NOISE_DEPTH * sheet.noise)
    level_thin, level = _runs(dark, sheet.unit, LEVEL_LENGTH, depth)
    upright_thin, upright = _runs(cv2.transpose(dark), sheet.unit, UPRIGHT_LENGTH, depth)
    return RuleMaps(level, cv2.transpose(upright), level_thin, cv2.transpose(upright_thin), depth)


def _runs(dark: NDArray[Any], unit: float, length: int, depth: float) -> tuple[NDArray[Any], NDArray[Any]]:
    """Find level runs: what is thin across, after small gaps are closed, dark over the whole length."""
    thick = max(3, round(THICKEST * unit))
    thin = cv2.subtract(dark, cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((thick, 1), np.uint8)))
    # a rule that leans by a fraction of a degree steps from row to row: three rows see all of it
    steps = cv2.dilate(thin, np.ones((3, 1), np.uint8))
    closed = cv2.morphologyEx(steps, cv2.MORPH_CLOSE, np.ones((1, max(3, round(GAP * unit))), np.uint8))
    long = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, max(9, round(length * unit))), np.uint8))
    return thin, cv2.threshold(long, depth, 255, cv2.THRESH_BINARY)[1]


def level_pieces(mask: NDArray[Any]) -> list[Rule]:
    """List the connected pieces of a mask of level rules, `at` being the mean row."""
    count, _, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return [
        Rule(float(centres[k][1]), int(stats[k][0]), int(stats[k][0] + stats[k][2])) for k in range(1, count)
    ]


def upright_pieces(mask: NDArray[Any]) -> list[Rule]:
    """List the connected pieces of a mask of upright rules, `at` being the mean column."""
    return level_pieces(cv2.transpose(mask))
