from __future__ import annotations

import pytest

from extractors.ocr.written import same_print, tidy


@pytest.mark.parametrize(
    ("recognised", "written"),
    [
        ("１，０２４．５ ％", "1,024.5%"),
        ("62500000.0O", "62500000.00"),
        ("#DIV/O!", "#DIV/0!"),
        ("≧ 90%", "≥90%"),
        ("0.92%0", "0.92‰"),
        ("控制在0.9%0以内", "控制在0.9‰以内"),
        ("主要內容", "主要内容"),
        ("加強监管", "加强监管"),
        ("5%00", "5%00"),
        ("100%", "100%"),
        ("97，774，804。33", "97,774,804.33"),
        ("按规定拨付，未滞留。", "按规定拨付，未滞留。"),
        ("支出44.03。2.完成", "支出44.03。2.完成"),
        ("落实到位3。5、资金", "落实到位3。5、资金"),
        ("12。3.5", "12.3.5"),
        ("实施范围.已报批", "实施范围，已报批"),
        ("1.开展", "1.开展"),
        ("其中；当年财政资金", "其中：当年财政资金"),
        ("按时完成；其中；", "按时完成；其中；"),
        ("尤", "无"),
        ("尤溪县", "尤溪县"),
        ("BY SEA", "BY SEA"),
        ("OK", "OK"),
    ],
)
def test_what_was_recognised_is_written_as_print_is(recognised: str, written: str) -> None:
    assert tidy(recognised) == written


def test_widths_of_punctuation_are_one_print() -> None:
    assert same_print("（万元）", "(万元)")
    assert not same_print("96.32元", "46.32元")


@pytest.mark.parametrize(
    ("recognised", "written"),
    [
        ("自标2：完成7个", "目标2：完成7个"),
        ("年度自标", "年度目标"),
        ("总体自标完成情况", "总体目标完成情况"),
        ("各自标准不同", "各自标准不同"),
        ("自标准实施以来", "自标准实施以来"),
    ],
)
def test_the_word_for_goal_is_known_without_its_inner_strokes(recognised: str, written: str) -> None:
    assert tidy(recognised) == written
