from __future__ import annotations

import numpy as np
import pytest

from extractors.ocr.low_dots import has_lone_dot, with_true_dots
from extractors.ocr.ppocr import LineText


@pytest.mark.parametrize(
    ("text", "dot_at", "expected"),
    [
        ("及时·已开", 40, "及时，已开"),
        ("买提·艾尔", 24, "买提·艾尔"),
        ("1·5", 40, "1·5"),
    ],
)
def test_a_dot_at_the_foot_of_a_line_is_a_comma(text: str, dot_at: int, expected: str) -> None:
    pixels = np.full((50, 40 * len(text)), 255, np.uint8)
    places = tuple((at + 0.5) / len(text) for at in range(len(text)))
    for at, character in enumerate(text):
        rows = slice(dot_at - 3, dot_at + 3) if character == "·" else slice(5, 45)
        columns = slice(40 * at + 17, 40 * at + 23) if character == "·" else slice(40 * at + 3, 40 * at + 37)
        pixels[rows, columns] = 0
    line = LineText(text, (0.9,) * len(text), ("",) * len(text), places)
    assert with_true_dots(pixels, line).text == expected


@pytest.mark.parametrize(
    ("text", "lone"),
    [("下达及时·未出现滞留", True), ("买买提·艾力", True), ("1·2", False), ("·及时", False), ("", False)],
)
def test_a_dot_between_words(text: str, lone: bool) -> None:
    assert has_lone_dot(text) is lone
