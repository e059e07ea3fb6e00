"""A document's flow to its forms, each a table with the title above it and the notes below, and to free text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec
from msgspec import Struct

from extractors.document import Cell, Paragraph, Table
from normalizers.forms.labelled_money import is_labelled_money
from normalizers.forms.page_breaks import Flow
from normalizers.forms.rows import Row, rows_of
from normalizers.forms.sections import Section, split_sections
from normalizers.forms.side_by_side import parted
from normalizers.forms.text_kinds import is_explanation
from normalizers.labels import level1, level2, meaning
from normalizers.titles import MAX_TITLE_LENGTH, is_continued_title, is_title, is_year_line
from normalizers.values.qualitative import is_blank

_UNIT_LINE = re.compile(r"单\s*位\s*[:：]")
_NOTE = re.compile(r"^\s*(?:注|备注|填表说明|填报说明)\s*[:：\s]|^\s*(?:注|备注)$")
_NOTE_ITEM = re.compile(r"^\s*[(（]?[0-9]{1,2}\s*[)）.、．]")
_REMARK = re.compile(r"^\s*说\s*明\s*[:：]?\s*(.*)$", re.DOTALL)
_MAX_LINES_ABOVE = 6
"""Lines above a table that may belong to it: attachment mark, form number, title over two lines, year, unit."""
_MOST_ROWS_BETWEEN = 3
"""Rows of a table that may stand between a form's title and the form: who fills it in, the day, the unit."""
_MAX_LOOSE_CELLS = 2
"""Lines without a tab within an export's table that are taken for cells of a row that went on in the next line."""
_MAX_LOOSE_LENGTH = 40
"""Characters of such a cell; longer lines are a report's."""
_LONGEST_CRUMB = 4
"""Characters of what is left outside the grid of a cell that a page break cuts."""
_DURATION = re.compile(r"\d{1,3}年")
"""A value that is no year of a form: `15年` of use."""
_OPEN = {"funding", "management", "goals", "indicators", "subtotal", "total"}
"""Kinds of section whose rows may go on below such a line."""
_FOOT = {None, "ignored", "person"}
"""Labelled fields that also stand at the foot of a form: 评价结论, 项目负责人."""
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
    head: Table | None = None
    for block in flow:
        if isinstance(block, Paragraph):
            head = None
            if last_was_form and not pending and _is_last_cell(block, forms[-1]):
                forms[-1] = _with_last_cell(forms[-1], block)
            elif last_was_form and not pending and _belongs_below(block, forms[-1]):
                forms[-1] = msgspec.structs.replace(forms[-1], below=(*forms[-1].below, block))
            else:
                pending.append(block)
            continue
        found = list(_forms_in(block))
        if head is not None and found and not _begins(found[0]):
            found = list(_forms_in(_below_head(head, block)))
            tables.remove(head)
        head = block if not found and _is_head(block) else None
        if last_was_form and _goes_on(forms[-1], pending, block, found):
            crumbs = _are_crumbs(forms[-1], pending)
            loose = [] if crumbs else [line for line in pending if not is_continued_title(line.text)]
            forms[-1] = _continued(forms[-1], block, loose)
            report.extend(pending if crumbs else ())
            pending = []
            continue
        if not found:
            tables.append(block)
            if block.rows > _MOST_ROWS_BETWEEN:  # what stands above it is its own
                report.extend(pending)
                pending = []
            last_was_form = False
            continue
        above = _lines_above(pending)
        report.extend(pending[: len(pending) - len(above)])
        pending = []
        forms.append(msgspec.structs.replace(found[0], above=above))
        forms.extend(found[1:])
        last_was_form = True
    return Parts(tuple(forms), (*report, *pending), tuple(tables))


def _is_head(table: Table) -> bool:
    """Say whether an export's table holds nothing but labelled fields: a form's head, cut off by a blank line."""
    rows = [row for row in rows_of(table) if row.starting]
    return table.finder == "export" and bool(rows) and all(
        len(row.starting) > 1 and meaning("fields", row.starting[0].text) not in _FOOT for row in rows
    )


def _below_head(head: Table, table: Table) -> Table:
    """Return a form's table with its head above it, as one table."""
    lower = tuple(msgspec.structs.replace(cell, row=cell.row + head.rows) for cell in table.cells)
    columns = max(head.columns, table.columns)
    return msgspec.structs.replace(table, rows=head.rows + table.rows, columns=columns, cells=head.cells + lower)


def _forms_in(table: Table) -> Iterator[FormSource]:
    """Yield the forms of one table: several may stand under each other without a gap."""
    halves = parted(table)
    if len(halves) > 1:
        for half in halves:
            yield from _forms_in(half)
        return
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
    kinds = {section.kind for section in sections if section.columns or _needs_no_header(section)}
    named = any(meaning("fields", piece.text) for section in sections for row in section.rows for piece in row.starting)
    kinds = kinds if named else kinds - {"fields"}
    return "indicators" in kinds or len(kinds) >= _MIN_SECTIONS


