"""A page picture's inks: black print on even white paper, and beside it where red or blue seals lie.

A colour scan of `4,946.32万元` under a red seal becomes a grey picture with the amount alone, and a mask of the seal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.grey_levels import percentile
from extractors.picture.dark_fills import with_dark_writing

PAPER = 255
COLOURED = 20
"""Levels by which red exceeds green and blue in a seal's ink; JPEG tints black print by up to about as much."""
BLUE_COLOURED = 36
"""The same for blue: scanner light and grey paper lean towards blue. Inside a seal COLOURED is enough."""
SEAL_SIDE = (9.0, 70.0)
"""Millimetres: a personal name seal's side, and more than any seal's; coloured print is lower or much wider."""
CAST = 4
"""Levels between the paper's colours from which the light has a colour."""
SEAL_ELONGATION = 2.2
"""An oval seal is at most this much wider than high; a line of red print is wider."""
SEAL_GAP = 2.0
"""Millimetres: coloured marks nearer than this belong to one seal."""
BLACK_SHARE = 0.22
"""Of the paper's level, in the seal's own channel: print under a seal is at least this dark."""
WHITE_SHARE = (0.55, 0.88)
"""Of the paper's level: bounds of the seal ink's own level, above which print has ended."""
INK_SPREAD = 0.93
"""Of the seal ink's usual level: thicker ink is darker by about this."""
SEAL_MARGIN = 0.3
"""Of a seal's side: ink this far around is the seal's too; a pale ring is often found in part only."""
RING_SHARE = 0.03
"""Of its box: a ring of 40 mm drawn 0.5 mm thick covers more."""
COARSE = 4
"""Shrinking factor of the pictures on which light and edges are measured."""
CHARACTER = 28
"""Pixels at 200 dpi: dark spots narrower than this are print; wider ones are shading or shadow."""
DARK_EDGE = 0.45
"""Of the paper's level: darker than this and connected to the picture's border is outside the page."""
PRINT_LEVEL, LEAST_PRINT = 190, 40
"""Level of paper 255 below which a pixel is surely print, and pixels of it (one in nine) that tell how dark it is."""
INK_DEPTH = (0.3, 40, 90)
"""Share of the black-to-white contrast, and the bounds in levels, by which ink is darker than paper."""
SEAL_PRINT = 0.55
"""Share of the black-to-white contrast that print under a seal has at least."""
NOISE_DEPTH = 4.5
"""Standard deviations of the smoothed paper's noise that ink must exceed."""
SMOOTHED = 3.0
"""Factor by which the mean of 3×3 pixels lowers the noise."""
NOISY = 6.0
"""Levels of noise above which the picture is smoothed before ink is marked; thin strokes lose by smoothing."""

SPREADS = ((50, 1.4826), (75, 0.8693))
"""Percentiles of differences and what makes standard deviations of them. A dark copy saved as a JPEG of low quality
measured 4.2 by the first and 5.8 by the second; 25 pages of other scans at most 2.4 and 2.8."""


@dataclass(frozen=True)
class Inks:
    """`grey`: print on paper levelled to 255, seals removed; `seal`: 255 where seal ink lies; `noise`: levels."""

    grey: NDArray[Any]
    seal: NDArray[Any]
    noise: float


def separate_inks(pixels: NDArray[Any], dpi: float) -> Inks:
    """Split a grey or blue-green-red picture into print and seals; uneven light and dark edges are levelled."""
    if pixels.ndim == 2:
        grey, seal = pixels, np.zeros_like(pixels)
    else:
        grey, seal = _without_seals(pixels, dpi)
    return Inks(_flatten(with_dark_writing(grey, dpi), dpi), seal, paper_noise(grey))


