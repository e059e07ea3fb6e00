from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Box
from extractors.tables.grid import cluster_positions, grid_of_boxes, same_cells
from tests.extractors.drawn_pdf import FORM, boxes_of


def test_boxes_become_spans_in_order() -> None:
    grid = grid_of_boxes(list(reversed(boxes_of(FORM))))
    assert grid is not None
    assert (grid.rows, grid.columns) == (4, 4)
    assert [(s.row, s.column, s.row_span, s.column_span) for s in grid.spans] == [cell[:4] for cell in FORM]


def test_edges_that_nearly_meet_are_one() -> None:
    grid = grid_of_boxes([Box(0, 0, 50, 20), Box(51.5, 0.4, 100, 20.3)])
    assert grid is not None
    assert (grid.rows, grid.columns) == (1, 2)


def test_no_boxes_make_no_grid() -> None:
    assert grid_of_boxes([]) is None
    assert grid_of_boxes([Box(5, 5, 6, 6)]) is None


def test_two_finders_agree_about_the_same_cells_only() -> None:
    one = grid_of_boxes(boxes_of(FORM))
    shifted = grid_of_boxes([Box(b.x0 + 1, b.top + 1, b.x1 + 1, b.bottom + 1) for b in boxes_of(FORM)])
    other = grid_of_boxes(boxes_of(FORM)[:-1])
    assert one is not None
    assert shifted is not None
    assert other is not None
    assert same_cells(one, shifted)
    assert not same_cells(one, other)


@given(st.lists(st.floats(0, 1000), max_size=60))
def test_edges_are_in_order_and_apart(positions: list[float]) -> None:
    edges = cluster_positions(positions)
    assert edges == sorted(edges)
    assert all(any(abs(edge - position) <= 3 for edge in edges) for position in positions)
