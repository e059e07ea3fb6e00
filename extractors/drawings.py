"""A PDF page's drawing objects to rules and pictures: every cell border a rectangle of its own to plain lines.

Browsers, Word and WPS draw a table's rules in many ways: strokes, rectangles of 0.5 pt filled, rectangles stroked
around every cell, dashes as dozens of small pieces, all of it inside form XObjects. Here each becomes a `Rule`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TypeAlias

import pypdfium2
import pypdfium2.raw as pdfium
from msgspec import Struct

from extractors.document import Box
from extractors.layer import Picture, Rule
from extractors.page_frame import PageFrame, frame_of
from extractors.tables.covers import Cover, on_tint, uncovered

THICKEST_RULE = 4.0
"""Points; a filled rectangle that is thinner than this is a line. The thickest border of Word is 6 pt and unused in
forms; the smallest text is higher than this."""

DOT = 3.0
"""Points; a filled rectangle smaller than this both ways is a piece of a dotted line or the corner of a border."""

RECTANGLE_SEGMENTS = 5
"""A path of no more segments is one line or one rectangle, which its bounds tell completely when it is thin."""

STRAIGHT = 0.75
"""Points by which a line may lean over its length and still be horizontal or vertical."""

NESTED_FORMS = 8
"""Form XObjects within each other; deeper ones are made to exhaust their reader."""

MAX_OBJECTS = 50_000
"""A page of dotted borders drawn dot by dot has 7000 objects."""

MAX_SEGMENTS = 200_000
"""Segments of all paths of a page; a dashed border may have hundreds a path."""

OPAQUE = 255
"""Alpha of a fill that nothing shines through."""

_WHITE = 250
"""Of 255, in every channel: a line in this colour parts nothing on white paper, and cells on a coloured ground."""

_Matrix: TypeAlias = tuple[float, float, float, float, float, float]
_Points: TypeAlias = list[tuple[float, float]]


class PageDrawings(Struct, frozen=True):
    """Rules, pictures and the number of other shapes on one page; `cut` says that there were too many to read."""

    rules: tuple[Rule, ...]
    pictures: tuple[Picture, ...]
    curves: int = 0
    cut: bool = False


class _Drawn:
    """What has been read so far of one page."""

    def __init__(self, frame: PageFrame) -> None:
        self.frame = frame
        self.rules: list[Rule] = []
        self.covers: list[Cover] = []
        self.white: list[Rule] = []
        self.tints: list[Box] = []
        self.pictures: list[Picture] = []
        self.curves = 0
        self.objects = 0
        self.segments = 0
        # pdfium writes its answers into these; one set serves all objects of the page
        self.fill, self.stroke = ctypes.c_int(), ctypes.c_int()
        self.colour = tuple(ctypes.c_uint() for _ in range(4))
        self.bounds = tuple(ctypes.c_float() for _ in range(4))

    @property
    def full(self) -> bool:
        return self.objects > MAX_OBJECTS or self.segments > MAX_SEGMENTS


def read_drawings(page: pypdfium2.PdfPage) -> PageDrawings:
    """Return the rules and pictures of a page."""
    drawn = _Drawn(frame_of(page))
    count = pdfium.FPDFPage_CountObjects(page.raw)
    _read_objects((pdfium.FPDFPage_GetObject(page.raw, index) for index in range(count)), None, drawn, 0)
    rules = uncovered(drawn.rules, drawn.covers) + on_tint(drawn.white, drawn.tints)
    return PageDrawings(tuple(rules), tuple(drawn.pictures), drawn.curves, drawn.full)


def _read_objects(objects: Iterator[ctypes.c_void_p], outer: _Matrix | None, drawn: _Drawn, depth: int) -> None:
    for shape in objects:
        kind = pdfium.FPDFPageObj_GetType(shape)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        drawn.objects += 1
        if drawn.full:
            return
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _read_path(shape, outer, drawn)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            drawn.pictures.append(_picture(shape, _matrix(shape, outer), drawn.frame))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < NESTED_FORMS:
            count = pdfium.FPDFFormObj_CountObjects(shape)
            inner = (pdfium.FPDFFormObj_GetObject(shape, index) for index in range(count))
            _read_objects(inner, _matrix(shape, outer), drawn, depth + 1)


def _matrix(shape: ctypes.c_void_p, outer: _Matrix | None) -> _Matrix:
    raw = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(shape, raw)
    inner = (raw.a, raw.b, raw.c, raw.d, raw.e, raw.f)
    return inner if outer is None else _concatenate(inner, outer)


def _concatenate(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _picture(shape: ctypes.c_void_p, matrix: _Matrix, frame: PageFrame) -> Picture:
    """An image's place is the unit square under its matrix; its raster's size is told without decoding it."""
    width, height = ctypes.c_uint(), ctypes.c_uint()
    pdfium.FPDFImageObj_GetImagePixelSize(shape, width, height)
    corners = [_apply(matrix, x, y) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
    xs, ys = zip(*corners, strict=True)
    return Picture(frame.box(min(xs), min(ys), max(xs), max(ys)), width.value * height.value)


def _apply(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _read_path(shape: ctypes.c_void_p, outer: _Matrix | None, drawn: _Drawn) -> None:
    fill, stroke = drawn.fill, drawn.stroke
    pdfium.FPDFPath_GetDrawMode(shape, fill, stroke)
    if fill.value != 0:
        _add_cover(shape, outer, drawn)
    filled = fill.value != 0 and _is_inked(shape, pdfium.FPDFPageObj_GetFillColor, drawn)
    stroked = stroke.value != 0 and _is_inked(shape, pdfium.FPDFPageObj_GetStrokeColor, drawn)
    inked = filled or stroked
    rules = drawn.rules if inked else drawn.white
    count = pdfium.FPDFPath_CountSegments(shape)
    if count <= RECTANGLE_SEGMENTS and _add_thin(_shape_box(shape, outer, drawn), rules):
        return
    matrix = _matrix(shape, outer)
    thickness = _stroke_width(shape, matrix) if stroked or not inked else 0.0
    for points, curved in _subpaths(shape, matrix, drawn):
        if curved:
            drawn.curves += inked
        elif (stroked or not inked) and thickness <= THICKEST_RULE:
            drawn.curves += not _add_strokes(points, thickness, rules) and inked
        else:
            drawn.curves += not _add_area(points, thickness, rules) and inked


def _add_cover(shape: ctypes.c_void_p, outer: _Matrix | None, drawn: _Drawn) -> None:
    """Note an opaque area: it hides the rules that were drawn before it, and if it has a colour, shows white ones."""
    if pdfium.FPDFPath_CountSegments(shape) > RECTANGLE_SEGMENTS:
        return
    red, green, blue, alpha = drawn.colour
    if pdfium.FPDFPageObj_GetFillColor(shape, red, green, blue, alpha) and alpha.value == OPAQUE:
        box = _shape_box(shape, outer, drawn)
        if min(box.x1 - box.x0, box.bottom - box.top) > THICKEST_RULE:
            drawn.covers.append(Cover(len(drawn.rules), box))
            if min(red.value, green.value, blue.value) < _WHITE:
                drawn.tints.append(box)


def _shape_box(shape: ctypes.c_void_p, outer: _Matrix | None, drawn: _Drawn) -> Box:
    """A shape's bounds with its stroke, in our coordinates."""
    left, bottom, right, top = drawn.bounds
    pdfium.FPDFPageObj_GetBounds(shape, left, bottom, right, top)
    xa, ya, xb, yb = left.value, bottom.value, right.value, top.value
    if outer is not None:
        xs, ys = zip(*(_apply(outer, x, y) for x in (xa, xb) for y in (ya, yb)), strict=True)
        xa, ya, xb, yb = min(xs), min(ys), max(xs), max(ys)
    return drawn.frame.box(xa, ya, xb, yb)


