"""A PDF page's own coordinates (y up, before /Rotate) to ours: points from the top left of the page as shown."""

from __future__ import annotations

import pypdfium2
from msgspec import Struct

from extractors.document import Box


class PageFrame(Struct, frozen=True):
    """The shown part of a page in the page's own coordinates, and the page's /Rotate in degrees clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def width(self) -> float:
        """Width as shown, in points."""
        return self.right - self.left if self.rotation % 180 == 0 else self.top - self.bottom

    @property
    def height(self) -> float:
        """Height as shown, in points."""
        return self.top - self.bottom if self.rotation % 180 == 0 else self.right - self.left

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of the page's own coordinates in ours."""
        match self.rotation:
            case 90:
                return y - self.bottom, x - self.left
            case 180:
                return self.right - x, y - self.bottom
            case 270:
                return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return a rectangle of the page's own coordinates in ours."""
        xa, ya = self.place(left, bottom)
        xb, yb = self.place(right, top)
        return Box(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))


def frame_of(page: pypdfium2.PdfPage) -> PageFrame:
    """Return the frame of one page, from its crop box within its media box."""
    left, bottom, right, top = page.get_bbox()
    return PageFrame(left, bottom, right, top, page.get_rotation() % 360)
