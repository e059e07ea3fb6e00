"""A PDF page to one picture of it, at the resolution of the scan inside it: `第1页` to a `PageImage`."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from extractors.errors import DamagedPdf, ImageTooLarge
from extractors.settings import ExtractSettings

POINTS_PER_INCH = 72.0
PLAIN_DPI = 200.0
"""Dots per inch for pages that are not scans: 9 pt characters become 25 pixels high, which all readers want."""
MIN_DPI = 50.0
"""Below this no character can be read; a larger page at less than this is refused."""
MAX_DPI = 600.0
"""Scans above this are rendered at this."""
STRIP_SHARE = 0.05
"""Share of the page that an image must cover to count as a part of the scan (scanners save pages in strips)."""
SCAN_SHARE = 0.6
"""Share of the page that such images cover together on a scanned page."""

ROUNDING = 2
"""Pixels by which the size of a scan and that of its page, in points, may differ."""
SAME_SCALE, SAME_LEVELS = 8, 8.0
"""How much the image and the drawn page are shrunk to be compared, and the mean difference in levels of one picture:
masks, flips and other decoding make more."""


@dataclass(frozen=True)
class PageImage:
    """One page as a picture: `pixels` h×w×3 in blue-green-red order, or h×w grey, 0 black, 255 white, 8 bits.

    `width` and `height` are in points as displayed; `dpi` is pixels per 72 points; `number` counts from 1.
    """

    pixels: NDArray[Any]
    number: int
    width: float
    height: float
    dpi: float


@dataclass(frozen=True)
class _Picture:
    """An image object's own pixels and its size on the page in points."""

    pixels_wide: int
    pixels_high: int
    width: float
    height: float

    @property
    def area(self) -> float:
        return self.width * self.height

    @property
    def dpi(self) -> float:
        across = self.pixels_wide / max(self.width, 1e-6)
        down = self.pixels_high / max(self.height, 1e-6)
        return POINTS_PER_INCH * max(across, down)


def page_image(
    page: pypdfium2.PdfPage, number: int, settings: ExtractSettings, dpi: float | None = None
) -> PageImage:
    """Draw a page at the resolution of the images that cover it, else at PLAIN_DPI; in grey where all of it is grey.

    Given a `dpi`, as for a screen, it is drawn at that.

    At exactly its own resolution a page-filling image comes out pixel for pixel, with masks, palettes and /Rotate
    applied. Raises ImageTooLarge, before anything is decoded, where an image or the drawing has more than
    `settings.max_pixels`; DamagedPdf where the page has no size.
    """
    width, height = page.get_size()
    if not (width > 0 and height > 0 and math.isfinite(width * height)):
        raise DamagedPdf(f"page {number} has no size: {width} × {height} points")
    pictures = list(_pictures(page, number, settings))
    wanted = dpi or _scan_dpi(pictures, width * height) or PLAIN_DPI
    dpi = _fitting_dpi(wanted, width, height, number, settings)
    size = [max(1, round(side * dpi / POINTS_PER_INCH)) for side in (width, height)]
    grey = _is_grey(page)
    pixels = _draw(page, size[0], size[1], grey=grey)
    if grey and dpi == wanted:
        pixels = _own_pixels(page, pixels)
    return PageImage(pixels, number, width, height, POINTS_PER_INCH * pixels.shape[1] / width)


def _pictures(page: pypdfium2.PdfPage, number: int, settings: ExtractSettings) -> Iterator[_Picture]:
    for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=5):
        wide, high = image.get_px_size()
        if wide * high > settings.max_pixels:
            raise ImageTooLarge(f"page {number}: image of {wide} × {high} pixels; the limit is {settings.max_pixels}")
        matrix = image.get_matrix()
        yield _Picture(wide, high, math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d))


def _scan_dpi(pictures: list[_Picture], page_area: float) -> float | None:
    """Give the finest resolution among the images that cover the page, None where they do not cover it."""
    parts = [picture for picture in pictures if picture.area >= STRIP_SHARE * page_area]
    if sum(picture.area for picture in parts) < SCAN_SHARE * page_area:
        return None
    return min(MAX_DPI, max(picture.dpi for picture in parts))


def _fitting_dpi(dpi: float, width: float, height: float, number: int, settings: ExtractSettings) -> float:
    """Lower the resolution of an outsized page to what `max_pixels` allows, but not below MIN_DPI."""
    allowed = POINTS_PER_INCH * math.sqrt(settings.max_pixels / (width * height))
    if allowed < MIN_DPI:
        raise ImageTooLarge(
            f"page {number} measures {width:.0f} × {height:.0f} points: at {MIN_DPI:.0f} dpi it would have more "
            f"than {settings.max_pixels} pixels"
        )
    return max(1.0, min(dpi, allowed))


def _is_grey(page: pypdfium2.PdfPage) -> bool:
    """Say whether nothing but grey or black-and-white images is on a page: drawn in grey it is the same picture.

    All that follows then handles one channel instead of three, which is half the cost of a clean page's picture.
    """
    objects = list(page.get_objects(max_depth=1))
    return (
        bool(objects)
        and pdfium.FPDFPage_GetAnnotCount(page) == 0
        and all(one.type == pdfium.FPDF_PAGEOBJ_IMAGE for one in objects)
        and all(one.get_metadata().colorspace == pdfium.FPDF_COLORSPACE_DEVICEGRAY for one in objects)
    )


def _own_pixels(page: pypdfium2.PdfPage, drawn: NDArray[Any]) -> NDArray[Any]:
    """Take the pixels of a page's only black-and-white image for the page, where they are what was drawn.

    On a page of 595.44 points drawing resamples 2481 pixels to as many: dots and thin strokes become grey.
    """
    images = list(page.get_objects(max_depth=1))
    if len(images) != 1 or images[0].get_metadata().bits_per_pixel != 1:
        return drawn
    bitmap = images[0].get_bitmap(render=False)
    own = bitmap.to_numpy().reshape(bitmap.height, bitmap.width, -1)[:, :, 0]
    own = np.ascontiguousarray(np.rot90(own, -(page.get_rotation() // 90)))
    if any(abs(ours - theirs) > ROUNDING for ours, theirs in zip(own.shape, drawn.shape, strict=False)):
        return drawn
    size = (max(1, own.shape[1] // SAME_SCALE), max(1, own.shape[0] // SAME_SCALE))
    ours, theirs = (cv2.resize(picture, size, interpolation=cv2.INTER_AREA) for picture in (own, drawn))
    return own if cv2.absdiff(ours, theirs).mean() <= SAME_LEVELS else drawn


def _draw(page: pypdfium2.PdfPage, wide: int, high: int, *, grey: bool) -> NDArray[Any]:
    """Draw the page with so many pixels."""
    bitmap = pypdfium2.PdfBitmap.new_native(wide, high, pdfium.FPDFBitmap_Gray if grey else pdfium.FPDFBitmap_BGR)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, wide, high)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, wide, high, 0, pdfium.FPDF_ANNOT)
    pixels: NDArray[Any] = bitmap.to_numpy().copy()
    bitmap.close()
    return pixels
