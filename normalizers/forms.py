"""A document's flow to its forms, each a table with the title above it and the notes below, and to free text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec
from msgspec import Struct

from extractors.document import Cell, Paragraph, Table
from normalizers.labels import meaning
from normalizers.page_breaks import Flow
from normalizers.rows import Row, rows_of
from normalizers.sections import Section, split_sections
from normalizers.titles import MAX_TITLE_LENGTH, is_title, is_year_line

_UNIT_LINE = re.compile(r"单\s*位\s*[:：]")
_NOTE = re.compile(r"^\s*(?:注|备注|填表说明|填报说明)\s*[:：\s]|^\s*(?:注|备注)$")
_NOTE_ITEM = re.compile(r"^\s*[(（]?[0-9]{1,2}\s*[)）.、．]")
_REMARK = re.compile(r"^\s*说\s*明\s*[:：]?\s*(.*)$", re.DOTALL)
_MAX_LINES_ABOVE = 6
"""Lines above a table that may belong to it: attachment mark, form number, title over two lines, year, unit."""
_MIN_SECTIONS = 2
"""Kinds of section that make a table a form; one alone (a list of indicators in a report) does when it is 绩效指标."""


class FormSource(Struct, frozen=True):
    """One form as printed."""

    above: tuple[Paragraph, ...]
    rows: tuple[Row, ...]
    sections: tuple[Section, ...]
    cells: tuple[Cell, ...]
    below: tuple[Paragraph, ...] = ()


class Parts(Struct, frozen=True):
    """A document taken apart: its forms, the paragraphs of its report, and tables that are no forms."""

    forms: tuple[FormSource, ...]
    report: tuple[Paragraph, ...]
    tables: tuple[Table, ...]


def take_parts(flow: Flow) -> Parts:
    """Return the forms, the free text and the other tables, each in the document's order."""
    forms: list[FormSource] = []
    report: list[Paragraph] = []
    tables: list[Table] = []
    pending: list[Paragraph] = []
    last_was_form = False
    for block in flow:
        if isinstance(block, Paragraph):
            if last_was_form and not pending and _belongs_below(block, forms[-1]):
                forms[-1] = msgspec.structs.replace(forms[-1], below=(*forms[-1].below, block))
            else:
                pending.append(block)
            continue
        found = list(_forms_in(block))
        if found and not pending and last_was_form and not _begins(found[0]):
            forms[-1] = _continued(forms[-1], block)
            continue
        if not found:
            tables.append(block)
            last_was_form = False
            continue
        above = _lines_above(pending)
        report.extend(pending[: len(pending) - len(above)])
        pending = []
        forms.append(msgspec.structs.replace(found[0], above=above))
        forms.extend(found[1:])
        last_was_form = True
    return Parts(tuple(forms), (*report, *pending), tuple(tables))


def _forms_in(table: Table) -> Iterator[FormSource]:
    """Yield the forms of one table: several may stand under each other without a gap."""
    rows = rows_of(table)
    starts = [0, *_restarts(rows)]
    for start, stop in zip(starts, [*starts[1:], len(rows)], strict=True):
        part = rows[start:stop]
        sections = split_sections(part)
        if _is_form(sections):
            cells = tuple(cell for cell in table.cells if start <= cell.row < stop)
            yield FormSource((), part, sections, cells)


def _restarts(rows: Sequence[Row]) -> list[int]:
    """Return the rows at which another form begins: a project's name after indicators were listed."""
    restarts: list[int] = []
    seen_indicators = False
    for row in rows:
        texts = [piece.text for piece in row.starting]
        seen_indicators = seen_indicators or sum(meaning("indicator_columns", text) is not None for text in texts) >= 3
        if seen_indicators and texts and meaning("fields", texts[0]) == "project_name":
            restarts.append(_title_row_above(rows, row.number))
            seen_indicators = False
    return restarts


def _title_row_above(rows: Sequence[Row], number: int) -> int:
    """Return the first of the title rows directly above row `number`, or `number`."""
    while number > 0:
        texts = [piece.text for piece in rows[number - 1].starting]
        if len(texts) != 1 or not (is_title(texts[0]) or is_year_line(texts[0])):
            break
        number -= 1
    return number


def _is_form(sections: Sequence[Section]) -> bool:
    kinds = {section.kind for section in sections if section.columns or section.kind == "fields"}
    named = any(meaning("fields", piece.text) for section in sections for row in section.rows for piece in row.starting)
    kinds = kinds if named else kinds - {"fields"}
    return "indicators" in kinds or len(kinds) >= _MIN_SECTIONS


def _begins(form: FormSource) -> bool:
    """Say whether a form's table carries its own head: a title or a labelled field before anything else."""
    for row in form.rows[:3]:
        texts = [piece.text for piece in row.starting]
        if texts and (meaning("fields", texts[0]) is not None or is_title(texts[0])):
            return True
    return False


def _continued(form: FormSource, table: Table) -> FormSource:
    """Return the form with another table's rows added below its own."""
    offset = max((row.number for row in form.rows), default=-1) + 1
    shifted = msgspec.structs.replace(
        table,
        rows=table.rows + offset,
        cells=tuple(msgspec.structs.replace(cell, row=cell.row + offset) for cell in table.cells),
    )
    rows = (*form.rows, *rows_of(shifted)[offset:])
    return msgspec.structs.replace(form, rows=rows, sections=split_sections(rows), cells=form.cells + shifted.cells)


def _lines_above(pending: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Return the last paragraphs that are a title, a year, a unit or a form number, and not a report's sentence."""
    taken: list[Paragraph] = []
    for paragraph in reversed(pending[-_MAX_LINES_ABOVE:]):
        text = paragraph.text.strip()
        if len(text) > MAX_TITLE_LENGTH or text.endswith(("。", "；", "，")):
            break
        known = is_title(text) or is_year_line(text) or _UNIT_LINE.search(text) or paragraph.level is not None
        if not known and not paragraph.centred and any(is_title(line.text) for line in taken):
            break
        taken.append(paragraph)
    return tuple(reversed(taken)) if any(is_title(line.text) or is_year_line(line.text) for line in taken) else ()


def _belongs_below(paragraph: Paragraph, form: FormSource) -> bool:
    """Say whether a paragraph is the form's note or remark: `说明 无`, `注：1.…`, then `2.…` or the rest of a note."""
    text = paragraph.text
    if _NOTE.match(text) or (_REMARK.match(text) and not form.below):
        return True
    if not any(_NOTE.match(line.text) for line in form.below):
        return False
    unfinished = not form.below[-1].text.rstrip().endswith(("。", "；", "！")) and not is_title(text)
    return unfinished or bool(_NOTE_ITEM.match(text))


def remark_below(form: FormSource) -> tuple[str | None, Paragraph | None]:
    """Return the text of a `说明` line printed below the form's table."""
    for paragraph in form.below:
        match = _REMARK.match(paragraph.text)
        if match:
            return match.group(1).strip() or None, paragraph
    return None, None
