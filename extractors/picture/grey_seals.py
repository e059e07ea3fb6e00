"""Round seals on photocopies, whose ink has lost its colour: a ring of ink on a page to the places that it covers.

On a circle through print some points are dark and others are not, and the circles beside it are like it; the ring of a
seal is dark all around, and the circles just inside and outside are not.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.picture.ink import PAPER, Inks, black_level

COARSE_DPI = 30.0
"""Dots per inch of the picture on which rings are looked for: the thinnest is half a dot thick."""
FINE = 3
"""Times finer is the picture on which ink is told from paper."""
RADIUS = (15.0, 23.0)
"""Millimetres: seals of units measure 38 to 45 mm."""
BESIDE = (2, 3)
"""Dots inside and outside of a ring where the circles lie that must be paler."""
RING, CONTRAST = 0.8, 0.25
"""Least share of a ring that is ink, and by how much more it is than the circles beside it: of 36 drawn pages without a
grey seal none had 0.65, of seven with one all had 0.87 and a contrast of 0.3."""
INK_SHARE = 0.22
"""Of the black-to-white contrast: paler is paper."""
FULL = 1.6
"""A dot is ink where so little of it is ink that this times its share is one: rings are thinner than dots."""
MOST_SEALS = 4
"""Seals on one page."""
GREY_SEAL = 128
"""Level of its places in the mask of seals, in which coloured ink has 255: thin print may have gone with it."""
MARGIN = 1.06
"""Of a seal's radius: its ink reaches no farther."""
LONG_STROKE, MOST_PRINT = 41, 75
"""Pixels at 200 dpi: longer strokes are rules; and percentage of the print that is darker than the level of print."""
LONG_RULE = 121
"""Pixels at 200 dpi: rules are longer, and thin ones as pale as seals; a ring touches a line on less."""
PALE = 0.15
"""Of that level's contrast to paper: a seal that is paler by more can be taken away; thin fonts are as pale as one."""
CLEARED = (0.3, 0.85)
"""Of the way from print to the seal's ink: darker is print, paler is made paper."""


def without_grey_seals(inks: Inks, dpi: float) -> Inks:
    """Add grey seals to the mask of seals, and take them from the print where they are paler than most of it."""
    rings = find_rings(inks.grey, dpi)
    if not rings:
        return inks
    grey, seal = inks.grey.copy(), inks.seal.copy()
    dark = black_level(inks.grey)
    ink = cv2.threshold(inks.grey, PAPER - INK_SHARE * (PAPER - dark), 255, cv2.THRESH_BINARY_INV)[1]
    written = _print_level(inks.grey, ink, rings, dark, dpi)
    rules = _long_runs(ink, LONG_RULE * dpi / 200, 3) > 0
    for x, y, radius in rings:
        disc = cv2.circle(np.zeros_like(grey), (x, y), round(MARGIN * radius), 255, -1) > 0
        disc &= ~rules
        ring = cv2.circle(np.zeros_like(grey), (x, y), radius, 255, max(1, round(dpi / 100)))
        own = _own_level(inks.grey[ring > 0], dark)
        inked = disc & (inks.grey < PAPER - INK_SHARE * (PAPER - own))
        if own - written >= PALE * (PAPER - written):
            low, high = (written + share * (own - written) for share in CLEARED)
            ramp = np.clip((high - np.arange(256)) / (high - low), 0, 1)
            table = (PAPER - (PAPER - np.arange(256)) * ramp).astype(np.uint8)
            grey[disc] = table[inks.grey[disc]]
            inked &= inks.grey > low
        seal[inked] = GREY_SEAL
    return Inks(grey, seal, inks.noise)


def _long_runs(ink: NDArray[Any], length: float, grown: int) -> NDArray[Any]:
    """Mark level and upright runs of ink at least `length` pixels long, as rules are, and what is close by."""
    long = round(length)
    runs = [cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(side, np.uint8)) for side in ((1, long), (long, 1))]
    return cv2.dilate(cv2.bitwise_or(*runs), np.ones((grown, grown), np.uint8))


