"""A sheet to its ruling lines: thin, faint, doubled or broken ones too, but no strokes of characters.

Two masks come out, level and upright rules; `grid` makes cells of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.picture.characters import NOISY, Print
from extractors.picture.connected import connected
from extractors.picture.geometry import Sheet
from extractors.picture.grey_seals import GREY_SEAL, LONG_RULE, long_runs
from extractors.picture.runs import level_runs, on_rows, without_blank_rows

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
RAGGED_ALONG, RAGGED_DEPTH = 21, 48.0
"""The same, and the least depth in levels, for one-bit copies, whose thin rules are rows of dots, a quarter black."""
RAGGED_ENDS = 6
"""Pixels at 200 dpi by which that lengthens a black stroke at each end."""
LEAST_DEPTH = 20
"""Levels by which the faintest rule is darker than paper."""
NOISE_DEPTH = 1.6
"""Standard deviations of the paper's noise that a rule, averaged along its length, must exceed."""
MEETING = 10
"""Pixels at 200 dpi by which the end of a short rule may miss a dotted rule that it meets; strokes end farther off."""
SEAL_DEPTH = 60
"""Levels: what is paler where a seal lies is its remains."""
BASE_RUN = 5
"""Pixels at 200 dpi: the least dark run that counts before gaps are bridged, so that specks do not join to rules."""


@dataclass(frozen=True)
class Direction:
    """Rules of one direction, laid level: the mask (255) of `runs`, and thin darkness in levels.

    `thin` is without characters, `with_characters` is all; averaging has lengthened runs by `lengthened` pixels at
    each end. `dotted` says that print has crumbled to dots, and rules with it.
    """

    runs: NDArray[Any]
    thin: NDArray[Any]
    with_characters: NDArray[Any]
    lengthened: int
    dotted: bool = False


@dataclass(frozen=True)
class RuleMaps:
    """A sheet's level rules, its upright rules (transposed, so that they lie level), and the mask of characters.

    `hiding` is the mask of characters and seals, where darkness does not tell whether there is a rule.
    """

    level: Direction
    upright: Direction
    characters: NDArray[Any]
    hiding: NDArray[Any]

    @cached_property
    def level_rules(self) -> list[Rule]:
        """The connected pieces of all level rules."""
        return level_pieces(self.level.runs)


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


def find_rules(sheet: Sheet, found: Print) -> RuleMaps:
    """Find thin dark runs of a rule's length in both directions, on the sheet without its characters."""
    characters, paper = found.characters, _paper(sheet, found.ragged)
    dark = cv2.bitwise_not(sheet.grey)
    if cv2.countNonZero(sheet.seal):
        dark[(sheet.seal > 0) & (dark < SEAL_DEPTH)] = 0
        dark[_seal_strokes(sheet) > 0] = 0
    level = _direction(dark, characters, paper, LEVEL_LENGTH)
    upright = _direction(cv2.transpose(dark), cv2.transpose(characters), paper, UPRIGHT_LENGTH)
    if found.dotted is not None:
        sure = (
            cv2.bitwise_or(found.dotted[0], _unbroken(found.solid, LEVEL_LENGTH, sheet.unit)),
            cv2.bitwise_or(found.dotted[1], _unbroken(cv2.transpose(found.solid), LEVEL_LENGTH, sheet.unit)),
        )
        level, upright = (
            _with_sure(direction, own, crossing, paper)
            for direction, own, crossing in zip((level, upright), sure, sure[::-1], strict=True)
        )
    return RuleMaps(level, upright, characters, cv2.bitwise_or(characters, sheet.seal))


def _seal_strokes(sheet: Sheet) -> NDArray[Any]:
    """Mark the strokes of grey seals: bars of their letters are as long as rules, rules that they cross are longer."""
    strokes = cv2.inRange(sheet.seal, GREY_SEAL, GREY_SEAL)
    if not cv2.countNonZero(strokes):
        return strokes
    return cv2.subtract(cv2.dilate(strokes, np.ones((3, 3), np.uint8)), long_runs(sheet.ink, LONG_RULE * sheet.unit))


@dataclass(frozen=True)
class _Paper:
    """How rules are looked for: darkness is averaged over `along` pixels and a rule is at least `depth` levels dark."""

    unit: float
    along: int
    depth: float
    lengthened: int


