"""The careful path: one page through pdfplumber to glyphs and to the cells that its table finder sees.

Slower than pdfium by ten times and of another lineage: asked where the fast path is in doubt, or cannot open the file.
"""

from __future__ import annotations

import logging
import struct
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import pdfplumber
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from extractors.characters import UNREADABLE, fold_character, is_mapped, symbol
from extractors.document import Box
from extractors.errors import DamagedPdf
from extractors.layer import Glyph, PageLayer, Picture, Rule
from extractors.tables.grid import Grid, grid_of_boxes
from extractors.text_layer import EM_ABOVE, EM_BELOW

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # a line for every odd font says nothing to the user

FAILURES = (
    PdfminerException,
    MalformedPDFException,
    PSException,
    OSError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    RecursionError,
    OverflowError,
    ZeroDivisionError,
    NotImplementedError,
    struct.error,
    zlib.error,
)
"""What pdfminer raises on damaged files; it checks little and lets Python's own errors through."""

_Answer = TypeVar("_Answer")

TOLERANCE = 3.0
"""Points by which pdfplumber snaps and joins lines: the same as our own edges."""
_TABLE_SETTINGS = {"vertical_strategy": "lines", "horizontal_strategy": "lines", "snap_tolerance": TOLERANCE}


class PlumberPdf:
    """A PDF opened by pdfplumber, all of it or `only` one page; close it, or use it in a `with`."""

    def __init__(self, path: Path, password: str | None = None, only: int | None = None) -> None:
        try:
            self._pdf = pdfplumber.open(path, password=password or "", pages=None if only is None else [only])
            self._pages = {page.page_number: page for page in self._pdf.pages}
            self.page_count = len(self._pages)
        except FAILURES as error:
            reason = type(error).__name__
            raise DamagedPdf(f"{path.name}: cannot be opened ({reason}); save it again and retry") from None

    def __enter__(self) -> PlumberPdf:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and forget its pages."""
        self._pdf.close()

    def layer(self, number: int) -> PageLayer:
        """Return page `number`'s glyphs, rules and pictures; raises DamagedPdf."""
        return self._ask(number, _layer)

    def grids(self, number: int) -> tuple[Grid, ...]:
        """Return the grids that pdfplumber's table finder sees on page `number`; raises DamagedPdf."""
        return self._ask(number, _grids)

    def _ask(self, number: int, question: Callable[[Any], _Answer]) -> _Answer:
        try:
            page = self._pages[number]
            try:
                return question(page)
            finally:
                page.close()  # pdfplumber keeps every object of every page otherwise
        except FAILURES as error:
            raise DamagedPdf(f"page {number}: cannot be read ({type(error).__name__})") from None


def _layer(page: Any) -> PageLayer:
    left, top = _corner(page)
    width, height = float(page.width), float(page.height)
    glyphs = (_glyph(char, left, top) for char in page.chars)
    shown = tuple(glyph for glyph in glyphs if 0 <= glyph.middle[0] <= width and 0 <= glyph.middle[1] <= height)
    rules = tuple(_rule(edge, left, top) for edge in page.edges)
    pictures = tuple(_picture(image, left, top) for image in page.images)
    return PageLayer(width, height, shown, rules=rules, pictures=pictures, curves=len(page.curves))


def _grids(page: Any) -> tuple[Grid, ...]:
    left, top = _corner(page)
    grids = []
    for table in page.find_tables(_TABLE_SETTINGS):
        boxes = [Box(x0 - left, y0 - top, x1 - left, y1 - top) for x0, y0, x1, y1 in table.cells]
        grid = grid_of_boxes(boxes) if len(boxes) > 1 else None
        if grid is not None:
            grids.append(grid)
    return tuple(sorted(grids, key=lambda grid: (grid.box.top, grid.box.x0)))


def _corner(page: Any) -> tuple[float, float]:
    """pdfplumber's origin is the media box's corner, ours the shown part's."""
    return float(page.cropbox[0]), float(page.cropbox[1])


def _glyph(char: dict[str, Any], left: float, top: float) -> Glyph:
    text, mapped = _character(char)
    a, b, _, _, _, _ = char["matrix"]
    size = float(char["size"])
    x0, x1 = float(char["x0"]) - left, float(char["x1"]) - left
    y0, y1 = float(char["top"]) - top, float(char["bottom"]) - top
    if not char["upright"]:
        angle = 270 if b > 0 else 90
        return Glyph(text, x0, y1, x0, y0, x1, y1, size, angle, mapped)
    baseline = y1 - EM_BELOW * size
    return Glyph(text, x0, baseline, x0, baseline - EM_ABOVE * size, x1, y1, size, 0 if a >= 0 else 180, mapped)


def _character(char: dict[str, Any]) -> tuple[str, bool]:
    text = str(char["text"])
    if len(text) == 1:
        meant = symbol(str(char["fontname"]), ord(text))
        if meant is not None:
            return meant, True
    if text.startswith("(cid:") or not all(is_mapped(ord(character)) for character in text):
        return UNREADABLE, False
    return "".join(map(fold_character, text)), True


def _rule(edge: dict[str, Any], left: float, top: float) -> Rule:
    vertical = edge["orientation"] == "v"
    if vertical:
        return Rule(True, float(edge["x0"]) - left, float(edge["top"]) - top, float(edge["bottom"]) - top)
    return Rule(False, float(edge["top"]) - top, float(edge["x0"]) - left, float(edge["x1"]) - left)


def _picture(image: dict[str, Any], left: float, top: float) -> Picture:
    xs: Sequence[float] = sorted((float(image["x0"]) - left, float(image["x1"]) - left))
    ys: Sequence[float] = sorted((float(image["top"]) - top, float(image["bottom"]) - top))
    return Picture(Box(xs[0], ys[0], xs[1], ys[1]))
