"""A reading drawn over its pages: one picture a page, with the frame of every cell and paragraph that was found."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

from extractors.document import Box, Document, Page, Table
from pipeline.page_pictures import leaning_corners, page_picture

_SURE, _DOUBTFUL, _PROSE = "green", "red", "blue"


def draw_reading(path: Path, document: Document, folder: Path, password: str | None = None) -> list[Path]:
    """Write `page-001.png` and so on; cells in green, doubtful ones in red, paragraphs in blue. Returns the files.

    A text export has no pages to draw on. Raises `NoPicture` where the file is no longer what was read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for page in document.pages:
        if page.kind != "export":
            image = page_picture(path, document, page.number, password)
            _draw_page(image, page)
            written.append(folder / f"page-{page.number:03}.png")
            image.save(written[-1])
    return written


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
