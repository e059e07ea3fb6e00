from __future__ import annotations

import pytest

from extractors.document import Paragraph
from normalizers.report import heading_level, read_passages
from tests.normalizers.printed import line


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("一、绩效目标分解下达情况", 1),
        ("（一）资金投入情况分析。", 2),
        ("1.产出指标完成情况", 3),
        ("（2）质量指标", 4),
        ("（四）企业职工基本养老保险2024年县级财政补助资金共6250万元。", None),
        ("2024年共下达资金", None),
        ("无", None),
    ],
)
def test_headings_are_numbered_and_say_no_fact(text: str, level: int | None) -> None:
    assert heading_level(line(text), text) == level


def test_passages_stand_under_their_heading() -> None:
    passages, places = read_passages([line("一、目标"), line("已下达。"), line("二、分析"), line("完成较好。")], "d")
    assert [(row.section, row.level, row.text) for row in passages] == [
        ("一、目标", 1, "一、目标"),
        ("一、目标", 1, "已下达。"),
        ("二、分析", 1, "二、分析"),
        ("二、分析", 1, "完成较好。"),
    ]
    assert [place.path for place in places] == [f"passages[{n}]" for n in (1, 2, 3, 4)]


def test_a_paragraph_cut_by_a_page_break_is_whole_again() -> None:
    cut = [
        Paragraph(page=1, text="截至年底，上级下达的补助资金已全部拨付到"),
        Paragraph(page=2, text="位，共计100万元。"),
        Paragraph(page=2, text="二、分析"),
    ]
    passages, _ = read_passages(cut, "d")
    assert [row.text for row in passages] == ["截至年底，上级下达的补助资金已全部拨付到位，共计100万元。", "二、分析"]
