"""What is printed in one document: pages of tables and paragraphs, each text with its place and its readings.

`extract` returns a `Document`; it is saved as JSON and everything later is made from it alone.
All types are frozen. Coordinates are PDF points (1/72 inch) from the top left of the page as a viewer shows it
(after the PDF's own /Rotate; a scan lying on its side keeps its sideways frame), x to the right, y down.
Page numbers, in every type, count from 1 in the file. Rows and columns of a table count from 0.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Method = Literal["pdf_text", "ocr_layer", "rapidocr", "tesseract", "text_export", "correction"]
"""How a text was obtained."""

PageKind = Literal["digital", "scanned", "ocr_layer", "export"]
"""`digital`: a text layer that was used; `scanned`: an image only; `ocr_layer`: an image under somebody's recognised
text, read again from the image; `export`: a text export, which has no places."""

Doubt = Literal[
    "low_confidence", "readers_disagree", "seal", "seal_settled", "touches_rule", "clipped", "bad_layer", "unreadable"
]
"""Why a cell's text should not be trusted on its confidence alone: the recogniser is unsure; two readings differ;
seal or stamp ink lies on the text (`seal_settled` beside it: three witnesses or more read it alike); a rule runs
through it; it reaches the page's edge, or where its cell ends is not sure; its characters have no sound Unicode
mapping; ink is there but nothing could be read."""


class Box(Struct, frozen=True, array_like=True):
    """A rectangle on one page, in points; x0 <= x1 and top <= bottom."""

    x0: float
    top: float
    x1: float
    bottom: float

    def __post_init__(self) -> None:
        if self.x0 > self.x1 or self.top > self.bottom:
            raise ValueError(f"box is inside out: {self.x0}, {self.top}, {self.x1}, {self.bottom}")


class Reading(Struct, frozen=True, omit_defaults=True):
    """One reader's opinion of one text; `confidence` 0..1, None where nothing was recognised by OCR."""

    text: str
    method: Method
    confidence: float | None = None
    reader: str = ""
    """Which model or setting read it, such as `ppocr-v6-small` or `chi_sim psm 7`."""


class Cell(Struct, frozen=True, omit_defaults=True):
    """One cell; a merged cell is one cell with spans. `text` keeps line breaks as `\\n` and is empty when blank."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    page: int = 1
    box: Box | None = None
    method: Method = "pdf_text"
    confidence: float | None = None
    """0..1, the chosen reading's; None where nothing was recognised by OCR."""
    readings: tuple[Reading, ...] = ()
    """All readings, the chosen one first; empty where there is only one and it is `text`."""
    doubts: tuple[Doubt, ...] = ()


class Table(Struct, frozen=True, tag="table", omit_defaults=True):
    """One table on one page. Cells are in order of row, then column, and do not overlap."""

    page: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    finder: str = ""
    """Which table finder drew the grid: `vector`, `camelot`, `image`, `row_ruled`, `aligned`, `export`."""
    box: Box | None = None
    broken_top: bool = False
    """The table's first row is open or cut at the top of the page: it may continue the page before."""


class Paragraph(Struct, frozen=True, tag="paragraph", omit_defaults=True):
    """A paragraph or line of text outside tables; `level` is an export's heading mark (`#` = 1), else None."""

    page: int
    text: str
    box: Box | None = None
    method: Method = "pdf_text"
    confidence: float | None = None
    level: int | None = None
    centred: bool = False
    """The line stands in the middle of the text column, as titles do."""
    size: float | None = None
    """Height of the characters in points, where known."""
    doubts: tuple[Doubt, ...] = ()


class Page(Struct, frozen=True, omit_defaults=True):
    """One page; `blocks` are in reading order."""

    number: int
    kind: PageKind
    width: float = 0.0
    height: float = 0.0
    blocks: tuple[Table | Paragraph, ...] = ()
    turned: int = 0
    """Quarter turns, in degrees clockwise (0, 90, 180, 270), that made the image upright."""
    skew: float = 0.0
    """Degrees, positive clockwise, by which the image was leaning."""
    dpi: float | None = None
    fold: float = 0.0
    """Points from the left of the upright picture to where the second of two facing pages begins; 0 for one page."""
    issues: tuple[str, ...] = ()
    """What went wrong or was noticed on this page, as `code: text`."""


class Document(Struct, frozen=True, omit_defaults=True):
    """Everything printed in one file."""

    doc_id: str
    """SHA-256 of the file's bytes, 64 hexadecimal digits."""
    file_name: str
    media_type: str
    byte_size: int
    reader: str
    """Name and version of the reader, which with `doc_id` names this reading for ever."""
    page_count: int
    """Pages in the file, also where only some were read."""
    pages: tuple[Page, ...] = ()
