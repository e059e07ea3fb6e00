"""Characters as printed to characters as meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.characters import clean_text, fold, plain

CLEANED = [
    ("⻓期", "长期"),
    ("部⻔⼈⺠", "部门人民"),
    ("74,115,061.\n05", "74,115,061.05"),
    ("358,745,4\n23.41", "358,745,423.41"),
    ("35874542\n3.41", "358745423.41"),
    ("92.6\n4%", "92.64%"),
    ("20\n24年度", "2024年度"),
    ("51000021R0000\n00019951", "51000021R000000019951"),
    ("3960\n704", "3960 704"),
    ("100.00\n200.00", "100.00 200.00"),
    ("10\n9.5", "10 9.5"),
    ("资金使用\n单位", "资金使用单位"),
    ("一级\r\n 指标", "一级指标"),
    ("Health\nfund", "Health fund"),
    ("指标1：\n指标2：", "指标1：指标2："),
    (" 满\u200b意度\ufeff ", "满意度"),
    ("１２，３４５　元", "１２，３４５　元"),
    ("a  b", "a  b"),
    ("", ""),
]
FOLDED = [
    ("绩 效\n指 標：", "绩效指标"),
    ("预算执行率（B/A×100％）", "预算执行率ba100"),
    ("全年預算數(A)", "全年预算数a"),
    ("⼀级指标", "一级指标"),
    ("「」、。", ""),
]
PLAIN = [
    ("≧ ９０ ％", "≥90%"),
    ("1 0 0 %", "100%"),
    ("貳萬叁仟", "贰万叁仟"),
    ("97 774 804.33", "97 774 804.33"),
    ("6064.19 万元", "6064.19万元"),
    ("97’774", "97'774"),
    ("－1—2–3−4", "-1-2-3-4"),
    ("80～90〜95", "80~90~95"),
    ("9 5", "9 5"),
    ("10²", "10²"),
    ("①", "①"),
    ("14℃", "14℃"),
]


@pytest.mark.parametrize(("printed", "meant"), CLEANED)
def test_clean_text(printed: str, meant: str) -> None:
    assert clean_text(printed) == meant


@pytest.mark.parametrize(("printed", "meant"), FOLDED)
def test_fold(printed: str, meant: str) -> None:
    assert fold(printed) == meant


@pytest.mark.parametrize(("printed", "meant"), PLAIN)
def test_plain(printed: str, meant: str) -> None:
    assert plain(printed) == meant


@given(st.text())
def test_cleaning_and_folding_twice_changes_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(categories=["Lo"], max_codepoint=0x9FFF, min_codepoint=0x4E00)))
def test_ordinary_characters_stay(text: str) -> None:
    assert clean_text(text) == text


@given(st.text(alphabet="0123456789.,", min_size=1), st.text(alphabet="0123456789.,", min_size=1))
def test_a_line_break_loses_no_digit(above: str, below: str) -> None:
    assert clean_text(f"{above}\n{below}").replace(" ", "") == above + below


def test_a_day_that_wraps_is_one_day() -> None:
    assert clean_text("2020年12月1\n4日") == "2020年12月14日"
    assert clean_text("3960\n704") == "3960 704"
