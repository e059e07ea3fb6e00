"""Which item each browser has open, so that two people do not do the same work."""

from __future__ import annotations

import time
from threading import Lock

from msgspec import Struct

_KEPT_SECONDS = 25.0
"""A page tells every five seconds that it is there; five times silent, it is gone or its machine sleeps."""


class _Visit(Struct, frozen=True):
    item_id: str
    reviewer: str
    at: float


class OpenItems:
    """Who looks at what just now, of the browsers of this server."""

    def __init__(self) -> None:
        self._visits: dict[str, _Visit] = {}
        self._lock = Lock()

    def visit(self, session_id: str, reviewer: str, item_id: str) -> None:
        """Say that a browser shows an item, and none but this one; an empty id for none."""
        with self._lock:
            self._visits[session_id] = _Visit(item_id, reviewer, time.monotonic())

    def others(self, session_id: str) -> dict[str, str]:
        """Return item → reviewer, of what the other browsers show."""
        latest = time.monotonic() - _KEPT_SECONDS
        with self._lock:
            self._visits = {key: visit for key, visit in self._visits.items() if visit.at >= latest}
            return {one.item_id: one.reviewer for key, one in self._visits.items() if key != session_id and one.item_id}
