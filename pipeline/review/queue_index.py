"""The tables of a dataset to the queue: every row to look at, in order; kept up to date while others write.

Tables are cut into parts of some hundred documents each (`pipeline.parts`), a file a part and table that never
changes: only parts with a new file are read again.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Mapping
from threading import RLock

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable

from pipeline.documents import DocumentRow
from pipeline.places import Place
from pipeline.review.items import LABELS, FormHead, Item, MarkedRow, Trouble, document_items, row_name
from pipeline.tables import open_dataset_table, part_files, read_parquet

_TABLES = (*LABELS, "findings", "documents")

Order = tuple[float, str, str]


class QueueIndex:
    """What is left to do in a dataset; several threads may ask at once."""

    def __init__(self, folder: Place) -> None:
        """Read the whole dataset once; raises `NoDataset` where there is none."""
        self._folder = folder
        self._tables: dict[str, DeltaTable] = {name: open_dataset_table(folder, name) for name in _TABLES}
        self._files: dict[str, tuple[str | None, ...]] = {}
        """Part → its file in each table, as last read."""
        self._in_part: dict[str, set[str]] = {}
        self._written: dict[str, tuple[Item, ...]] = {}
        """Items of each document as they are in the dataset."""
        self._ahead: dict[str, tuple[Item, ...]] = {}
        """Items of documents that were evaluated and not written yet: these count."""
        self._sorted: list[Item] = []
        self.documents: dict[str, DocumentRow] = {}
        self.version = 0
        """Grows with every change of the queue."""
        self._lock = RLock()
        self.refresh()

    def items(self) -> list[Item]:
        """Return all items, the most urgent first; not to be changed."""
        with self._lock:
            return self._sorted

    def find(self, item_id: str) -> Item | None:
        """Return an item that is still in the queue."""
        doc_id = item_id.partition(".")[0]
        with self._lock:
            return next((item for item in self._of(doc_id) if item.item_id == item_id), None)

    def of_document(self, doc_id: str) -> tuple[Item, ...]:
        """Return the items of one document."""
        with self._lock:
            return self._of(doc_id)

    def put_ahead(self, doc_id: str, items: tuple[Item, ...]) -> None:
        """Let a document have these items until its rows are written."""
        with self._lock:
            self._exchange({doc_id}, lambda: self._ahead.update({doc_id: items}))

    def written(self, doc_id: str) -> None:
        """Take a document's items from the dataset again: its rows are written."""
        with self._lock:
            self._read_changes()
            self._exchange({doc_id}, lambda: self._ahead.pop(doc_id, None))

    def refresh(self) -> None:
        """Take in what was written since, by us or by others."""
        with self._lock:
            self._read_changes()

    def _of(self, doc_id: str) -> tuple[Item, ...]:
        return self._ahead.get(doc_id, self._written.get(doc_id, ()))

    def _exchange(self, doc_ids: set[str], change: Callable[[], object]) -> None:
        """Change what some documents have, and keep the order."""
        before = [item for doc_id in doc_ids for item in self._of(doc_id)]
        change()
        after = [item for doc_id in doc_ids for item in self._of(doc_id)]
        if before == after:
            return
        self.version += 1
        if len(doc_ids) > 1:
            kept = [item for item in self._sorted if item.doc_id not in doc_ids]
            self._sorted = sorted([*kept, *after], key=_order)
            return
        new = list(self._sorted)  # who holds the old list goes on undisturbed
        for item in before:
            del new[bisect_left(new, item.order, key=_order)]
        for item in after:
            insort(new, item, key=_order)
        self._sorted = new

    def _read_changes(self) -> None:
        files = self._current_files()
        changed = {part for part in {*files, *self._files} if files.get(part) != self._files.get(part)}
        if not changed:
            return
        gone = {doc_id for part in changed for doc_id in self._in_part.get(part, ())}
        read: dict[str, tuple[DocumentRow, tuple[Item, ...]]] = {}
        for part in changed:
            found = dict(self._read_part(files[part])) if part in files else {}
            self._in_part[part] = set(found)
            read |= found

        def change() -> None:
            for doc_id in gone - read.keys():
                self.documents.pop(doc_id, None)
                self._written.pop(doc_id, None)
            self.documents.update((doc_id, row) for doc_id, (row, _) in read.items())
            self._written.update((doc_id, items) for doc_id, (_, items) in read.items())

        self._exchange(gone | read.keys(), change)
        self._files = files

    def _current_files(self) -> dict[str, tuple[str | None, ...]]:
        """Return the files of each part, a table each; a part without documents is none."""
        by_table = []
        for name in _TABLES:
            self._tables[name].update_incremental()
            by_table.append(part_files(self._tables[name]))
        return {part: tuple(files.get(part) for files in by_table) for part in by_table[-1]}

    def _read_part(self, files: tuple[str | None, ...]) -> Iterator[tuple[str, tuple[DocumentRow, tuple[Item, ...]]]]:
        """Yield each document of a part with its items."""
        named = dict(zip(_TABLES, files, strict=True))
        marks: dict[str, list[MarkedRow]] = {}
        for table, label in LABELS.items():
            for mark in self._read_marks(table, label, named[table]):
                marks.setdefault(mark.doc_id, []).append(mark)
        troubles: dict[str, list[Trouble]] = {}
        for trouble in self._read_troubles(named["findings"]):
            troubles.setdefault(trouble.doc_id, []).append(trouble)
        forms = self._read_forms(named["forms"])
        rows = self._rows("documents", named["documents"], list(DocumentRow.__struct_fields__))
        for row in msgspec.convert(rows.to_pylist() if rows else [], list[DocumentRow]):
            found = document_items(row, forms, marks.get(row.doc_id, ()), troubles.get(row.doc_id, ()))
            yield row.doc_id, (row, found)

    def _read_marks(self, table: str, label: str | None, file: str | None) -> Iterator[MarkedRow]:
        page = "page_first" if table == "forms" else "page"
        columns = ["doc_id", "form_id", "ordinal", "confidence", "needs_review", page, *([label] if label else [])]
        rows = self._rows(table, file, columns)
        if rows is None:
            return
        for row in rows.filter(rows["needs_review"]).to_pylist():
            path = row_name(table, row["ordinal"])
            text = (row[label] if label else None) or ""
            yield MarkedRow(row["doc_id"], row["form_id"], path, text, row["confidence"], row[page])

    def _read_troubles(self, file: str | None) -> Iterator[Trouble]:
        columns = ["doc_id", "form_id", "rule", "severity", "field", "page", "accepted", "scope"]
        rows = self._rows("findings", file, columns)
        if rows is None:
            return
        left = pc.and_(pc.invert(pc.fill_null(rows["accepted"], False)), pc.equal(rows["scope"], "document"))
        for row in rows.filter(left).drop_columns(["accepted", "scope"]).to_pylist():
            yield Trouble(**row)

    def _read_forms(self, file: str | None) -> Mapping[str, FormHead]:
        rows = self._rows("forms", file, ["form_id", "template", "title"])
        found = [] if rows is None else rows.to_pylist()
        return {row["form_id"]: FormHead(row["template"], row["title"] or "") for row in found}

    def _rows(self, table: str, file: str | None, columns: list[str]) -> pa.Table | None:
        return None if file is None else read_parquet(self._folder / table / file, columns)


def _order(item: Item) -> Order:
    return item.order
