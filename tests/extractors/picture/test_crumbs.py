from __future__ import annotations

import numpy as np

from extractors.picture.crumbs import with_crumbs
from extractors.picture.lines import Inside, LineBox

USUAL = 24.0
PLACE = Inside(10, 10, 210, 90)


def _paper() -> np.ndarray:
    return np.zeros((100, 220), np.uint8)


def _crumble(ink: np.ndarray, x0: int, top: int, x1: int, bottom: int) -> None:
    """Leave two dots beside each other in every fourth place."""
    for row in range(top, bottom, 4):
        for column in range(x0, x1, 4):
            ink[row, column : min(x1, column + 2)] = 255


def test_the_crumbs_of_a_comparator_before_a_figure_belong_to_its_line() -> None:
    ink = _paper()
    ink[40:64, 100:150] = 255
    _crumble(ink, 78, 44, 93, 62)
    assert with_crumbs([LineBox(100, 40, 150, 64)], ink, PLACE, USUAL) == (LineBox(78, 40, 150, 64),)


def test_the_crumbled_leg_under_the_bar_of_a_seven_makes_it_as_high_as_a_figure() -> None:
    ink = _paper()
    ink[40:43, 100:112] = 255
    _crumble(ink, 104, 45, 108, 62)
    (line,) = with_crumbs([LineBox(100, 40, 112, 43)], ink, PLACE, USUAL)
    assert (line.top, line.bottom) == (40, 62)


def test_specks_far_from_print_are_left_alone() -> None:
    ink = _paper()
    ink[40:64, 100:150] = 255
    ink[20, 40:42] = ink[80, 190:192] = 255
    assert with_crumbs([LineBox(100, 40, 150, 64)], ink, PLACE, USUAL) == (LineBox(100, 40, 150, 64),)


def test_a_line_does_not_grow_into_the_next_one() -> None:
    ink = _paper()
    ink[20:44, 100:150] = ink[50:74, 100:150] = 255
    _crumble(ink, 100, 44, 150, 50)
    above, below = with_crumbs([LineBox(100, 20, 150, 44), LineBox(100, 50, 150, 74)], ink, PLACE, USUAL)
    assert above.bottom <= 47 <= below.top + 1
    assert above.bottom <= below.top


def test_upright_writing_and_an_empty_cell_stay_as_they_are() -> None:
    parts = (LineBox(20, 20, 40, 40), LineBox(20, 44, 40, 64))
    stacked = LineBox(20, 20, 40, 64, parts)
    ink = _paper()
    assert with_crumbs([], ink, PLACE, USUAL) == ()
    _crumble(ink, 20, 20, 60, 64)
    assert with_crumbs([stacked], ink, PLACE, USUAL) == (stacked,)


def test_crumbs_alone_in_a_cell_are_its_line_where_they_hang_together() -> None:
    ink = _paper()
    _crumble(ink, 80, 40, 96, 56)
    assert with_crumbs([], ink, PLACE, USUAL) == (LineBox(80, 40, 94, 53),)
    ink[:] = 0
    ink[20, 30:32] = ink[50, 100:103] = ink[70, 180:182] = 255
    assert with_crumbs([], ink, PLACE, USUAL) == ()


def test_two_rules_beside_each_other_leave_no_inside_and_no_line() -> None:
    assert with_crumbs([], _paper(), Inside(50, 20, 50, 80), USUAL) == ()
