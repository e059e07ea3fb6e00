"""Small printed tables for tests: one string a row, cells between bars, as a text export or a drawn grid."""

from __future__ import annotations

from extractors.document import Box, Cell, Document, Page, Paragraph, Table

WIDTH, HEIGHT = 60.0, 20.0


def export(*rows: str) -> Table:
    """A text export's table: every cell by itself, blanks where merged cells were."""
    texts = [[text.strip() for text in row.split("|")] for row in rows]
    columns = max(len(row) for row in texts)
    cells = tuple(
        Cell(row=r, column=c, text=row[c] if c < len(row) else "", method="text_export")
        for r, row in enumerate(texts)
        for c in range(columns)
    )
    return Table(page=1, rows=len(texts), columns=columns, cells=cells, finder="export")


def grid(*rows: str, page: int = 1, left: float = 50.0, top: float = 100.0) -> Table:
    """A drawn grid with places: `<` joins a cell to the one on its left, `^` to the one above it."""
    texts = [[text.strip() for text in row.split("|")] for row in rows]
    columns = max(len(row) for row in texts)
    cells = []
    for r, row in enumerate(texts):
        for c, text in enumerate(row):
            if text in {"<", "^"}:
                continue
            across = 1
            while c + across < columns and row[c + across] == "<":
                across += 1
            down = 1
            while r + down < len(texts) and texts[r + down][c] == "^":
                down += 1
            box = Box(left + c * WIDTH, top + r * HEIGHT, left + (c + across) * WIDTH, top + (r + down) * HEIGHT)
            cells.append(Cell(row=r, column=c, text=text, row_span=down, column_span=across, page=page, box=box))
    return Table(page=page, rows=len(texts), columns=columns, cells=tuple(cells), finder="vector")


def document(*blocks: Table | Paragraph) -> Document:
    """A document of one page per page number among the blocks."""
    numbers = sorted({block.page for block in blocks})
    pages = tuple(
        Page(number=number, kind="export", blocks=tuple(block for block in blocks if block.page == number))
        for number in numbers
    )
    return Document(
        doc_id="ab" * 32,
        file_name="printed",
        media_type="text/plain",
        byte_size=1,
        reader="test",
        page_count=len(pages),
        pages=pages,
    )


def line(text: str, page: int = 1) -> Paragraph:
    """A paragraph of a text export."""
    return Paragraph(page=page, text=text, method="text_export")