def _is_inked(shape: ctypes.c_void_p, colour_of: Callable[..., int], drawn: _Drawn) -> bool:
    red, green, blue, alpha = drawn.colour
    if not colour_of(shape, red, green, blue, alpha):
        return True  # a pattern: dotted borders of WPS
    return alpha.value > 0 and min(red.value, green.value, blue.value) < _WHITE


def _stroke_width(shape: ctypes.c_void_p, matrix: _Matrix) -> float:
    width = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(shape, width)
    a, b, c, d, _, _ = matrix
    return float(width.value * abs(a * d - b * c) ** 0.5)


def _subpaths(shape: ctypes.c_void_p, matrix: _Matrix, drawn: _Drawn) -> Iterator[tuple[_Points, bool]]:
    """Yield each subpath's corners, in our coordinates, and whether it has curves; a closed one ends as it began."""
    points: _Points = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    count = pdfium.FPDFPath_CountSegments(shape)
    drawn.segments += max(count, 0)
    if drawn.full:
        return
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(shape, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, curved
            points, curved = [], False
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        points.append(drawn.frame.place(*_apply(matrix, x.value, y.value)))
        if pdfium.FPDFPathSegment_GetClose(segment) and points[-1] != points[0]:
            points.append(points[0])
    if len(points) > 1:
        yield points, curved


def _add_strokes(points: _Points, thickness: float, rules: list[Rule]) -> bool:
    """Add each straight side as a rule; False for a subpath without any, which is some other shape."""
    box = _bounds(points)
    if len(points) > 2 and min(box.x1 - box.x0, box.bottom - box.top) <= THICKEST_RULE:
        return _add_area(points, thickness, rules)  # a thin rectangle outlined: one line, not two
    before = len(rules)
    for (xa, ya), (xb, yb) in pairwise(points):
        across, along = abs(xb - xa), abs(yb - ya)
        if along <= STRAIGHT and across > along:
            rules.append(Rule(False, (ya + yb) / 2, min(xa, xb), max(xa, xb), thickness))
        elif across <= STRAIGHT and along > across:
            rules.append(Rule(True, (xa + xb) / 2, min(ya, yb), max(ya, yb), thickness))
    return len(rules) > before


def _add_area(points: _Points, thickness: float, rules: list[Rule]) -> bool:
    """Add a thin filled rectangle as a rule; a large one is a background. False for anything else: some shape."""
    box = _bounds(points)
    if not _is_rectangle(points, box):
        return False
    half = thickness / 2
    _add_thin(Box(box.x0 - half, box.top - half, box.x1 + half, box.bottom + half), rules)
    return True


def _add_thin(box: Box, rules: list[Rule]) -> bool:
    """Add a thin box as a rule and say whether it was thin; a dot may belong to a line of either direction."""
    width, height = box.x1 - box.x0, box.bottom - box.top
    small = width <= DOT and height <= DOT
    if height <= THICKEST_RULE and (width >= height or small):
        rules.append(Rule(False, (box.top + box.bottom) / 2, box.x0, box.x1, height))
    if width <= THICKEST_RULE and (height >= width or small):
        rules.append(Rule(True, (box.x0 + box.x1) / 2, box.top, box.bottom, width))
    return min(width, height) <= THICKEST_RULE


def _bounds(points: _Points) -> Box:
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _is_rectangle(points: _Points, box: Box) -> bool:
    def on_edge(x: float, y: float) -> bool:
        at_side = min(abs(x - box.x0), abs(x - box.x1)) <= STRAIGHT
        return at_side and min(abs(y - box.top), abs(y - box.bottom)) <= STRAIGHT

    return all(on_edge(x, y) for x, y in points)
