from __future__ import annotations

import numpy as np

from extractors.ocr.ppocr import LineText
from extractors.ocr.spans import cut_out, doubtful_spans, spliced

TEXT = "全年累计支出640万元，其中财政资金"


def line(text: str = TEXT) -> LineText:
    count = len(text)
    places = tuple((place + 0.5) / count for place in range(count))
    return LineText(text, (0.99,) * count, ("",) * count, places)


def test_only_the_doubtful_part_of_a_long_line_is_read_again() -> None:
    doubtful = [character.isdigit() for character in TEXT]
    assert doubtful_spans(line(), doubtful) == [(4, 11)]


def test_a_short_line_is_read_again_whole() -> None:
    assert doubtful_spans(line("100.00%"), [False] * 6 + [True]) == [(0, 7)]


def test_the_part_is_cut_from_the_picture_and_put_back_into_the_text() -> None:
    pixels = np.full((40, 40 * len(TEXT)), 255, np.uint8)
    part = cut_out(pixels, line(), (4, 11))
    assert abs(part.shape[1] - 7 * 40) <= 40
    again = spliced(line(), [(4, 11)], [line("支出840万元")])
    assert again.text == "全年累计支出840万元，其中财政资金"
