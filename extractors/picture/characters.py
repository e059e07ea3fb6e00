"""A sheet to the mask of its characters: what is print and no rule, so that rules can be looked for without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.picture.connected import Connected, connected, reached
from extractors.picture.dotted import dotted_rules
from extractors.picture.geometry import Sheet
from extractors.picture.ink import black_level
from extractors.picture.runs import level_runs, upright_runs

CHARACTER = 90
"""Pixels at 200 dpi, 11 mm: connected ink smaller than this both ways is a character, unless it is thin."""
LONG_RUN = (60, 50)
"""Pixels at 200 dpi, level and upright: longer than any stroke, and than print that blur has joined."""
LINE_HEIGHT = 60
"""Pixels at 200 dpi: higher than a line of print in a cell."""
RUN_THROUGH = 0.9
"""Share of a piece's width that a rule in it covers; strokes of print joined by blur cover less."""
BESIDE_RULE = 0.25
"""Share of a piece's width that ink covers beside a rule in it, at least on one side; strokes have ink on both."""
FILLED = 0.7
"""Share of a piece's width with ink on the other side of a rule in it, at most: print that touches it has gaps."""
THIN = 4
"""Pixels at 200 dpi: a connected bar no thicker than this may be a piece of a broken rule."""
BAR_LENGTH = 8
"""Pixels at 200 dpi: the least length of such a bar; shorter marks are parts of characters, or dirt."""
BAR_SHAPE = 2.5
"""Length over thickness of such a bar."""
THICK, THICK_SHAPE = 8, 5.0
"""The same for the thickest rules: a short piece of one stands between two cells of a low row."""
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
RAGGED_INSIDE = 5
"""The same for print crumbled to dots."""
CRUMB = 3
"""Pixels: connected ink of at most this many is a crumb."""
MANY_CRUMBS = 250
"""Crumbs in a million pixels from which print counts as ragged; good one-bit scans have fewer than 100."""
MANY_SPECKS = 80.0
"""Specks in a million pixels at 200 dpi from which paper is specked: 21 pages of sound scans, photographs and faint
print had at most 42, seven of dark copies 128 and more; one of those, saved as a small JPEG, had no other noise."""
SPECK_LENGTH, SPECK_AREA, ASIDE = 10, 4, 8
"""Pixels at 200 dpi: the longest and the smallest speck that counts, and how far it lies from print."""
DASH_GAP, DASHED = 15, 60
"""Pixels at 200 dpi: the widest gap between dashes of one rule, and the shortest row of them."""
NOISY = 5.0
"""Levels of noise from which paper counts as noisy."""
WORD_REACH = 9
"""Pixels at 200 dpi by which a ragged word's blob reaches beyond such squares; farther out it is a rule."""
DASH, DASH_SHAPE = 4.5, 1.8
"""Pixels at 200 dpi, and width over height, of the smallest dash."""
SPECKS, SPECKS_AREA = 9, 17
"""Pixels at 200 dpi: two specks that touch each other are no longer, and no larger, than this; a hyphen is larger."""
STROKE_NEAR = 3
"""Pixels at 200 dpi within which a small mark is a stroke of a character."""
POINT_NEAR = (8, 3)
"""Pixels at 200 dpi, across and down, within which a small mark beside the foot of print is a point."""
FOOT = 9
"""Pixels at 200 dpi from the head of print to where its foot begins; 6 pt digits are 12 high."""


@dataclass(frozen=True)
class Print:
    """Masks (255) of `characters`, of `dirt` and of `solid` rules, and whether the print is `ragged`, crumbled to dots.

    `dotted` are then the level rules and, transposed, the upright ones that could be told from print all the same.
    """

    characters: NDArray[Any]
    dirt: NDArray[Any]
    solid: NDArray[Any]
    ragged: bool
    specked: bool = False
    """Specks lie all over the paper, however even it is between them."""
    dotted: tuple[NDArray[Any], NDArray[Any]] | None = None


@dataclass(frozen=True)
class _Pieces:
    """Connected ink, and the sides of each piece in pixels at 200 dpi."""

    found: Connected
    short: NDArray[np.float64]
    long: NDArray[np.float64]
    unit: float

    @property
    def stats(self) -> NDArray[Any]:
        """Each piece's box and area in pixels."""
        return self.found.stats


