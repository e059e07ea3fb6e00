"""Which parts change when documents are written: never more than they are in, and never one that is full."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.parts import PART_DOCUMENTS, PART_PAGES, SMALL_PARTS, Arrival, Part, pack_documents, plan_changes


def part(name: str, documents: int, pages: int = 1) -> Part:
    return Part(frozenset(f"{name}-{number}" for number in range(documents)), documents * pages)


def arrivals(documents: int, pages: int = 1, home: str | None = None) -> list[Arrival]:
    return [Arrival(f"new-{number}", pages, home) for number in range(documents)]


def test_new_documents_make_parts_of_a_bounded_size() -> None:
    changes = plan_changes({}, [], arrivals(2 * PART_DOCUMENTS + 1))
    assert [len(change.arrivals) for change in changes] == [PART_DOCUMENTS, PART_DOCUMENTS, 1]
    assert all(change.sources == () for change in changes)


def test_documents_with_many_pages_make_smaller_parts() -> None:
    changes = plan_changes({}, [], arrivals(3, pages=PART_PAGES // 2))
    assert [len(change.arrivals) for change in changes] == [2, 1]
    assert [len(doc_ids) for doc_ids in pack_documents([("a", PART_PAGES), ("b", 2 * PART_PAGES), ("c", 1)])] == [1] * 3


def test_a_document_stays_in_its_part() -> None:
    parts = {"a": part("a", 200), "b": part("b", 200)}
    (change,) = plan_changes(parts, ["a"], [Arrival("a-3", 1, "a")])
    assert (change.part, change.sources, change.arrivals) == ("a", ("a",), ("a-3",))


def test_a_part_that_is_only_left_changes_too() -> None:
    (change,) = plan_changes({"a": part("a", 200)}, ["a"], [])
    assert (change.sources, change.arrivals) == (("a",), ())


def test_small_parts_are_merged_when_there_are_too_many() -> None:
    parts = {str(number): part(str(number), 10) for number in range(SMALL_PARTS)}
    assert [change.sources for change in plan_changes(parts, [], arrivals(5))] == [()]
    parts["more"] = part("more", 10)
    (change,) = plan_changes(parts, [], arrivals(5))
    assert (set(change.sources), len(change.arrivals)) == (set(parts), 5)


def test_full_parts_are_left_alone() -> None:
    parts = {str(number): part(str(number), PART_DOCUMENTS) for number in range(100)}
    assert [change.sources for change in plan_changes(parts, [], arrivals(1))] == [()]


@given(
    sizes=st.lists(st.integers(1, PART_DOCUMENTS), max_size=60),
    pages=st.integers(1, 40),
    new=st.integers(0, 600),
    touched=st.sets(st.integers(0, 59)),
)
def test_every_document_is_in_one_part_and_parts_stay_bounded(
    sizes: list[int], pages: int, new: int, touched: set[int]
) -> None:
    parts = {str(number): part(str(number), size, pages) for number, size in enumerate(sizes)}
    leaving = [str(number) for number in touched if number < len(sizes)]
    changes = plan_changes(parts, leaving, arrivals(new, pages))
    sources = [source for change in changes for source in change.sources]
    assert len(sources) == len(set(sources))
    assert sorted(doc_id for change in changes for doc_id in change.arrivals) == sorted(
        arrival.doc_id for arrival in arrivals(new)
    )
    for change in changes:
        documents = len(change.arrivals) + sum(len(parts[source].doc_ids) for source in change.sources)
        assert documents <= PART_DOCUMENTS
    merged = [source for change in changes for source in change.sources if source not in leaving]
    assert all(parts[source].is_small() for source in merged)
