from __future__ import annotations

import pytest

from normalizers.forms.left_columns import left_column_remarks
from normalizers.forms.rows import rows_of
from normalizers.forms.sections import split_sections
from normalizers.normalize import normalize
from normalizers.rules import message_of
from tests.normalizers.printed import document, grid, line


@pytest.mark.parametrize(("said", "expected"), [("新建改建里程", ["指标解释"]), ("", []), ("—", [])])
def test_a_filled_column_of_unknown_meaning_is_named(said: str, expected: list[str]) -> None:
    table = grid(
        "一级指标 | 二级指标 | 三级指标 | 指标解释 | 年度指标值 | 全年实际值",
        f"产出指标 | 数量指标 | 农村公路里程 | {said} | ≥120公里 | 118.5公里",
    )
    found = left_column_remarks(split_sections(rows_of(table)))
    assert [remark.observed for remark in found] == expected
    assert all("“指标解释”" in message_of(remark, "zh") for remark in found)


SIGNED = (
    "一级指标 | 二级指标 | 三级指标 | {label} | 指标值 | 计量单位 | 完成值",
    "产出指标 | 数量指标 | 支持外贸企业 | ≥ | 80 | 家 | 86",
    "产出指标 | 时效指标 | 资金拨付时限 | ≤ | 30 | 日 | 36",
)


@pytest.mark.parametrize("label", ["指标属性", "判定方式"])
def test_a_column_of_signs_is_told_by_its_label_or_by_what_it_holds(label: str) -> None:
    rows = [row.format(label=label) for row in SIGNED]
    found = normalize(document(line("绩效自评表（2023年度）"), grid(*rows)))
    assert [(row.target_comparator, row.attainment) for row in found.indicators] == [("ge", "met"), ("le", "missed")]


def test_money_that_no_line_took_marks_the_form() -> None:
    table = grid(
        "项目名称 | 文化站改造 | < | <",
        "资金情况 | 县级安排甲类 | 乙类 | 执行数",
        "^ | 420 | 380 | 398.6",
        "^ | 20 | 18 | 7.5",
        "一级指标 | 二级指标 | 三级指标 | 指标值",
        "产出指标 | 数量指标 | 改造文化站 | 7个",
    )
    found = normalize(document(line("绩效自评表（2023年度）"), table))
    assert found.funding == ()
    said = [finding.observed for finding in found.findings if finding.name == "money_unread"]
    assert said == ["420、380、398.6、20、18、7.5"]
    assert found.forms[0].needs_review
