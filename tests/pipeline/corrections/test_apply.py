"""Corrections in a reading: found by their place, also where another reader draws it otherwise; order, undo, twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Box, Cell, Document, Table
from pipeline.corrections.apply import corrected
from pipeline.corrections.history import effective
from pipeline.corrections.row import Correction, correction
from pipeline.corrections.spots import Spot, common_share, is_same_place
from tests.pipeline.corrections.samples import ROWS, cell_box, form, spot_of, typed

SCAN, EXPORT = form(), form(export=True)
EPOCH = datetime(2024, 1, 1, tzinfo=UTC)


def text_at(document: Document, row: int, column: int) -> Cell:
    (table,) = [block for page in document.pages for block in page.blocks if isinstance(block, Table)]
    return next(cell for cell in table.cells if (cell.row, cell.column) == (row, column))


@pytest.mark.parametrize("document", [SCAN, EXPORT], ids=["scan", "export"])
@pytest.mark.parametrize("new", ["7,006.00", "", "两行\n文字"])
def test_a_cell_gets_the_text_and_keeps_what_was_read_behind_it(document: Document, new: str) -> None:
    found = corrected(document, [typed(document, 3, 3, new)])
    cell, before = text_at(found.document, 3, 3), text_at(document, 3, 3)
    assert (cell.text, cell.method, cell.doubts) == (new, "correction", ())
    assert [one.text for one in cell.readings] == [new, before.text]
    assert found.unplaced == ()
    assert text_at(found.document, 4, 3) is text_at(document, 4, 3)


def test_print_that_no_recogniser_read_stays_without_confidence() -> None:
    document = form(method="pdf_text")
    assert text_at(corrected(document, [typed(document, 3, 3, "1")]).document, 3, 3).confidence is None
    assert text_at(corrected(SCAN, [typed(SCAN, 3, 3, "1")]).document, 3, 3).confidence == 1.0


def test_a_blank_cell_can_be_given_a_text() -> None:
    assert text_at(corrected(SCAN, [typed(SCAN, 7, 5, "工期顺延")]).document, 7, 5).text == "工期顺延"


def test_a_reader_that_draws_cells_a_little_otherwise_finds_them_all() -> None:
    later = form(shift=4.0)  # a fifth of a cell's height
    found = corrected(later, [typed(SCAN, 3, 3, "1"), typed(SCAN, 4, 3, "2"), typed(SCAN, 3, 4, "3%")])
    assert found.unplaced == ()
    assert [text_at(found.document, *at).text for at in ((3, 3), (4, 3), (3, 4))] == ["1", "2", "3%"]


def moved(document: Document, boxes: dict[tuple[int, int], Box | None]) -> Document:
    """Return the form with other boxes of some cells; None takes a cell out."""
    page = document.pages[0]
    *above, table = page.blocks
    assert isinstance(table, Table)
    cells = []
    for cell in table.cells:
        box = boxes.get((cell.row, cell.column), cell.box)
        if (cell.row, cell.column) not in boxes or box is not None:
            cells.append(msgspec.structs.replace(cell, box=box))
    blocks = (*above, msgspec.structs.replace(table, cells=tuple(cells)))
    return msgspec.structs.replace(document, pages=(msgspec.structs.replace(page, blocks=blocks),))


def test_a_reader_that_draws_texts_finds_a_cell_whose_text_is_alike() -> None:
    cell = cell_box(3, 3)
    narrow = moved(SCAN, {(3, 3): Box(cell.x0 + 30, cell.top + 6, cell.x0 + 60, cell.top + 14)})
    found = corrected(narrow, [typed(SCAN, 3, 3, "7,006.00")])
    assert text_at(found.document, 3, 3).text == "7,006.00"
    other = correction(SCAN.doc_id, spot_of(SCAN, 3, 3), "text", "王", old="未提供", new="无")
    assert corrected(narrow, [other]).unplaced == (other,)


def test_half_of_a_cell_is_no_place_for_its_correction() -> None:
    whole = cell_box(3, 3)
    middle = (whole.x0 + whole.x1) / 2
    cut = moved(SCAN, {
        (3, 3): Box(whole.x0, whole.top, middle, whole.bottom), (3, 4): Box(middle, whole.top, whole.x1, whole.bottom)
    })  # fmt: skip
    one = correction(SCAN.doc_id, spot_of(SCAN, 3, 3), "text", "王", old="12.5-13.5", new="12.5、13.5")
    found = corrected(cut, [one])
    assert found.unplaced == (one,)
    assert found.document == cut


def test_a_cell_that_is_gone_and_a_document_of_another_name() -> None:
    gone = moved(SCAN, {(3, 3): None})
    one = typed(SCAN, 3, 3, "1")
    assert corrected(gone, [one]).unplaced == (one,)
    other = form(name="别的.pdf")
    assert corrected(other, [one]).document is other


def test_two_that_compete_for_one_cell_are_both_told() -> None:
    left = correction(SCAN.doc_id, Spot(1, Box(262.0, 160.0, 342.0, 180.0)), "text", "王", old="7,000.00", new="1")
    right = correction(SCAN.doc_id, Spot(1, Box(298.0, 160.0, 378.0, 180.0)), "text", "李", old="7,000.00", new="2")
    assert not is_same_place(left.spot, right.spot)
    assert all(common_share(cell_box(3, 3), one.spot.box or Box(0, 0, 0, 0)) >= 0.6 for one in (left, right))
    found = corrected(SCAN, [left, right])
    assert set(found.unplaced) == {left, right}
    assert found.document == SCAN
    same = msgspec.structs.replace(right, new="1")
    assert text_at(corrected(SCAN, [left, same]).document, 3, 3).text == "1"


texts = st.text(st.sampled_from("0123456789.,%≥人万元优良\n "), max_size=12)
places = st.tuples(st.integers(0, len(ROWS) - 1), st.integers(0, len(ROWS[0]) - 1))
documents = st.sampled_from([SCAN, EXPORT])


def rows(document: Document, said: dict[tuple[int, int], str]) -> list[Correction]:
    return [typed(document, *at, text) for at, text in said.items()]


@given(documents, st.dictionaries(places, texts, max_size=6), st.randoms())
def test_the_order_of_independent_corrections_does_not_matter(
    document: Document, said: dict[tuple[int, int], str], chance: object
) -> None:
    given_rows = rows(document, said)
    mixed = list(given_rows)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert corrected(document, mixed) == corrected(document, given_rows)


@given(documents, st.dictionaries(places, texts, max_size=6))
def test_applied_twice_is_applied_once(document: Document, said: dict[tuple[int, int], str]) -> None:
    once = corrected(document, rows(document, said)).document
    twice = corrected(once, rows(document, said)).document
    assert [text_at(twice, *at).text for at in said] == [text_at(once, *at).text for at in said] == list(said.values())
    assert twice == once


actions = st.lists(st.tuples(st.sampled_from(["text", "undo"]), places, texts, st.integers(0, 100)), max_size=14)


@given(documents, actions)
def test_what_holds_is_what_a_list_of_undoable_steps_leaves(document: Document, steps: list[tuple[str, ...]]) -> None:
    """Texts and undos, also of undos, against a model that walks from the last row to the first."""
    history: list[Correction] = []
    for number, (action, at, text, pick) in enumerate(steps):
        one = typed(document, *at, text)  # type: ignore[misc]
        if action == "undo":
            if not history:
                continue
            old = history[int(pick) % len(history)]
            one = correction(document.doc_id, old.spot, "undo", "王", undoes=old.correction_id)
        history.append(msgspec.structs.replace(one, at=EPOCH + timedelta(seconds=number)))
    alive: dict[str, bool] = {}
    for one in reversed(history):
        undone = any(other.undoes == one.correction_id and alive[other.correction_id] for other in history[::-1]
                     if other.correction_id in alive)  # fmt: skip
        alive[one.correction_id] = not undone
    expected: dict[Spot, str | None] = {}
    for one in history:
        if one.action == "text" and alive[one.correction_id]:
            expected[one.spot] = one.new
    assert {one.spot: one.new for one in effective(history)} == expected


@given(documents, st.dictionaries(places, texts, min_size=1, max_size=5), texts, st.integers(0, 100))
def test_undo_restores_exactly(
    document: Document, said: dict[tuple[int, int], str], text: str, pick: int
) -> None:
    before = [msgspec.structs.replace(one, at=EPOCH) for one in rows(document, said)]
    at = list(said)[pick % len(said)]
    later = msgspec.structs.replace(typed(document, *at, text), at=EPOCH + timedelta(seconds=1))
    undo = msgspec.structs.replace(
        correction(document.doc_id, later.spot, "undo", "李", undoes=later.correction_id),
        at=EPOCH + timedelta(seconds=2),
    )
    restored = effective([*before, later, undo])
    assert set(restored) == set(before)
    assert corrected(document, restored) == corrected(document, effective(before))
