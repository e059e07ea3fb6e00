"""A PDF page to one picture of it, at the resolution of the scan inside it: `第1页` to a `PageImage`."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

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
    pixels = _draw(page, width, height, dpi, grey=_is_grey(page))
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


def _draw(page: pypdfium2.PdfPage, width: float, height: float, dpi: float, *, grey: bool) -> NDArray[Any]:
    """Draw the page; sizes are rounded, not raised, to whole pixels, so that a scan is not resampled."""
    wide, high = (max(1, round(side * dpi / POINTS_PER_INCH)) for side in (width, height))
    bitmap = pypdfium2.PdfBitmap.new_native(wide, high, pdfium.FPDFBitmap_Gray if grey else pdfium.FPDFBitmap_BGR)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, wide, high)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, wide, high, 0, pdfium.FPDF_ANNOT)
    pixels: NDArray[Any] = bitmap.to_numpy().copy()
    bitmap.close()
    return pixels