def find_print(sheet: Sheet) -> Print:
    """Tell characters from rules and dirt.

    Connected ink that is neither large nor a thin bar is closed to blobs; stout blobs are words, while a corner of a
    broken rule stays thin. A small piece inside a word or beside it is one of its strokes.
    """
    solid, dotted = _long_runs(sheet), None
    ink = cv2.subtract(sheet.ink, cv2.dilate(solid, np.ones((5, 5), np.uint8)))
    pieces = _pieces(ink, sheet.unit)
    crumbs = np.count_nonzero(pieces.stats[:, cv2.CC_STAT_AREA] <= CRUMB)
    ragged = bool(crumbs * 1e6 > MANY_CRUMBS * sheet.ink.size)
    if ragged and sheet.noise <= NOISY:
        dotted = dotted_rules(sheet.ink, sheet.unit)
        pieces = _pieces(cv2.subtract(ink, _crossing(dotted)), sheet.unit)
    words = _words(pieces, ragged)
    specked = not ragged and _specks(pieces, words) > MANY_SPECKS
    near = pieces.found.touched(_widened(words, BESIDE, BESIDE, sheet.unit))
    strokes = pieces.found.mask(near & (pieces.long < STROKE))
    characters = words | strokes
    dirt = np.zeros_like(sheet.ink)
    if ragged or sheet.noise > NOISY:
        dirt = _dirt(pieces, words)
    if sheet.noise > NOISY:
        characters |= pieces.found.mask(pieces.long < SPECK)
    return Print(cv2.dilate(characters, np.ones((3, 3), np.uint8)) * 255, dirt * 255, solid, ragged, specked, dotted)


def _specks(pieces: _Pieces, words: NDArray[Any]) -> float:
    """Count small marks away from all print, in a million pixels at 200 dpi."""
    area = pieces.stats[:, cv2.CC_STAT_AREA] / pieces.unit**2
    small = pieces.long < SPECK_LENGTH
    aside = ~pieces.found.touched(_widened(words, ASIDE, ASIDE, pieces.unit))
    specks = small & aside & (area >= SPECK_AREA)
    if np.count_nonzero(specks) * 1e6 * pieces.unit**2 > MANY_SPECKS * words.size:
        specks &= ~pieces.found.touched(_rows_of(pieces.found.mask(small & aside), pieces.unit))
    return float(np.count_nonzero(specks) * 1e6 * pieces.unit**2 / words.size)


def _rows_of(specks: NDArray[Any], unit: float) -> NDArray[Any]:
    """Mark where specks stand in rows, across or down, as the dashes of a dashed rule do and specks of dirt do not."""
    found = np.zeros_like(specks)
    for mask in (specks, cv2.transpose(specks)):
        steps = cv2.dilate(mask, np.ones((3, 1), np.uint8))
        closed = cv2.morphologyEx(steps, cv2.MORPH_CLOSE, np.ones((1, round(DASH_GAP * unit)), np.uint8))
        runs = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, round(DASHED * unit)), np.uint8))
        found |= runs if mask is specks else cv2.transpose(runs)
    return found


def _crossing(dotted: tuple[NDArray[Any], NDArray[Any]]) -> NDArray[Any]:
    """Lay level and upright rules over each other."""
    return cv2.dilate(cv2.bitwise_or(dotted[0], cv2.transpose(dotted[1])), np.ones((3, 3), np.uint8))


def _pieces(ink: NDArray[Any], unit: float) -> _Pieces:
    found = connected(ink)
    wide, high = found.stats[:, cv2.CC_STAT_WIDTH] / unit, found.stats[:, cv2.CC_STAT_HEIGHT] / unit
    return _Pieces(found, np.minimum(wide, high), np.maximum(wide, high), unit)


def _widened(mask: NDArray[Any], across: float, down: float, unit: float) -> NDArray[Any]:
    return cv2.dilate(mask, np.ones((2 * round(down * unit) + 1, 2 * round(across * unit) + 1), np.uint8))


