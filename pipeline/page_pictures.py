"""A page, or a part of one, to a picture for people: `自评表.pdf`, page 3, the cell of 执行数 to a crop of it.

A page's picture keeps the frame of the page's boxes; what is cut out of it is turned upright.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from extractors.document import Box, Document, Page
from extractors.errors import ExtractionError
from extractors.images import A4_LONG_SIDE, view_image
from extractors.pdf_file import view_pdf_page
from extractors.settings import ExtractSettings
from pipeline.errors import NoPicture
from pipeline.tasks import identify

DOTS_A_POINT = 2.0
"""144 dpi: cells of a dense form can be told apart on a screen."""

MARGIN = 6.0
"""Points of the surroundings that a crop shows: the rules around a cell, and what runs over them."""

_POINTS_PER_INCH = 72.0

_MOST_PIXELS = 40_000_000
"""Pixels of a page's picture, 120 MB: a drawing of an outsized page is made smaller."""

_HIGHLIGHT = (214, 39, 40)
_PEN = 1.5
"""Points: width of the frame around what is highlighted."""


def page_picture(
    source: Path,
    document: Document,
    number: int,
    password: str | None = None,
    dots_a_point: float = DOTS_A_POINT,
) -> Image.Image:
    """Return the picture of a page (from 1), in colour, in the frame of the page's boxes, `dots_a_point` to a point.

    `source` is the file that was read, on a disk (`pipeline.object_files.fetched` brings others there). Raises
    `NoPicture` where it is gone, has other bytes than were read, cannot be drawn, or is a text export.
    """
    page = next((page for page in document.pages if page.number == number), None)
    if page is None:
        raise NoPicture(f"{document.file_name}: page {number} was not read")
    if page.kind == "export":
        raise NoPicture(f"{document.file_name}: is a text export and has no pages to show")
    check_source(source, document)
    settings = ExtractSettings(password=password)
    try:
        if document.media_type == "application/pdf":
            return _pdf_picture(source, page, settings, dots_a_point)
        return _image_picture(source, page, settings, dots_a_point)
    except (ExtractionError, OSError) as error:
        raise NoPicture(f"{document.file_name}: page {number} cannot be shown: {error}") from error


def check_source(source: Path, document: Document) -> None:
    """Raise `NoPicture` where a file is gone or is no longer the one that was read."""
    try:
        status = source.stat()
        found = _identify(source, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    except OSError as error:
        raise NoPicture(f"{source}: the file that was read is not there: {error.strerror or error}") from error
    if found != document.doc_id:
        raise NoPicture(f"{source}: holds something else than was read; read it again")


@lru_cache(maxsize=64)
def _identify(source: Path, *_: int) -> str:
    """Hash a file once for all its pages; its size and times are parameters, as they change with its content."""
    return identify(source)


def _pdf_picture(source: Path, page: Page, settings: ExtractSettings, dots_a_point: float) -> Image.Image:
    dots = _fitting(page.width, page.height, dots_a_point)
    pixels = view_pdf_page(source, page.number, settings, dots * _POINTS_PER_INCH).pixels
    return _coloured(pixels)


def _image_picture(source: Path, page: Page, settings: ExtractSettings, dots_a_point: float) -> Image.Image:
    dots = _fitting(page.width, page.height, dots_a_point)
    longest = max(1, round(dots * (max(page.width, page.height) or A4_LONG_SIDE)))
    picture = _coloured(view_image(source, page.number, settings, longest))
    if page.width and page.height:
        return picture.resize(_pixel_size(page, dots), Image.Resampling.LANCZOS)
    picture.thumbnail((longest, longest))  # it failed to be read: nothing tells its size
    return picture


def _coloured(pixels: np.ndarray) -> Image.Image:
    """Return grey or blue-green-red pixels as a picture in colour."""
    return Image.fromarray(pixels if pixels.ndim == 2 else np.ascontiguousarray(pixels[:, :, ::-1])).convert("RGB")


def _pixel_size(page: Page, dots: float) -> tuple[int, int]:
    return max(1, round(page.width * dots)), max(1, round(page.height * dots))


def _fitting(width: float, height: float, dots_a_point: float) -> float:
    """Return how many dots a point of a page may have."""
    return min(dots_a_point, math.sqrt(_MOST_PIXELS / (width * height))) if width * height > 0 else dots_a_point


def crop(
    picture: Image.Image,
    page: Page,
    box: Box,
    margin: float = MARGIN,
    *,
    highlight: bool = False,
    marks: Sequence[Box] = (),
) -> Image.Image:
    """Cut what a box of a page bounds out of the page's picture, with `margin` points around it, turned upright.

    What is highlighted (the box itself, or each of `marks`) has a red frame, which leans as the page does.
    """
    scale = picture.width / page.width if page.width else 1.0
    left, top = max(0.0, box.x0 - margin) * scale, max(0.0, box.top - margin) * scale
    right, bottom = (box.x1 + margin) * scale, (box.bottom + margin) * scale
    x0, y0 = min(int(left), picture.width - 1), min(int(top), picture.height - 1)
    x1 = max(x0 + 1, min(math.ceil(right), picture.width))
    y1 = max(y0 + 1, min(math.ceil(bottom), picture.height))
    part = picture.crop((x0, y0, x1, y1))
    for mark in (box, *marks) if highlight else marks:
        corners = [(x * scale - x0, y * scale - y0) for x, y in leaning_corners(mark, page.skew)]
        ImageDraw.Draw(part).polygon(corners, outline=_HIGHLIGHT, width=max(1, round(_PEN * scale)))
    return upright(part, page)


def upright(picture: Image.Image, page: Page) -> Image.Image:
    """Turn a picture of a page, or of a part of it, so that its writing stands upright."""
    return picture.rotate(-page.turned, expand=True) if page.turned % 360 else picture


def upright_corners(page: Page, box: Box) -> tuple[tuple[float, float], ...]:
    """Return the corners of a box on the page turned upright, as shares (0..1) of its width and height.

    So a frame can be laid over `upright(page_picture(…), page)` at any size.
    """
    wide, high = page.width or 1.0, page.height or 1.0
    shares = [(x / wide, y / high) for x, y in leaning_corners(box, page.skew)]
    turns = {
        90: lambda x, y: (1 - y, x),
        180: lambda x, y: (1 - x, 1 - y),
        270: lambda x, y: (y, 1 - x),
    }
    turn = turns.get(page.turned % 360)
    return tuple(shares if turn is None else (turn(x, y) for x, y in shares))


def leaning_corners(box: Box, skew: float) -> list[tuple[float, float]]:
    """Give the corners of the cell that leans by `skew` degrees clockwise and of which a box is the upright bound.

    The bound itself where no such rectangle fits into it, as round a single low line of a photograph.
    """
    cosine, sine = math.cos(math.radians(skew)), math.sin(math.radians(skew))
    wide, high = box.x1 - box.x0, box.bottom - box.top
    across = (wide * cosine - high * abs(sine)) / (cosine**2 - sine**2)
    down = (high * cosine - wide * abs(sine)) / (cosine**2 - sine**2)
    if across <= 0 or down <= 0:
        return [(box.x0, box.top), (box.x1, box.top), (box.x1, box.bottom), (box.x0, box.bottom)]
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    along, aside = (across / 2 * cosine, across / 2 * sine), (-down / 2 * sine, down / 2 * cosine)
    return [
        (x + right * along[0] + low * aside[0], y + right * along[1] + low * aside[1])
        for right, low in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