def _without_seals(pixels: NDArray[Any], dpi: float) -> tuple[NDArray[Any], NDArray[Any]]:
    """Turn colours to grey; inside each seal take the channel in which its ink is light, levelled to paper."""
    pixels = _white_balanced(pixels)
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    seal = np.zeros(grey.shape, np.uint8)
    sample = cv2.resize(pixels, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    for channel, least in ((2, COLOURED), (0, BLUE_COLOURED)):
        coarse = _coloured(sample, channel, least)
        if coarse.any():
            _remove_seals(pixels, grey, seal, _seal_boxes(coarse, dpi / 4), channel)
    return grey, seal


def _white_balanced(pixels: NDArray[Any]) -> NDArray[Any]:
    """Make the paper of a photograph under a coloured lamp white."""
    paper = np.percentile(pixels[::8, ::8].reshape(-1, 3), 75, axis=0)
    if paper.max() - paper.min() < CAST:
        return pixels
    ramps = [np.clip(np.arange(256) * paper.max() / max(1.0, level), 0, 255) for level in paper]
    return cv2.LUT(pixels, np.stack(ramps, axis=-1).astype(np.uint8)[None])


def _coloured(pixels: NDArray[Any], channel: int, least: int) -> NDArray[Any]:
    """Mark pixels whose `channel` (0 blue, 2 red) exceeds red's, or blue's, rivals by `least` levels."""
    blue, green, red = (pixels[:, :, place].astype(np.int16) for place in range(3))
    excess = red - np.maximum(green, blue) if channel == 2 else blue - np.maximum(red, green - least // 3)
    return (excess > least).astype(np.uint8)


def _seal_boxes(coloured: NDArray[Any], dpi: float) -> list[tuple[int, int, int, int]]:
    """Find seals in a quarter-size mask: boxes x0, top, x1, bottom in full-size pixels, with a margin."""
    millimetre = dpi / 25.4
    gap = max(1, round(SEAL_GAP * millimetre))
    joined = cv2.morphologyEx(coloured, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes = []
    for x, top, width, height, area in stats[1:]:
        short, long = sorted((int(width), int(height)))
        of_size = SEAL_SIDE[0] * millimetre <= short and long <= SEAL_SIDE[1] * millimetre
        if of_size and long <= SEAL_ELONGATION * short and area >= RING_SHARE * short * long:
            margin = gap + round(SEAL_MARGIN * long)
            boxes.append((4 * (x - margin), 4 * (top - margin), 4 * (x + width + margin), 4 * (top + height + margin)))
    return boxes


def _remove_seals(
    pixels: NDArray[Any],
    grey: NDArray[Any],
    seal: NDArray[Any],
    boxes: list[tuple[int, int, int, int]],
    channel: int,
) -> None:
    """Write print without seal ink into `grey`, and the ink's place into `seal`, inside each box."""
    height, width = grey.shape
    for x0, top, x1, bottom in boxes:
        part = (slice(max(0, top), min(height, bottom)), slice(max(0, x0), min(width, x1)))
        smooth = cv2.GaussianBlur(pixels[part], (5, 5), 0)
        ink = cv2.dilate(_coloured(smooth, channel, COLOURED), np.ones((5, 5), np.uint8))
        own = pixels[part][:, :, channel].astype(np.float32)
        paper = float(np.percentile(own, 85))
        share = INK_SPREAD * float(np.percentile(own[ink > 0], 40)) / max(1.0, paper) if ink.any() else 1.0
        low, high = BLACK_SHARE * paper, min(max(share, WHITE_SHARE[0]), WHITE_SHARE[1]) * paper
        levelled = np.clip((own - low) / (high - low), 0.0, 1.0) * paper
        grey[part] = np.where(ink > 0, levelled, own).astype(np.uint8)
        seal[part] |= ink * PAPER


def _flatten(grey: NDArray[Any], dpi: float) -> NDArray[Any]:
    """Divide by the paper's light, so that paper, also shaded, is 255; what lies outside the page becomes white."""
    coarse = cv2.resize(grey, None, fx=1 / COARSE, fy=1 / COARSE, interpolation=cv2.INTER_AREA)
    side = 2 * round(CHARACTER * dpi / 200 / COARSE / 2) + 1
    light = cv2.GaussianBlur(cv2.morphologyEx(coarse, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8)), (5, 5), 0)
    outside = _outside(coarse)
    if outside.any():
        light[outside > 0] = max(1, int(percentile(light, 50)))
    size = (grey.shape[1], grey.shape[0])
    level: NDArray[Any] = cv2.divide(grey, cv2.resize(light, size, interpolation=cv2.INTER_LINEAR), scale=PAPER)
    if outside.any():
        level[cv2.resize(outside, size, interpolation=cv2.INTER_NEAREST) > 0] = PAPER
    return level


def _outside(coarse: NDArray[Any]) -> NDArray[Any]:
    """Mark dark regions that touch the border of a coarse picture: a scanner's lid, the table under a photograph."""
    dark = (coarse < DARK_EDGE * percentile(coarse, 75)).astype(np.uint8)
    if not any(side.any() for side in (dark[0], dark[-1], dark[:, 0], dark[:, -1])):
        return np.zeros_like(dark)
    _, labels = cv2.connectedComponents(dark, connectivity=4)
    border = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    touching = np.isin(labels, np.unique(border[border > 0])).astype(np.uint8)
    return cv2.dilate(touching, np.ones((5, 5), np.uint8)) if touching.any() else touching


def paper_noise(grey: NDArray[Any]) -> float:
    """Measure the standard deviation of the paper, in levels of paper 255, on neighbouring bright pixels.

    The larger of what the middle and the upper quarter of their differences tell: strong compression evens out most of
    a dark copy's grain, and its middle then passes for clean paper. Print is on fewer than a quarter.
    """
    rows = np.ascontiguousarray(grey[:: max(1, grey.shape[0] // 200)])
    if rows.shape[1] < 2:
        return 0.0
    light = percentile(rows, 75)
    bright = cv2.threshold(rows, 0.55 * light, 255, cv2.THRESH_BINARY)[1]
    steps = cv2.absdiff(rows[:, 1:], rows[:, :-1])[cv2.bitwise_and(bright[:, 1:], bright[:, :-1]) > 0]
    if not steps.size:
        return 0.0
    spread = max(factor * percentile(steps, share) for share, factor in SPREADS)
    return float(spread / np.sqrt(2)) * PAPER / max(1.0, light)


def black_level(grey: NDArray[Any]) -> float:
    """Give the level of print on a sheet, also where there is little of it."""
    sample = grey[::3, ::3]
    dark = sample[sample < PRINT_LEVEL]
    return percentile(dark, 20) if dark.size >= LEAST_PRINT else float(PRINT_LEVEL)


def ink_mask(grey: NDArray[Any], noise: float, seal: NDArray[Any] | None = None) -> NDArray[Any]:
    """Mark print with 255: pixels clearly darker than paper, which `separate_inks` has made 255 everywhere.

    Where seal ink lies, only what is nearly as dark as print is print; the rest is the seal's remains.
    """
    dark = black_level(grey)
    share, least, most = INK_DEPTH
    depth = min(most, max(least, share * (PAPER - dark)))
    smooth = grey
    if noise > NOISY:
        smooth = cv2.blur(grey, (3, 3))
        depth = min(most, max(depth, NOISE_DEPTH * noise / SMOOTHED))
    mask: NDArray[Any] = cv2.threshold(smooth, PAPER - depth, 255, cv2.THRESH_BINARY_INV)[1]
    if seal is not None and cv2.countNonZero(seal):
        mask[(seal > 0) & (grey > PAPER - SEAL_PRINT * (PAPER - dark))] = 0
    return mask