def _paper(sheet: Sheet, ragged: bool) -> _Paper:
    if ragged:
        return _Paper(sheet.unit, round(RAGGED_ALONG * sheet.unit), RAGGED_DEPTH, round(RAGGED_ENDS * sheet.unit))
    along = max(3, round(ALONG * sheet.unit)) if sheet.noise > NOISY else 1
    return _Paper(sheet.unit, along, max(LEAST_DEPTH, NOISE_DEPTH * sheet.noise), max(0, along // 2 - 1))


def _direction(dark: NDArray[Any], characters: NDArray[Any], paper: _Paper, length: int) -> Direction:
    thin = _thin(cv2.copyTo(dark, cv2.bitwise_not(characters)), paper)
    return Direction(_runs(thin, paper, length), thin, _thin(dark, paper), paper.lengthened)


def _unbroken(solid: NDArray[Any], length: int, unit: float) -> NDArray[Any]:
    """Keep of unbroken rules the level ones: one fax has rows of dots and rules too thick to be any."""
    return level_runs(solid, round(length * unit))


def _with_sure(direction: Direction, sure: NDArray[Any], crossing: NDArray[Any], paper: _Paper) -> Direction:
    """Put `sure` rules in the place of runs; of these only those are kept that lead from a `crossing` rule to another.

    Where rules have crumbled to dots, a stroke of print is as dark as a rule.
    """
    runs = cv2.erode(direction.runs, np.ones((1, 2 * paper.lengthened + 1), np.uint8))
    found = connected(runs)
    near, across = round(MEETING * paper.unit), cv2.transpose(crossing)
    leads = np.zeros(len(found.stats), bool)
    for piece, (x, top, width, height, _) in enumerate(found.stats[1:], 1):
        ends = (x, x + width)
        leads[piece] = all(across[top : top + height, max(0, end - near) : end + near].any() for end in ends)
    kept = cv2.copyTo(runs, found.mask(leads))
    return replace(direction, runs=cv2.bitwise_or(kept, sure), lengthened=0, dotted=True)


def _thin(dark: NDArray[Any], paper: _Paper) -> NDArray[Any]:
    """Keep what is thinner than a rule may be, measured down the columns, averaged along the rows."""
    smooth = cv2.blur(dark, (paper.along, 1)) if paper.along > 1 else dark
    thick = max(3, round(THICKEST * paper.unit))
    thin: NDArray[Any] = cv2.subtract(smooth, cv2.morphologyEx(smooth, cv2.MORPH_OPEN, np.ones((thick, 1), np.uint8)))
    return thin


def _runs(thin: NDArray[Any], paper: _Paper, length: int) -> NDArray[Any]:
    """Find level runs: what, after gaps are closed, is dark over the whole length."""

    def row(pixels: float, least: int) -> NDArray[Any]:
        return np.ones((1, max(least, round(pixels * paper.unit))), np.uint8)

    # a rule that leans by a fraction of a degree steps from row to row: three rows see all of it
    steps = cv2.dilate(thin, np.ones((3, 1), np.uint8))
    found = cv2.threshold(steps, paper.depth, 255, cv2.THRESH_BINARY)[1]

    def search(part: NDArray[Any]) -> NDArray[Any]:
        based = cv2.morphologyEx(part, cv2.MORPH_OPEN, row(BASE_RUN, 3))
        closed = cv2.morphologyEx(based, cv2.MORPH_CLOSE, row(GAP, 3))
        return cv2.morphologyEx(closed, cv2.MORPH_OPEN, row(length, 9))

    return on_rows(found, found.max(axis=1) > 0, search)


def level_pieces(mask: NDArray[Any], lengthened: int = 0) -> list[Rule]:
    """List the connected pieces of a mask of level rules, `at` being the mean row, without what lengthened them."""
    packed, rows = without_blank_rows(mask)
    if not rows.size:
        return []
    _, stats, centres = connected(packed)
    return [
        Rule(float(row + rows[top] - top), x + lengthened, max(x + lengthened + 1, x + width - lengthened))
        for (x, top, width, _, _), (_, row) in zip(stats[1:].tolist(), centres[1:].tolist(), strict=True)
    ]
