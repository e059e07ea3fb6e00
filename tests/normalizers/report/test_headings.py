"""Numbered lines to headings."""

from __future__ import annotations

import pytest

from normalizers.report.headings import OFFICIAL, heading_level, is_numbered, scheme_of
from tests.normalizers.printed import line


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("一、绩效目标分解下达情况", 1),
        ("（一）资金投入情况分析。", 2),
        ("1.产出指标完成情况", 3),
        ("（2）质量指标", 4),
        ("③时效指标", 5),
        ("第一部分 基本情况", 1),
        ("⑴数量指标", 4),
        ("（四）企业职工基本养老保险2024年县级财政补助资金共6250万元。", None),
        ("2024年共下达资金", None),
        ("1.中央补助：2100万元", None),
        ("一、数量指标。共完成三项", None),
        ("3.5公里道路建设", None),
        ("无", None),
        ("", None),
    ],
)
def test_official_numbering(text: str, level: int | None) -> None:
    assert heading_level(line(text), text, OFFICIAL) == level


def test_parts_stand_above_the_rest_where_a_document_has_them() -> None:
    lines = ["第一部分 概况", "一、资金", "（一）下达", "1.中央", "第二部分 绩效", "一、产出"]
    scheme = scheme_of(lines)
    assert [heading_level(line(text), text, scheme) for text in lines] == [1, 2, 3, 4, 1, 2]


@pytest.mark.parametrize(
    ("lines", "levels"),
    [
        (["1 概况", "1.1 资金下达", "1.1.1 中央资金", "2.资金执行"], [None, 2, 3, 1]),
        (["第一部分 概况", "1.1 资金下达", "2.3.1 中央资金"], [1, 2, 3]),
        (["一、概况", "1.资金", "1.1 中央资金"], [1, 3, 4]),
    ],
)
def test_numbers_of_several_parts(lines: list[str], levels: list[int | None]) -> None:
    scheme = scheme_of(lines)
    assert [heading_level(line(text), text, scheme) for text in lines] == levels


@pytest.mark.parametrize("text", ["1.资金", "（三）分析", "②质量", "2.1 执行"])
def test_numbered_lines(text: str) -> None:
    assert is_numbered(text)


@pytest.mark.parametrize("text", ["资金到位", "2024年", "12.5万元"])
def test_other_lines(text: str) -> None:
    assert not is_numbered(text)
