from __future__ import annotations

import numpy as np
import pytest

from extractors.picture.line_ends import grown, united


@pytest.mark.parametrize(
    ("print_at", "others", "grown_to"),
    [
        ([(50, 60), (66, 150)], [], (50, 150)),  # a bracket just before the line
        ([(10, 20), (66, 150)], [], (66, 150)),  # print too far away
        ([(66, 150), (156, 162)], [], (66, 162)),
        ([(50, 60), (66, 150)], [(40, 20, 64, 50)], (66, 150)),  # what another line holds
    ],
)
def test_a_line_takes_the_print_at_its_ends(
    print_at: list[tuple[int, int]], others: list[tuple[int, int, int, int]], grown_to: tuple[int, int]
) -> None:
    mask = np.zeros((70, 300), np.uint8)
    for start, stop in print_at:
        mask[25:45, start:stop] = 255
    area = (66, 20, 150, 50)
    assert grown(mask, area, [area, *others]) == (grown_to[0], 20, grown_to[1], 50)


def test_parts_of_one_line_that_overlap_are_one() -> None:
    """The detector saw `(2021年度)` in three parts, and the `1` in two of them: it was read as 20211."""
    parts = [(109, 76, 170, 102), (157, 77, 194, 101), (191, 77, 225, 101)]
    assert united([(6, 10, 330, 62), *parts]) == [(6, 10, 330, 62), (109, 76, 225, 102)]


def test_lines_below_or_beside_each_other_stay_apart() -> None:
    apart = [(10, 10, 100, 40), (120, 12, 200, 41), (10, 36, 100, 66)]
    assert united(apart) == apart
