"""The table `corrections` as it was read last: its files never change, so that only new ones are read again."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock

import msgspec
from deltalake import DeltaTable

from pipeline.corrections.history import effective, mark_of
from pipeline.corrections.row import Correction
from pipeline.places import Place
from pipeline.tables import active_files, read_parquet


class CorrectionLog:
    """What persons have said about the documents of one dataset; several threads may ask at once."""

    def __init__(self, dataset: Place) -> None:
        self._folder = dataset / "corrections"
        self._files: dict[str, tuple[Correction, ...]] = {}
        self._by_document: dict[str, tuple[Correction, ...]] = {}
        self._holding: dict[str, tuple[Correction, ...]] = {}
        self._lock = Lock()

    def look(self, table: DeltaTable) -> None:
        """Take in what others have written; `table` was brought up to date by the caller."""
        names = active_files(table)
        with self._lock:
            if set(names) == self._files.keys():
                return
            before, self._files = self._files, {name: self._files.get(name) or self._read(name) for name in names}
            if before.keys() <= self._files.keys():
                new = [one for name in self._files.keys() - before.keys() for one in self._files[name]]
                changed = {one.doc_id for one in new}
                old = (one for doc_id in changed for one in self._by_document.get(doc_id, ()))
                self._by_document = {**self._by_document, **_by_document((*old, *new))}
                self._holding = {key: held for key, held in self._holding.items() if key not in changed}
            else:  # files were merged
                self._by_document = _by_document(one for rows in self._files.values() for one in rows)
                self._holding = {}

    def history(self, doc_id: str) -> tuple[Correction, ...]:
        """Return everything that was said about a document, oldest first."""
        return self._by_document.get(doc_id, ())

    def holding(self, doc_id: str) -> tuple[Correction, ...]:
        """Return what holds of it: see `pipeline.corrections.history.effective`."""
        with self._lock:
            if doc_id not in self._holding:
                self._holding[doc_id] = effective(self._by_document.get(doc_id, ()))
            return self._holding[doc_id]

    def mark(self, doc_id: str) -> str | None:
        """Return what the rows of a document are marked with that take into account what holds."""
        return mark_of(self.holding(doc_id))

    def doc_ids(self) -> set[str]:
        """Return the documents about which something was said."""
        return set(self._by_document)

    def _read(self, name: str) -> tuple[Correction, ...]:
        return tuple(msgspec.convert(read_parquet(self._folder / name).to_pylist(), list[Correction]))


def _by_document(rows: Iterable[Correction]) -> dict[str, tuple[Correction, ...]]:
    found: dict[str, list[Correction]] = {}
    for one in rows:
        found.setdefault(one.doc_id, []).append(one)
    return {doc_id: tuple(sorted(own, key=lambda one: one.at)) for doc_id, own in found.items()}
