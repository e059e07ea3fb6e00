"""What is in the queue, in which order, and where one goes in it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Box
from pipeline.corrections.spots import printed_of
from pipeline.dataset import Dataset
from pipeline.documents import DocumentRow
from pipeline.doubtful import doubtful_rows
from pipeline.field_places import field_places
from pipeline.importance import IMPORTANCE, KINDS, kind_of, urgency
from pipeline.review.filters import Filter, by_document, count_facets, parse_filter, select
from pipeline.review.items import FormHead, Item, MarkedRow, Trouble, document_items, evaluation_items
from pipeline.review.queue_index import QueueIndex
from pipeline.review.queue_view import Step, step
from pipeline.review.row_cells import row_cells
from pipeline.review.turn_taking import OpenItems
from pipeline.review.workbench import Workbench
from tests.pipeline.corrections.samples import dataset, form, put
from tests.pipeline.review.samples import CHANGES

ROW = DocumentRow(
    doc_id="d" * 64, source="a", file_name="a.pdf", status="review", pipeline_version="1", extracted_at=None,  # type: ignore[arg-type]
    seconds=0.1, location="/a", reader="r", normalizer="n",
)  # fmt: skip
FORM = "dddddddddddddddd-1"


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("funding[2]", "funding"), ("form", "form"), ("indicators[11]", "indicators"), ("goals[1]", "goals"),
        ("management[3]", "management"), ("document", "document"), ("passages[4]", "document"),
    ],
)  # fmt: skip
def test_kinds(row: str, kind: str) -> None:
    assert kind_of(row) == kind


@given(st.sampled_from(KINDS), st.none() | st.floats(0, 1), st.booleans())
def test_an_amount_that_does_not_add_up_comes_before_all_else(kind: str, confidence: float, error: bool) -> None:
    first = urgency("funding[1]", None, error=True)
    assert 0 < urgency(kind, confidence, error=error) <= first
    if (kind, error) != ("funding", True):
        assert urgency(kind, confidence, error=error) < first


def test_money_is_worth_most() -> None:
    assert max(IMPORTANCE, key=IMPORTANCE.__getitem__) == "funding"
    assert set(IMPORTANCE) == set(KINDS)


def test_a_row_is_one_item_with_all_that_was_found_on_it() -> None:
    mark = MarkedRow(ROW.doc_id, FORM, "funding[1]", "年度资金总额", 0.4, 2)
    troubles = [
        Trouble(ROW.doc_id, FORM, "F-01", "error", "funding[1].budget", 2),
        Trouble(ROW.doc_id, FORM, "F-02", "warning", "funding[1].executed", 2),
        Trouble(ROW.doc_id, FORM, "F-02", "warning", "funding[2].executed", 2),  # neither marked nor an error
        Trouble(ROW.doc_id, FORM, "I-08", "info", "indicators", None),
        Trouble(ROW.doc_id, None, "X-01", "error", None, None),
    ]
    items = document_items(ROW, {FORM: FormHead("transfer_payment", "表")}, [mark], troubles)
    assert [(item.row, item.rules, item.error, item.template) for item in items] == [
        ("funding[1]", ("F-01", "F-02"), True, "transfer_payment"),
        ("document", ("X-01",), True, "none"),
    ]


def items(count: int = 6) -> list[Item]:
    base = document_items(ROW, {}, [MarkedRow(ROW.doc_id, FORM, "funding[1]", "x", 0.4, 1)], [])[0]
    return [
        msgspec.structs.replace(
            base, item_id=f"d{n % 2}.1.r{n}", doc_id=f"d{n % 2}", urgency=1 - n / 10, position=(n, "", 0)
        )
        for n in range(count)
    ]


def test_the_queue_holds_what_the_rows_to_look_at_are(tmp_path: Path) -> None:
    """The index, made of the tables' columns, and `doubtful_rows`, made of the document, name the same rows."""
    store = dataset(tmp_path, form(CHANGES), form(CHANGES, export=True, name="b.txt"))
    workbench = Workbench(tmp_path)
    try:
        for doc_id in store.known:
            opened = workbench.opened(doc_id, "zh")
            told = {
                (row.form_id, row.path or "document")
                for row in doubtful_rows(opened.understood.document, opened.understood.evaluation)
            }
            assert {(item.form_id, item.row) for item in workbench.index.of_document(doc_id)} == told
            assert evaluation_items(opened.row, opened.understood.evaluation) == workbench.index.of_document(doc_id)
    finally:
        workbench.close()


