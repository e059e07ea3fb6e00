"""Rows without values that may be the rest of a neighbour's text."""

from __future__ import annotations

import pytest

from normalizers.normalize import normalize
from tests.normalizers.printed import document, export

HEAD = "一级指标 | 二级指标 | 三级指标 | 指标值 | 全年实际完成值 | 未完成原因和改进措施"
WHOLE = "产出指标 | 数量指标 | 培训人数 | ≥9人 | 9人 | 部分对象外出"
BROKEN = ("产出指标 | 质量指标 | 合格率", "≥90% | 95% | 无")


@pytest.mark.parametrize(
    ("rows", "marked"),
    [
        ((*BROKEN, WHOLE, " | | 务工人数 | | |"), (False, True, True)),
        ((*BROKEN, WHOLE.replace("部分对象外出", "无。"), " | | 务工人数 | | |", WHOLE), (False, False, True, True)),
        ((WHOLE, " | | 务工人数 | | |"), (False, False)),
    ],
    ids=["words above may go on", "what has ended does not", "no line of the form is broken"],
)
def test_neighbours_of_a_name_without_values(rows: tuple[str, ...], marked: tuple[bool, ...]) -> None:
    found = normalize(document(export(HEAD, *rows))).indicators
    assert tuple(row.needs_review for row in found) == marked
