from __future__ import annotations

import numpy as np
import pytest

from extractors.picture.blank import is_surely_blank
from extractors.picture.lines import Inside

PLACE = Inside(20, 20, 180, 60)


@pytest.mark.parametrize(
    ("level", "noise", "blank"),
    [
        (255, 1.0, True),
        (245, 1.0, True),
        (225, 1.0, False),
        (0, 1.0, False),
        (255, 6.0, False),
        (255, 9.0, True),
        (225, 9.0, False),
    ],
)
def test_even_paper_is_blank_and_the_palest_sign_is_not(level: int, noise: float, blank: bool) -> None:
    sheet = np.full((80, 200), 255, np.uint8)
    sheet[38:42, 90:102] = level
    assert is_surely_blank(sheet, PLACE, 1.0, noise) is blank


def test_the_rules_around_the_cell_do_not_count() -> None:
    sheet = np.full((80, 200), 255, np.uint8)
    sheet[20:22, 20:180] = 0
    assert is_surely_blank(sheet, PLACE, 1.0, 1.0)


def test_a_cell_without_inside_is_not_said_to_be_blank() -> None:
    assert not is_surely_blank(np.full((80, 200), 255, np.uint8), Inside(20, 20, 22, 22), 1.0, 1.0)
