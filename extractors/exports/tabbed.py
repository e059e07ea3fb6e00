"""Tab-separated text to tables and paragraphs: a tab leads to the next cell, a line without one ends the table.

Nothing is moved: a blank merged cell is the blank that was printed, a row that slipped stays slipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.document import Cell, Paragraph, Table
from extractors.exports.inline import without_table_tokens

QUOTED_LINES = 40
"""Lines that a quoted cell may run over: spreadsheets quote cells with line breaks; a stray quotation mark closes
nowhere near."""


def read_tabbed(text: str, page: int) -> list[Table | Paragraph]:
    """Return the tables and paragraphs of a text in order; blank lines end a table and are no paragraph."""
    blocks: list[Table | Paragraph] = []
    rows: list[list[str]] = []
    for cells in _rows(text.split("\n")):
        if len(cells) > 1:
            rows.append(cells)
            continue
        if rows:
            blocks.append(export_table(rows, page))
            rows = []
        line = cells[0].strip()
        if line:
            blocks.append(Paragraph(page, line, method="text_export"))
    if rows:
        blocks.append(export_table(rows, page))
    return blocks


def export_table(rows: Sequence[Sequence[str]], page: int) -> Table:
    """Return rows of texts as a table; a short row stays short: its last cells are lost, not blank."""
    width = max(len(row) for row in rows)
    cells = tuple(
        Cell(r, c, without_table_tokens(text).strip(), page=page, method="text_export")
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    return Table(page, len(rows), width, cells, "export")


def _rows(lines: Sequence[str]) -> Iterator[list[str]]:
    index = 0
    while index < len(lines):
        line, used = lines[index], 1
        if '"' in line and "\t" in line:
            line, used = _with_quoted(lines[index : index + QUOTED_LINES])
        yield [_unquoted(cell) for cell in _split(line)]
        index += used


def _with_quoted(lines: Sequence[str]) -> tuple[str, int]:
    """Join the lines of a row in which a quoted cell runs over line ends; a quote that never closes is a character."""
    joined = lines[0]
    for used in range(1, len(lines) + 1):
        if not _is_open(joined):
            return joined, used
        if used < len(lines):
            joined += "\n" + lines[used]
    return lines[0], 1


def _is_open(row: str) -> bool:
    last = _split(row)[-1]
    return last.startswith('"') and not _closes(last)


def _closes(cell: str) -> bool:
    """A cell that begins with a quotation mark and ends with one, those within written twice."""
    return len(cell) > 1 and cell.endswith('"') and '"' not in cell[1:-1].replace('""', "")


def _split(row: str) -> list[str]:
    """Split at tabs, but not at those within a quoted cell."""
    cells: list[str] = []
    for part in row.split("\t"):
        if cells and cells[-1].startswith('"') and not _closes(cells[-1]) and _closes(f"{cells[-1]}\t{part}"):
            cells[-1] += "\t" + part
        else:
            cells.append(part)
    return cells


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if cell.startswith('"') and _closes(cell) else cell
