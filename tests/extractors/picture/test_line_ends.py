from __future__ import annotations

import numpy as np
import pytest

from extractors.picture.line_ends import grown


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
