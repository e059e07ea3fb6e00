"""Ink that no character of a reading stands for: a bracket or a stroke that the reader passed over."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.grey_levels import percentile
from extractors.ocr.ppocr import LineText

EM = 0.8
"""Of a line picture's height: the square of one Chinese character."""
WIDE_REACH, NARROW_REACH = 0.75, 0.55
"""Of that square, to each side of a character's place: the ink that a Chinese, and any other, character accounts for.
Places are exact to a quarter of the square."""
DARK, DARK_SHARE = 60, 0.45
"""Levels below white, and share of the print's own darkness, from which a pixel is ink: a seal's remains are paler."""
PRINT = 80
"""Percentile of the dark pixels' darkness that is the print's."""
PASSED_OVER, LEAST_INK = 0.1, 0.02
"""Of that square: width of a run of columns, and share of its area in ink, from which, where no character accounts for
it, something was passed over. Of 1462 right lines of drawn scans none has as much, of 1309 of faxes and dark copies
one; of ten lines there that lost their first or last sign five."""
SPECK = 0.2
"""Of that square: pieces of ink this small are specks where paper has some; brackets, dashes and signs are longer."""
OVERLOOKING = 0.6
"""Highest probability of the characters of a reading that passes over ink."""
_NARROW = frozenset("，。、；：（）“”‘’《》")
_BROAD = frozenset("%()")


def passes_over_ink(pixels: NDArray[Any], line: LineText, *, specked: bool = False) -> bool:
    """Say whether a line's picture holds ink beside which the reading has no character; on `specked` paper, specks
    do not count.
    """
    height, width = pixels.shape
    square = EM * height
    dark = cv2.bitwise_not(pixels)
    print_levels = dark[dark > DARK]
    if not print_levels.size:
        return False
    ink = cv2.threshold(dark, max(DARK, DARK_SHARE * percentile(print_levels, PRINT)), 255, cv2.THRESH_BINARY)[1]
    if specked:
        ink = _without_specks(ink, SPECK * square)
    columns: NDArray[Any] = ink.max(axis=0) > 0
    for character, place in zip(line.text, line.places, strict=True):
        reach = square * (WIDE_REACH if _is_wide(character) else NARROW_REACH)
        columns[max(0, int(place * width - reach)) : int(place * width + reach) + 1] = False
    edges = np.flatnonzero(np.diff(np.r_[0, columns.astype(np.int8), 0]))
    return any(
        stop - start > PASSED_OVER * square and np.count_nonzero(ink[:, start:stop]) > LEAST_INK * square**2
        for start, stop in edges.reshape(-1, 2)
    )


def _without_specks(ink: NDArray[Any], longest: float) -> NDArray[Any]:
    """Keep the connected pieces of ink that are longer than specks, in pixels."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    long = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) > longest
    long[0] = False
    kept: NDArray[Any] = long.astype(np.uint8)[labels] * 255
    return kept


def _is_wide(character: str) -> bool:
    return (ord(character) > 0x2000 and character not in _NARROW) or character in _BROAD
