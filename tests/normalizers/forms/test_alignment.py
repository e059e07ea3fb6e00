from __future__ import annotations

import pytest

from normalizers.forms.alignment import EXPORT_DRIFT, Alignment, align
from normalizers.forms.headers import Column
from normalizers.forms.indicator_fit import FIT
from normalizers.forms.rows import rows_of
from tests.normalizers.printed import export

ROLES = ("block", "level1", "level2", "level3", "target", "actual", "reason")
COLUMNS = tuple(Column(role, place, place + 1) for place, role in enumerate(ROLES))
SCORED = tuple(
    Column(role, place, place + 1)
    for place, role in enumerate(("level1", "level2", "level3", "weight", "target", "actual", "score", "reason"))
)


def aligned(row: str, columns: tuple[Column, ...] = COLUMNS) -> Alignment:
    (printed,) = rows_of(export(row))
    return align(printed.pieces, columns, FIT, EXPORT_DRIFT)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(
            "| | | 时效指标 | 养老金发放到位时限 | 7月31日前 | 7月31日前",
            "level2=时效指标 level3=养老金发放到位时限 target=7月31日前 actual=7月31日前",
            id="pushed right, reason lost",
        ),
        pytest.param(
            "| | 按时发放率 | | 100% | 98% | 无",
            "level3=按时发放率 target=100% actual=98% reason=无",
            id="name in the level's column",
        ),
        pytest.param(
            "| 成本指标 | 按照国家规定调整养老金水平 | 以备案批准水平为限 | 96.32元 | 无 |",
            "level2=成本指标 level3=按照国家规定调整养老金水平 target=以备案批准水平为限 actual=96.32元 reason=无",
            id="pushed left",
        ),
        pytest.param(
            "可持续影响指标 | | 制度长期可持续 | 长期 | 长期 | 无 |",
            "level2=可持续影响指标 level3=制度长期可持续 target=长期 actual=长期 reason=无",
            id="level in the block's column",
        ),
        pytest.param(
            "满意度指标 | 服务对象满意度指标 | 参保人员满意度 | ≥90% | 92.00% | 无 |",
            "level1=满意度指标 level2=服务对象满意度指标 level3=参保人员满意度 target=≥90% actual=92.00% reason=无",
            id="the whole row one to the left",
        ),
        pytest.param(
            "保障退休人员基本生活 | | | 效果显著 | 效果显著 | 无 |",
            "level3=保障退休人员基本生活 target=效果显著 actual=效果显著 reason=无",
            id="name at the left edge",
        ),
        pytest.param(
            "| | | 受助学生人数 | | 1033 | 无",
            "level3=受助学生人数 actual=1033 reason=无",
            id="a blank target stays blank",
        ),
        pytest.param(
            "| | | 受助学生人数 | ≥1000人 | | 尚未统计",
            "level3=受助学生人数 target=≥1000人 reason=尚未统计",
            id="a blank actual stays blank",
        ),
        pytest.param(
            "| | | 受助学生人数 | 受助学生人数 | ≥1000人 | 1033 | 无",
            "level3=受助学生人数 target=≥1000人 actual=1033 reason=无",
            id="a doubled cell is left out",
        ),
    ],
)
def test_slipped_rows_go_back_under_their_columns(row: str, expected: str) -> None:
    assert " ".join(f"{role}={piece.text}" for role, piece in aligned(row).pieces) == expected


def test_scores_are_told_from_targets_by_their_order() -> None:
    found = aligned("数量指标 | 新建道路 | 10 | 5公里 | 5公里 | 10 | |", SCORED)
    assert [role for role, _ in found.pieces] == ["level2", "level3", "weight", "target", "actual", "score"]


def test_what_moved_is_said() -> None:
    found = aligned("| | | 时效指标 | 养老金发放到位时限 | 7月31日前 | 7月31日前")
    assert [piece.text for piece in found.moved] == ["时效指标", "养老金发放到位时限", "7月31日前", "7月31日前"]
    assert found.margin > 0


@pytest.mark.parametrize("texts", [1, 3, 30, 60, 90])
def test_a_table_wider_than_any_form_is_placed_all_the_same(texts: int) -> None:
    columns = (*SCORED, *(Column("other", place, place + 1) for place in range(len(SCORED), 60)))
    row = " | ".join(["数量指标", "培训人数", "≥100人", "105人"][at % 4] for at in range(texts))
    assert aligned(row, columns).pieces
