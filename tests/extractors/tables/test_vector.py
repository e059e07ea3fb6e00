from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.document import Box
from extractors.layer import Rule
from extractors.tables.grid import Grid
from extractors.tables.vector import cut_to_rectangles, find_grids
from tests.extractors.drawn_pdf import FORM, XS, YS, boxes_of, rules_of

SPANS = [cell[:4] for cell in FORM]


def spans(grid: Grid) -> list[tuple[int, int, int, int]]:
    return [(span.row, span.column, span.row_span, span.column_span) for span in grid.spans]


def thin_boxes(boxes: list[Box], inset: float) -> list[Rule]:
    """Every cell draws its own border, a little inside its neighbours'."""
    return rules_of([Box(b.x0 + inset, b.top + inset, b.x1 - inset, b.bottom - inset) for b in boxes])


def dashed(rules: list[Rule]) -> list[Rule]:
    return [
        Rule(rule.vertical, rule.at, start, min(start + 3.0, rule.end))
        for rule in rules
        for start in [rule.start + 5.0 * i for i in range(int((rule.end - rule.start) // 5) + 1)]
    ]


def overhanging(rules: list[Rule]) -> list[Rule]:
    return [Rule(rule.vertical, rule.at + 0.4, rule.start - 1.5, rule.end + 1.5) for rule in rules]


HABITS = {
    "every cell a rectangle": rules_of(boxes_of(FORM)),
    "space between cells": thin_boxes(boxes_of(FORM), 1.1),
    "dashes": dashed(rules_of(boxes_of(FORM))),
    "overhang": overhanging(rules_of(boxes_of(FORM))),
    "frame on the page": [*rules_of(boxes_of(FORM)), *rules_of([Box(20, 20, 575, 820)])],
    "double frame": [*rules_of(boxes_of(FORM)), *rules_of([Box(XS[0] - 2, YS[0] - 2, XS[-1] + 2, YS[-1] + 2)])],
    "a blank to fill in": [*rules_of(boxes_of(FORM)), Rule(False, 119.0, 250, 330)],
    "a tick on a rule": [*rules_of(boxes_of(FORM)), Rule(False, 160.0, XS[1], XS[1] + 9)],
}


@pytest.mark.parametrize("habit", HABITS)
def test_every_way_of_drawing_gives_the_same_cells(habit: str) -> None:
    (grid,) = find_grids(HABITS[habit])
    assert spans(grid) == SPANS
    assert grid.doubts == ()
    assert not grid.broken_top


def test_sides_that_are_not_drawn_are_closed_and_doubted() -> None:
    rules = [r for r in rules_of(boxes_of(FORM)) if not (r.vertical and r.at in (XS[0], XS[-1]))]
    (grid,) = find_grids(rules)
    assert spans(grid) == SPANS
    assert grid.doubts == ("open",)


def test_a_merged_row_of_a_table_without_sides_belongs_to_it() -> None:
    rules = [r for r in rules_of(boxes_of(FORM)) if not (r.vertical and r.at in (XS[0], XS[-1]))]
    (grid,) = find_grids([*rules, Rule(False, YS[-1] + 24, XS[0], XS[-1], 0.5)])
    assert spans(grid) == [*SPANS, (4, 0, 1, 4)]


def test_a_table_cut_by_the_page_is_open_at_the_top() -> None:
    rules = [r for r in rules_of(boxes_of(FORM)) if r.vertical or r.at != YS[0]]
    (grid,) = find_grids(rules)
    assert grid.broken_top
    assert spans(grid) == SPANS
    assert grid.doubts == ()


def test_two_tables_on_a_page_stay_two() -> None:
    lower = [Box(b.x0, b.top + 300, b.x1, b.bottom + 300) for b in boxes_of(FORM)]
    grids = find_grids(rules_of(lower) + rules_of(boxes_of(FORM)))
    assert [round(grid.box.top) for grid in grids] == [100, 400]


def test_a_table_within_a_cell_of_another_is_a_table_of_its_own() -> None:
    inner = [Box(240, 104, 300, 112), Box(300, 104, 360, 112), Box(240, 112, 300, 120), Box(300, 112, 360, 120)]
    grids = find_grids(rules_of(boxes_of(FORM)) + rules_of(inner))
    assert sorted(len(grid.spans) for grid in grids) == [4, len(FORM)]


def test_a_lone_frame_and_lone_lines_are_no_tables() -> None:
    assert find_grids(rules_of([Box(50, 50, 500, 700)])) == ()
    assert find_grids([Rule(False, 100, 50, 500), Rule(False, 300, 50, 500)]) == ()
    assert find_grids([]) == ()


def test_a_merged_cell_that_is_no_rectangle_is_cut_and_doubted() -> None:
    rules = [r for r in rules_of(boxes_of(FORM)) if not (r.vertical and r.at == XS[1] and r.start == YS[1])]
    missing = [r for r in rules if not (r.vertical and r.at == XS[1] and r.start >= YS[2] and r.end <= YS[3])]
    (grid,) = find_grids(missing)
    assert grid.doubts == ("split",)
    assert sum(span.row_span * span.column_span for span in grid.spans) == grid.rows * grid.columns


def test_pieces_of_a_cut_cell_are_rectangles() -> None:
    patch = frozenset({(0, 0), (1, 0), (1, 1), (2, 1)})
    pieces = cut_to_rectangles(patch, np.zeros((4, 2), bool), np.zeros((3, 3), bool))
    assert frozenset().union(*pieces) == patch
    assert sum(map(len, pieces)) == len(patch)


@st.composite
def tilings(draw: st.DrawFn) -> list[Box]:
    """Cut a rectangle into cells by random cuts from side to side, as merged cells are."""
    boxes, left = [], [(0, 0, 6, 8)]
    while left:
        x0, y0, x1, y1 = left.pop()
        cuts = [("x", c) for c in range(x0 + 1, x1)] + [("y", c) for c in range(y0 + 1, y1)]
        cut = (
            draw(st.sampled_from([None, *cuts]))
            if cuts and (boxes or left)
            else (draw(st.sampled_from(cuts)) if cuts else None)
        )
        if cut is None:
            boxes.append(Box(60 + 70.0 * x0, 100 + 18.0 * y0, 60 + 70.0 * x1, 100 + 18.0 * y1))
        elif cut[0] == "x":
            left += [(x0, y0, cut[1], y1), (cut[1], y0, x1, y1)]
        else:
            left += [(x0, y0, x1, cut[1]), (x0, cut[1], x1, y1)]
    return boxes


def near(one: Box, other: Box) -> bool:
    sides = ((one.x0, other.x0), (one.top, other.top), (one.x1, other.x1), (one.bottom, other.bottom))
    return all(abs(a - b) < 2 for a, b in sides)


@settings(max_examples=60)
@given(tilings(), st.sampled_from([0.0, 0.4, 1.1]))
def test_any_tiling_is_found_again(boxes: list[Box], inset: float) -> None:
    (grid,) = find_grids(thin_boxes(boxes, inset))
    assert len(grid.spans) == len(boxes)
    assert all(sum(near(box, span.box) for span in grid.spans) == 1 for box in boxes)
    covered = {
        (r, c)
        for s in grid.spans
        for r in range(s.row, s.row + s.row_span)
        for c in range(s.column, s.column + s.column_span)
    }
    assert len(covered) == grid.rows * grid.columns == sum(s.row_span * s.column_span for s in grid.spans)


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 600), st.floats(0, 600), st.floats(0, 300)), max_size=40))
def test_any_lines_give_tables_whose_cells_do_not_overlap(lines: list[tuple[bool, float, float, float]]) -> None:
    for grid in find_grids([Rule(vertical, at, start, start + length) for vertical, at, start, length in lines]):
        places = [
            (r, c)
            for s in grid.spans
            for r in range(s.row, s.row + s.row_span)
            for c in range(s.column, s.column + s.column_span)
        ]
        assert len(places) == len(set(places))
        assert [(s.row, s.column) for s in grid.spans] == sorted((s.row, s.column) for s in grid.spans)
        assert all(a <= b for a, b in pairwise(sorted(places)))
