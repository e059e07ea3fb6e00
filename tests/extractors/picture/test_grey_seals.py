from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.picture.geometry import make_upright
from extractors.picture.grey_seals import GREY_SEAL, find_rings, without_grey_seals
from extractors.picture.ink import Inks
from extractors.render import PageImage
from tests.extractors.picture.drawn_page import paper, ruled, write

RADIUS = 165
"""Pixels at 200 dpi of a seal of 42 mm."""
MIDDLE = (500, 420)


def form() -> NDArray[np.uint8]:
    page = ruled()
    for row in range(3):
        for column in range(3):
            write(page, row, column, "1147")
    return page


def sealed(level: int, radius: int = RADIUS, broken: bool = False) -> NDArray[np.uint8]:
    """A form under a seal whose ink lets as much light through as its level says."""
    stamp = np.full_like(form(), 255)
    cv2.circle(stamp, MIDDLE, radius, level, 8)
    cv2.circle(stamp, MIDDLE, radius // 5, level, -1)
    if broken:
        stamp[MIDDLE[1] :] = 255
    mixed = np.minimum(form(), stamp)
    return np.asarray(cv2.GaussianBlur(mixed, (0, 0), 0.6), np.uint8)


def inks(grey: NDArray[np.uint8]) -> Inks:
    return Inks(grey, np.zeros_like(grey), 1.0)


@pytest.mark.parametrize("level", [0, 90, 140, 180])
@pytest.mark.parametrize("radius", [150, 165, 176])
def test_a_ring_of_any_darkness_is_found(level: int, radius: int) -> None:
    ((x, y, found),) = find_rings(sealed(level, radius), 200.0)
    assert abs(x - MIDDLE[0]) <= 8 and abs(y - MIDDLE[1]) <= 8
    assert abs(found - radius) <= 8


@pytest.mark.parametrize(
    "page",
    [paper(), form(), sealed(140, 60), sealed(140, broken=True)],
    ids=["blank", "a form", "a ring of 15 mm", "half a ring"],
)
def test_what_is_no_seal_is_left_alone(page: NDArray[np.uint8]) -> None:
    before = inks(page)
    assert find_rings(page, 200.0) == []
    assert without_grey_seals(before, 200.0) is before


def test_a_pale_seal_is_taken_from_the_print_and_known() -> None:
    after = without_grey_seals(inks(sealed(150)), 200.0)
    ring = cv2.circle(np.zeros_like(after.grey), MIDDLE, RADIUS, 255, 3) > 0
    clear = ring & (form() == 255)
    assert np.median(after.grey[clear]) > 240
    assert np.median(after.grey[form() < 30]) < 60
    assert set(np.unique(after.seal)) == {0, GREY_SEAL}
    assert (after.seal[clear] == GREY_SEAL).mean() > 0.9


def test_a_seal_as_dark_as_print_is_known_and_left_on_the_page() -> None:
    before = inks(sealed(0))
    after = without_grey_seals(before, 200.0)
    assert np.array_equal(after.grey, before.grey)
    assert after.seal[MIDDLE[1], MIDDLE[0] + RADIUS] == GREY_SEAL


def test_cells_under_it_are_said_to_be_sealed() -> None:
    pixels = sealed(150)
    page = paper(2339, 1654)
    page[: pixels.shape[0], : pixels.shape[1]] = pixels
    sheet = make_upright(PageImage(page, 1, 595.4, 842.0, 200.0))
    x, y = MIDDLE[0], MIDDLE[1] - RADIUS
    assert sheet.greyed(x - 20, y - 10, x + 20, y + 10)
    assert sheet.coloured(x - 20, y - 10, x + 20, y + 10)
    assert not sheet.greyed(0, 0, 60, 60)


def test_rules_under_it_stay() -> None:
    page = sealed(140)
    page[300:302, 60:740][page[300:302, 60:740] > 140] = 140
    after = without_grey_seals(inks(page), 200.0)
    assert after.grey[300:302, 420:580].max() < 160
