"""A text of the goals or of the management that has no label is in no table, and a person is told."""

from __future__ import annotations

from normalizers.normalize import normalize
from normalizers.schema import Evaluation
from tests.normalizers.printed import document, export, line

INDICATORS = (
    "一级指标 | 二级指标 | 三级指标 | 指标值 | 实际完成值",
    "产出指标 | 数量指标 | 新建道路 | 5公里 | 5公里",
)


def read(*lines: str) -> Evaluation:
    return normalize(document(line("项目支出绩效自评表"), export("项目名称 | 道路建设", *lines, *INDICATORS)))


def told(evaluation: Evaluation) -> list[tuple[str | None, str | None]]:
    return [(found.field, found.observed) for found in evaluation.findings if found.name == "text_not_kept"]


def test_a_second_text_beside_a_goal_marks_it() -> None:
    found = read("年度目标 | 新建道路5公里。 | 建成道路5公里。")
    assert [(row.goal, row.actual, row.needs_review) for row in found.goals] == [("新建道路5公里。", None, True)]
    assert told(found) == [("goals[1]", "建成道路5公里。")]


def test_a_third_text_under_two_labels_marks_the_row() -> None:
    found = read("年度总体目标 | 预期目标 | 实际完成情况", " | 新建道路5公里。 | 建成道路5公里。 | 另有一段说明文字。")
    assert [row.actual for row in found.goals] == ["建成道路5公里。"]
    assert told(found) == [("goals[1]", "另有一段说明文字。")]


def test_labels_and_blanks_are_no_lost_texts() -> None:
    found = read("年度总体目标 | 预期目标 | 实际完成情况", " | 新建道路5公里。 | 建成道路5公里。 | 无")
    assert told(found) == []
    assert not found.goals[0].needs_review
