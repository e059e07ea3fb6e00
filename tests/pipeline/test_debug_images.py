from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Box
from pipeline.debug_images import leaning_corners


@given(st.floats(40, 500), st.floats(10, 200), st.floats(-5, 5))
def test_the_corners_are_those_of_the_cell_that_leans(wide: float, high: float, skew: float) -> None:
    cosine, sine = math.cos(math.radians(skew)), math.sin(math.radians(skew))
    placed = [(x * cosine - y * sine, x * sine + y * cosine) for x, y in ((0, 0), (wide, 0), (wide, high), (0, high))]
    xs, ys = zip(*placed, strict=True)
    corners = leaning_corners(Box(min(xs), min(ys), max(xs), max(ys)), skew)
    for (x, y), (found_x, found_y) in zip(placed, corners, strict=True):
        assert (found_x, found_y) == (pytest.approx(x, abs=0.01), pytest.approx(y, abs=0.01))


def test_an_upright_cell_keeps_its_box() -> None:
    assert leaning_corners(Box(1, 2, 30, 14), 0.0) == [(1, 2), (30, 2), (30, 14), (1, 14)]


def test_a_bound_too_low_for_its_lean_is_drawn_itself() -> None:
    assert leaning_corners(Box(0, 0, 400, 6), 5.0)[2] == (400, 6)
