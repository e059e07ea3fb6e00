"""Double keying of a row: what two people answer blind, and what a third one settles (`pipeline.corrections`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from threading import Lock
from typing import Literal

import msgspec

from normalizers.review import row_path
from pipeline.corrections.double_keying import Keying, answer, is_same_person, keying_at, keyings, settle
from pipeline.corrections.row import Correction
from pipeline.corrections.store import Corrections
from pipeline.review.decisions import Told
from pipeline.review.item_view import cell_key, doubted_paths, is_cell_doubtful
from pipeline.review.items import Item
from pipeline.review.opened import Opened, RowKey
from pipeline.review.row_cells import RowCell, row_cells
from pipeline.review.views import CellView, ItemView, ReadingView

Turn = Literal["first", "waiting", "third"]
"""What a person may do at a row: answer blind; nothing, as others are to answer; settle what two differ about."""


def turn_of(opened: Opened, key: RowKey, reviewer: str) -> Turn | None:
    """Return what a person may do at a row; None where no cell of it is open, so that it is decided by one."""
    return _turn([keying_at(opened.history, cell.printed.spot) for cell in _open_cells(opened, key)], reviewer)


def answer_row(store: Corrections, opened: Opened, key: RowKey, told: Told) -> bool:
    """Write what a person says of the cells in doubt, or settles; return whether all of them are settled then."""
    proposed = {field.spot: field.proposed for row in opened.doubtful.get(key, ()) for field in row.fields}
    doc_id, reviewer = opened.row.doc_id, told.reviewer
    cells = {cell.printed.spot: cell for cell in row_cells(opened.places, *key) if cell.printed.spot in told.typed}
    cells |= {cell.printed.spot: cell for cell in _open_cells(opened, key)}
    for spot, cell in cells.items():
        old = cell.printed.text.text
        text = told.typed.get(spot, proposed.get(spot, old))
        before = keying_at(store.history(doc_id), spot)
        if before.may_settle(reviewer):
            settle(store, doc_id, spot, text, reviewer, told.reason)
        elif before.may_answer(reviewer):
            answer(store, doc_id, spot, text, reviewer, old=old, field=cell.field_of(key[1]))
    return all(keying_at(store.history(doc_id), spot).state == "settled" for spot in cells)


def with_turn(view: ItemView, opened: Opened, key: RowKey, reviewer: str) -> ItemView:
    """Return what the page shows, with the person's part; who settles sees the two answers as readings."""
    turn = turn_of(opened, key, reviewer)
    if turn != "third":
        return msgspec.structs.replace(view, double=turn)
    answers = {
        cell_key(cell.printed.spot): keying_at(opened.history, cell.printed.spot).answers
        for cell in _open_cells(opened, key)
    }
    cells = tuple(_with_answers(cell, answers.get(cell.key, ())) for cell in view.cells)
    return msgspec.structs.replace(view, double=turn, cells=cells)


class Waiting:
    """The items at which a person has nothing to do, because others are to answer; known from the answers alone."""

    def __init__(self, store: Corrections) -> None:
        self._store = store
        self._known: dict[tuple[str, str], tuple[tuple[Correction, ...], frozenset[str]]] = {}
        self._lock = Lock()

    def rows(self, doc_id: str, reviewer: str) -> frozenset[str]:
        """Return the rows of a document at which a person waits for others."""
        history = self._store.history(doc_id)
        with self._lock:
            known = self._known.get((doc_id, reviewer))
        if known is None or known[0] is not history:
            known = history, _waiting_rows(history, reviewer)
            with self._lock:
                self._known[doc_id, reviewer] = known
        return known[1]

    def items(self, items: Sequence[Item], rows: frozenset[str]) -> tuple[list[Item], list[Item]]:
        """Return a document's items of these rows: the sure ones, and those of rows that two of its forms have."""
        named = Counter(item.row for item in items)
        own = [item for item in items if item.row in rows]
        return [one for one in own if named[one.row] == 1], [one for one in own if named[one.row] > 1]


def _waiting_rows(history: Sequence[Correction], reviewer: str) -> frozenset[str]:
    by_row: dict[str, list[Keying]] = {}
    for one in keyings(history):
        if one.state != "settled" and one.answers:
            by_row.setdefault(row_path(one.answers[0].field or "document"), []).append(one)
    return frozenset(row for row, own in by_row.items() if _turn(own, reviewer) == "waiting")


def _turn(keyed: Sequence[Keying], reviewer: str) -> Turn | None:
    left = [one for one in keyed if one.state != "settled"]
    if not left:
        return None
    if any(one.may_settle(reviewer) for one in left):
        return "third"
    answered = any(is_same_person(one.reviewer, reviewer) for place in left for one in place.answers)
    return "waiting" if answered else "first"


def _open_cells(opened: Opened, key: RowKey) -> list[RowCell]:
    """Return the cells of a row that are in doubt, or of which somebody has answered, and that are not settled."""
    doubted = doubted_paths(opened, key)
    cells = row_cells(opened.places, *key)
    keyed = {cell.printed.spot: keying_at(opened.history, cell.printed.spot) for cell in cells}
    return [
        cell
        for cell in cells
        if keyed[cell.printed.spot].state != "settled"
        and (keyed[cell.printed.spot].answers or is_cell_doubtful(cell, doubted))
    ]


def _with_answers(cell: CellView, answers: Sequence[Correction]) -> CellView:
    told = [ReadingView(one.new or "", "answer", one.reviewer, None) for one in answers]
    if not told:
        return cell
    others = [one for one in cell.readings[1:] if one.text not in {answer.text for answer in told}]
    first = [one for one in cell.readings[:1] if one.text not in {answer.text for answer in told}]
    return msgspec.structs.replace(cell, readings=(*told, *first, *others))

