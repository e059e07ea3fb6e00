"""A box in a page's frame to its corners on the upright picture: a scan lying on its side keeps its sideways frame."""

from __future__ import annotations

from extractors.document import Box, Page
from pipeline.debug_images import leaning_corners
from pipeline.review.views import Corner


def upright_size(page: Page) -> tuple[float, float]:
    """Return width and height of the page as people look at it, in points."""
    return (page.height, page.width) if page.turned in (90, 270) else (page.width, page.height)


def upright_corners(box: Box, page: Page) -> tuple[Corner, ...]:
    """Return the corners of a cell as shares of the upright picture, leaning as the scan leans.

    On a page that was turned by 90 degrees clockwise, its left edge is the upper one.
    """
    if not page.width or not page.height:
        return ()
    shares = [(x / page.width, y / page.height) for x, y in leaning_corners(box, page.skew)]
    return tuple(_turned(across, down, page.turned) for across, down in shares)


def _turned(across: float, down: float, degrees: int) -> Corner:
    if degrees == 90:
        return 1 - down, across
    if degrees == 180:
        return 1 - across, 1 - down
    if degrees == 270:
        return down, 1 - across
    return across, down