def test_the_index_sees_what_others_write(tmp_path: Path) -> None:
    dataset(tmp_path, form(CHANGES))
    index = QueueIndex(tmp_path)
    before, version = len(index.items()), index.version
    index.refresh()
    assert index.version == version
    put(Dataset(tmp_path), form(CHANGES, name="c.pdf"))
    index.refresh()
    assert len(index.items()) == 2 * before
    put(Dataset(tmp_path), form(name="c.pdf"))
    index.refresh()
    assert len(index.items()) == before
    assert index.items() == sorted(index.items(), key=lambda item: item.order)


def test_what_was_decided_counts_before_it_is_written(tmp_path: Path) -> None:
    dataset(tmp_path, form(CHANGES))
    index = QueueIndex(tmp_path)
    item = index.items()[0]
    index.put_ahead(item.doc_id, ())
    assert index.items() == []
    index.refresh()  # the rows are the old ones
    assert index.items() == []
    index.written(item.doc_id)
    assert item in index.items()


def test_steps() -> None:
    queue = items()
    assert step(queue, Step(), None, ()) == queue[0]
    assert step(queue, Step(queue[0].item_id), None, ()) == queue[1]
    assert step(queue, Step(queue[5].item_id), None, ()) == queue[0]  # round the end
    assert step(queue, Step(queue[0].item_id), None, {queue[1].item_id}) == queue[2]
    assert step(queue, Step(queue[2].item_id, backwards=True), None, ()) == queue[1]
    assert step(queue, Step(queue[0].item_id, leave_document=True), None, ()) == queue[1]
    assert step(queue[:1], Step(queue[0].item_id), None, ()) is None
    assert step([], Step(), None, ()) is None
    left = [queue[0], *queue[2:]]
    assert step(left, Step(queue[1].item_id), queue[1], ()) == queue[2]  # goes on where it was


def test_filters() -> None:
    queue = items()
    assert select(queue, Filter(), frozenset()) == queue
    assert select(queue, Filter(), frozenset({queue[0].item_id})) == queue[1:]
    assert select(queue, Filter(state="skipped"), frozenset({queue[0].item_id})) == queue[:1]
    assert select(queue, Filter(), frozenset(), frozenset({queue[1].item_id})) == [queue[0], *queue[2:]]
    assert select(queue, Filter(document="D1"), frozenset()) == [item for item in queue if item.doc_id == "d1"]
    assert [item.doc_id for item in by_document(queue)] == ["d0"] * 3 + ["d1"] * 3
    assert count_facets(queue).kinds == (("funding", 6),)
    assert parse_filter({"rule": "F-01", "state": "x", "order": "document", "other": "1"}) == Filter(
        rule="F-01", order="document"
    )


def test_open_items() -> None:
    opened = OpenItems()
    opened.visit("one", "甲", "x")
    assert opened.others("one") == {}
    assert opened.others("two") == {"x": "甲"}
    opened.visit("one", "甲", "y")
    assert opened.others("two") == {"y": "甲"}
    opened.visit("one", "甲", "")
    assert opened.others("two") == {}


def test_a_rows_cells_are_those_of_its_line_also_the_blank_ones(tmp_path: Path) -> None:
    document = form(CHANGES)
    dataset(tmp_path, document)
    workbench = Workbench(tmp_path)
    try:
        opened = workbench.opened(document.doc_id, "zh")
        places = field_places(opened.understood.document, opened.understood.evaluation)
        form_id = next(iter(opened.forms))
        cells = row_cells(places, form_id, "indicators[2]")
        assert [cell.column for cell in cells] == [
            "level1", "level2", "level3", "target", "actual", "未完成原因和改进措施"
        ]  # fmt: skip
        assert cells[-1].path is None
        assert cells[4].printed.text.text == "98％?"
        lines = {cell.printed.text.row for cell in cells}  # type: ignore[union-attr]
        assert lines == {8}
        assert len(list(printed_of(document))) > len(cells)
        assert all(isinstance(cell.printed.text.box, Box) for cell in cells)
    finally:
        workbench.close()
