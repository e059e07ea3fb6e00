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
LINE_HEIGHT = 60
"""Pixels at 200 dpi: higher than a line of print in a cell."""
RUN_THROUGH = 0.9
"""Share of a piece's width that a rule in it covers; strokes of print joined by blur cover less."""
THIN = 4
"""Pixels at 200 dpi: a connected bar no thicker than this may be a piece of a broken rule."""
BAR_LENGTH = 8
"""Pixels at 200 dpi: the least length of such a bar; shorter marks are parts of characters, or dirt."""
BAR_SHAPE = 2.5
"""Length over thickness of such a bar."""
STROKE = 30
"""Pixels at 200 dpi: a bar shorter than this that stands beside a word is a stroke of it."""
BESIDE = 4
"""Pixels at 200 dpi within which a stroke stands beside a word."""
INSIDE = 3
"""Pixels at 200 dpi: half the gaps inside a word that are closed."""
WORD_SIDE = 8
"""Pixels at 200 dpi: a square of this side fits into a word's blob, but into no rule."""
SPECK = 6
"""Pixels at 200 dpi: on noisy paper smaller marks are dirt; elsewhere they may be dots of a broken rule."""
PART_KIND, STROKE_KIND = 1, 2
BASE_RUN = 5
"""Pixels at 200 dpi: the least dark run that counts before gaps are bridged, so that specks do not join to rules."""


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
    """Mark with 255 where characters are.

    Connected ink that is neither large nor a thin bar is closed to blobs; stout blobs are words, while a corner of a
    broken rule stays thin. A bar inside a word or beside it is one of its strokes.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(sheet.ink, connectivity=8, ltype=cv2.CV_32S)
    short = np.minimum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) / sheet.unit
    long = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) / sheet.unit
    bar = (short <= THIN) & (long >= BAR_LENGTH) & (long >= BAR_SHAPE * short)
    part = ~bar & ((long < CHARACTER) | _joined_print(labels, stats, sheet.unit))
    kinds = np.where(bar & (long < STROKE), STROKE_KIND, np.where(part, PART_KIND, 0))
    kinds[0] = 0
    kind = kinds.astype(np.uint8)[labels]
    words = _words((kind == PART_KIND).astype(np.uint8), sheet.unit)
    near = 2 * round(BESIDE * sheet.unit) + 1
    beside = cv2.dilate(words, np.ones((near, near), np.uint8)) & (kind == STROKE_KIND)
    strokes = np.zeros(len(stats), np.uint8)
    strokes[labels[beside > 0]] = 1
    if sheet.noise > NOISY:
        strokes |= (long < SPECK).astype(np.uint8)
        strokes[0] = 0
    return cv2.dilate(words | strokes[labels], np.ones((3, 3), np.uint8)) * 255


def _joined_print(labels: NDArray[Any], stats: NDArray[Any], unit: float) -> NDArray[np.bool_]:
    """Say which wide low pieces of ink are lines of print that blur has joined: no row of pixels runs through."""
    wide, high = stats[:, cv2.CC_STAT_WIDTH] / unit, stats[:, cv2.CC_STAT_HEIGHT] / unit
    joined = (wide >= CHARACTER) & (high > THIN) & (high < LINE_HEIGHT)
    for piece in np.flatnonzero(joined):
        x, top, width, height, _ = stats[piece]
        own = labels[top : top + height, x : x + width] == piece
        joined[piece] = own.mean(axis=1).max() < RUN_THROUGH
    return joined


def _words(parts: NDArray[Any], unit: float) -> NDArray[Any]:
    """Close parts of characters to blobs and keep those of a word's shape."""
    inside = 2 * round(INSIDE * unit) + 1
    blobs = cv2.morphologyEx(parts, cv2.MORPH_CLOSE, np.ones((inside, inside), np.uint8))
    side = max(3, round(WORD_SIDE * unit))
    stout = cv2.erode(blobs, np.ones((side, side), np.uint8))
    _, labels = cv2.connectedComponents(blobs, connectivity=8, ltype=cv2.CV_32S)
    word = np.zeros(int(labels.max()) + 1, np.uint8)
    word[labels[stout > 0]] = 1
    return word[labels]


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
    based = cv2.morphologyEx(found, cv2.MORPH_OPEN, np.ones((1, max(3, round(BASE_RUN * unit))), np.uint8))
    closed = cv2.morphologyEx(based, cv2.MORPH_CLOSE, np.ones((1, max(3, round(GAP * unit))), np.uint8))
    runs: NDArray[Any] = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, max(9, round(length * unit))), np.uint8))
    return runs


def level_pieces(mask: NDArray[Any]) -> list[Rule]:
    """List the connected pieces of a mask of level rules, `at` being the mean row."""
    count, _, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return [
        Rule(float(centres[k][1]), int(stats[k][0]), int(stats[k][0] + stats[k][2])) for k in range(1, count)
    ]
