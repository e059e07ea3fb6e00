from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.corrections.again import evaluate_again
from pipeline.corrections.row import correction
from pipeline.corrections.spots import printed_of
from pipeline.corrections.store import Corrections
from pipeline.dataset import Dataset
from pipeline.report.crops import Crops
from pipeline.report.document import load_document
from pipeline.report.document_book import document_book
from pipeline.report.document_page import document_page
from pipeline.report.find import find_document


def test_what_a_person_corrected_is_what_is_shown(plain: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(plain, copy)
    before = load_document(copy, "project_scored.pdf", "zh")
    assert before.reading is not None
    cell = next(
        cell for page in before.reading.pages for block in page.blocks if hasattr(block, "cells")
        for cell in block.cells if cell.text == before.evaluation.indicators[0].actual_raw
    )  # fmt: skip
    dataset = Dataset(copy)
    doc_id = before.row.doc_id
    spot = next(one.spot for one in printed_of(before.reading) if one.text is cell)
    Corrections(dataset).add([correction(doc_id, spot, "text", "李", old=cell.text, new="987个")], {})
    evaluate_again(dataset, doc_id)
    after = load_document(copy, "project_scored.pdf", "zh")
    assert after.evaluation.indicators[0].actual_raw == "987个"
    page = document_page(after, Crops({}), "zh")
    assert "987个" in page and "人工更正" in page
    document_book(after, "zh", tmp_path / "b.xlsx")
    assert (tmp_path / "b.xlsx").stat().st_size > 5000


def test_rows_are_those_of_the_dataset(plain: Path) -> None:
    content = load_document(plain, "annex_export.txt", "zh")
    assert len(content.printed) == len(content.evaluation.forms) == content.row.form_count
    assert {one.doc_id for one in content.evaluation.cells} == {find_document(plain, "annex_export.txt").row.doc_id}


def test_without_the_stored_reading_the_rows_are_shown(plain: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(plain, copy)
    shutil.rmtree(copy / ".readings")
    content = load_document(copy, "annex_export.txt", "en")
    assert content.reading is None and content.printed == ()
    assert content.other_language  # the messages cannot be made again
    page = document_page(content, Crops({}), "en")
    assert "is not kept" in page and "in the language of the dataset" in page
    assert content.evaluation.funding == load_document(plain, "annex_export.txt", "zh").evaluation.funding