def _needs_no_header(section: Section) -> bool:
    return section.kind in {"fields", "goals"} or (
        section.kind == "funding" and any(is_labelled_money(row) for row in section.rows)
    )


def _begins(form: FormSource) -> bool:
    """Say whether a form's table carries its own head: a title or a labelled field before anything else."""
    return _begins_with_head(form.rows)


def _begins_with_head(rows: Sequence[Row]) -> bool:
    for row in rows[:3]:
        texts = [piece.text for piece in row.starting]
        if texts and (meaning("fields", texts[0]) not in _FOOT or is_title(texts[0])):
            return True
    return False


def _goes_on(form: FormSource, between: Sequence[Paragraph], table: Table, found: Sequence[FormSource]) -> bool:
    """Say whether a table is the rest of the form above: it has no head of its own, and nothing stands between.

    In an export a row's single cell may stand between: a line without a tab ends the table.
    """
    if all(is_continued_title(line.text) for line in between) or _are_crumbs(form, between):
        between = ()
    if found and not between:
        return not _begins(found[0])
    rows = rows_of(table)
    export = table.finder == "export" and bool(form.rows) and form.rows[0].from_export
    if not export or form.sections[-1].kind not in _OPEN:
        return False
    if _begins(found[0]) if found else (_begins_with_head(rows) if _is_rest(between) else _has_head(rows)):
        return False
    alone = len(between) == 1  # a sentence between two halves of a table, of which the lower has no head, is a cell
    return len(between) <= _MAX_LOOSE_CELLS and all(_is_loose_cell(line, sentence=alone) for line in between)


def _are_crumbs(form: FormSource, between: Sequence[Paragraph]) -> bool:
    """Say whether the lines at the top of a page are crumbs of a cell that the page break cut, such as `年度`, where
    the form above has not come to its indicators yet.
    """
    unfinished = not any(section.kind in {"indicators", "total"} and section.rows for section in form.sections)
    short = [line for line in between if len(line.text) <= _LONGEST_CRUMB and line.level is None]
    return bool(between) and unfinished and len(short) == len(between) == 1 and not form.rows[0].from_export


def _is_rest(between: Sequence[Paragraph]) -> bool:
    """Say whether the lines between two tables of an export can only be rests of its rows: `—`, `年度绩效指标`."""
    return bool(between) and all(is_blank(line.text) or meaning("blocks", line.text) is not None for line in between)


def _has_head(rows: Sequence[Row]) -> bool:
    """Say whether rows begin with a title or a labelled field, or have a header of their own."""
    return _begins_with_head(rows) or any(section.columns for section in split_sections(rows))


def _is_loose_cell(line: Paragraph, *, sentence: bool) -> bool:
    """Say whether a line may be a cell of the table around it: short, no heading, no title, a sentence if allowed."""
    text = line.text
    ends = ("：", ":") if sentence else ("。", "；", "：", ":")
    if len(text) > _MAX_LOOSE_LENGTH or line.level is not None or text.endswith(ends):
        return False
    years = is_year_line(text) and not _DURATION.fullmatch(text)
    return not (is_title(text) or years or _UNIT_LINE.search(text) or _NOTE.match(text))


def _is_last_cell(line: Paragraph, form: FormSource) -> bool:
    """Say whether a line below an export's indicators is the last row's reason, which went on alone: no report begins
    with a short sentence without an end that says why something was not reached.
    """
    export = bool(form.rows) and form.rows[0].from_export and form.sections[-1].kind == "indicators"
    return export and not form.below and is_explanation(line.text) and _is_loose_cell(line, sentence=False)


def _with_last_cell(form: FormSource, line: Paragraph) -> FormSource:
    empty = Table(page=line.page, rows=0, columns=1, cells=(), finder="export")
    return _continued(form, empty, (line,))


def _continued(form: FormSource, table: Table, between: Sequence[Paragraph] = ()) -> FormSource:
    """Return the form with another table's rows added below its own, lines that stand between as rows of one cell."""
    if between:
        table = _with_loose_cells(table, between)
    offset = max((row.number for row in form.rows), default=-1) + 1
    shifted = msgspec.structs.replace(
        table,
        rows=table.rows + offset,
        cells=tuple(msgspec.structs.replace(cell, row=cell.row + offset) for cell in table.cells),
    )
    rows = (*form.rows, *rows_of(shifted)[offset:])
    return msgspec.structs.replace(form, rows=rows, sections=split_sections(rows), cells=form.cells + shifted.cells)


def _with_loose_cells(table: Table, lines: Sequence[Paragraph]) -> Table:
    count = len(lines)
    loose = tuple(
        Cell(row, 0, line.text, page=line.page, method=line.method, confidence=line.confidence)
        for row, line in enumerate(lines)
    )
    lower = tuple(msgspec.structs.replace(cell, row=cell.row + count) for cell in table.cells)
    return msgspec.structs.replace(table, rows=table.rows + count, cells=loose + lower)


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
    if level1(text) or level2(text):
        return False  # a level whose row goes on below, though 备注, the header's last label, stands alone above
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
