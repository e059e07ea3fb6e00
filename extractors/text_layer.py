"""A PDF page to its glyphs with their places, in bulk through pdfium: `长` at 72.0, 120.5, 9 pt, upright."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium
from msgspec import Struct

from extractors.characters import UNREADABLE, fold_character, is_mapped, symbol
from extractors.document import Box
from extractors.layer import Glyph
from extractors.page_frame import PageFrame, frame_of

EM_ABOVE, EM_BELOW = 0.88, 0.12
"""Parts of the em above and below the baseline in Chinese fonts; the box of every glyph, so that a full stop and a
汉字 of one line have the same middle."""

OBLIQUE_DEGREES = 10.0
"""Writing further than this from a quarter turn is oblique: a watermark, not a cell's text."""

SMALLEST_SIZE = 1.0
"""Points; smaller writing cannot be seen on paper and is a trick of the producer."""

MAX_GLYPHS = 200_000
"""A dense A3 page has 20 000; above this the page is made to exhaust its reader."""

LINE_END_HYPHEN = 2
"""The code by which pdfium tells a hyphen at the end of a line."""

INVISIBLE_MODES = {3, 7}
"""Text render modes that leave no ink: invisible, and clip only."""


class PageText(Struct, frozen=True):
    """The glyphs of one page: those that may be seen, and those that cannot."""

    glyphs: tuple[Glyph, ...]
    hidden: tuple[Glyph, ...]


class _Font(Struct, frozen=True):
    name: str
    embedded: bool


class _Style(Struct, frozen=True):
    """What the glyphs of one text object share."""

    size: float
    angle: int
    painted: bool
    font: _Font


class _Reader:
    """One page's text in pdfium, with the places into which pdfium writes its answers and what was asked before."""

    def __init__(self, raw: ctypes.c_void_p, frame: PageFrame) -> None:
        self.raw = raw
        self.frame = frame
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.rect, self.matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self.colour = tuple(ctypes.c_uint() for _ in range(4))
        self.styles: dict[int | None, _Style] = {}
        self.fonts: dict[int | None, _Font] = {}

    def glyphs(self) -> Iterator[tuple[Glyph, bool]]:
        """Yield each glyph and whether it is painted."""
        for index in range(min(pdfium.FPDFText_CountChars(self.raw), MAX_GLYPHS)):
            if pdfium.FPDFText_IsGenerated(self.raw, index) != 1:
                style = self.style(index)
                yield self.glyph(index, style), style.painted

    def glyph(self, index: int, style: _Style) -> Glyph:
        code = pdfium.FPDFText_GetUnicode(self.raw, index)
        failed = pdfium.FPDFText_HasUnicodeMapError(self.raw, index) == 1
        text, mapped = _character(code, failed, style.font.name)
        pdfium.FPDFText_GetCharOrigin(self.raw, index, self.x, self.y)
        x, y = self.frame.place(self.x.value, self.y.value)
        pdfium.FPDFText_GetLooseCharBox(self.raw, index, self.rect)
        ink = self.frame.box(self.rect.left, self.rect.bottom, self.rect.right, self.rect.top)
        box = _em_box(x, y, style, ink)
        return Glyph(
            text, x, y, box.x0, box.top, box.x1, box.bottom, style.size, style.angle, mapped, style.font.embedded
        )

    def style(self, index: int) -> _Style:
        owner = pdfium.FPDFText_GetTextObject(self.raw, index)
        address = ctypes.cast(owner, ctypes.c_void_p).value
        style = self.styles.get(address)
        if style is None:
            style = self.styles[address] = self._new_style(index, owner)
        return style

    def _new_style(self, index: int, owner: ctypes.c_void_p) -> _Style:
        matrix = self.matrix
        pdfium.FPDFText_GetMatrix(self.raw, index, matrix)
        size = abs(pdfium.FPDFText_GetFontSize(self.raw, index)) * math.hypot(matrix.c, matrix.d)
        degrees = self.frame.rotation - math.degrees(math.atan2(matrix.b, matrix.a))
        return _Style(size, _quarter(degrees), self._is_painted(owner), self._font(owner))

    def _is_painted(self, owner: ctypes.c_void_p) -> bool:
        if pdfium.FPDFTextObj_GetTextRenderMode(owner) in INVISIBLE_MODES:
            return False
        # a pattern or a shading has no colour to ask for: it paints
        return not pdfium.FPDFPageObj_GetFillColor(owner, *self.colour) or self.colour[3].value > 0

    def _font(self, owner: ctypes.c_void_p) -> _Font:
        raw = pdfium.FPDFTextObj_GetFont(owner)
        address = ctypes.cast(raw, ctypes.c_void_p).value
        font = self.fonts.get(address)
        if font is None:
            name = _font_name(raw) if raw else ""
            font = self.fonts[address] = _Font(name, bool(raw) and pdfium.FPDFFont_GetIsEmbedded(raw) == 1)
        return font


def read_text(page: pypdfium2.PdfPage) -> PageText:
    """Return all glyphs of a page, radicals folded; blanks are glyphs too, blanks that pdfium made up are not."""
    textpage = page.get_textpage()
    try:
        frame = frame_of(page)
        shown: list[Glyph] = []
        hidden: list[Glyph] = []
        for glyph, painted in _Reader(textpage.raw, frame).glyphs():
            x, y = glyph.middle
            on_page = 0 <= x <= frame.width and 0 <= y <= frame.height
            (shown if painted and on_page and glyph.size >= SMALLEST_SIZE else hidden).append(glyph)
        return PageText(tuple(shown), tuple(hidden))
    finally:
        textpage.close()


def _character(code: int, failed: bool, font: str) -> tuple[str, bool]:
    if code == LINE_END_HYPHEN:
        return "-", True
    meant = symbol(font, code)
    if meant is not None:
        return meant, True
    return (UNREADABLE, False) if failed or not is_mapped(code) else (fold_character(chr(code)), True)


def _em_box(x: float, y: float, style: _Style, ink: Box) -> Box:
    """Advance along the writing, em across it; the ink's own box for vertical fonts, whose origin lies elsewhere."""
    above, below = EM_ABOVE * style.size, EM_BELOW * style.size
    match style.angle:
        case 0:
            box = Box(ink.x0, y - above, ink.x1, y + below)
        case 180:
            box = Box(ink.x0, y - below, ink.x1, y + above)
        case 90:
            box = Box(x - below, ink.top, x + above, ink.bottom)
        case 270:
            box = Box(x - above, ink.top, x + below, ink.bottom)
        case _:
            return ink
    slack = style.size / 2
    across, down = (ink.x0 + ink.x1) / 2, (ink.top + ink.bottom) / 2
    inside = box.x0 - slack <= across <= box.x1 + slack and box.top - slack <= down <= box.bottom + slack
    return box if inside else ink


def _quarter(degrees: float) -> int:
    nearest = round(degrees / 90) * 90
    return nearest % 360 if abs(degrees - nearest) <= OBLIQUE_DEGREES else -1


def _font_name(font: ctypes.c_void_p) -> str:
    length = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(max(int(length), 1))
    pdfium.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
    return buffer.value.decode("utf-8", "replace")
