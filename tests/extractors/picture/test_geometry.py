from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.picture.characters import find_print
from extractors.picture.geometry import lean_of, make_upright, paper_dpi, turn_over
from extractors.picture.grid import find_grids
from extractors.picture.rules import find_rules
from extractors.picture.shear import levelled
from extractors.render import PageImage
from tests.extractors.picture.drawn_page import XS, YS, image, ruled

PERSPECTIVE = np.float32([[12, 0], [790, 18], [800, 1090], [0, 1100]])


@settings(max_examples=20, deadline=None)
@given(st.floats(-5.5, 5.5))
def test_the_lean_of_points_is_found_to_a_twentieth_of_a_degree(lean: float) -> None:
    along = np.tile(np.arange(0, 800, 2), 12)
    across = np.repeat(np.arange(60, 660, 50), 400) + along * np.tan(np.radians(lean))
    assert lean_of(np.stack([along, np.round(across)], axis=1)) == pytest.approx(lean, abs=0.05)


def test_a_photograph_s_perspective_is_undone() -> None:
    corners = np.float32([[0, 0], [800, 0], [800, 1100], [0, 1100]])
    bent = cv2.warpPerspective(ruled(), cv2.getPerspectiveTransform(corners, PERSPECTIVE), (800, 1100), borderValue=255)
    sheet = make_upright(image(bent))
    (grid,) = find_grids(sheet, find_rules(sheet, find_print(sheet)))
    assert len(grid.cells) == (len(XS) - 1) * (len(YS) - 1)


def test_a_dark_edge_is_outside_the_page() -> None:
    page = ruled()
    page[:, :25], page[:18] = 20, 20
    sheet = make_upright(image(page))
    assert not sheet.ink[:, : round(30 * sheet.dpi / 96)].any()


def test_turning_over_twice_changes_nothing() -> None:
    sheet = make_upright(image(ruled()))
    twice = turn_over(turn_over(sheet))
    assert twice.turned == sheet.turned
    assert np.array_equal(twice.grey, sheet.grey)
    assert np.allclose(twice.to_page, sheet.to_page)


@pytest.mark.parametrize(
    ("width", "height", "pixels", "dpi"),
    [(595.0, 842.0, (2339, 1654), 200.0), (1654.0, 2339.0, (2339, 1654), 200.0), (1190.0, 842.0, (1654, 2339), 141.5)],
)
def test_a_page_without_a_paper_s_size_is_taken_for_a4(
    width: float, height: float, pixels: tuple[int, int], dpi: float
) -> None:
    page = PageImage(np.full(pixels, 255, np.uint8), 1, width, height, pixels[1] * 72 / width)
    assert paper_dpi(page) == pytest.approx(dpi, rel=0.01)


def test_a_black_and_white_picture_is_turned_and_a_grey_one_slid(monkeypatch: pytest.MonkeyPatch) -> None:
    slid: list[float] = []

    def noted(picture: np.ndarray, lean: float) -> tuple[np.ndarray, np.ndarray]:
        slid.append(lean)
        return levelled(picture, lean)

    monkeypatch.setattr("extractors.picture.geometry.levelled", noted)
    page = cv2.resize(ruled(), None, fx=2, fy=2)
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -0.7, 1.0)
    leaning = cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    assert make_upright(image(leaning)).skew == pytest.approx(0.7, abs=0.1)
    assert slid == [pytest.approx(0.7, abs=0.1)]
    make_upright(image(np.where(leaning > 128, 255, 0).astype(np.uint8)))
    assert len(slid) == 1
