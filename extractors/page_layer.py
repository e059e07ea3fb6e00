"""A PDF page to its layer: glyphs, rules and pictures, with form fields and typed notes as part of the page."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium

from extractors.drawings import MAX_OBJECTS, read_drawings
from extractors.layer import Glyph, PageLayer
from extractors.tables.underlines import without_underlines
from extractors.text_layer import read_text

SAME_PLACE = 1.5
"""Points between the places that two libraries give the same glyph."""

_PRINTED_NOTES = {pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT}
"""Notes that are the document's own text: filled form fields, and what a clerk typed onto the page."""


def read_layer(page: pypdfium2.PdfPage) -> PageLayer:
    """Return everything that the page's drawing instructions put on it."""
    text = read_text(page)
    drawings = read_drawings(page)
    width, height = page.get_size()
    issues = (f"too_many_objects: only the first {MAX_OBJECTS} were read",) if drawings.cut else ()
    return PageLayer(
        width,
        height,
        text.glyphs,
        hidden=text.hidden,
        rules=tuple(without_underlines(drawings.rules, text.glyphs)),
        pictures=drawings.pictures,
        curves=drawings.curves,
        issues=issues,
    )


def has_typed_notes(page: pypdfium2.PdfPage) -> bool:
    """Say whether form fields or typed notes lie on the page, which its own text does not contain."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), MAX_OBJECTS)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, index)
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        pdfium.FPDFPage_CloseAnnot(note)
        if kind in _PRINTED_NOTES:
            return True
    return False


def flatten(page: pypdfium2.PdfPage) -> None:
    """Make form fields and notes part of the page; it must be loaded again to see them."""
    pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)


def mend_unmapped(layer: PageLayer, careful: Sequence[Glyph]) -> PageLayer:
    """Take the characters that pdfium could not name from another library's reading of the same places."""
    known = [glyph for glyph in careful if glyph.mapped and not glyph.text.isspace()]
    return msgspec.structs.replace(layer, glyphs=tuple(_mended(glyph, known) for glyph in layer.glyphs))


def _mended(glyph: Glyph, known: Sequence[Glyph]) -> Glyph:
    if glyph.mapped:
        return glyph
    near = [other for other in known if abs(other.x0 - glyph.x0) <= SAME_PLACE and _same_height(other, glyph)]
    if len(near) != 1:
        return glyph
    return msgspec.structs.replace(glyph, text=near[0].text, mapped=True)


def _same_height(one: Glyph, other: Glyph) -> bool:
    return abs(one.middle[1] - other.middle[1]) <= other.size / 2
