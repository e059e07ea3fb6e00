from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.picture.characters import find_print
from extractors.picture.dotted import dotted_rules
from extractors.picture.geometry import make_upright
from extractors.picture.grid import find_grids
from extractors.picture.rules import find_rules
from extractors.render import PageImage

XS, YS = (100, 300, 700, 1100, 1500), (200, 260, 320, 380, 440, 500, 560)
WORD = "EAHBFE"


def crumbled(share: float, *, write: bool = True, thickness: int = 1) -> NDArray[np.uint8]:
    """A one-bit page of 200 dpi: rules of which a share is left as dots, print between them, specks."""
    source = np.random.default_rng(5)
    rules = np.full((2339, 1654), 255, np.uint8)
    for y in YS:
        cv2.line(rules, (XS[0], y), (XS[-1], y), 0, thickness)
    for x in XS:
        cv2.line(rules, (x, YS[0]), (x, YS[-1]), 0, thickness)
    rules[source.random(rules.shape) > share] = 255
    page = rules.copy()
    for y in YS[:-1] if write else ():
        for x in XS[:-1]:
            cv2.putText(page, WORD, (x + 14, y + 40), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2)
    page[source.random(page.shape) < 0.0006] = 0
    return page


@pytest.mark.parametrize("share", [0.3, 0.45, 0.7])
def test_rules_of_dots_make_all_cells(share: float) -> None:
    page = crumbled(share)
    sheet = make_upright(PageImage(page, 1, 1654 * 0.36, 2339 * 0.36, 200.0))
    found = find_print(sheet)
    assert found.dotted is not None
    (grid,) = find_grids(sheet, find_rules(sheet, found))
    assert (len(grid.ys) - 1, len(grid.xs) - 1, len(grid.cells)) == (6, 4, 24)


def test_thick_rules_with_ragged_edges_make_all_cells() -> None:
    page = crumbled(1.0, thickness=6)
    source = np.random.default_rng(6)
    edge = cv2.erode(page, np.ones((5, 5), np.uint8)) < cv2.erode(page, np.ones((3, 3), np.uint8))
    page[edge & (source.random(page.shape) < 0.3)] = 0
    sheet = make_upright(PageImage(page, 1, 1654 * 0.36, 2339 * 0.36, 200.0))
    found = find_print(sheet)
    assert found.dotted is not None
    (grid,) = find_grids(sheet, find_rules(sheet, found))
    assert (len(grid.ys) - 1, len(grid.xs) - 1, len(grid.cells)) == (6, 4, 24)


def test_print_is_no_dotted_rule() -> None:
    page = np.full((600, 1600), 0, np.uint8)
    for y in range(60, 600, 60):
        cv2.putText(page, WORD * 8, (40, y), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 255, 2)
    level, upright = dotted_rules(page, 1.0)
    assert not level.any()
    assert not upright.any()


def test_a_gap_of_a_row_s_height_stays_a_gap() -> None:
    ink = np.zeros((300, 900), np.uint8)
    ink[150, 20:400] = 255
    ink[150, 447:880] = 255
    level, _ = dotted_rules(ink, 1.0)
    assert level[150, 60:380].all()
    assert not level[145:156, 410:437].any()


@pytest.mark.parametrize(("dash", "gap"), [(6, 6), (3, 3), (6, 12)])
def test_dashes_of_rules_are_no_specks_of_dirt(dash: int, gap: int) -> None:
    page = np.full((1400, 1400), 255, np.uint8)
    for at in range(100, 1301, 100):
        for start in range(100, 1300, dash + gap):
            page[at : at + 2, start : start + dash] = 110
            page[start : start + dash, at : at + 2] = 110
    assert not find_print(make_upright(PageImage(page, 1, 504.0, 504.0, 200.0))).specked


def test_specks_all_over_are_dirt_also_beside_dashed_rules() -> None:
    page = np.full((1400, 1400), 255, np.uint8)
    for start in range(100, 1300, 12):
        page[700:702, start : start + 6] = 110
    for x, y in np.random.default_rng(3).integers(20, 1370, (900, 2)):
        page[y : y + 3, x : x + 3] = 90
    assert find_print(make_upright(PageImage(page, 1, 504.0, 504.0, 200.0))).specked
