from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest

from extractors.document import Box, Cell
from normalizers.characters import clean_text
from normalizers.forms.take_parts import FormSource
from normalizers.schema import Evaluation
from pipeline.report.document import DocumentContent, load_document
from pipeline.report.document_book import document_book
from pipeline.report.layout import lay_out
from pipeline.report.sheets import Column, workbook
from tests.pipeline.report.contents import EVIL, content_of, evil_doubt, evil_evaluation, table_of


def book_of(content: DocumentContent, folder: Path, language: str = "zh") -> Any:
    path = folder / "book.xlsx"
    document_book(content, language, path)  # type: ignore[arg-type]
    return openpyxl.load_workbook(path, rich_text=False)


def as_shown(cell: Any) -> str:
    """What a spreadsheet shows in a cell."""
    value, form = cell.value, cell.number_format
    if not isinstance(value, int | float):
        return "" if value is None else str(value)
    decimals = len(form.rstrip("%").partition(".")[2])
    if form.endswith("%"):
        return f"{value * 100:.{decimals}f}%"
    return f"{value:,.{decimals}f}" if "," in form else f"{value:.{decimals}f}"


def form_sheets(book: Any, content: DocumentContent) -> list[Any]:
    return [book.worksheets[at] for at in range(1, 1 + len(content.printed))]


@pytest.mark.parametrize("name", ["project_scored.pdf", "annex_export.txt", "transfer_two_pages.pdf"])
def test_a_sheet_shows_what_is_printed_where_it_is_printed(plain: Path, tmp_path: Path, name: str) -> None:
    content = load_document(plain, name, "zh")
    assert content.reading is not None and content.printed
    book = book_of(content, tmp_path)
    for sheet, form in zip(form_sheets(book, content), content.printed, strict=True):
        above = len(form.above)
        merged = {str(found): found for found in sheet.merged_cells.ranges}
        layout = lay_out(form, content.reading)
        assert len(layout.placed) == len(form.cells)
        for one in layout.placed:
            cell = sheet.cell(above + one.row + 1, one.column + 1)
            assert as_shown(cell).replace(",", "") == one.cell.text.strip().replace(",", ""), cell.coordinate
            if one.rows > 1 or one.columns > 1:
                reach = sheet.cell(above + one.row + one.rows, one.column + one.columns).coordinate
                assert f"{cell.coordinate}:{reach}" in merged
        assert [as_shown(sheet.cell(row + 1, 1)) for row in range(above)] == [line.text for line in form.above]


def test_amounts_are_numbers_in_the_printed_unit(plain: Path, tmp_path: Path) -> None:
    """The form is in 万元: 10,932.9285 stays that on its sheet, and is 109,329,285.00 yuan on the sheet behind."""
    content = load_document(plain, "project_scored.pdf", "zh")
    book = book_of(content, tmp_path)
    total = content.evaluation.funding[0]
    assert content.evaluation.forms[0].effective_unit == "万元" and total.budget is not None
    cells = [cell for row in book.worksheets[1].iter_rows() for cell in row if cell.value == float(total.budget) / 1e4]
    assert cells and cells[0].number_format.startswith("#,##0")
    money = book["资金（元）"]
    assert money["E2"].value == float(total.budget)
    assert money["E2"].number_format == "#,##0.00"


def test_all_rows_are_on_the_sheets_behind(plain: Path, tmp_path: Path) -> None:
    content = load_document(plain, "annex_export.txt", "zh")
    book = book_of(content, tmp_path)
    evaluation = content.evaluation
    assert book["资金（元）"].max_row == 1 + len(evaluation.funding)
    assert book["指标"].max_row == 1 + len(evaluation.indicators)
    assert book["发现的问题"].max_row == 1 + len(evaluation.findings)
    said = [row[3].value for row in book["发现的问题"].iter_rows(min_row=2)]
    assert sorted(said) == sorted(finding.message for finding in evaluation.findings)


