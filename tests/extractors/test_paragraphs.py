from __future__ import annotations

import pytest

from extractors.document import Box
from extractors.paragraphs import column_of, paragraphs_of
from extractors.writing import TextLine, text_lines
from tests.extractors.drawn_pdf import glyphs

WIDTH = 595.0
FULL = "按照上级下达补助基金分配表执行按照资金时限要求请示资金国库集中支付拨付资金"
"""38 characters: 400 points at 10.5 pt, from margin to margin with an indent of two."""


def lines(*written: tuple[str, float, float], size: float = 10.5) -> list[TextLine]:
    return [line for text, x, y in written for line in text_lines(glyphs(text, x, y, size))]


def texts(some: list[TextLine]) -> list[str]:
    return [paragraph.text for paragraph in paragraphs_of(some, 1, column_of(some, [], WIDTH))]


def test_a_full_line_goes_on_in_the_next() -> None:
    assert texts(lines((FULL, 111, 100), ("严格使用资金。", 90, 118))) == [FULL + "严格使用资金。"]


def test_an_indented_line_begins_a_paragraph_although_the_one_above_is_full() -> None:
    some = lines((FULL, 111, 100), ("严格使用资金严格使用资金" * 3, 90, 118), ("资金全部下达。", 111, 136))
    assert len(texts(some)) == 2


def test_a_short_line_ends_its_paragraph() -> None:
    assert len(texts(lines(("一、绩效目标分解下达情况", 111, 100), (FULL, 90, 118)))) == 2


@pytest.mark.parametrize("head", ["二、资金", "（三）总体", "3. 其他", "注：1", "① 说明"])
def test_an_item_of_a_list_begins_a_paragraph(head: str) -> None:
    assert len(texts(lines((FULL, 90, 100), (head, 90, 118)))) == 2


def test_an_amount_at_the_beginning_of_a_line_is_no_item() -> None:
    assert len(texts(lines((FULL, 111, 100), ("6351.00万元，预算执行率100%。", 90, 118)))) == 1


def test_a_line_may_end_early_where_a_number_did_not_fit() -> None:
    short = FULL[:-5]
    some = lines((FULL, 90, 82), (short, 111, 100), ("28895300.53万元。", 90, 118))
    assert texts(some)[-1].endswith("28895300.53万元。")


def test_latin_words_stay_apart_over_a_line_end() -> None:
    first = "performance evaluation of transfer payments by the Ministry of Finance made"
    some = lines((first, 90, 100), ("yearly", 90, 116))
    assert texts(some)[0].endswith("made yearly")


def test_titles_are_centred_and_notes_are_not() -> None:
    title = lines(("养老保险补助资金绩效自评表", 193, 60), size=16.0)
    year = lines(("(2024年度)", 270, 85))
    note = lines(("注：其他资金", 90, 700))
    some = title + year + note
    found = paragraphs_of(some, 1, column_of(some, [Box(90, 100, 505, 690)], WIDTH))
    assert [paragraph.centred for paragraph in found] == [True, True, False]
    assert found[0].size == 16.0


def test_a_title_too_long_for_one_line_is_one_paragraph() -> None:
    first = "呼伦贝尔市扎兰屯市机关事业单位基本养老保险补助"
    title = lines((first, (WIDTH - 16 * len(first)) / 2, 60), ("自评报告", 265, 84), size=16.0)
    body = lines((FULL, 111, 130), (FULL, 90, 148))
    some = title + body
    found = paragraphs_of(some, 1, column_of(some, [], WIDTH))
    assert found[0].text == first + "自评报告"
    assert found[0].centred


def test_headers_and_footers_do_not_widen_the_text() -> None:
    """Where most full lines end is where the text ends, however far out a footer stands."""
    body = [(FULL, 111.0, 100.0), *((FULL + "资金", 90.0, 118.0 + 18 * n) for n in range(4)), ("到位。", 90.0, 190.0)]
    edges = lines(("11/22/26", 20, 20), ("2/3", 560, 20), ("全年预算绩效自评汇编" * 4 + " 2/3", 20, 820))
    some = sorted([*lines(*body), *edges], key=lambda one: one.baseline)
    assert FULL + (FULL + "资金") * 4 + "到位。" in texts(some)
