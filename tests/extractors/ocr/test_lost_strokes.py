from __future__ import annotations

import pytest

from extractors.document import Reading
from extractors.ocr.lost_strokes import AS_READ, LEAST, PUT_BACK, READER, with_lost_strokes
from extractors.ocr.ppocr import LineText

SMALL = "ppocr-v6-small"


def read(text: str, lost: str) -> LineText:
    """What the larger model read; `lost` has a 4 where it holds one possible, and points elsewhere."""
    rivals = tuple("" if sign == "." else sign for sign in lost)
    return LineText(text, (0.99,) * len(text), rivals=rivals)


def reading(text: str, confidence: float = 0.99, reader: str = SMALL) -> Reading:
    return Reading(text, "rapidocr", confidence, reader)


def test_digits_get_their_strokes_back_where_the_page_lost_them() -> None:
    lines = {0: read("1177.6517", "44.....4."), 1: read("2551.98", "...4...")}
    first, second = with_lost_strokes([(reading("1177.6517"),), (reading("2551.98"),)], lines)
    assert [(one.text, one.confidence) for one in first] == [("4477.6547", PUT_BACK), ("1177.6517", AS_READ)]
    assert (second[0].text, second[0].reader) == ("2554.98", READER)


@pytest.mark.parametrize("lost", ["4........", "44......."])
def test_one_digit_or_two_are_no_sign_of_lost_strokes(lost: str) -> None:
    assert lost.count("4") < LEAST
    readings = [(reading("1177.6517"),)]
    assert with_lost_strokes(readings, {0: read("1177.6517", lost)}) == readings


def test_a_few_of_many_are_no_sign_either() -> None:
    """Three of 120 ones: as many look so on good paper."""
    lines = {0: read("1" * 40, "4" * 3 + "." * 37), 1: read("1" * 80, "." * 80)}
    readings = [(reading("1" * 40),), (reading("1" * 80),)]
    assert with_lost_strokes(readings, lines) == readings


def test_who_read_the_digit_is_not_passed_over() -> None:
    """Another reader saw the 4 and was chosen: what the larger one may have meant is kept beside it."""
    lines = {0: read("1177.6517", "44.....4.")}
    ((first, *others),) = with_lost_strokes([(reading("4177.6547", 0.7, "ppocr-v6-tiny"), reading("1177.6517"))], lines)
    assert (first.text, first.confidence) == ("4177.6547", 0.7)
    assert [one.text for one in others] == ["1177.6517", "4477.6547"]


def test_a_line_that_nobody_read_has_what_may_be_there() -> None:
    ((only,),) = with_lost_strokes([()], {0: read("111", "444")})
    assert (only.text, only.confidence) == ("444", PUT_BACK)


def test_lines_of_one_reader_stay() -> None:
    lines = {0: read("111", "444")}
    readings = [(reading("111"),), (reading("数量指标"),)]
    assert with_lost_strokes(readings, lines)[1] == readings[1]
