"""A reading to the same reading without personal names and numbers, for those who may not pass them on.

In a table the value beside 联系人, 联系电话 … is masked, and what stands below them where they head columns; anywhere
names behind such labels, telephone numbers, e-mail addresses and identity cards.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from extractors.document import Cell, Document, Page, Paragraph, Table
from normalizers.labels import meaning
from normalizers.personal import heads_people, is_personal_label, masked, masked_value


def redacted(document: Document) -> Document:
    """Return the document with personal data as stars; other readings of a masked text are dropped."""
    return msgspec.structs.replace(document, pages=tuple(_page(page) for page in document.pages))


def _page(page: Page) -> Page:
    blocks = tuple(_table(block) if isinstance(block, Table) else _paragraph(block) for block in page.blocks)
    return msgspec.structs.replace(page, blocks=blocks)


def _paragraph(paragraph: Paragraph) -> Paragraph:
    text = masked(paragraph.text)
    return paragraph if text == paragraph.text else msgspec.structs.replace(paragraph, text=text)


def _table(table: Table) -> Table:
    values = {id(cell) for cell in _values(table)}
    cells = tuple(_cell(cell, whole=id(cell) in values) for cell in table.cells)
    return msgspec.structs.replace(table, cells=cells)


def _cell(cell: Cell, *, whole: bool) -> Cell:
    text = masked_value(cell.text) if whole else masked(cell.text)
    return cell if text == cell.text else msgspec.structs.replace(cell, text=text, readings=())


def _values(table: Table) -> Iterator[Cell]:
    """Yield the cells that stand beside a personal label, or below one that heads a column."""
    for label in table.cells:
        if not is_personal_label(label.text):
            continue
        beside = _next_to(label, table)
        if beside is not None and not _is_label(beside):
            yield beside
        elif beside is None or _is_label(beside):
            yield from _below(label, table)


def _next_to(label: Cell, table: Table) -> Cell | None:
    right = [
        cell
        for cell in table.cells
        if cell.row == label.row and cell.column >= label.column + label.column_span and cell.text.strip()
    ]
    return min(right, key=lambda cell: cell.column, default=None)


def _below(label: Cell, table: Table) -> Iterator[Cell]:
    """Yield the cells of the label's column down to the next label: a list of people."""
    column = sorted(
        (cell for cell in table.cells if cell.column == label.column and cell.row >= label.row + label.row_span),
        key=lambda cell: cell.row,
    )
    for cell in column:
        if not cell.text.strip() or _is_label(cell):
            return
        yield cell


def _is_label(cell: Cell) -> bool:
    return heads_people(cell.text) or any(
        meaning(group, cell.text) is not None for group in ("fields", "blocks", "indicator_columns", "funding_columns")
    )
