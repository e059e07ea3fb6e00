from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.peers.box_grid import Boxed, Placed, edges, place_boxes


def test_boxes_become_rows_columns_and_spans() -> None:
    boxes = [
        Boxed(0, 0, 100.4, 20, "项目名称"),
        Boxed(0.3, 20.2, 50, 60, "资金"),
        Boxed(50.1, 20, 100, 40.1, "预算数"),
        Boxed(50, 40, 100.2, 60.3, "96.32"),
    ]
    assert place_boxes(boxes, 2.0) == [
        Placed(0, 0, 1, 2, "项目名称"),
        Placed(1, 0, 2, 1, "资金"),
        Placed(1, 1, 1, 1, "预算数"),
        Placed(2, 1, 1, 1, "96.32"),
    ]


def test_no_boxes_are_no_cells() -> None:
    assert place_boxes([], 2.0) == []


@given(st.lists(st.integers(0, 50), min_size=1, max_size=20), st.floats(-0.4, 0.4))
def test_edges_that_differ_by_less_than_the_tolerance_are_one(places: list[int], off: float) -> None:
    values = [10.0 * place for place in places]
    assert len(edges(values, [value + off for value in values], tolerance=1.0)) == len(set(places))
