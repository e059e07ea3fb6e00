from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.document import Reading
from extractors.picture.lone_sign import told_by_shape

WHITE = np.full((40, 30), 255, np.uint8)


def drawn(*strokes: tuple[tuple[int, int], tuple[int, int]]) -> np.ndarray:
    picture = WHITE.copy()
    for start, stop in strokes:
        cv2.line(picture, start, stop, 0, 2)
    return picture


def read(text: str, picture: np.ndarray) -> str:
    return told_by_shape((Reading(text, "rapidocr", 0.9),), picture)[0].text


@pytest.mark.parametrize("misread", ["1", "l", "7", "/"])
def test_a_leaning_stroke_is_a_slash(misread: str) -> None:
    assert read(misread, drawn(((10, 34), (20, 6)))) == "/"


def test_an_upright_stroke_is_a_one() -> None:
    assert read("1", drawn(((15, 34), (15, 6)))) == "1"
    assert read("1", drawn(((15, 34), (15, 6)), ((11, 10), (15, 6)))) == "1"


def test_a_stroke_that_leans_to_the_left_stays() -> None:
    assert read("1", drawn(((20, 34), (10, 6)))) == "1"


def test_equal_bars_are_a_sign_and_unequal_ones_a_numeral() -> None:
    assert read("二", drawn(((6, 14), (24, 14)), ((6, 24), (24, 24)))) == "="
    assert read("二", drawn(((9, 12), (21, 12)), ((4, 28), (26, 28)))) == "二"


def test_other_readings_are_left_alone() -> None:
    assert read("11", drawn(((10, 34), (20, 6)))) == "11"
    assert told_by_shape((), WHITE) == ()
