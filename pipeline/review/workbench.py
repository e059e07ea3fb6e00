"""One dataset under review: its queue, its documents as they are just now, and what becomes of a decision."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from threading import Lock

from msgspec import Struct

from normalizers.review import row_path
from normalizers.schema import Language
from pipeline.corrections.again import evaluate_again
from pipeline.corrections.history import standing
from pipeline.corrections.row import Correction
from pipeline.corrections.spots import Spot
from pipeline.corrections.store import Conflict, Corrections
from pipeline.documents import DocumentRow
from pipeline.doubtful import rows_by_path
from pipeline.errors import NoReading, PipelineError
from pipeline.field_places import field_places
from pipeline.places import Place
from pipeline.review.decisions import Told, corrections_of, refuse_strange
from pipeline.review.double import Waiting, answer_row, turn_of, with_turn
from pipeline.review.history_view import decisions
from pipeline.review.item_view import cell_key, item_view
from pipeline.review.items import Item, item_id
from pipeline.review.opened import Opened, OpenedDocuments, RowKey
from pipeline.review.people import People
from pipeline.review.pictures import Pictures
from pipeline.review.queue_index import QueueIndex
from pipeline.review.queue_view import Selections
from pipeline.review.rewriting import Rewriter
from pipeline.review.row_cells import row_cells
from pipeline.review.shown_values import shown_value
from pipeline.review.turn_taking import OpenItems
from pipeline.review.views import ItemView, PreviewView
from pipeline.tables import open_dataset_table

_LOOK_SECONDS = 4.0
"""How often the dataset is looked at for what other programs have written."""


class Outdated(PipelineError):
    """The row says something else than when the person looked at it; nothing was written."""


class Decided(Struct, frozen=True):
    """What became of a decision."""

    settled: int
    """Further items of the document that are gone with it."""
    still_open: bool
    """The row is in doubt yet: what the person said raises another question."""


class Workbench:
    """Everything behind the pages of one review; several threads use it at once."""

    def __init__(self, folder: Place, password: str | None = None, *, double: bool = False) -> None:
        """Open a dataset; raises `NoDataset` where there is none. `double`: two people answer blind."""
        open_dataset_table(folder, "documents")
        self.store = Corrections(folder)
        self.index = QueueIndex(folder)
        self.selections = Selections(self.index)
        self.people = People(self.store)
        self.open_items = OpenItems()
        self._waiting = Waiting(self.store) if double else None
        self.pictures = Pictures(password)
        self.rewriter = Rewriter(self._rewrite)
        self._documents = OpenedDocuments(self.store)
        self._deciding = Lock()
        """One decision at a time: each is about what the one before has left."""
        self._looked = 0.0
        for doc_id in self._unwritten():
            self._take_over(doc_id)

    def close(self) -> None:
        """Write what is not written yet."""
        self.rewriter.close()

    def opened(self, doc_id: str, language: Language) -> Opened:
        """Return a document as it is now; raises `NoReading`."""
        return self._documents.open(doc_id, language)

    def view(self, name: str, language: Language, reviewer: str) -> ItemView:
        """Return what an item shows, also one that is settled; raises `NoReading` where there is no such row."""
        opened, key = self._find(name, language)
        view = item_view(opened, key, self.pictures.missing(opened))
        return view if self._waiting is None else with_turn(view, opened, key, reviewer)

    def waiting(self, reviewer: str) -> frozenset[str]:
        """Return the items at which a person has nothing to do before others have answered."""
        if self._waiting is None:
            return frozenset()
        found: set[str] = set()
        for doc_id in self.store.doc_ids():
            if rows := self._waiting.rows(doc_id, reviewer):
                sure, unsure = self._waiting.items(self.index.of_document(doc_id), rows)
                found.update(item.item_id for item in sure)
                for item in unsure:
                    opened = self.opened(doc_id, "zh")
                    if turn_of(opened, (item.form_id, item.row), reviewer) == "waiting":
                        found.add(item.item_id)
        return frozenset(found)

    def preview(self, name: str, typed: Mapping[Spot, str], spot: Spot, language: Language) -> PreviewView:
        """Return what would be with these texts; `spot` is the one that is being typed. Nothing is written."""
        opened, key = self._find(name, language)
        refuse_strange(row_cells(opened.places, *key), typed)
        after, found = opened.preview(typed, spot)
        row = rows_by_path(after.evaluation).get(key)
        cells = row_cells(field_places(after.document, after.evaluation), *key)
        values = tuple(
            (cell_key(cell.printed.spot), shown_value(row, cell.column, language) if row and cell.path else None)
            for cell in cells
        )
        return PreviewView(
            values=values,
            settles=tuple(one.message for one in found.vanishes),
            raises=tuple(one.message for one in found.appears),
            rows=sum((one.form_id, one.path) != key for one in found.changed),
        )

    def decide(self, name: str, told: Told, fingerprint: str) -> Decided:
        """Write what a person decided about a row, and return when it is safe.

        Raises `Conflict` where somebody else has written about a cell of the row meanwhile, `Outdated` where it says
        something else, or is settled, for another reason.
        """
        with self._deciding:
            opened, key = self._find(name, "zh")
            new, seen = corrections_of(opened, key, told)  # what others wrote is told before that something changed
            settled = key not in opened.doubtful and not told.typed
            if settled or opened.fingerprint(key) != fingerprint:
                raise Outdated("the row has changed; look again")
            before = len(opened.items)
            if self._waiting is not None and turn_of(opened, key, told.reviewer) is not None:
                self._answer(opened, key, told)
            else:
                self.store.add(new, seen)
            after = self._take_over(opened.row.doc_id)
        left = () if after is None else after.items
        still = any(item.item_id == name for item in left)
        gone = max(0, before - len(left) - (not still))
        return Decided(gone, still and name not in self.waiting(told.reviewer))

    def _answer(self, opened: Opened, key: RowKey, told: Told) -> None:
        """Write blind answers; once all cells are settled, the row is accepted as two people have said."""
        if not answer_row(self.store, opened, key, told):
            return
        again = self.opened(opened.row.doc_id, opened.language)
        if key in again.doubtful:
            seen = {cell.printed.spot: None for cell in row_cells(again.places, *key)}
            known = {spot: again.previewer.last_at(spot) for spot in seen}
            self.store.add(*corrections_of(again, key, Told(told.reviewer, {}, known)))

    def undo(self, reviewer: str, correction_id: str | None = None) -> str | None:
        """Take back one correction, or all that a person's last decision wrote; return its item, None for nothing."""
        with self._deciding:
            rows = self._last_of(reviewer) if correction_id is None else self._named(correction_id)
            for one in reversed(rows):
                self.store.undo(one.correction_id, reviewer)
            if not rows:
                return None
            opened = self._take_over(rows[0].doc_id)
            return _item_at(opened, rows[0]) if opened is not None else None

    def look(self) -> None:
        """Take in what other programs have written into the dataset, every few seconds."""
        now = time.monotonic()
        with self._deciding:
            if now - self._looked < _LOOK_SECONDS:
                return
            self._looked = now
            known = {doc_id: len(self.store.history(doc_id)) for doc_id in self.store.doc_ids()}
            self.store.refresh()
            for doc_id in self.store.doc_ids():
                if len(self.store.history(doc_id)) != known.get(doc_id, 0):
                    self._show(doc_id)
            self.index.refresh()

    def document(self, doc_id: str) -> DocumentRow | None:
        """Return a document of the dataset."""
        return self.store.dataset.find(doc_id)

    def _find(self, name: str, language: Language) -> tuple[Opened, RowKey]:
        doc_id, ordinal, row = split_item(name)
        opened = self.opened(doc_id, language)
        form_id = f"{doc_id[:16]}-{ordinal}" if ordinal != "0" else None
        key = form_id, row
        if key not in opened.rows and key not in opened.doubtful:
            raise NoReading(f"{name}: there is no such row any more")
        return opened, key

    def _take_over(self, doc_id: str) -> Opened | None:
        """Let the queue show a corrected document at once, and its rows be written soon."""
        opened = self._show(doc_id)
        if opened is not None:
            self.rewriter.add(doc_id)
        return opened

    def _show(self, doc_id: str) -> Opened | None:
        """Let the queue show a document as it is with all that was said of it; None where it cannot be understood."""
        with suppress(NoReading):
            opened = self.opened(doc_id, "zh")
            self.index.put_ahead(doc_id, opened.items)
            return opened
        return None

    def _rewrite(self, doc_id: str) -> None:
        with suppress(NoReading):  # it is not in the dataset any more, or not readable: the next run sees to it
            evaluate_again(self.store.dataset, doc_id)
        if not self.rewriter.is_waiting(doc_id):
            self.index.written(doc_id)

    def _unwritten(self) -> list[str]:
        """Return the documents whose rows do not know yet what was said of them: a review was killed."""
        return [
            doc_id
            for doc_id in self.store.doc_ids()
            if (row := self.store.dataset.find(doc_id)) is not None
            and row.status != "failed"
            and row.corrections != self.store.dataset.corrections.mark(doc_id)
        ]

    def _last_of(self, reviewer: str) -> list[Correction]:
        """Return what a person's last decision wrote that nobody has taken back."""
        own = [one for one in self._decisions() if one[0].reviewer == reviewer]
        return max(own, key=lambda decision: decision[-1].at, default=[])

    def _named(self, correction_id: str) -> list[Correction]:
        """Return the decision that wrote a correction."""
        named = (one for one in self._decisions() if any(row.correction_id == correction_id for row in one))
        return next(named, [])

    def _decisions(self) -> Iterator[list[Correction]]:
        """Yield every decision that holds."""
        for doc_id in self.store.doc_ids():
            rows = [one for one in standing(self.store.history(doc_id)) if one.action != "undo"]
            yield from decisions(rows)


def split_item(name: str) -> tuple[str, str, str]:
    """Return the document, the form's ordinal and the row that an item's name says; raises `NoReading` for another."""
    doc_id, _, rest = name.partition(".")
    ordinal, _, row = rest.partition(".")
    if not doc_id or not ordinal.isdigit() or not row:
        raise NoReading(f"{name}: is no item")
    return doc_id, ordinal, row


def _item_at(opened: Opened, one: Correction) -> str | None:
    """Return the item of the row that a correction was about, as the document is now."""
    row = row_path(one.field or "document")
    items: list[Item] = [item for item in opened.items if item.row == row and item.page == one.page]
    if items:
        return items[0].item_id
    keys = [key for key in opened.rows if key[1] == row]
    return item_id(opened.row.doc_id, *keys[0]) if keys else None


__all__ = ["Conflict", "Decided", "Outdated", "Workbench", "split_item"]
