"""Cells of a recognised table in which nothing was read."""

from __future__ import annotations

import msgspec
import pytest

from extractors.document import Table
from extractors.picture.blank import BLANK_CONFIDENCE
from normalizers.normalize import normalize
from normalizers.schema import Evaluation
from tests.normalizers.printed import document, grid, line

FORM = (
    "资金情况（万元） | 资金来源 | 年初预算数 | 全年预算数 | 全年执行数 | 执行率",
    "^ | 年度资金总额 | 100.00 | 110.00 | 104.00 | 94.55%",
    "^ | 其他资金 | {initial} | 110.00 | 104.00 | ",
    "一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值",
    "产出指标 | 数量指标 | 养护里程 | 12公里 | 12公里 | 90",
    "产出指标 | 质量指标 | 养护合格率 | 95% | 96% | ",
)


def scanned(blank: float | None, initial: str = "100.00", crumbled: int = 0) -> Evaluation:
    table: Table = grid(*(row.format(initial=initial) for row in FORM))
    blanks = [cell for cell in table.cells if not cell.text][:crumbled]
    cells = tuple(
        msgspec.structs.replace(
            cell,
            method="rapidocr",
            confidence=0.9995 if cell.text else blank,
            doubts=("unreadable",) if any(cell is one for one in blanks) else (),
        )
        for cell in table.cells
    )
    return normalize(document(line("绩效自评表（2024年度）"), msgspec.structs.replace(table, cells=cells)))


BLANK_FIELDS = {"budget_initial", "execution_rate"}


@pytest.mark.parametrize(
    ("blank", "crumbled", "fields"), [(BLANK_CONFIDENCE, 0, set()), (None, 0, set()), (None, 2, BLANK_FIELDS)]
)
def test_a_blank_amount_marks_its_line_where_print_has_crumbled(
    blank: float | None, crumbled: int, fields: set[str]
) -> None:
    found = scanned(blank, initial="", crumbled=crumbled)
    said = {finding.field for finding in found.findings if finding.name == "value_cell_blank"}
    assert {str(field).split(".")[1] for field in said if str(field).startswith("funding")} == fields
    assert found.funding[1].needs_review == bool(fields)


@pytest.mark.parametrize(("blank", "marked"), [(BLANK_CONFIDENCE, False), (None, True)])
def test_blank_points_mark_their_row_unless_the_paper_is_surely_blank(blank: float | None, marked: bool) -> None:
    said = [finding.field for finding in scanned(blank).findings if finding.name == "value_cell_blank"]
    assert ("indicators[2].weight" in said) == marked


@pytest.mark.parametrize(("actuals", "marked"), [(("", "", ""), []), (("", "96%", "8起"), [1])])
def test_a_column_that_nobody_filled_in_marks_no_row(actuals: tuple[str, ...], marked: list[int]) -> None:
    rows = [f"产出指标 | 数量指标 | 养护里程{at} | 1{at}公里 | {actual}" for at, actual in enumerate(actuals)]
    table = grid("一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值", *rows)
    cells = tuple(
        msgspec.structs.replace(cell, method="rapidocr", confidence=0.9995 if cell.text else None)
        for cell in table.cells
    )
    found = normalize(document(line("绩效自评表（2024年度）"), msgspec.structs.replace(table, cells=cells)))
    said = [finding.field for finding in found.findings if finding.name == "value_cell_blank"]
    assert said == [f"indicators[{row}].actual" for row in marked]


@pytest.mark.parametrize(
    ("blank", "target", "marked"),
    [(None, "90", True), (BLANK_CONFIDENCE, "90", False), (None, "持续提升", False)],
)
def test_a_blank_sign_before_a_number_marks_its_row(blank: float | None, target: str, marked: bool) -> None:
    table = grid(
        "一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 完成值",
        "产出指标 | 数量指标 | 养护里程 | ≥ | 12 | 12",
        "产出指标 | 质量指标 | 养护合格率 | ≥ | 95 | 96",
        f"效益指标 | 社会效益指标 | 出行条件 |  | {target} | {target}",
    )
    cells = tuple(
        msgspec.structs.replace(cell, method="rapidocr", confidence=0.9995 if cell.text else blank)
        for cell in table.cells
    )
    found = normalize(document(line("绩效自评表（2024年度）"), msgspec.structs.replace(table, cells=cells)))
    said = [finding.field for finding in found.findings if finding.name == "value_cell_blank"]
    assert ("indicators[3].sign" in said) == marked
    assert found.indicators[2].needs_review == marked
