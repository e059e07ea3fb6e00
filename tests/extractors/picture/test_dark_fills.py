from __future__ import annotations

import numpy as np
import pytest

from extractors.picture.dark_fills import with_dark_writing

DPI = 200.0


def _page(fill: int, writing: int) -> np.ndarray:
    """A filled cell with six strokes of writing, and print of its own colour outside it."""
    page = np.full((400, 600), 250, np.uint8)
    page[100:160, 100:400] = fill
    for x in range(180, 300, 20):
        page[118:142, x : x + 5] = writing
    page[250:274, 100:105] = 20
    return page


@pytest.mark.parametrize("fill", [0, 60, 110])
def test_white_writing_on_a_dark_fill_becomes_dark_writing_on_white(fill: int) -> None:
    page = with_dark_writing(_page(fill, 245), DPI)
    assert page[120:140, 181:184].max() < 80
    assert page[105:115, 120:380].min() > 200
    assert page[255:270, 101:104].max() == 20


def test_the_edge_of_a_fill_is_left_as_a_rule() -> None:
    page = with_dark_writing(_page(60, 245), DPI)
    assert page[99:103, 250].min() < 100
    assert page[120:140, 398:402].min(axis=1).max() < 100


def test_a_black_rule_between_two_filled_cells_stays() -> None:
    page = _page(110, 245)
    page[100:160, 340:342] = 15
    assert with_dark_writing(page, DPI)[110:150, 340:342].max() < 100


@pytest.mark.parametrize(
    ("fill", "writing"),
    [
        (110, 10),  # black writing on a dark fill
        (60, 60),  # a bar without writing
        (210, 10),  # a pale fill
    ],
)
def test_other_fills_stay_as_they_are(fill: int, writing: int) -> None:
    page = _page(fill, writing)
    assert with_dark_writing(page, DPI) is page


def test_what_is_dark_as_far_as_the_border_is_no_cell() -> None:
    page = np.full((400, 600), 250, np.uint8)
    page[:, :90] = 40
    page[100:140, 30:36] = 245
    assert with_dark_writing(page, DPI) is page
