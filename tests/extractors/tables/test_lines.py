from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.layer import Rule
from extractors.tables.lines import join_rules


def across(at: float, start: float, end: float) -> Rule:
    return Rule(False, at, start, end, 0.5)


def test_borders_of_neighbouring_cells_become_one_line() -> None:
    (line,) = join_rules([across(10, 50, 100), across(10.3, 100, 180)])
    assert (line.start, line.end) == (50, 180)
    assert 10 < line.at < 10.3


def test_dashes_and_dots_become_one_line() -> None:
    dashes = [across(10, 50 + 5 * i, 53 + 5 * i) for i in range(20)]
    assert [(rule.start, rule.end) for rule in join_rules(dashes)] == [(50, 148)]


def test_a_gap_as_wide_as_a_cell_stays_a_gap() -> None:
    assert len(join_rules([across(10, 50, 100), across(10, 120, 180)])) == 2


def test_ticks_and_dots_alone_are_no_lines() -> None:
    assert join_rules([across(10, 50, 53), Rule(True, 70, 10, 12)]) == []


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(6, 100)), min_size=1, max_size=20))
def test_joining_again_changes_nothing(pieces: list[tuple[int, int]]) -> None:
    joined = join_rules(across(10, start, start + length) for start, length in pieces)
    assert join_rules(joined) == joined
