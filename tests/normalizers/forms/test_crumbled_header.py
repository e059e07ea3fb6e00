"""Headers of faxes whose labels crumbled, and labels of which one reader is right."""

from __future__ import annotations

import pytest

from extractors.document import Cell, Reading, Table
from normalizers.forms.header_remarks import header_remarks
from normalizers.forms.headers import read_header
from normalizers.forms.rows import Row, rows_of
from normalizers.forms.sections import split_sections


def _row(*texts: str | tuple[str, ...], doubtful: bool = True) -> Row:
    """Return a header row of a picture; a tuple are the readings of one cell, the chosen one first."""
    cells = []
    for column, text in enumerate(texts):
        readings = (text,) if isinstance(text, str) else text
        cells.append(
            Cell(
                0, column, readings[0], confidence=0.3 if doubtful else 0.99,
                readings=tuple(Reading(one, "rapidocr", 0.3) for one in readings),
                doubts=("low_confidence", "readers_disagree") if doubtful else (),
            )
        )  # fmt: skip
    return rows_of(Table(1, 1, len(cells), tuple(cells)))[0]


def _roles(row: Row) -> list[str] | None:
    header = read_header(row)
    return [column.role for column in header.columns] if header else None


@pytest.mark.parametrize(
    ("texts", "roles"),
    [
        (
            ("级指标", "没指标", "指标名标", "E度指标值(A)", "净值", "目诗停公"),
            ["level1", "level2", "level3", "target", "weight", "other"],
        ),
        (("级指标", "二级指标", "三级指标", "指标值", "完成值"), ["level1", "level2", "level3", "target", "actual"]),
        (("年初所原数", "全年预算数", "上年技行数(B)", "执行率"), ["initial", "budget", "executed", "rate"]),
        ((("级指标", "一级指标"), "二级指标", "指标值"), ["level1", "level2", "target"]),
    ],
)
def test_labels_beside_known_ones_are_what_they_can_only_be(
    texts: tuple[str | tuple[str, ...], ...], roles: list[str]
) -> None:
    assert _roles(_row(*texts)) == roles


@pytest.mark.parametrize(
    "texts",
    [
        ("产出指标", "数氧指标", "生态护林员人数", "1051人", "8"),
        ("社会效益指标", "护林意识", "显著增强", "备注", "10"),
        ("级指标", "设指标", "海意在车"),
    ],
)
def test_rows_of_values_are_no_headers(texts: tuple[str, ...]) -> None:
    assert _roles(_row(*texts)) is None


def test_labels_that_are_surely_read_are_not_repaired() -> None:
    assert _roles(_row("级指标", "没指标", "指标名标", "净值", "指标值", doubtful=False)) != _roles(
        _row("级指标", "没指标", "指标名标", "净值", "指标值")
    )


def test_what_was_repaired_is_said() -> None:
    (section,) = split_sections([_row("级指标", "二级指标", "指标名称", "指标值", "净值")])
    (said,) = header_remarks([section])
    assert (said.name, said.observed, said.expected) == ("header_repaired", "级指标、净值", "level1、weight")
    assert said.doubtful


def test_a_label_one_character_off_is_told_of() -> None:
    (section,) = split_sections([_row("一级指标", "二级指标", "三级指标", "年度指际值", "完成值", doubtful=False)])
    assert [column.role for column in section.columns][3] == "target"
    (said,) = header_remarks([section])
    assert (said.name, said.severity, said.doubtful) == ("header_label_repaired", "info", False)
    assert (said.observed, said.expected) == ("年度指际值", "target")
