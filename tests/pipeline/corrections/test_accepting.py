"""Rows and findings that people accept: without a mark while they say what they said, and no longer."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pandas as pd
import pytest

from extractors.document import Box, Cell, Document, Page, Paragraph, Reading
from pipeline.corrections.again import evaluate_again, load_reading, understood_in
from pipeline.corrections.decisions import accept_row, type_text
from pipeline.corrections.preview import Previewer
from pipeline.corrections.store import Corrections
from pipeline.dataset import Dataset
from pipeline.doubtful import DoubtfulRow, doubtful_rows
from tests.pipeline.corrections.samples import dataset, form, put, spot_of

DOUBTFUL = Cell(7, 4, "12处", confidence=0.5, doubts=("low_confidence",))
BLANK = Cell(8, 4, "", doubts=("unreadable",))
"""A value's cell in which nothing could be read."""
WRONG_SUM = {(4, 2): Cell(4, 2, "5,500.00", confidence=0.9999)}
"""The parts are 500 more than the total, as the document prints it."""


def queue(store: Dataset, document: Document) -> tuple[DoubtfulRow, ...]:
    now = Previewer(store, document.doc_id).before
    return doubtful_rows(now.document, now.evaluation)


def accept(store: Dataset, document: Document, path: str, typed: dict[tuple[int, int], str] | None = None) -> str:
    """Accept a row with typed texts, and return the document's status then."""
    row = next(one for one in queue(store, document) if one.path == path)
    texts = {spot_of(document, *at): text for at, text in (typed or {}).items()}
    decision = accept_row(Previewer(store, document.doc_id), row, "王", texts)
    Corrections(store).add(decision.corrections, decision.seen)
    return evaluate_again(store, document.doc_id).row.status


def test_accepting_a_row_confirms_its_doubtful_cells(tmp_path: Path) -> None:
    document = form({(7, 4): DOUBTFUL})
    store = dataset(tmp_path, document)
    assert accept(store, document, "indicators[1]") == "ok"
    (said,) = Corrections(store).of(document.doc_id)
    assert (said.action, said.old, said.new, said.field) == ("text", "12处", "12处", "indicators[1].actual")
    assert queue(store, document) == ()


def test_a_row_with_a_typed_text_is_accepted_with_the_text(tmp_path: Path) -> None:
    document = form({(7, 4): Cell(7, 4, "72处", confidence=0.5, doubts=("low_confidence",))})
    store = dataset(tmp_path, document)
    assert accept(store, document, "indicators[1]", {(7, 4): "12处"}) == "ok"
    rows = pd.read_parquet(tmp_path / "indicators").sort_values("ordinal")
    assert rows["actual_raw"].tolist()[0] == "12处"


def test_a_blank_cell_of_a_row_is_shown_and_can_be_confirmed(tmp_path: Path) -> None:
    document = form({(8, 4): BLANK})
    store = dataset(tmp_path, document)
    (row,) = [one for one in queue(store, document) if one.path == "indicators[2]"]
    (field,) = [one for one in row.fields if one.path == "indicators[2].actual"]
    assert (field.spot, field.value, field.proposed) == (spot_of(document, 8, 4), None, "")
    assert accept(store, document, "indicators[2]", {(8, 4): ""}) == "ok"


def test_an_error_of_the_document_stays_a_finding_and_needs_no_review(tmp_path: Path) -> None:
    document = form(WRONG_SUM)
    store = dataset(tmp_path, document)
    before = pd.read_parquet(tmp_path / "findings").query("severity == 'error'")
    assert len(before) > 0
    assert not before["accepted"].any()
    for row in queue(store, document):
        accept(store, document, row.path)
    errors = pd.read_parquet(tmp_path / "findings").query("severity == 'error'")
    assert len(errors) == len(before)
    assert errors["accepted"].all()
    documents = pd.read_parquet(tmp_path / "documents")
    assert documents[["status", "error_findings"]].to_numpy().tolist() == [["ok", len(before)]]


def realigned() -> Document:
    """Return a form whose row has its second level under the name of the first, which marks it by itself."""
    return form({(7, 1): Cell(7, 1, "数里指标", confidence=0.99)})


def test_what_was_accepted_holds_while_the_row_says_so(tmp_path: Path) -> None:
    document = realigned()
    store = dataset(tmp_path, document)
    assert [one.path for one in queue(store, document)] == ["indicators[1]"]
    now = Previewer(store, document.doc_id)
    row = queue(store, document)[0]
    accepted = accept_row(now, row, "王", {spot_of(document, 7, 1): "数里指标"})  # printed so, the person says
    assert [one.action for one in accepted.corrections] == ["text", "accept"]
    Corrections(store).add(accepted.corrections, accepted.seen)
    assert evaluate_again(store, document.doc_id).row.status == "ok"
    changed = type_text(Previewer(store, document.doc_id), spot_of(document, 7, 4), "15处", "李")
    Corrections(store).add(changed.corrections, changed.seen)
    after = evaluate_again(store, document.doc_id)
    assert after.row.status == "review"
    assert "acceptance_outdated" in [one.name for one in after.evaluation.findings]
    assert accept(store, document, "indicators[1]") == "ok"  # looked at again


