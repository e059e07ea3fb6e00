from __future__ import annotations

from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.layer import Glyph, turn_glyph
from extractors.writing import glyph_lines, is_overprinted, line_text, text_lines, text_of
from tests.extractors.drawn_pdf import glyphs


def moved(glyph: Glyph, dx: float = 0.0, dy: float = 0.0) -> Glyph:
    places = {"x": dx, "y": dy, "x0": dx, "top": dy, "x1": dx, "bottom": dy}
    return msgspec.structs.replace(glyph, **{name: getattr(glyph, name) + by for name, by in places.items()})


def test_lines_follow_each_other_from_top_to_bottom() -> None:
    assert text_of(glyphs("资金管理", 10, 40) + glyphs("绩效目标", 10, 26)) == "绩效目标\n资金管理"


@given(st.integers(0, 1000))
def test_order_of_the_file_says_nothing(seed: int) -> None:
    written = glyphs("其中：中央财政资金6,351,000.00元", 10, 40)
    Random(seed).shuffle(written)
    assert text_of(written) == "其中：中央财政资金6,351,000.00元"


def test_digits_and_points_on_other_baselines_stay_one_number() -> None:
    shifts = {",": 2.0, ".": 2.0, "6": -1.5}
    written = [moved(glyph, dy=shifts.get(glyph.text, 0.0)) for glyph in glyphs("6,351,600.06", 10, 40)]
    assert text_of(written) == "6,351,600.06"


def test_a_glyph_drawn_twice_for_boldness_is_one_glyph() -> None:
    written = glyphs("合计100", 10, 40)
    assert text_of(written + [moved(glyph, dx=0.4) for glyph in written]) == "合计100"


def test_equal_neighbours_are_not_taken_for_doubles() -> None:
    assert text_of(glyphs("1100.00", 10, 40)) == "1100.00"


@pytest.mark.parametrize(
    ("left", "right", "gap", "text"),
    [
        ("预算", "12", 2.5, "预算12"),  # Word's own space between 汉字 and digits
        ("预算", "12", 7.0, "预算 12"),
        ("1,234", ".50", 1.5, "1,234.50"),
        ("12", "34", 7.0, "12 34"),
        ("budget", "rate", 2.6, "budget rate"),
        ("budget", "ed", 0.4, "budgeted"),
    ],
)
def test_blanks_only_where_the_gap_can_be_nothing_else(left: str, right: str, gap: float, text: str) -> None:
    first = glyphs(left, 10, 40)
    assert text_of(first + glyphs(right, first[-1].x1 + gap, 40)) == text


def test_spread_writing_has_no_blanks() -> None:
    assert text_of(glyphs("绩效目标", 10, 40, pitch=17.0)) == "绩效目标"


def test_a_typed_blank_counts_only_where_it_takes_room() -> None:
    assert text_of(glyphs("1. 确保发放", 10, 40)) == "1. 确保发放"
    hidden = [*glyphs("12345", 10, 40), moved(glyphs(" ", 10, 40)[0], dx=5.0)]
    assert text_of(hidden) == "12345"


def test_writing_turned_by_a_quarter_is_read_along_its_own_lines() -> None:
    upright = glyphs("产出指标", 30, 40) + glyphs("50分", 30, 55)
    for angle in (90, 180, 270):
        assert text_of([turn_glyph(glyph, angle, 200, 300) for glyph in upright]) == "产出指标\n50分"


def test_stacked_characters_are_read_down() -> None:
    stack = [glyph for row, character in enumerate("绩效指标") for glyph in glyphs(character, 10, 40 + 12 * row)]
    assert text_of(stack) == "绩\n效\n指\n标"


def test_two_columns_of_vertical_writing_are_read_from_the_right() -> None:
    def column(text: str, x: float) -> list[Glyph]:
        return [glyph for row, character in enumerate(text) for glyph in glyphs(character, x, 40 + 10.5 * row)]

    assert text_of(column("总体目标", 40) + column("完成情况", 24)) == "总体目标\n完成情况"


def test_brackets_lying_in_a_vertical_column_stay_in_place() -> None:
    column = [glyph for row, character in enumerate("资金") for glyph in glyphs(character, 10, 40 + 10.5 * row)]
    column += [Glyph(c, 12, 55 + 6 * i, 11, 52 + 6 * i, 20, 57 + 6 * i, 10.0, 90) for i, c in enumerate("(1)")]
    assert text_of(column) == "资金(1)"


def test_oblique_writing_is_no_text_of_a_cell() -> None:
    assert text_of([*glyphs("无", 10, 40), *glyphs("内部资料", 8, 44, angle=-1)]) == "无"


def test_characters_drawn_on_each_other_are_told() -> None:
    assert is_overprinted(glyphs("项目资金", 10, 40, pitch=0.2))
    assert not is_overprinted(glyphs("合计", 10, 40) + glyphs("合计", 10.4, 40))
    assert not is_overprinted(glyphs("iillt1,.", 10, 40, pitch=2.3) + glyphs("绩效", 10, 52))


def test_lines_tell_their_box_size_and_unknown_glyphs() -> None:
    known, unknown = glyphs("注：", 10, 40), Glyph("\ufffd", 40, 60, 40, 51, 50, 61, 10.0, 0, mapped=False)
    first, second = text_lines([*known, unknown])
    assert (first.text, first.size, first.box.x0, first.box.x1, first.mapped) == ("注：", 10.0, 10.0, 30.0, True)
    assert not second.mapped


@given(st.lists(st.sampled_from("绩效1.,%元 "), min_size=1, max_size=30))
def test_a_line_keeps_every_printed_character_in_order(characters: list[str]) -> None:
    text = "".join(characters)
    (line,) = glyph_lines(glyphs(text, 10, 40))
    assert line_text(line).replace(" ", "") == text.replace(" ", "")
