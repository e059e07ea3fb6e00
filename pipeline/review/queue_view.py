"""What the queue shows to one person: what comes next, what is left, who has done what."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from threading import Lock

from msgspec import Struct

from pipeline.review.filters import Facets, Filter, count_facets, select
from pipeline.review.items import Item
from pipeline.review.queue_index import QueueIndex

_KEPT_SELECTIONS = 64
"""Filters whose items are kept: some for each of the people who work at once."""


class Step(Struct, frozen=True):
    """Where to go in the queue from an item."""

    after: str = ""
    """Item from which to go; empty for the beginning."""
    backwards: bool = False
    leave_document: bool = False


class Selections:
    """The filtered queues that are asked for again and again, made anew when the queue has changed."""

    def __init__(self, index: QueueIndex) -> None:
        self._index = index
        self._kept: dict[tuple[Filter, frozenset[str], frozenset[str]], tuple[int, list[Item]]] = {}
        self._facets: tuple[int, Facets] | None = None
        self._lock = Lock()

    def items(
        self, asked: Filter, skipped: frozenset[str] = frozenset(), hidden: frozenset[str] = frozenset()
    ) -> list[Item]:
        """Return the items of a filter, in its order."""
        key, version = (asked, skipped, hidden), self._index.version
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None and kept[0] == version:
            return kept[1]
        found = select(self._index.items(), asked, skipped, hidden)
        with self._lock:
            if len(self._kept) >= _KEPT_SELECTIONS:
                self._kept.clear()
            self._kept[key] = version, found
        return found

    def facets(self) -> Facets:
        """Return what the whole queue can be filtered by."""
        version = self._index.version
        if self._facets is None or self._facets[0] != version:
            self._facets = version, count_facets(self._index.items())
        return self._facets[1]


def step(items: Sequence[Item], go: Step, gone: Item | None, taken: Collection[str]) -> Item | None:
    """Return the item that comes next, round the end of the queue; those that others have open are passed over.

    `gone` is the item that `go.after` named where it is no longer in the queue: its place counts.
    """
    if not items:
        return None
    start = _position(items, go.after, gone)
    left_document = go.after.partition(".")[0] if go.leave_document else None
    offsets = range(-1, -len(items) - 1, -1) if go.backwards else range(len(items))
    for offset in offsets:
        item = items[(start + offset) % len(items)]
        if item.item_id == go.after or item.item_id in taken or item.doc_id == left_document:
            continue
        return item
    return None


def _position(items: Sequence[Item], after: str, gone: Item | None) -> int:
    """Return the number of the item, or of the first that would stand behind it."""
    for number, item in enumerate(items):
        if item.item_id == after:
            return number
    if gone is None:
        return 0
    return next((number for number, item in enumerate(items) if item.order > gone.order), 0)
