from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.grey_levels import percentile, shrunk


@pytest.mark.parametrize("size", [1, 2, 3, 1000, 9999])
@pytest.mark.parametrize("share", [0, 20, 50, 75, 100])
def test_percentiles_are_those_of_numpy(size: int, share: float) -> None:
    levels = np.random.default_rng(size).integers(0, 256, size).astype(np.uint8)
    assert percentile(levels, share) == pytest.approx(float(np.percentile(levels, share)), abs=1e-9)


@pytest.mark.parametrize("scale", [0.9, 0.8, 0.6, 0.5, 0.45, 100 / 240, 0.3, 0.125])
def test_a_picture_is_shrunk_to_means_of_what_it_covers(scale: float) -> None:
    random = np.random.default_rng(7)
    picture = cv2.GaussianBlur(random.integers(0, 256, (304, 208)).astype(np.uint8), (0, 0), 2.0)
    size = (max(1, round(208 * scale)), max(1, round(304 * scale)))
    whole = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    small = shrunk(picture, scale)
    assert small.shape == whole.shape
    assert np.abs(small.astype(int) - whole).mean() < 2.5  # levels; neighbours differ by 20


def test_a_coloured_picture_is_shrunk_too() -> None:
    picture = np.full((40, 30, 3), (10, 20, 30), np.uint8)
    assert shrunk(picture, 0.3).shape == (12, 9, 3)
    assert (shrunk(picture, 0.3) == (10, 20, 30)).all()


def test_halves_of_an_odd_picture_are_not_blurred() -> None:
    picture = np.zeros((9, 7), np.uint8)
    picture[2:4, 2:4] = 200
    assert shrunk(picture, 0.5).tolist() == [[0, 0, 0], [0, 200, 0], [0, 0, 0], [0, 0, 0]]
