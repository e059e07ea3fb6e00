from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.outliers import FEWEST, find_outliers


def places(values: list[float], groups: list[int], least: float = 0.03) -> list[int]:
    return [one.at for one in find_outliers(np.array(values, float), np.array(groups, np.int64), least)]


def test_what_is_far_from_its_own_group_is_found() -> None:
    values = [0.95, 0.97, 0.96, 0.98, 0.94, 0.96, 0.97, 0.10] + [0.1] * 8
    assert places(values, [5] * 8 + [2] * 8) == [7]


def test_the_median_and_the_distance_are_told() -> None:
    (one,) = find_outliers(np.array([1.0] * 9 + [3.0]), np.zeros(10, np.int64), 0.1)
    assert (one.at, one.median, one.members) == (9, 1.0, 10)
    assert abs(one.distance - 20) < 1e-9


def test_few_values_tell_nothing() -> None:
    assert places([1.0] * (FEWEST - 2) + [100.0], [0] * (FEWEST - 1)) == []


def test_where_nearly_all_are_equal_the_next_best_is_none() -> None:
    assert places([1.0] * 20 + [1.01], [0] * 21) == []


def test_several_wrong_values_do_not_hide_each_other() -> None:
    """Mean and standard deviation would be moved by them so far that neither stands out."""
    values = [1.0, 1.02, 0.98, 1.01, 0.99, 1.0, 1.03, 0.97, 9.0, 9.5, 10.0]
    assert places(values, [0] * 11) == [8, 9, 10]


def test_nothing_is_found_in_nothing() -> None:
    assert places([], []) == []


@given(st.lists(st.tuples(st.floats(0, 10), st.integers(0, 3)), max_size=60), st.randoms())
def test_the_order_of_the_values_does_not_matter(rows: list[tuple[float, int]], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one = sorted(rows[at] for at in places([value for value, _ in rows], [group for _, group in rows]))
    other = sorted(shuffled[at] for at in places([value for value, _ in shuffled], [group for _, group in shuffled]))
    assert one == other
