from __future__ import annotations

import pytest

from normalizers.forms.left_columns import left_column_remarks
from normalizers.forms.rows import rows_of
from normalizers.forms.sections import split_sections
from normalizers.rules import message_of
from tests.normalizers.printed import grid


@pytest.mark.parametrize(("said", "expected"), [("新建改建里程", ["指标解释"]), ("", []), ("—", [])])
def test_a_filled_column_of_unknown_meaning_is_named(said: str, expected: list[str]) -> None:
    table = grid(
        "一级指标 | 二级指标 | 三级指标 | 指标解释 | 年度指标值 | 全年实际值",
        f"产出指标 | 数量指标 | 农村公路里程 | {said} | ≥120公里 | 118.5公里",
    )
    found = left_column_remarks(split_sections(rows_of(table)))
    assert [remark.observed for remark in found] == expected
    assert all("“指标解释”" in message_of(remark, "zh") for remark in found)
