"""Labels of levels."""

from __future__ import annotations

import pytest

from extractors.document import Cell
from normalizers.forms.levels import Levels
from normalizers.forms.rows import Piece
from normalizers.normalize import normalize
from tests.normalizers.printed import document, grid, line


def piece(text: str) -> Piece:
    return Piece(Cell(0, 0, text, page=1), text, starts=True)


@pytest.mark.parametrize(
    ("first", "second", "roles"),
    [
        ("产出指标", "质量指标", ()),
        ("质量指标", "公路养护", ("level1",)),
        ("产出指标", "产出指标", ("level2",)),
        ("成本指标", "成本指标", ()),  # names either level
        ("本地特色", "质量指标", ()),  # nobody knows it: the author's own
    ],
)
def test_labels_that_only_name_the_other_level(first: str, second: str, roles: tuple[str, ...]) -> None:
    assert Levels(piece(first), piece(second)).displaced() == roles


def test_a_row_of_dots_under_a_merged_level_is_a_line_of_the_template() -> None:
    table = grid(
        "一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值",
        "产出 | 数量 | 养护里程 | ≥12公里 | 12公里",
        "^ | ^ | …… |  | ",
        "^ | 质量 | 合格率 | ≥95% | 96%",
    )
    found = normalize(document(line("绩效自评表（2024年度）"), table))
    assert [row.level3 for row in found.indicators] == ["养护里程", "合格率"]
    assert [finding.name for finding in found.findings if finding.rule == "I-16"] == ["unfilled_template_row"]
