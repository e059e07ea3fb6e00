"""Documents to the parts of a dataset: some hundreds of documents whose rows share one file in each table.

A file cannot be changed, only replaced. So that replacing a document costs the same in a small dataset and in a large
one, a part never grows beyond a bound, a document stays in its part, and only small parts are ever merged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import uuid4

from msgspec import Struct

PART_DOCUMENTS = 250
"""Documents of a full part: replacing one rewrites the rows of so many, and 100,000 documents are 400 files a table."""

PART_PAGES = 2500
"""Pages of a full part, of which a page has some 10 kB in all tables: a part is read into memory to be rewritten."""

SMALL_PARTS = 16
"""Parts less than half full that are left alone; with one more they are merged. Nightly runs with one new document each
rewrite its rows about eight times until its part is half full, runs with twenty once or twice; then never again."""


class Part(Struct, frozen=True):
    """The documents of one part."""

    doc_ids: frozenset[str]
    pages: int

    def is_small(self) -> bool:
        """Say whether the part may still be merged with others."""
        return 2 * len(self.doc_ids) < PART_DOCUMENTS and 2 * self.pages < PART_PAGES


class Arrival(Struct, frozen=True):
    """A document that is to be written."""

    doc_id: str
    pages: int
    home: str | None
    """The part in which it, or the document whose place it takes, is already."""


class Change(Struct, frozen=True):
    """What becomes of some parts: their documents, but for those that leave, and some new ones, as one part."""

    part: str
    sources: tuple[str, ...]
    arrivals: tuple[str, ...] = ()


def new_part() -> str:
    """Return a name for a part that nobody else chooses: 12 hexadecimal digits."""
    return uuid4().hex[:12]


def plan_changes(parts: Mapping[str, Part], leaving: Iterable[str], arrivals: Sequence[Arrival]) -> list[Change]:
    """Return the fewest changes that take in the arrivals; `leaving` are the parts that documents leave.

    Arrivals go to the part they were in, others into new parts; small parts are merged where there are too many.
    """
    at_home: dict[str, list[str]] = {part: [] for part in leaving}
    for arrival in arrivals:
        if arrival.home is not None:
            at_home.setdefault(arrival.home, []).append(arrival.doc_id)
    changes = [Change(part, (part,), tuple(doc_ids)) for part, doc_ids in at_home.items()]
    small = [name for name, part in parts.items() if part.is_small() and name not in at_home]
    fill = small if len(small) > SMALL_PARTS else []
    for sources, doc_ids in _pack(parts, fill, [arrival for arrival in arrivals if arrival.home is None]):
        if doc_ids or len(sources) > 1:
            changes.append(Change(new_part(), tuple(sources), tuple(doc_ids)))
    return changes


def pack_documents(documents: Iterable[tuple[str, int]]) -> Iterator[list[str]]:
    """Yield the ids of (id, pages) in the same order, as many at a time as make a part."""
    for _, doc_ids in _pack({}, [], [Arrival(doc_id, pages, None) for doc_id, pages in documents]):
        yield doc_ids


def _pack(
    parts: Mapping[str, Part], small: Sequence[str], arrivals: Sequence[Arrival]
) -> Iterator[tuple[list[str], list[str]]]:
    """Yield (small parts, new documents) that together make one part, in order."""
    sources: list[str] = []
    doc_ids: list[str] = []
    documents = pages = 0
    things = [(name, len(parts[name].doc_ids), parts[name].pages, sources) for name in small]
    things += [(arrival.doc_id, 1, arrival.pages, doc_ids) for arrival in arrivals]
    for name, more_documents, more_pages, kind in things:
        if documents and (documents + more_documents > PART_DOCUMENTS or pages + more_pages > PART_PAGES):
            yield list(sources), list(doc_ids)
            sources.clear()
            doc_ids.clear()
            documents = pages = 0
        kind.append(name)
        documents += more_documents
        pages += more_pages
    if documents:
        yield list(sources), list(doc_ids)
