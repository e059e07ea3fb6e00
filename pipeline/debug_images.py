"""A reading drawn over its pages: one picture a page, with the frame of every cell and paragraph that was found."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageSequence

from extractors.document import Box, Document, Page, Table

_DOTS_A_POINT = 2.0
"""144 dpi: cells of a dense form can be told apart on a screen."""

_SURE, _DOUBTFUL, _PROSE = "green", "red", "blue"


def draw_reading(path: Path, document: Document, folder: Path, password: str | None = None) -> list[Path]:
    """Write `page-001.png` and so on; cells in green, doubtful ones in red, paragraphs in blue. Returns the files.

    A text export has no pages to draw on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    read = {page.number: page for page in document.pages if page.kind != "export"}
    written = []
    for number, image in _page_images(path, document, password):
        if page := read.get(number):
            _draw_page(image, page)
            written.append(folder / f"page-{number:03}.png")
            image.save(written[-1])
    return written


def _page_images(path: Path, document: Document, password: str | None) -> Iterator[tuple[int, Image.Image]]:
    if document.media_type == "application/pdf":
        with pypdfium2.PdfDocument(path, password=password) as pdf:
            for number, page in enumerate(pdf, start=1):
                yield number, page.render(scale=_DOTS_A_POINT).to_pil().convert("RGB")
    elif document.media_type.startswith("image/"):
        with Image.open(path) as image:
            for number, frame in enumerate(ImageSequence.Iterator(image), start=1):
                yield number, frame.convert("RGB")


def _draw_page(image: Image.Image, page: Page) -> None:
    scale = image.width / page.width if page.width else 1.0
    pen = ImageDraw.Draw(image)
    for block in page.blocks:
        if isinstance(block, Table):
            for cell in block.cells:
                _draw_box(pen, cell.box, scale, _DOUBTFUL if cell.doubts else _SURE, page.skew)
        else:
            _draw_box(pen, block.box, scale, _DOUBTFUL if block.doubts else _PROSE, page.skew)


def _draw_box(pen: ImageDraw.ImageDraw, box: Box | None, scale: float, colour: str, skew: float) -> None:
    if box is not None:
        corners = [(x * scale, y * scale) for x, y in leaning_corners(box, skew)]
        pen.polygon(corners, outline=colour, width=2)


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
