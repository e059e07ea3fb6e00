"""A sheet to the mask of its characters: what is print and no rule, so that rules can be looked for without it."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.picture.geometry import Sheet

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
RAGGED_INSIDE = 5
"""The same for print crumbled to dots."""
CRUMB = 3
"""Pixels: connected ink of at most this many is a crumb."""
MANY_CRUMBS = 250
"""Crumbs in a million pixels from which print counts as ragged; good one-bit scans have fewer than 100."""
NOISY = 5.0
"""Levels of noise from which paper counts as noisy."""
WORD_REACH = 9
"""Pixels at 200 dpi by which a ragged word's blob reaches beyond such squares; farther out it is a rule."""
PART_KIND, STROKE_KIND = 1, 2


def find_characters(sheet: Sheet) -> tuple[NDArray[Any], bool]:
    """Mark with 255 where characters are, and say whether the print is ragged, crumbled to dots.

    Connected ink that is neither large nor a thin bar is closed to blobs; stout blobs are words, while a corner of a
    broken rule stays thin. A bar inside a word or beside it is one of its strokes.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(sheet.ink, connectivity=8, ltype=cv2.CV_32S)
    short = np.minimum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) / sheet.unit
    long = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) / sheet.unit
    bar = (short <= THIN) & (long >= BAR_LENGTH) & (long >= BAR_SHAPE * short)
    part = ~bar & ((long < CHARACTER) | _joined_print(labels, stats, sheet.unit))
    kinds = np.where(part, PART_KIND, np.where(long < STROKE, STROKE_KIND, 0))
    kinds[0] = 0
    kind = kinds.astype(np.uint8)[labels]
    ragged = bool(np.count_nonzero(stats[:, cv2.CC_STAT_AREA] <= CRUMB) * 1e6 > MANY_CRUMBS * sheet.ink.size)
    inside = RAGGED_INSIDE if ragged else INSIDE
    words = _words((kind == PART_KIND).astype(np.uint8), 2 * round(inside * sheet.unit) + 1, sheet.unit, not ragged)
    near = 2 * round(BESIDE * sheet.unit) + 1
    beside = cv2.dilate(words, np.ones((near, near), np.uint8)) & (kind > 0)
    strokes = np.zeros(len(stats), np.uint8)
    strokes[labels[beside > 0]] = 1
    strokes &= long < STROKE
    if sheet.noise > NOISY:
        strokes |= (long < SPECK).astype(np.uint8)
        strokes[0] = 0
    return cv2.dilate(words | strokes[labels], np.ones((3, 3), np.uint8)) * 255, ragged


def _joined_print(labels: NDArray[Any], stats: NDArray[Any], unit: float) -> NDArray[np.bool_]:
    """Say which wide low pieces of ink are lines of print that blur has joined: no row of pixels runs through."""
    wide, high = stats[:, cv2.CC_STAT_WIDTH] / unit, stats[:, cv2.CC_STAT_HEIGHT] / unit
    joined = (wide >= CHARACTER) & (high > THIN) & (high < LINE_HEIGHT)
    for piece in np.flatnonzero(joined):
        x, top, width, height, _ = stats[piece]
        own = labels[top : top + height, x : x + width] == piece
        joined[piece] = own.mean(axis=1).max() < RUN_THROUGH
    return joined


def _words(parts: NDArray[Any], inside: int, unit: float, whole: bool) -> NDArray[Any]:
    """Close parts of characters to blobs and keep the stout ones, `whole` or only as far as their stout part reaches."""
    blobs = cv2.morphologyEx(parts, cv2.MORPH_CLOSE, np.ones((inside, inside), np.uint8))
    side = max(3, round(WORD_SIDE * unit))
    stout = cv2.erode(blobs, np.ones((side, side), np.uint8))
    if not whole:
        reach = side + 2 * round(WORD_REACH * unit)
        return cv2.bitwise_and(blobs, cv2.dilate(stout, np.ones((reach, reach), np.uint8)))
    _, labels = cv2.connectedComponents(blobs, connectivity=8, ltype=cv2.CV_32S)
    word = np.zeros(int(labels.max()) + 1, np.uint8)
    word[labels[stout > 0]] = 1
    return word[labels]
