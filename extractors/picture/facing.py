"""Two facing pages in one picture, as an open volume gives them on the glass: the left one is read before the right.

A page in this sense stays one page of the file, which says where its fold lies; the order of what stands on it, and
its paragraphs, are by half.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from extractors.picture.layout import Layout

LEAST_SHAPE = 1.2
"""Width over height of a picture of two pages: two A4 pages side by side have 1.41."""
MIDDLE = (0.4, 0.6)
"""Shares of the width between which the fold lies."""
LEAST_GUTTER = 40
"""Pixels at 200 dpi, 5 mm: the two inner margins together are wider."""
LEAST_LINES = 3
"""Lines of print, or one table, that make a half a page; a signature at the right is none."""


def halves(layout: Layout, fold: float | None) -> tuple[Layout, ...]:
    """Split the layout of two facing pages in two at their fold; that of one page comes back alone."""
    if fold is None:
        return (layout,)
    return _half(layout, 0.0, fold), _half(layout, fold, float("inf"))


def find_fold(layout: Layout) -> float | None:
    """Find the middle of the widest white from top to bottom near the middle of a wide sheet, in sheet pixels."""
    height, width = layout.sheet.grey.shape
    if width < LEAST_SHAPE * height:
        return None
    white = np.ones(width, bool)
    for x0, x1 in _extents(layout):
        white[max(0, int(x0)) : int(x1) + 1] = False
    low, high = (round(share * width) for share in MIDDLE)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], white[low:high].astype(np.int8), [0]]))).reshape(-1, 2)
    widest = max(edges.tolist(), key=lambda gap: gap[1] - gap[0], default=[0, 0])
    if widest[1] - widest[0] < LEAST_GUTTER * layout.sheet.unit:
        return None
    fold = low + (widest[0] + widest[1]) / 2
    sides = _half(layout, 0.0, fold), _half(layout, fold, float("inf"))
    return fold if all(side.grids or len(side.outside) >= LEAST_LINES for side in sides) else None


def fold_on_page(layout: Layout, fold: float | None) -> float:
    """Give a fold's distance from the left of the upright picture in points; 0 where there is none.

    Points of the page as displayed are what a quarter turn leaves of them: the picture is as long, and lies otherwise.
    """
    if fold is None:
        return 0.0
    height = layout.sheet.grey.shape[0]
    place = layout.sheet.box(fold, height / 2, fold, height / 2)
    page_width, page_height = layout.sheet.page_size
    from_left = {90: page_height - place.top, 180: page_width - place.x0, 270: place.top}
    return round(from_left.get(layout.sheet.turned, place.x0), 2)


def _extents(layout: Layout) -> list[tuple[float, float]]:
    grids = [(grid.xs[0], grid.xs[-1]) for grid in layout.grids]
    return grids + [(float(line.x0), float(line.x1)) for line in layout.outside]


def _half(layout: Layout, left: float, right: float) -> Layout:
    """Keep the tables and lines whose middle lies between two places across."""
    inside = [left <= (grid.xs[0] + grid.xs[-1]) / 2 < right for grid in layout.grids]
    return replace(
        layout,
        grids=tuple(grid for grid, kept in zip(layout.grids, inside, strict=True) if kept),
        cells=tuple(cells for cells, kept in zip(layout.cells, inside, strict=True) if kept),
        outside=tuple(line for line in layout.outside if left <= (line.x0 + line.x1) / 2 < right),
    )