def _print_level(
    grey: NDArray[Any], ink: NDArray[Any], rings: list[tuple[int, int, int]], dark: float, dpi: float
) -> float:
    """Give the level than which most strokes of writing outside the rings have darker middles."""
    ink = cv2.subtract(ink, _long_runs(ink, LONG_STROKE * dpi / 200, 7))
    for x, y, radius in rings:
        cv2.circle(ink, (x, y), round(MARGIN * radius), 0, -1)
    middles = cv2.erode(grey, np.ones((5, 5), np.uint8))[ink > 0]
    return float(np.percentile(middles, MOST_PRINT)) if middles.size else dark


def _own_level(levels: NDArray[Any], dark: float) -> float:
    """Give the level of a seal's ink from the levels along its ring, some of which are print or paper."""
    inked = levels[levels < PAPER - INK_SHARE * (PAPER - dark)]
    return float(np.median(inked)) if inked.size else dark


def find_rings(grey: NDArray[Any], dpi: float) -> list[tuple[int, int, int]]:
    """Find the rings of seals on a page: column and row of the middle, and radius, in pixels of `grey`."""
    scale = COARSE_DPI / dpi
    ink = _coarse_ink(grey, scale)
    circles = {
        radius: cv2.filter2D(ink, cv2.CV_32F, kernel, borderType=cv2.BORDER_CONSTANT) for radius, kernel in _kernels()
    }
    shares = np.zeros_like(ink)
    best = np.zeros(ink.shape, np.int32)
    near, far = BESIDE
    for radius in list(circles)[far:-far]:
        inside = np.minimum(circles[radius - near], circles[radius - far])
        outside = np.minimum(circles[radius + near], circles[radius + far])
        share = circles[radius]
        found = (share >= RING) & (share - np.maximum(inside, outside) >= CONTRAST) & (share > shares)
        shares[found], best[found] = share[found], radius
    rings: list[tuple[int, int, int]] = []
    while len(rings) < MOST_SEALS and shares.max() > 0:
        y, x = divmod(int(shares.argmax()), shares.shape[1])
        radius = int(best[y, x])
        rings.append((round((x + 0.5) / scale), round((y + 0.5) / scale), round(radius / scale)))
        cv2.circle(shares, (x, y), radius, 0.0, -1)
    return rings


def _coarse_ink(grey: NDArray[Any], scale: float) -> NDArray[Any]:
    """Give for each dot of a coarse picture how much of it is ink, thin lines in full."""
    dark = black_level(grey)
    fine = cv2.resize(grey, None, fx=FINE * scale, fy=FINE * scale, interpolation=cv2.INTER_AREA)
    ink = cv2.threshold(fine, PAPER - INK_SHARE * (PAPER - dark), 1.0, cv2.THRESH_BINARY_INV)[1]
    thick = cv2.dilate(ink, np.ones((2, 2), np.uint8)).astype(np.float32)
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    covered: NDArray[Any] = np.minimum(1.0, FULL * cv2.resize(thick, size, interpolation=cv2.INTER_AREA))
    return covered


@cache
def _kernels() -> tuple[tuple[int, NDArray[Any]], ...]:
    """Give for each radius in dots the circle, one dot thick, over which a mean is taken."""
    least, most = (round(side * COARSE_DPI / 25.4) for side in RADIUS)
    return tuple((radius, _circle(radius)) for radius in range(least - BESIDE[1], most + BESIDE[1] + 1))


def _circle(radius: int) -> NDArray[Any]:
    reach = np.arange(-radius - 2, radius + 3, dtype=np.float32)
    away = np.abs(np.hypot(reach[:, None], reach[None, :]) - radius)
    weights: NDArray[Any] = np.clip(1.25 - away, 0.0, 1.0)
    weights /= weights.sum()
    return weights
