"""How many rows each person has dealt with, of the table `corrections`."""

from __future__ import annotations

from collections import Counter
from threading import Lock

from normalizers.review import row_path
from pipeline.corrections.history import standing
from pipeline.corrections.row import Correction
from pipeline.corrections.store import Corrections

Done = frozenset[tuple[str, int, str]]
"""Reviewer, page and row."""


class People:
    """Counts kept by document: a decision changes those of one."""

    def __init__(self, store: Corrections) -> None:
        self._store = store
        self._known: dict[str, tuple[tuple[Correction, ...], Done]] = {}
        self._lock = Lock()

    def count(self) -> Counter[str]:
        """Return reviewer → rows that they accepted or corrected, and nobody took back."""
        counted: Counter[str] = Counter()
        with self._lock:
            for doc_id in self._store.doc_ids():
                history = self._store.history(doc_id)
                known = self._known.get(doc_id)
                if known is None or known[0] is not history:
                    known = history, _done(history)
                    self._known[doc_id] = known
                counted.update(reviewer for reviewer, _, _ in known[1])
        return counted


def _done(history: tuple[Correction, ...]) -> Done:
    return frozenset(
        (one.reviewer, one.page, row_path(one.field or "document"))
        for one in standing(history)
        if one.action in ("text", "accept", "answer")
    )