def test_nothing_in_a_workbook_is_a_formula(tmp_path: Path) -> None:
    for text in ("=1+1", "=cmd|'/c calc'!A0", "+1", "-1", "@SUM(A1)", EVIL, "http://example.org", "{=A1}", "12"):
        evaluation = evil_evaluation(text)
        cells = (Cell(0, 0, text, box=Box(0, 0, 9, 9)), Cell(0, 1, "甲", box=Box(9, 0, 19, 9)))
        content = content_of(evaluation, [evil_doubt(evaluation, text)], file_name=text, source=text)
        printed = (FormSource((), (), (), cells),)
        content = msgspec.structs.replace(content, reading=table_of(*cells, rows=1, columns=2), printed=printed)
        book = book_of(content, tmp_path)
        for sheet in book.worksheets:
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                assert cell.data_type in ("s", "n"), (text, cell.coordinate)
                assert cell.hyperlink is None
                if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")):
                    assert cell.quotePrefix
        assert book.worksheets[1]["A1"].value == re.sub("[\x00-\x08\x1b]", "\N{REPLACEMENT CHARACTER}", text)


def test_texts_that_begin_formulas_are_quoted_for_who_edits_them(tmp_path: Path) -> None:
    with workbook(tmp_path / "b.xlsx", "zh") as book:
        book.sheet("甲").table([Column("名")], [("=1+1",), ("甲",)])
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx").active
    assert sheet is not None
    assert (sheet["A2"].value, sheet["A2"].quotePrefix, sheet["A3"].quotePrefix) == ("=1+1", True, False)


def test_sheets_have_names_that_spreadsheets_take(tmp_path: Path) -> None:
    names = ["绩效/自评:表*?[1]" * 4, "绩效/自评:表*?[1]" * 4, "'", "", "history", "History", "a\x00b", "A B", "a b"]
    with workbook(tmp_path / "b.xlsx", "zh") as book:
        for name in names:
            book.sheet(name).text(0, 0, "x")
    found = openpyxl.load_workbook(tmp_path / "b.xlsx").sheetnames
    assert len(found) == len({name.lower() for name in found}) == len(names)
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\']", name) for name in found)
    assert "history" not in {name.lower() for name in found}


def test_a_text_longer_than_a_cell_says_so(tmp_path: Path) -> None:
    with workbook(tmp_path / "b.xlsx", "zh") as book:
        book.sheet("甲").text(0, 0, "长" * 40_000)
    value = openpyxl.load_workbook(tmp_path / "b.xlsx").active["A1"].value  # type: ignore[index]
    assert value.startswith("长" * 32_000) and value.endswith("（原文40,000字，已截断）")


def test_a_document_that_failed_or_has_no_form_is_a_workbook_too(plain: Path, tmp_path: Path) -> None:
    for name in ("encrypted.pdf", "none.txt"):
        book = book_of(load_document(plain, name, "en"), tmp_path, "en")
        assert name in [row[1].value for row in book["about"].iter_rows()]
    failed = book_of(load_document(plain, "encrypted.pdf", "en"), tmp_path, "en")
    assert "password" in " ".join(str(row[1].value) for row in failed["about"].iter_rows())


def test_without_its_reading_the_rows_are_still_there(plain: Path, tmp_path: Path) -> None:
    content = load_document(plain, "project_scored.pdf", "zh")
    book = book_of(msgspec.structs.replace(content, reading=None, printed=()), tmp_path)
    assert book["资金（元）"].max_row == 1 + len(content.evaluation.funding)
    assert "没有保存" in " ".join(str(row[1].value) for row in book["说明"].iter_rows())


def test_empty_rows_do_not_break_a_workbook(tmp_path: Path) -> None:
    book = book_of(content_of(Evaluation(doc_id="ab" * 32)), tmp_path)
    assert book["资金（元）"].max_row == 1


@pytest.mark.ocr
def test_doubtful_cells_are_coloured_and_say_why(scans: Path, tmp_path: Path) -> None:
    content = load_document(scans, "seal_over_figures.pdf", "zh")
    sheet = book_of(content, tmp_path).worksheets[1]
    doubtful = {
        clean_text(field.printed.text) for row in content.doubtful for field in row.fields if field.doubtful
    }
    commented = {clean_text(str(cell.value)) for row in sheet.iter_rows() for cell in row if cell.comment}
    assert doubtful <= commented
    for cell in (cell for row in sheet.iter_rows() for cell in row if cell.comment):
        assert cell.fill.fgColor.rgb == "FFF8CBAD"
        assert "各次识别" in cell.comment.text
    plain_cells = [cell for row in sheet.iter_rows() for cell in row if cell.value and not cell.comment]
    assert len(plain_cells) > 20 and all(cell.fill.fgColor.rgb != "FFF8CBAD" for cell in plain_cells)
