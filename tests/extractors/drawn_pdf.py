"""Small PDFs drawn for tests with reportlab's built-in Chinese font, which needs no font file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Box
from extractors.layer import Glyph, Rule

FONT = "STSong-Light"
SIZE = 10.0
WIDTH, HEIGHT = 595.28, 841.89

Spans = Sequence[tuple[int, int, int, int, str]]
"""Row, column, row span, column span and text of each cell."""

FORM: Spans = (
    (0, 0, 1, 2, "项目名称"),
    (0, 2, 1, 2, "养老保险补助资金"),
    (1, 0, 3, 1, "资金"),
    (1, 1, 1, 1, "来源"),
    (1, 2, 1, 1, "预算数"),
    (1, 3, 1, 1, "执行率"),
    (2, 1, 1, 1, "中央"),
    (2, 2, 1, 1, "1,234,567.80"),
    (2, 3, 1, 1, "96.32%"),
    (3, 1, 1, 1, "地方"),
    (3, 2, 1, 1, "0.00"),
    (3, 3, 1, 1, ""),
)
XS = (60.0, 130.0, 220.0, 380.0, 520.0)
YS = (100.0, 124.0, 148.0, 172.0, 196.0)
"""Edges of FORM's columns and rows, from the top left."""


def new_canvas(path: Path, size: tuple[float, float] = (WIDTH, HEIGHT)) -> Any:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path), pagesize=size, invariant=1)
    canvas.setFont(FONT, SIZE)
    return canvas


def write(canvas: Any, x: float, top: float, text: str, height: float = HEIGHT) -> None:
    """Write from x, with the baseline `top` points under the page's upper edge."""
    canvas.drawString(x, height - top, text)


def boxes_of(spans: Spans) -> list[Box]:
    return [Box(XS[c], YS[r], XS[c + cs], YS[r + rs]) for r, c, rs, cs, _ in spans]


def write_cells(canvas: Any, spans: Spans) -> None:
    for box, (*_, text) in zip(boxes_of(spans), spans, strict=True):
        write(canvas, box.x0 + 4, box.top + 15, text)


def draw_boxes(canvas: Any, spans: Spans) -> None:
    for box in boxes_of(spans):
        canvas.rect(box.x0, HEIGHT - box.bottom, box.x1 - box.x0, box.bottom - box.top)


def form_pdf(path: Path, before: Callable[[Any], None] | None = None, pages: int = 1) -> Path:
    """Write FORM on each page; `before` draws something else first."""
    canvas = new_canvas(path)
    for _ in range(pages):
        canvas.setFont(FONT, SIZE)
        if before is not None:
            before(canvas)
        draw_boxes(canvas, FORM)
        write_cells(canvas, FORM)
        canvas.showPage()
    canvas.save()
    return path


def glyphs(
    text: str, x: float, y: float, size: float = SIZE, pitch: float | None = None, angle: int = 0
) -> list[Glyph]:
    """Set a text in a line from x on baseline y; 汉字 are one em wide, other characters half an em."""
    line = []
    for character in text:
        advance = size * (0.5 if character.isascii() else 1.0)
        line.append(Glyph(character, x, y, x, y - 0.88 * size, x + advance, y + 0.12 * size, size, angle))
        x += advance if pitch is None else pitch
    return line


def rules_of(boxes: Sequence[Box]) -> list[Rule]:
    """Four rules around each box."""
    rules = []
    for box in boxes:
        rules += [Rule(False, at, box.x0, box.x1, 0.5) for at in (box.top, box.bottom)]
        rules += [Rule(True, at, box.top, box.bottom, 0.5) for at in (box.x0, box.x1)]
    return rules
