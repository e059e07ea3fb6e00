"""Ink that no character of a reading stands for: a bracket or a stroke that the reader passed over."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.ppocr import LineText

EM = 0.8
"""Of a line picture's height: the square of one Chinese character."""
WIDE_REACH, NARROW_REACH = 0.75, 0.55
"""Of that square, to each side of a character's place: the ink that a Chinese, and any other, character accounts for.
Places are exact to a quarter of the square."""
DARK = 60
"""Levels below white from which a pixel is ink."""
PASSED_OVER = 0.1
"""Of that square: width of ink unaccounted for, above which something was passed over. Of 4400 right lines of drawn
scans 11 had as much, of 494 of faxes 26."""
OVERLOOKING = 0.6
"""Highest probability of the characters of a reading that passes over ink."""
_NARROW = frozenset("，。、；：（）“”‘’《》")


def passes_over_ink(pixels: NDArray[Any], line: LineText) -> bool:
    """Say whether a line's picture holds ink beside which the reading has no character."""
    height, width = pixels.shape
    square = EM * height
    ink: NDArray[Any] = np.any(pixels < 255 - DARK, axis=0)
    for character, place in zip(line.text, line.places, strict=True):
        wide = ord(character) > 0x2000 and character not in _NARROW
        reach = square * (WIDE_REACH if wide else NARROW_REACH)
        ink[max(0, int(place * width - reach)) : int(place * width + reach) + 1] = False
    return bool(np.count_nonzero(ink) > PASSED_OVER * square)
