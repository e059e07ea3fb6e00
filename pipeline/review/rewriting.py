"""Corrected documents to their rows in the dataset, behind the answers: what persons said is safe before."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Condition, Thread

from pipeline.errors import PipelineError

_QUIET_SECONDS = 2.0
"""Rows are written when nobody has decided for so long: several corrections of a document are written at once."""
_LATEST_SECONDS = 30.0
"""A document waits no longer than this, however fast people work."""
_RETRY_SECONDS = 20.0
"""Until what could not be written is tried again: the disk was full, or another program held the dataset."""


class Rewriter:
    """A thread that writes documents anew, one after another."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._due: dict[str, float] = {}
        """Document → monotonic second at which it is written at the latest."""
        self._last = 0.0
        self._busy: str | None = None
        self._over = False
        self._changed = Condition()
        self.failed = ""
        """Why the last document could not be written; empty where it could."""
        self._thread = Thread(target=self._work, name="rewriter", daemon=True)
        self._thread.start()

    def add(self, doc_id: str) -> None:
        """Let a document be written soon."""
        with self._changed:
            self._last = time.monotonic()
            self._due.setdefault(doc_id, self._last + _LATEST_SECONDS)
            self._changed.notify_all()

    def count(self) -> int:
        """Return how many documents wait or are being written."""
        with self._changed:
            return len(self._due.keys() | ({self._busy} if self._busy else set()))

    def is_waiting(self, doc_id: str) -> bool:
        """Say whether a document will be written once more."""
        with self._changed:
            return doc_id in self._due

    def close(self) -> None:
        """Write what waits, each once, and end."""
        with self._changed:
            self._over = True
            self._changed.notify_all()
        self._thread.join()

    def _work(self) -> None:
        while (doc_id := self._take()) is not None:
            try:
                self._write(doc_id)
                self.failed = ""
            except PipelineError as error:
                self.failed = str(error)
                self._put_back(doc_id)
            with self._changed:
                self._busy = None

    def _put_back(self, doc_id: str) -> None:
        with self._changed:
            if not self._over:  # at the end it is left: the next review, or the next run, finds it
                self._due.setdefault(doc_id, time.monotonic() + _RETRY_SECONDS)
                self._last = time.monotonic() + _RETRY_SECONDS

    def _take(self) -> str | None:
        """Return the document that has waited longest, when it is time; None at the end."""
        with self._changed:
            while True:
                if self._due:
                    doc_id = min(self._due, key=self._due.__getitem__)
                    wait = min(self._last + _QUIET_SECONDS, self._due[doc_id]) - time.monotonic()
                    if wait <= 0 or self._over:
                        del self._due[doc_id]
                        self._busy = doc_id
                        return doc_id
                    self._changed.wait(wait)
                elif self._over:
                    return None
                else:
                    self._changed.wait()
