from __future__ import annotations

import cv2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from extractors.picture.runs import level_runs, on_rows, upright_runs, without_blank_rows


@given(st.integers(0, 2**32 - 1), st.integers(1, 150), st.integers(1, 90), st.floats(0.5, 1.0))
def test_runs_are_what_opening_the_whole_mask_leaves(seed: int, width: int, length: int, share: float) -> None:
    """Runs of every length, from border to border too, in rows of every fill."""
    random = np.random.default_rng(seed)
    marks = (random.random((12, width)) < np.linspace(share, 1.0, 12)[:, None]).astype(np.uint8) * 255
    opened = cv2.morphologyEx(marks, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    assert np.array_equal(level_runs(marks, length), opened)
    assert np.array_equal(upright_runs(marks.T.copy(), length), opened.T)


def test_rows_that_are_left_out_become_blank() -> None:
    mask = np.full((4, 3), 255, np.uint8)
    rows = np.array([True, False, True, False])
    assert on_rows(mask, rows, lambda part: part // 5).tolist() == [[51] * 3, [0] * 3, [51] * 3, [0] * 3]
    assert not on_rows(mask, np.zeros(4, bool), lambda part: part).any()


def test_blank_rows_are_left_out_and_pieces_stay_apart() -> None:
    mask = np.zeros((9, 4), np.uint8)
    mask[[1, 2, 5, 8]] = 255
    packed, rows = without_blank_rows(mask)
    assert packed.max(axis=1).tolist() == [255, 255, 0, 255, 0, 255]
    assert rows[[0, 1, 3, 5]].tolist() == [1, 2, 5, 8]
    assert without_blank_rows(np.zeros((3, 3), np.uint8))[1].size == 0
