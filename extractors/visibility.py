"""Glyphs of a page to those that leave ink when the page is drawn: white, covered and clipped writing is not believed.

The page is drawn small; where a glyph's box comes out plain, a reader of the page sees nothing.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from msgspec import Struct, structs
from numpy.typing import NDArray

from extractors.drawings import NESTED_FORMS
from extractors.layer import Glyph, PageLayer

PIXELS_PER_POINT = 1.0
"""At 72 dpi a full stop of 9 pt still darkens a pixel by half."""

LONGEST_SIDE = 1700
"""Pixels; an A3 page is 1191 high. Larger pages are drawn smaller."""

LEAST_CONTRAST = 14
"""Of 255, between the darkest and the lightest pixel of a glyph's box; light grey writing has 40, JPEG noise 8."""

DARK = 128
"""Of 255; a pixel darker than this is ink for the measure of what the text layer explains."""

GROUND_INK = 0.01
"""Share of dark pixels in the place of the writing, from which a picture there is no mere ground; a scan's writing
covers 0.1 of it."""

FEW = 2
"""Glyphs without ink amid writing that is seen: a full stop on the edge of the page, not a hidden word."""

REACH = 1
"""Pixels around a glyph's box that belong to it: strokes are blurred over the edge."""


class Drawn(Struct, frozen=True):
    """What drawing a page showed: glyphs seen and not seen, and the share of ink that glyphs and rules explain."""

    seen: tuple[Glyph, ...]
    unseen: tuple[Glyph, ...]
    explained: float
    """0..1; 1 for a page without ink."""


def look_at(page: pypdfium2.PdfPage, layer: PageLayer) -> Drawn:
    """Draw the page and compare it with its layer; glyphs of fonts that the file does not carry are taken as seen."""
    pixels, scale = _draw(page, max(layer.width, layer.height))
    inked: list[bool] = []
    for glyph in layer.glyphs:
        if glyph.text.isspace():  # a blank goes with what it follows
            inked.append(not inked or inked[-1])
        else:
            inked.append(not glyph.embedded or _contrast(pixels, glyph, scale) >= LEAST_CONTRAST)
    seen, unseen = _part_by_ink(layer.glyphs, inked)
    return Drawn(tuple(seen), tuple(unseen), _explained(pixels, layer, scale))


def _part_by_ink(glyphs: Sequence[Glyph], inked: Sequence[bool]) -> tuple[list[Glyph], list[Glyph]]:
    """Part glyphs into seen and unseen; a glyph or two without ink amid seen writing are kept, and marked.

    A lost full stop makes 91.12 into 9112. Where more is cut off, the seen glyph beside it is marked instead.
    """
    seen: list[Glyph] = []
    unseen: list[Glyph] = []
    runs = [(has_ink, list(run)) for has_ink, run in groupby(range(len(glyphs)), key=lambda index: inked[index])]
    for has_ink, run in runs:
        before = glyphs[run[0] - 1] if run[0] > 0 else None
        after = glyphs[run[-1] + 1] if run[-1] + 1 < len(glyphs) else None
        first, last = glyphs[run[0]], glyphs[run[-1]]
        cut = (before is not None and _adjoin(before, first), after is not None and _adjoin(last, after))
        some = [glyphs[index] for index in run]
        if has_ink:
            seen.extend(_with_marked_ends(some, *cut))
        elif len(some) <= FEW and any(cut):
            seen.extend(structs.replace(glyph, clipped=True) for glyph in some)
        else:
            unseen.extend(some)
    return seen, unseen


def _adjoin(left: Glyph, right: Glyph) -> bool:
    """Say whether two glyphs that follow each other in the file stand side by side in one line."""
    size = max(left.size, right.size)
    return abs(left.y - right.y) <= size / 2 and -size / 4 <= right.x0 - left.x1 <= size / 2


