"""White writing on dark fills to dark writing on white: the header `年度指标值` in white on blue to print as any other.

What levels a page's light takes a dark cell for shadow and makes its fill paper, whereby white writing would be lost.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.grey_levels import percentile

DARK = 0.62
"""Of the paper's level: fills on which white writing can be read are darker."""
STROKE = 12
"""Pixels at 200 dpi: strokes of print and the thickest rules are narrower."""
RULE = 5
"""Pixels at 200 dpi: rules between filled cells are thinner."""
SOLID = 0.8
"""Share of a fill that squares of that side cover; of bold print that touches rules they cover less."""
LEAST_SIDES = (8.0, 3.6)
"""Millimetres, width and height of the smallest filled cell with two characters in it."""
WRITING = (500, 60)
"""Pixels at 200 dpi, width and height of the largest hole that a line of white writing makes in a fill."""
CONTRAST = 60
"""Levels by which writing is lighter than the fill."""
DARKER = 0.65
"""Of a fill's level: what is darker in it is a rule between two of its cells; a black fill has none."""
WRITTEN = (0.015, 0.5)
"""Share of a fill that its white writing covers."""
EDGE = 0.2
"""Of the paper's level: how dark the edge is drawn that is left of a fill; cells have no other rule there."""


def with_dark_writing(grey: NDArray[Any], dpi: float) -> NDArray[Any]:
    """Return a grey picture in which dark fills with white writing are their own negatives, with a rule around them.

    Fills with black writing, shadows, and what is dark as far as the picture's border stay as they are.
    """
    unit = dpi / 200
    paper = percentile(grey[::4, ::4], 75)
    dark = (grey < DARK * paper).astype(np.uint8)
    side = max(3, round(STROKE * unit))
    solid = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    wide, high = (round(length * dpi / 25.4) for length in LEAST_SIDES)
    if np.count_nonzero(solid) < SOLID * wide * high:
        return grey
    thick = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((max(3, round(RULE * unit)),) * 2, np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(thick, connectivity=4)
    seeds = np.bincount(labels[solid > 0], minlength=len(stats))
    x, y, width, height, area = stats.T
    inside = (x > 0) & (y > 0) & (x + width < grey.shape[1]) & (y + height < grey.shape[0])
    filled = inside & (width >= wide) & (height >= high) & (seeds >= SOLID * area) & (seeds >= SOLID * wide * high)
    filled[0] = False
    turned = grey
    for name in np.flatnonzero(filled):
        part = (slice(y[name], y[name] + height[name]), slice(x[name], x[name] + width[name]))
        negative = _negative(grey[part], (labels[part] == name).astype(np.uint8), paper, unit)
        if negative is not None:
            turned = grey.copy() if turned is grey else turned
            turned[part] = np.where(negative < 255, negative, turned[part])
    return turned


def _negative(part: NDArray[Any], fill: NDArray[Any], paper: float, unit: float) -> NDArray[Any] | None:
    """Return a fill's negative, the writing dark and 255 outside it; None where its writing is not white."""
    edges, kinds = cv2.findContours(fill, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    whole = fill.copy()
    for edge, kind in zip(edges, kinds[0], strict=True):
        _, _, width, height = cv2.boundingRect(edge)
        if kind[3] >= 0 and width <= WRITING[0] * unit and height <= WRITING[1] * unit:
            cv2.drawContours(whole, [edge], -1, 1, cv2.FILLED)
    levels = part[whole > 0]
    ground, light = percentile(levels, 40), percentile(levels, 99)
    white = float(np.mean(levels > (ground + light) / 2))
    if light - ground < CONTRAST or not WRITTEN[0] <= white <= WRITTEN[1] or white < np.mean(levels < 0.6 * ground):
        return None
    lightness = np.clip((part.astype(np.float32) - ground) / (light - ground), 0, 1)
    negative = np.where(whole > 0, np.minimum(paper * (1 - lightness), 254), 255).astype(np.uint8)
    negative[(part < DARKER * ground) & (whole > 0)] = round(EDGE * paper)
    outer = [edge for edge, kind in zip(edges, kinds[0], strict=True) if kind[3] < 0]
    thickness = max(1, round(2 * unit))
    return cv2.drawContours(negative, outer, -1, EDGE * paper, thickness)
