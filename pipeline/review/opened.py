"""A document of the dataset as it is understood just now, with what persons have said of it."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from functools import cached_property
from threading import RLock

from extractors.document import Document, Page
from normalizers.schema import Form, Language
from pipeline.corrections.accepting import Row, RowPath, found_by, said_by
from pipeline.corrections.again import load_reading
from pipeline.corrections.preview import Preview, Previewer, compare
from pipeline.corrections.row import Correction
from pipeline.corrections.spots import Spot
from pipeline.corrections.store import Corrections
from pipeline.corrections.understanding import Understood
from pipeline.documents import DocumentRow
from pipeline.doubtful import DoubtfulRow, doubtful_rows, rows_by_path
from pipeline.field_places import FieldPlaces, field_places
from pipeline.review.items import Item, evaluation_items

RowKey = RowPath

_KEPT_DOCUMENTS = 24
"""Understood documents in memory: those of some people, and the next ones; a few hundred kB each."""


class Opened:
    """One document, understood with some corrections, in one language; it does not change."""

    def __init__(self, store: Corrections, doc_id: str, language: Language) -> None:
        """Raises `NoReading`."""
        self.history: tuple[Correction, ...] = store.history(doc_id)
        self.previewer = Previewer(store.dataset, doc_id, language)
        self.understood: Understood = self.previewer.before
        self.row: DocumentRow
        self.reading: Document
        self.row, self.reading = load_reading(store.dataset, doc_id)
        self.language: Language = language

    @cached_property
    def places(self) -> FieldPlaces:
        """Where its fields are printed."""
        return field_places(self.understood.document, self.understood.evaluation)

    @cached_property
    def forms(self) -> Mapping[str, Form]:
        """Its forms by their id."""
        return {form.form_id: form for form in self.understood.evaluation.forms}

    @cached_property
    def pages(self) -> Mapping[int, Page]:
        """Its pages by their number."""
        return {page.number: page for page in self.reading.pages}

    @cached_property
    def rows(self) -> Mapping[RowKey, Row]:
        """Every row of its forms."""
        return rows_by_path(self.understood.evaluation)

    @cached_property
    def doubtful(self) -> Mapping[RowKey, tuple[DoubtfulRow, ...]]:
        """The rows to look at; what is said of no form stands under `document`, several in one."""
        found: dict[RowKey, tuple[DoubtfulRow, ...]] = {}
        for row in doubtful_rows(self.understood.document, self.understood.evaluation):
            key = (row.form_id, row.path or "document")
            found[key] = (*found.get(key, ()), row)
        return found

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Its part of the queue."""
        return evaluation_items(self.row, self.understood.evaluation)

    def fingerprint(self, key: RowKey) -> str:
        """Return what stands for all that a row says and is doubted for."""
        row = self.rows.get(key)
        told = [said_by(row)] if row is not None else []
        told += [found_by(one.finding) for row in self.doubtful.get(key, ()) for one in row.reasons if one.finding]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]

    def preview(self, texts: Mapping[Spot, str], spot: Spot) -> tuple[Understood, Preview]:
        """Return what the document would be with these texts, and what is another one in it."""
        after = self.previewer.after(texts)
        return after, compare(self.understood, after, spot)


class OpenedDocuments:
    """The documents that are worked on, each understood once for every state of its corrections."""

    def __init__(self, store: Corrections) -> None:
        self._store = store
        self._kept: OrderedDict[tuple[str, Language], Opened] = OrderedDict()
        self._lock = RLock()

    def open(self, doc_id: str, language: Language) -> Opened:
        """Return a document as it is now; raises `NoReading` where it cannot be understood again."""
        history = self._store.history(doc_id)
        with self._lock:
            kept = self._kept.get((doc_id, language))
        row = self._store.dataset.find(doc_id)
        if kept is not None and kept.history == history and row is not None and _same_reading(kept.row, row):
            return kept
        opened = Opened(self._store, doc_id, language)
        with self._lock:
            self._kept[doc_id, language] = opened
            self._kept.move_to_end((doc_id, language))
            while len(self._kept) > _KEPT_DOCUMENTS:
                self._kept.popitem(last=False)
        return opened


def _same_reading(one: DocumentRow, other: DocumentRow) -> bool:
    return (one.reader, one.extracted_at, one.location) == (other.reader, other.extracted_at, other.location)