def test_a_repaired_figure_is_confirmed_as_what_it_was_repaired_to(tmp_path: Path) -> None:
    read = (Reading("7,008.00", "rapidocr", 0.5), Reading("7,000.00", "tesseract", 0.45))
    doubts = ("low_confidence", "readers_disagree")
    misread = {(3, 3): Cell(3, 3, "7,008.00", confidence=0.5, doubts=doubts, readings=read)}
    document = form(misread)
    store = dataset(tmp_path, document)
    before = pd.read_parquet(tmp_path / "funding").sort_values("ordinal")["executed"].tolist()
    assert before[0] == 70_000_000
    for row in queue(store, document):
        accept(store, document, row.path)
    after = pd.read_parquet(tmp_path / "funding").sort_values("ordinal")
    assert after["executed"].tolist() == before
    assert not after["needs_review"].any()
    assert all("8" not in (one.new or "") for one in Corrections(store).of(document.doc_id) if one.action == "text")


def test_no_acceptance_without_a_value_that_was_shown(tmp_path: Path) -> None:
    """`87.50‰`, read unsurely, is understood as 87.50%; confirming the text as it is would make another value."""
    document = form({(3, 4): Cell(3, 4, "87.50‰", confidence=0.5, doubts=("low_confidence",))})
    store = dataset(tmp_path, document)
    rate = pd.read_parquet(tmp_path / "funding").sort_values("ordinal")["execution_rate"].tolist()[0]
    for row in queue(store, document):
        accept(store, document, row.path)
    assert pd.read_parquet(tmp_path / "funding").sort_values("ordinal")["execution_rate"].tolist()[0] == rate


def test_what_is_said_of_a_document_can_be_accepted(tmp_path: Path) -> None:
    document = form()
    title = Paragraph(2, "项目支出绩效自评表", Box(200, 40, 400, 60), "rapidocr", 0.9999, centred=True)
    document = msgspec.structs.replace(document, pages=(*document.pages, Page(2, "scanned", 595, 842, (title,))))
    store = dataset(tmp_path, document)
    (row,) = queue(store, document)
    assert (row.form_id, row.path, [one.name for one in row.reasons]) == (None, "", ["form_not_recognised"])
    assert accept(store, document, "") == "ok"
    assert queue(store, document) == ()


@pytest.mark.parametrize("shift", [0.0, 4.0])
def test_accepted_rows_are_found_again_in_another_reading(tmp_path: Path, shift: float) -> None:
    document = realigned()
    store = dataset(tmp_path, document)
    accept(store, document, "indicators[1]", {(7, 1): "数里指标"})
    put(store, form({(7, 1): Cell(7, 1, "数里指标", confidence=0.4, doubts=("low_confidence",))}, shift=shift))
    assert store.known[document.doc_id].status == "ok"
    assert queue(store, document) == ()


def test_an_export_without_boxes_is_corrected_by_table_row_and_column(tmp_path: Path) -> None:
    document = form(WRONG_SUM, export=True)
    store = dataset(tmp_path, document)
    decision = type_text(Previewer(store, document.doc_id), spot_of(document, 4, 2), "5,000.00", "王")
    Corrections(store).add(decision.corrections, decision.seen)
    after = evaluate_again(store, document.doc_id)
    assert not [one for one in after.evaluation.findings if one.severity == "error"]
    (said,) = Corrections(store).of(document.doc_id)
    assert (said.x0, said.table, said.row, said.column) == (None, 0, 4, 2)


def test_a_corrected_cell_does_not_make_a_digital_document_a_recognised_one(tmp_path: Path) -> None:
    document = form(method="pdf_text")
    store = dataset(tmp_path, document)
    row, reading = load_reading(store, document.doc_id)
    decision = type_text(Previewer(store, document.doc_id), spot_of(document, 7, 4), "12处", "王")
    after = understood_in("zh", row, reading, decision.corrections).evaluation
    before = understood_in("zh", row, reading, ()).evaluation
    assert after.indicators == before.indicators
    assert after.findings == before.findings


def test_a_label_that_was_misread_is_corrected_as_any_cell(tmp_path: Path) -> None:
    """What a value is of is told by its label: no value is typed for a field, but what is printed before it."""
    document = form({(1, 0): Cell(1, 0, "地力主臂部口", confidence=0.99)})
    store = dataset(tmp_path, document)
    now = Previewer(store, document.doc_id)
    assert now.before.evaluation.forms[0].department is None
    shown = now.show(spot_of(document, 1, 0), "地方主管部门")
    (form_row,) = [one for one in shown.changed if one.path == "form"]
    assert getattr(form_row.after, "department", None) == "望河县水利局"
    assert Corrections(store).history(document.doc_id) == ()


def test_a_preview_shows_the_arithmetic_and_writes_nothing(tmp_path: Path) -> None:
    document = form(WRONG_SUM)
    store = dataset(tmp_path, document)
    files = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    shown = Previewer(store, document.doc_id, "en").show(spot_of(document, 4, 2), "5,000.00")
    assert shown.status == "ok"
    assert "sources_do_not_sum" in [one.name for one in shown.vanishes]
    assert any("85,000,000.00 yuan" in one.message for one in shown.vanishes)
    assert [path for _, path in shown.paths] == ["funding[2]"]
    assert [str(getattr(row, "budget", None)) for row in shown.rows] == ["50000000.00"]
    worse = Previewer(store, document.doc_id).show(spot_of(document, 5, 2), "9,000.00")
    assert worse.status == "review"
    assert any("14" in one.message for one in worse.appears)
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == files
