from __future__ import annotations

import math

import cv2
import numpy as np
import pytest

from extractors.picture.shear import STEEPEST, STEPS, levelled

LEANS = (-STEEPEST, -0.9, -0.3, 0.04, 0.3, 1.2, STEEPEST)


def _leaning_cross(lean: float) -> np.ndarray:
    """A level and an upright rule through the middle of a page, leaning clockwise."""
    page = np.full((1400, 1000), 255, np.uint8)
    along = np.array([math.cos(math.radians(lean)), math.sin(math.radians(lean))])
    for way in (along, np.array([-along[1], along[0]])):
        ends = [np.rint((np.array([500, 700]) + side * way) * 16).astype(int) for side in (-450, 450)]
        cv2.line(page, *(tuple(map(int, end)) for end in ends), 0, 2, cv2.LINE_AA, 4)
    return page


@pytest.mark.parametrize("lean", LEANS)
def test_a_leaning_page_becomes_level(lean: float) -> None:
    level, _ = levelled(_leaning_cross(lean), lean)
    ink = 255.0 - level
    lying, standing = ink[:, 150:400], ink[300:600]  # of each rule a part beside the other
    rows = (lying * np.arange(len(lying))[:, None]).sum(axis=0) / lying.sum(axis=0)
    columns = (standing * np.arange(standing.shape[1])).sum(axis=1) / standing.sum(axis=1)
    assert np.ptp(rows) < 0.5  # of a pixel: the steps of a sixteenth, and those of the drawing
    assert np.ptp(columns) < 0.5


@pytest.mark.parametrize("lean", LEANS)
def test_the_map_says_where_things_went(lean: float) -> None:
    page = _leaning_cross(lean)
    level, forward = levelled(page, lean)
    size = (level.shape[1], level.shape[0])
    turned = cv2.warpPerspective(page, forward, size, flags=cv2.INTER_CUBIC, borderValue=(255.0,))
    away = np.abs(level.astype(int) - turned)
    assert away.max() <= 40  # levels, where an edge lies a sixteenth of a pixel aside
    assert away.mean() < 0.1


@pytest.mark.parametrize("lean", LEANS)
def test_the_whole_page_stays_in_view(lean: float) -> None:
    level, forward = levelled(np.zeros((300, 200), np.uint8), lean)
    corners = cv2.perspectiveTransform(np.array([[[0, 0], [199, 0], [199, 299], [0, 299]]], np.float64), forward)[0]
    assert corners.min() >= -1 / STEPS
    assert (corners <= [level.shape[1] - 1, level.shape[0] - 1] + np.float64(1 / STEPS)).all()
    assert np.count_nonzero(level < 128) == pytest.approx(300 * 200, rel=0.01)
