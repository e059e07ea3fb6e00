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

from extractors.grey_levels import shrunk
from extractors.picture.ink import PAPER, Inks, black_level
from extractors.picture.runs import level_runs, upright_runs

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
SAMPLES, SAMPLED = 36, 0.65
"""Places on a circle that are looked at first, and the share of their ink below which it is no ring: of 562 circles
with a share of 0.6 and more it was 0.05 off in the mean square, and never more than 0.13 too small."""
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
    rules = long_runs(ink, LONG_RULE * dpi / 200) > 0
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


def long_runs(ink: NDArray[Any], length: float, grown: int = 3) -> NDArray[Any]:
    """Mark level and upright runs of ink at least `length` pixels long, as rules are, and what is close by."""
    runs = cv2.bitwise_or(level_runs(ink, round(length)), upright_runs(ink, round(length)))
    return cv2.dilate(runs, np.ones((grown, grown), np.uint8))


def _print_level(
    grey: NDArray[Any], ink: NDArray[Any], rings: list[tuple[int, int, int]], dark: float, dpi: float
) -> float:
    """Give the level than which most strokes of writing outside the rings have darker middles."""
    ink = cv2.subtract(ink, long_runs(ink, LONG_STROKE * dpi / 200, 7))
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
    shares = np.zeros_like(ink)
    best = np.zeros(ink.shape, np.int32)
    near, far = BESIDE
    reach = max(len(kernel) for kernel in _kernels().values()) // 2
    padded = cv2.copyMakeBorder(ink, reach, reach, reach, reach, cv2.BORDER_CONSTANT)
    levels = np.rint(padded * (PAPER // SAMPLES)).astype(np.uint8)
    for radius in list(_kernels())[far:-far]:
        for y, x in np.argwhere(_sampled(levels, radius, reach) >= SAMPLED * PAPER).tolist():
            at = (y + reach, x + reach)
            share = _share(padded, at, radius)
            if share < max(RING, shares[y, x]):
                continue
            inside = min(_share(padded, at, radius - near), _share(padded, at, radius - far))
            outside = min(_share(padded, at, radius + near), _share(padded, at, radius + far))
            if share > shares[y, x] and share - max(inside, outside) >= CONTRAST:
                shares[y, x], best[y, x] = share, radius
    rings: list[tuple[int, int, int]] = []
    while len(rings) < MOST_SEALS and shares.max() > 0:
        y, x = divmod(int(shares.argmax()), shares.shape[1])
        radius = int(best[y, x])
        rings.append((round((x + 0.5) / scale), round((y + 0.5) / scale), round(radius / scale)))
        cv2.circle(shares, (x, y), radius, 0.0, -1)
    return rings


def _sampled(levels: NDArray[Any], radius: int, reach: int) -> NDArray[Any]:
    """Sum the ink of a picture, padded by `reach`, at SAMPLES places of the circle around each dot of it.

    Hardly any dot has so much there that its whole circles need be looked at, which takes ten times as long.
    """
    height, width = (side - 2 * reach for side in levels.shape)
    total = np.zeros((height, width), np.uint8)
    for angle in np.arange(SAMPLES) * (2 * np.pi / SAMPLES):
        top, left = (reach + round(radius * float(way)) for way in (np.sin(angle), np.cos(angle)))
        cv2.add(total, levels[top : top + height, left : left + width], dst=total)
    return total


def _share(padded: NDArray[Any], at: tuple[int, int], radius: int) -> float:
    """Give the share of the circle around a dot that is ink."""
    kernel = _kernels()[radius]
    half = kernel.shape[0] // 2
    part = padded[at[0] - half : at[0] + half + 1, at[1] - half : at[1] + half + 1]
    return float(np.vdot(part, kernel))


def _coarse_ink(grey: NDArray[Any], scale: float) -> NDArray[Any]:
    """Give for each dot of a coarse picture how much of it is ink, thin lines in full."""
    dark = black_level(grey)
    fine = shrunk(grey, FINE * scale)
    ink = cv2.threshold(fine, PAPER - INK_SHARE * (PAPER - dark), 1.0, cv2.THRESH_BINARY_INV)[1]
    thick = cv2.dilate(ink, np.ones((2, 2), np.uint8)).astype(np.float32)
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    covered: NDArray[Any] = np.minimum(1.0, FULL * cv2.resize(thick, size, interpolation=cv2.INTER_AREA))
    return covered


@cache
def _kernels() -> dict[int, NDArray[Any]]:
    """Give for each radius in dots the circle, one dot thick, over which a mean is taken."""
    least, most = (round(side * COARSE_DPI / 25.4) for side in RADIUS)
    return {radius: _circle(radius) for radius in range(least - BESIDE[1], most + BESIDE[1] + 1)}


def _circle(radius: int) -> NDArray[Any]:
    reach = np.arange(-radius - 2, radius + 3, dtype=np.float32)
    away = np.abs(np.hypot(reach[:, None], reach[None, :]) - radius)
    weights: NDArray[Any] = np.clip(1.25 - away, 0.0, 1.0)
    weights /= weights.sum()
    return weights
