from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.document import Reading
from extractors.picture.lone_sign import told_by_shape


def bars(*lengths: int) -> NDArray[np.uint8]:
    """Level bars under each other, centred."""
    picture = np.full((40, 30), 255, np.uint8)
    for number, length in enumerate(lengths):
        cv2.line(picture, (15 - length // 2, 12 + 14 * number), (15 + length // 2, 12 + 14 * number), 0, 2)
    return picture


def read(text: str, picture: NDArray[np.uint8]) -> str:
    return told_by_shape((Reading(text, "rapidocr", 0.9),), picture)[0].text


def test_bars_of_one_length_are_a_comparator_and_others_a_numeral() -> None:
    assert read("二", bars(18, 18)) == "="
    assert read("二", bars(12, 22)) == "二"


def test_other_readings_are_left_alone() -> None:
    assert read("二十", bars(18, 18)) == "二十"
    assert told_by_shape((), bars(18)) == ()
