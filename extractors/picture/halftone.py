"""A one-bit page whose shades are screens of dots to print on white paper: a grey header cell of dots to its words.

Programs that make black and white of a shaded form (fax drivers, Ghostscript, scanners set to "photo") draw its shades
as dots, evenly spaced or scattered. To all that follows the dots are crumbs of print or grains of dirt.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.picture.dotted import dotted_rules

GREYS, FEW_GREYS = (32, 224), 0.001
"""Levels that one-bit pictures do not have, and the share of pixels with them up to which a picture has none."""
TILE = 0.05
"""Inches of the squares in which dots are counted."""
SCREENED = 3
"""Dots in a tile from which it may be shaded: drawn screens had 4 to 15."""
BROAD = 4
"""Tiles, each way, of the smallest shade: crumbs and ragged edges lie along strokes and rules only."""
LEAST_TILES = 120
"""Shaded tiles in a page with shades, 0.3 square inches."""
AROUND = 7
"""Tiles, each way, in which dots belong to a shade: between the characters that stand in it are few."""
DOT_SIDE = 0.016
"""Inches: a dot of a screen is no higher or wider; a full stop of 6 pt is."""
DOT_AREA, LEAST_DOT = 1.5, 3.5
"""Of the usual dot's area, and a pixel more, or pixels at 200 dpi: larger marks among the dots are print, such as
decimal points."""
RULES_SHARE = 0.4
"""Share of two tiles' square that rules cover at most; where two cross they cover a third."""
SOFTENED = 1 / 200
"""Inches by which all that is left is spread, so that grey rules, which are chains of dots, have no gaps."""
GAP = 75
"""To the inch: gaps this narrow between the dots of a dark shade are closed; strokes of white writing are wider."""
DARK, CLOSED = 0.55, 0.12
"""Shares of a dark shade's squares that are black when its gaps are closed, and that its gaps had been; bold print
has one or the other."""


def without_halftone(pixels: NDArray[Any], dpi: float) -> NDArray[Any]:
    """Return a page picture without the dots of its light shades, and with black for its dark ones.

    Pictures with greys or colours of their own, and one-bit pictures without screens, come back as they are.
    """
    grey = _one_bit(pixels)
    if grey is None:
        return pixels
    black = (grey < 128).astype(np.uint8)
    _, labels, stats, centres = cv2.connectedComponentsWithStats(black, connectivity=4)
    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    small = sides <= max(2.0, DOT_SIDE * dpi)
    shaded = _shaded(centres[small], dpi, grey.shape)
    if not shaded.any():
        return pixels
    side = max(1, round(TILE * dpi))
    rows, columns = (centres[:, [1, 0]] // side).astype(np.int64).T
    dots = small & shaded[rows, columns]
    areas = stats[:, cv2.CC_STAT_AREA]
    dots &= areas <= max(DOT_AREA * float(np.median(areas[dots])) + 1, LEAST_DOT * (dpi / 200) ** 2)
    dots[0] = False  # the paper
    clean = grey.copy()
    clean[dots[labels] & (_rules(black, dpi) == 0)] = 255
    return cv2.GaussianBlur(_with_even_shades(clean, dpi), (0, 0), SOFTENED * dpi)


def _one_bit(pixels: NDArray[Any]) -> NDArray[Any] | None:
    """Return the one channel of a picture in black and white, None for any other."""
    grey = pixels if pixels.ndim == 2 else pixels[:, :, 0]
    sample = grey[::8, ::8]
    if np.count_nonzero((sample >= GREYS[0]) & (sample < GREYS[1])) > FEW_GREYS * sample.size:
        return None
    if pixels.ndim == 3 and np.ptp(pixels[::4, ::4].astype(np.int16), axis=2).any():
        return None
    return grey


def _shaded(centres: NDArray[Any], dpi: float, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Mark the tiles full of dots, and those beside them in which the shade ends; none where they are too few."""
    side = max(1, round(TILE * dpi))
    counts = np.zeros((shape[0] // side + 1, shape[1] // side + 1), np.int64)
    rows, columns = (centres[:, [1, 0]] // side).astype(np.int64).T
    np.add.at(counts, (rows, columns), 1)
    full = cv2.morphologyEx((counts >= SCREENED).astype(np.uint8), cv2.MORPH_OPEN, np.ones((BROAD, BROAD), np.uint8))
    if np.count_nonzero(full) < LEAST_TILES:
        return np.zeros(full.shape, np.bool_)
    return cv2.dilate(full, np.ones((AROUND, AROUND), np.uint8)).astype(np.bool_)


def _rules(black: NDArray[Any], dpi: float) -> NDArray[Any]:
    """Mark grey rules, which are rows of dots too: unlike the rows of a shade they stand alone."""
    level, upright = dotted_rules(black * 255, dpi / 200)
    found = cv2.dilate(cv2.bitwise_or(level, cv2.transpose(upright)), np.ones((3, 3), np.uint8))
    side = max(3, round(2 * TILE * dpi))
    found[cv2.blur(found, (side, side)) > RULES_SHARE * 255] = 0
    return found


def _with_even_shades(grey: NDArray[Any], dpi: float) -> NDArray[Any]:
    """Close the gaps in dark shades, in which white writing may stand: they become black."""
    gap, side = max(3, round(dpi / GAP)), max(3, round(2 * TILE * dpi)) | 1
    closed = cv2.morphologyEx(grey, cv2.MORPH_OPEN, np.ones((gap, gap), np.uint8))  # of white, gaps are opened
    black = cv2.blur(cv2.bitwise_not(closed), (side, side))
    gaps = cv2.blur(cv2.subtract(grey, closed), (side, side))
    dark: NDArray[Any] = ((black >= DARK * 255) & (gaps >= CLOSED * 255)).astype(np.uint8)
    dark = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    if not dark.any():
        return grey
    dark = cv2.dilate(dark, np.ones((side, side), np.uint8))
    return cv2.copyTo(closed, dark, grey.copy())