def _with_marked_ends(glyphs: list[Glyph], first: bool, last: bool) -> list[Glyph]:
    ends = {0: first, len(glyphs) - 1: last}
    if len(glyphs) == 1:
        ends = {0: first or last}
    return [structs.replace(g, clipped=True) if ends.get(index) else g for index, g in enumerate(glyphs)]


def is_background(page: pypdfium2.PdfPage, layer: PageLayer) -> bool:
    """Say whether the pictures under a page's writing are only its ground: without the writing, no ink is in its place.

    A scan under an OCR layer shows the same words as ink.
    """
    count = pdfium.FPDFPage_CountObjects(page.raw)
    texts = list(_texts((pdfium.FPDFPage_GetObject(page.raw, index) for index in range(count)), 0))
    try:
        for text in texts:
            pdfium.FPDFPageObj_SetIsActive(text, False)
        pixels, scale = _draw(page, max(layer.width, layer.height))
    finally:
        for text in texts:
            pdfium.FPDFPageObj_SetIsActive(text, True)
    patches = [_patch(pixels, glyph, scale) for glyph in layer.glyphs if not glyph.text.isspace()]
    area = sum(patch.size for patch in patches)
    return area > 0 and sum(int((patch < DARK).sum()) for patch in patches) <= GROUND_INK * area


def _texts(objects: Iterable[ctypes.c_void_p], depth: int) -> Iterator[ctypes.c_void_p]:
    for shape in objects:
        kind = pdfium.FPDFPageObj_GetType(shape)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            yield shape
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < NESTED_FORMS:
            count = pdfium.FPDFFormObj_CountObjects(shape)
            yield from _texts((pdfium.FPDFFormObj_GetObject(shape, index) for index in range(count)), depth + 1)


def _draw(page: pypdfium2.PdfPage, side: float) -> tuple[NDArray[np.uint8], float]:
    scale = min(PIXELS_PER_POINT, LONGEST_SIDE / max(side, 1.0))
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
    pixels: NDArray[Any] = bitmap.to_numpy()
    grey = np.asarray(pixels.reshape(pixels.shape[0], pixels.shape[1]), dtype=np.uint8).copy()
    bitmap.close()
    return grey, scale


def _contrast(pixels: NDArray[np.uint8], glyph: Glyph, scale: float) -> int:
    patch = _patch(pixels, glyph, scale)
    return int(patch.max()) - int(patch.min()) if patch.size else 0


def _patch(pixels: NDArray[np.uint8], glyph: Glyph, scale: float) -> NDArray[np.uint8]:
    x0, x1 = int(glyph.x0 * scale), int(glyph.x1 * scale) + 1
    y0, y1 = int(glyph.top * scale), int(glyph.bottom * scale) + 1
    return pixels[max(y0, 0) : y1, max(x0, 0) : x1]


def _explained(pixels: NDArray[np.uint8], layer: PageLayer, scale: float) -> float:
    ink = pixels < DARK
    total = int(ink.sum())
    if total == 0:
        return 1.0
    for x0, top, x1, bottom in _explaining_boxes(layer):
        left, right = int(x0 * scale) - REACH, int(x1 * scale) + 1 + REACH
        ink[max(int(top * scale) - REACH, 0) : int(bottom * scale) + 1 + REACH, max(left, 0) : max(right, 0)] = False
    return 1.0 - int(ink.sum()) / total


def _explaining_boxes(layer: PageLayer) -> Sequence[tuple[float, float, float, float]]:
    boxes = [(glyph.x0, glyph.top, glyph.x1, glyph.bottom) for glyph in layer.glyphs if not glyph.text.isspace()]
    for rule in layer.rules:
        low, high = rule.at - rule.thickness / 2, rule.at + rule.thickness / 2
        boxes.append((low, rule.start, high, rule.end) if rule.vertical else (rule.start, low, rule.end, high))
    boxes.extend((picture.box.x0, picture.box.top, picture.box.x1, picture.box.bottom) for picture in layer.pictures)
    return boxes
