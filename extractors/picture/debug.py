"""Pictures for people: what was found on a page, drawn over the page itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extractors.document import Box, Cell, Page, Paragraph, Table
from extractors.picture.characters import find_print
from extractors.picture.geometry import Sheet, make_upright, turn_over
from extractors.picture.grid import Grid, find_grids
from extractors.picture.rules import RuleMaps, find_rules
from extractors.render import PageImage

CELL_COLOURS = ((200, 0, 0), (0, 0, 200), (0, 130, 0), (160, 0, 160))
LEVEL_COLOUR, UPRIGHT_COLOUR = (120, 120, 255), (90, 220, 90)
DOUBT_COLOUR, TEXT_COLOUR = (220, 0, 0), (0, 90, 0)
FONTS = ("wqy-microhei.ttc", "wqy-zenhei.ttc", "NotoSansCJK-Regular.ttc", "DroidSansFallbackFull.ttf")
"""Fonts with Chinese characters, the first that is installed is used."""
READING_SIZE = 11
"""Pixels of the readings' characters."""


def debug_images(image: PageImage, page: Page, directory: Path) -> None:
    """Write `page.png` (the picture with cells and readings) and `sheet.png` (the upright sheet with rules and grid)."""
    directory.mkdir(parents=True, exist_ok=True)
    _page_picture(image, page).save(directory / "page.png")
    sheet = make_upright(image)
    if page.turned != sheet.turned:
        sheet = turn_over(sheet)
    maps = find_rules(sheet, find_print(sheet))
    cv2.imwrite(str(directory / "sheet.png"), _sheet_picture(sheet, maps, find_grids(sheet, maps)))


def _sheet_picture(sheet: Sheet, maps: RuleMaps, grids: list[Grid]) -> NDArray[Any]:
    picture = cv2.cvtColor(sheet.grey, cv2.COLOR_GRAY2BGR)
    picture[sheet.seal > 0] = (200, 200, 255)
    picture[maps.level.runs > 0] = LEVEL_COLOUR[::-1]
    picture[cv2.transpose(maps.upright.runs) > 0] = UPRIGHT_COLOUR[::-1]
    for grid in grids:
        for number, cell in enumerate(grid.cells):
            corners = ((round(cell.x0) + 3, round(cell.top) + 3), (round(cell.x1) - 3, round(cell.bottom) - 3))
            cv2.rectangle(picture, *corners, CELL_COLOURS[number % len(CELL_COLOURS)][::-1], 2)
    return picture


def _page_picture(image: PageImage, page: Page) -> Image.Image:
    pixels = image.pixels if image.pixels.ndim == 3 else cv2.cvtColor(image.pixels, cv2.COLOR_GRAY2BGR)
    picture = Image.fromarray(np.ascontiguousarray(pixels[:, :, ::-1]))
    draw, font = ImageDraw.Draw(picture), _font()
    scale = image.dpi / 72
    for block in page.blocks:
        for number, part in enumerate(block.cells if isinstance(block, Table) else (block,)):
            _draw_part(draw, part, number, scale, font)
    return picture


def _draw_part(draw: ImageDraw.ImageDraw, part: Cell | Paragraph, number: int, scale: float, font: Any) -> None:
    if part.box is None:
        return
    x0, top, x1, bottom = (side * scale for side in _sides(part.box))
    draw.rectangle((x0, top, x1, bottom), outline=CELL_COLOURS[number % len(CELL_COLOURS)], width=2)
    sure = "" if part.confidence is None else f" {part.confidence:.2f}"
    note = f"{part.text.replace(chr(10), '⏎')}{sure} {' '.join(part.doubts)}"
    draw.text((x0 + 3, top + 1), note, DOUBT_COLOUR if part.doubts else TEXT_COLOUR, font=font)


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box.x0, box.top, box.x1, box.bottom


def _font() -> Any:
    for name in FONTS:
        try:
            return ImageFont.truetype(name, READING_SIZE)
        except OSError:
            continue
    return ImageFont.load_default()