def _dirt(pieces: _Pieces, words: NDArray[Any]) -> NDArray[Any]:
    """Mark small pieces that are no part of print: a stroke stands close to it, a point at its foot, a dash is flat."""
    wide, high = (pieces.stats[:, side] for side in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT))
    small = (pieces.long < SPECK) & ((wide < DASH_SHAPE * high) | (pieces.long < DASH))
    area = pieces.stats[:, cv2.CC_STAT_AREA] / pieces.unit**2
    joined = (pieces.long < SPECKS) & (area < SPECKS_AREA) & (wide < DASH_SHAPE * high) & ~pieces.found.touched(words)
    print_mask = words | pieces.found.mask(~small & ~joined)
    stroke_near = _widened(print_mask, STROKE_NEAR, STROKE_NEAR, pieces.unit)
    return pieces.found.mask((small | joined) & ~pieces.found.touched(stroke_near | _feet(print_mask, pieces.unit)))


def _feet(print_mask: NDArray[Any], unit: float) -> NDArray[Any]:
    """Mark where points stand: beside the lower part of print, as far as a decimal point is from its digits."""
    across, down = (round(side * unit) for side in POINT_NEAR)
    lifted = np.zeros_like(print_mask)
    foot = round(FOOT * unit)
    lifted[foot:] = print_mask[:-foot]
    low = cv2.bitwise_and(print_mask, lifted)
    return cv2.dilate(low, np.ones((2 * down + 1, 2 * across + 1), np.uint8))


def _long_runs(sheet: Sheet) -> NDArray[Any]:
    """Mark unbroken dark rules, without which print that touches them stands alone."""
    level, upright = (round(length * sheet.unit) for length in LONG_RUN)
    dark = cv2.threshold(sheet.grey, (255 + black_level(sheet.grey)) / 2, 255, cv2.THRESH_BINARY_INV)[1]
    return cv2.bitwise_or(level_runs(dark, level), upright_runs(dark, upright))


def _words(pieces: _Pieces, ragged: bool) -> NDArray[Any]:
    """Close parts of characters to blobs and keep the stout ones; of ragged print only what the stout part reaches."""
    thin = (pieces.short <= THIN) & (pieces.long >= BAR_SHAPE * pieces.short)
    thick = (pieces.short <= THICK) & (pieces.long >= THICK_SHAPE * pieces.short)
    bar = (thin | thick) & (pieces.long >= BAR_LENGTH)
    parts = pieces.found.mask(~bar & ((pieces.long < CHARACTER) | _joined_print(pieces)))
    inside = 2 * round((RAGGED_INSIDE if ragged else INSIDE) * pieces.unit) + 1
    blobs = cv2.morphologyEx(parts, cv2.MORPH_CLOSE, np.ones((inside, inside), np.uint8))
    side = max(3, round(WORD_SIDE * pieces.unit))
    stout = cv2.erode(blobs, np.ones((side, side), np.uint8))
    if ragged:
        reach = side + 2 * round(WORD_REACH * pieces.unit)
        return cv2.bitwise_and(blobs, cv2.dilate(stout, np.ones((reach, reach), np.uint8)))
    return reached(blobs, stout)


def _joined_print(pieces: _Pieces) -> NDArray[np.bool_]:
    """Say which wide low pieces of ink are lines of print that blur has joined: no row of pixels runs through."""
    wide = pieces.stats[:, cv2.CC_STAT_WIDTH] / pieces.unit
    high = pieces.stats[:, cv2.CC_STAT_HEIGHT] / pieces.unit
    joined = (wide >= CHARACTER) & (high > THIN) & (high < LINE_HEIGHT)
    asides = [max(2, round(side * pieces.unit)) for side in (THIN, THICK + 1)]
    for piece in np.flatnonzero(joined):
        x, top, width, height, _ = pieces.stats[piece]
        own = pieces.found.labels[top : top + height, x : x + width] == piece
        joined[piece] = not _has_rule(own.mean(axis=1), asides)
    return joined


def _has_rule(coverage: NDArray[np.float64], asides: Sequence[int]) -> bool:
    """Say whether one of a piece's rows of pixels is a rule: full, little ink on one side and gaps on the other.

    Below the last row of a line of print that blur has filled is little ink, too, but above it is as much as in it.
    """
    for aside in asides:
        padded = np.pad(coverage, aside)
        above, below = padded[: -2 * aside], padded[2 * aside :]
        clear = (np.minimum(above, below) < BESIDE_RULE) & (np.maximum(above, below) < FILLED)
        if ((coverage >= RUN_THROUGH) & clear).any():
            return True
    return False
