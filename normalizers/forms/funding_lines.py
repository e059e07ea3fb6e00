"""Rows of 资金投入情况 to their labels and figures, each under its role: `中央财政资金 | 44360000.00` -> budget."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from normalizers.forms.alignment import EXPORT_DRIFT, GRID_DRIFT, Alignment, align, in_place
from normalizers.forms.cell_cuts import cuts
from normalizers.forms.funding_fit import FIT, fit_row, fit_text
from normalizers.forms.funding_line import FundingLine, source_of
from normalizers.forms.headers import FILLER, NAMELESS, Column, is_blank_paper
from normalizers.forms.labelled_money import AMOUNT_ROLES, labelled_lines
from normalizers.forms.row_joins import joined_rows
from normalizers.forms.rows import Piece, Row
from normalizers.forms.sections import Section
from normalizers.forms.stated_amounts import stated_lines, with_proved_roles
from normalizers.labels import meaning, names_whole_period, take_apart
from normalizers.values.money import read_amount
from normalizers.values.qualitative import is_blank

_GROUP = re.compile("按[\u4e00-\u9fff]{2,6}(?:分类?|划分)?[:：]?|(?:收入|支出|资金)(?:构成|结构|性质)[:：]?")
_YEARLY = re.compile("^(?:本|当)?年度?(?:资金|预算)?(?:申请|安排)?(?:资金|预算)?(?:总额|合计|金额)")
_PROJECT_TOTAL = re.compile("^项目(?:资金|预算|总投资)?(?:总额|总投资|总预算)")
_WITH_FIGURE = re.compile(r"(.*[\u4e00-\u9fff)）]) ([0-9][0-9,.]*)")
"""A label into which an amount ran."""
_CRUMBLED_CELLS = 2
"""Such cells in a block of money; one alone may be dirt."""
_PROVING_FIGURES = 2
"""Figures with as many decimals that prove where a figure which wraps in its cell ends."""


def funding_lines(sections: Sequence[Section]) -> tuple[FundingLine, ...]:
    """Return the funding lines of a form's sections, in order, with or without a header row above them."""
    lines: list[FundingLine] = []
    for section in sections:
        beside = [] if section.columns else labelled_lines(section.rows)
        if beside:
            lines.extend(FundingLine(label, Alignment(cells), row) for (label, cells), row in beside)
            lines[-len(beside)] = msgspec.structs.replace(lines[-len(beside)], is_total=True)
            continue
        columns = _with_label_column(section.columns)
        percent = _percent_in_header(section)
        units = _column_units(section)
        found = [
            line
            for row in _whole_rows(section, columns)
            for line in (_headed(row, columns, percent, section) if columns else _paired(row))
        ]
        found = found or _unlabelled(section)
        found = [msgspec.structs.replace(line, units=units) for line in found] if units else found
        if _has_crumbled(section):
            found = [msgspec.structs.replace(line, blank_values=_blank_values(line, columns)) for line in found]
        lines.extend(found if columns else _by_period(found))
    return _with_whole_figures(with_proved_roles(_without_doubled_zeros(_without_doubled_labels(lines))))


def _without_doubled_zeros(lines: Sequence[FundingLine]) -> list[FundingLine]:
    """Return an export's lines without a rate that is the amount spent once more: `0.00 | 0.00 | 0.00` beside `87%`.

    A zero may as well be what an office writes for a rate of nothing; it goes only where cells of other lines slipped.
    """
    percent = any(line.text("rate").endswith(("%", "％")) for line in lines)
    slipped = any(line.cells.left_out or line.cells.fused or line.row.lines > 1 for line in lines)
    slipped = slipped or len({line.label.column for line in lines}) > 1  # blanks before the labels were lost or added
    if not (percent and slipped):
        return list(lines)
    return [_without_doubled_zero(line) if line.row.from_export else line for line in lines]


def _without_doubled_zero(line: FundingLine) -> FundingLine:
    rate, spent = line.cells.get("rate"), line.text("executed")
    planned = line.text("budget") or line.text("initial")
    if rate is None or rate.text != spent or not _is_zero(rate.text):
        return line
    if planned and not _is_zero(planned):  # nothing was spent: its rate may be this zero, or blank
        return msgspec.structs.replace(line, row=msgspec.structs.replace(line.row, margin=0.0))
    kept = tuple(pair for pair in line.cells.pieces if pair[1] is not rate)
    cells = msgspec.structs.replace(line.cells, pieces=kept, left_out=(*line.cells.left_out, rate), margin=0.0)
    return msgspec.structs.replace(line, cells=cells)


def _without_doubled_labels(lines: Sequence[FundingLine]) -> list[FundingLine]:
    """Return the lines of an export without those that are nothing but the label of the line that follows."""
    return [
        line
        for line, after in zip(lines, [*lines[1:], None], strict=False)
        if not (
            after is not None
            and line.row.from_export
            and not line.cells.pieces
            and line.label.text == after.label.text
            and line.row.number + 1 == after.row.number
        )
    ]


def _has_crumbled(section: Section) -> bool:
    """Say whether cells of a block hold crumbs of print that no reader made out: then others may hold even less."""
    pieces = [piece for row in section.rows for piece in row.pieces if piece.starts and not piece.text]
    return sum("unreadable" in piece.cell.doubts for piece in pieces) >= _CRUMBLED_CELLS


def _blank_values(line: FundingLine, columns: Sequence[Column]) -> tuple[str, ...]:
    """Return the amounts and the rate of a recognised line whose cell shows no text and is not surely blank paper."""
    if line.label.cell.confidence is None:
        return ()
    named = [column for column in columns if column.role in {*AMOUNT_ROLES, "rate"} and not line.text(column.role)]
    return tuple(
        column.role for column in named if not any(is_blank_paper(piece, column) for piece in line.row.pieces)
    )


def _by_period(lines: Sequence[FundingLine]) -> list[FundingLine]:
    """Return the lines of a declaration, first those below or beside 实施期资金总额, up to the year's own total.

    项目资金总额 is the whole project's money where 年度资金申请总额 is printed as well, and the year's where it is not.
    """
    told: list[FundingLine] = []
    whole: dict[int, bool] = {}
    yearly = any(_YEARLY.search(line.label.text) for line in lines)
    for line in lines:
        if names_whole_period(line.label.text) or (yearly and _PROJECT_TOTAL.search(line.label.text)):
            whole[line.label.column] = True
        elif source_of(line.label.text) == "total":
            whole[line.label.column] = False
        told.append(msgspec.structs.replace(line, whole_period=whole.get(line.label.column, False)))
    return sorted(told, key=lambda line: not line.whole_period)


def _whole_rows(section: Section, columns: tuple[Column, ...]) -> Sequence[Row]:
    """Return the section's rows, those of an export that went on in the next line joined."""
    if not columns or not any(row.from_export for row in section.rows):
        return section.rows
    own = ((row, [piece for piece in row.starting if not _is_block(piece, section)]) for row in section.rows)
    if any(stated_lines(row, pieces) for row, pieces in own):
        return section.rows  # labels with amounts behind them, of which none went on in the next line
    roles = {column.role for column in columns}

    def is_whole(cells: Alignment) -> bool:
        return all(cells.text(role) for role in ("label", "budget", "executed", "rate") if role in roles)

    return joined_rows(section.rows, lambda row: _cells(row, columns, section), is_whole)


def _with_whole_figures(lines: Sequence[FundingLine]) -> tuple[FundingLine, ...]:
    """Return the lines with figures that wrap in their cell made whole: `8883.01`, `97` under a form of four decimals.

    Only the other figures of the form prove that it is one figure and not two: nearly all have as many decimals.
    """
    decimals = [len(text.partition(".")[2]) for line in lines for text in _figures(line) if "." in text]
    usual = max(set(decimals), key=decimals.count, default=0)
    if decimals.count(usual) < _PROVING_FIGURES:
        return tuple(lines)
    return tuple(
        msgspec.structs.replace(
            line,
            cells=msgspec.structs.replace(
                line.cells,
                pieces=tuple(
                    (role, piece if piece in line.cells.fused else _whole(role, piece, usual))
                    for role, piece in line.cells.pieces
                ),
            ),
        )
        for line in lines
    )


def _figures(line: FundingLine) -> list[str]:
    return [text for role in AMOUNT_ROLES if (text := line.text(role)) and read_amount(text).state == "value"]


def _whole(role: str, piece: Piece, decimals: int) -> Piece:
    whole = "".join(piece.cell.text.split())
    if role not in AMOUNT_ROLES or whole == piece.text or len(whole.partition(".")[2]) != decimals:
        return piece
    return msgspec.structs.replace(piece, text=whole) if read_amount(whole).state == "value" else piece


def _with_label_column(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the header's columns with one for the line's label, which the header leaves blank."""
    first = min((column.start for column in columns if column.role not in NAMELESS), default=None)
    if first is None:
        return ()
    amounts = [column for column in columns if column.role not in {"block", "other"} and column.start >= first]
    stop = max((column.stop for column in columns if column.role == "block" and column.start < first), default=0)
    start = min(stop, first - 1) if first else 0
    return (Column("label", max(start, 0), max(first, start + 1)), *amounts)


def _percent_in_header(section: Section) -> bool:
    pieces = section.header.pieces if section.header else ()
    rates = [piece.text for piece in pieces if meaning("funding_columns", piece.text) == "rate"]
    return any(text.rstrip(")） ").endswith(("%", "％")) and "100" not in text for text in rates)


def _column_units(section: Section) -> tuple[tuple[str, str], ...]:
    """Return the units that the columns of amounts print themselves, () where none does or all print the same."""
    pieces = section.header.pieces if section.header else ()
    named = [(meaning("funding_columns", piece.text), take_apart(piece.text).unit) for piece in pieces]
    units = tuple((role, unit) for role, unit in named if role in AMOUNT_ROLES and unit is not None)
    return units if len({unit for _, unit in units}) > 1 else ()


def _headed(row: Row, columns: tuple[Column, ...], percent: bool, section: Section) -> list[FundingLine]:
    pieces = [piece for piece in row.pieces if piece.text and not _is_block(piece, section)]
    stated = stated_lines(row, pieces)
    if stated:
        return stated
    leading = 0
    while leading < len(pieces) and fit_text("label", pieces[leading].text) > 0:
        leading += 1
    amounts = columns[1:]
    if leading:
        label = pieces[leading - 1]
        blanks = [piece for piece in row.pieces if not piece.text and piece.column >= label.stop]
        rest = sorted([*pieces[leading:], *blanks], key=lambda piece: piece.column)
        direct = in_place(rest, amounts, FIT)
        empty = not any(piece.text for piece in rest) and not cuts(label.text)
        if all(is_blank(piece.text) for piece in rest) and _heads_rows(label.text):
            return []
        anchored = direct is not None and _is_anchored(label, direct, rest, amounts)
        if direct is not None:
            label = _without_doubled(label, direct)
        stands = direct is not None and (
            anchored or _is_sound(label, direct, amounts) or _is_full(label, direct, amounts)
        )
        if direct is not None and (not row.from_export or empty or stands):
            return [FundingLine(label, direct, row, percent)]
        if not row.from_export:
            return [FundingLine(label, align(rest, amounts, FIT, GRID_DRIFT), row, percent)]
    return _slipped(row, columns, percent, section) if row.from_export else []


def _unlabelled(section: Section) -> list[FundingLine]:
    """Return the one line of a block whose figures have no label beside them: they are the form's total."""
    printed = section.header.pieces if section.header else ()
    heads = {column.role: column.start for column in section.columns if column.role in AMOUNT_ROLES}
    label = next((piece for piece in printed if piece.column == heads.get("budget", heads.get("initial"))), None)
    rows = [row for row in section.rows if row.starting]
    if label is None or len(rows) != 1:
        return []
    if rows[0].from_export:
        columns = [column for column in section.columns if column.role != "block"]
        cells: Alignment | None = align(rows[0].starting, columns, FIT, EXPORT_DRIFT)
    else:
        columns = [column for column in section.columns if column.role not in NAMELESS]
        under = [piece for piece in rows[0].starting if any(c.start <= piece.column < c.stop for c in columns)]
        cells = in_place(under, columns, FIT)
    if cells is None or any(read_amount(cells.text(role)).state != "value" for role in heads):
        return []
    return [FundingLine(label, cells, rows[0], _percent_in_header(section), is_total=True)]


def _heads_rows(text: str) -> bool:
    """Say whether a text alone heads rows to come: `年度绩效目标1（40分）`, `按资金来源分`."""
    if _GROUP.fullmatch(text):
        return True
    return meaning("sources", text) is None and meaning("blocks", text) in {"goals", "indicators", "management"}


def _slipped(row: Row, columns: tuple[Column, ...], percent: bool, section: Section) -> list[FundingLine]:
    """Return the line of an export's row that does not stand under its columns, its label placed with its figures."""
    label_at = columns[0]
    group = Column("group", label_at.start, label_at.stop)
    cells = _cells(row, (group, *columns), section)
    label = cells.get("label")
    if label is None or len(cells.pieces) < 2 and meaning("sources", label.text) is None:
        return []
    kept = tuple((role, piece) for role, piece in cells.pieces if role not in {"group", "label"})
    return [FundingLine(label, msgspec.structs.replace(cells, pieces=kept), row, percent)]


def _cells(row: Row, columns: Sequence[Column], section: Section) -> Alignment:
    pieces = [piece for piece in row.pieces if not _is_block(piece, section)]
    return align(pieces, columns, FIT, EXPORT_DRIFT)


def _without_doubled(label: Piece, cells: Alignment) -> Piece:
    """Return a label without the first amount that ran into it where that amount also stands in its own cell."""
    found = _WITH_FIGURE.fullmatch(label.text)
    first = cells.pieces[0][1].text if cells.pieces else ""
    return msgspec.structs.replace(label, text=found[1]) if found and found[2] == first else label


def _is_sound(label: Piece, cells: Alignment, amounts: Sequence[Column]) -> bool:
    """Say whether an export's line is whole as it stands: every amount is there and nothing speaks against it."""
    roles = {column.role for column in amounts}
    if any(role in roles and not cells.text(role) for role in AMOUNT_ROLES) or cuts(label.text):
        return False
    texts = {role: piece.text for role, piece in cells.pieces}
    part = source_of(label.text) != "total"
    if part and any(_is_amount(texts.get(role, "")) for role in ("weight", "score")):
        return False  # only the total is scored: a figure there is an amount or a rate that is doubled
    return fit_row(texts) >= 0 and all(fit_text(role, text) >= 0 and not cuts(text) for role, text in texts.items())


def _is_full(label: Piece, cells: Alignment, amounts: Sequence[Column]) -> bool:
    """Say whether every column of figures has its own: such a row has not slipped, whatever its figures contradict."""
    figures = [column.role for column in amounts if column.role not in {"reason", "other", FILLER}]
    part = source_of(label.text) != "total"
    doubled = part and any(_is_amount(cells.text(role)) for role in ("weight", "score"))  # only the total is scored
    doubled = doubled or _is_amount(cells.text("reason"))
    doubled = doubled or any(cuts(text) for text in (label.text, *(piece.text for _, piece in cells.pieces)))
    return all(cells.text(role) for role in figures) and not doubled


def _is_amount(text: str) -> bool:
    return read_amount(text).state == "value"


def _is_zero(text: str) -> bool:
    return bool(text) and not text.strip("0.")


def _is_anchored(label: Piece, cells: Alignment, pieces: Sequence[Piece], amounts: Sequence[Column]) -> bool:
    """Say whether an amount is blank while the rate behind it stands in its column: nothing has slipped there.

    A cell into which another one ran fills the column of the one that it ran into: `27.00 | 27.00 100%` ends in a rate.
    """
    texts = {role: piece.text for role, piece in cells.pieces}
    if any(cuts(text) for text in (label.text, *texts.values())):
        return False
    fits = all(fit_text(role, text) >= 0 for role, text in texts.items())
    there = all(any(piece.column <= column.start < piece.stop for piece in pieces) for column in amounts)
    return fits and there and texts.get("rate", "").endswith(("%", "％"))


def _is_block(piece: Piece, section: Section) -> bool:
    header = section.header
    if header is not None and piece.cell.row <= header.number:
        return True
    label = take_apart(piece.text)
    if not label.name and label.unit is not None:
        return True  # `（万元）`, the second line of the block's label
    return meaning("sources", piece.text) is None and meaning("blocks", piece.text) == "funding"


def _paired(row: Row) -> list[FundingLine]:
    """Return the lines of a row that has no header above: `项目资金总额 | 300 | 其中:财政资金 | 200`."""
    lines = []
    pieces = row.pieces
    for place, piece in enumerate(pieces):
        if not piece.starts or not (meaning("sources", piece.text) or names_whole_period(piece.text)):
            continue
        # an export leaves blanks for the rest of a merged label
        beside = next(
            (other for other in pieces[place + 1 :] if other.starts and (other.text or not row.from_export)), None
        )
        taken = beside is not None and beside.text and fit_text("label", beside.text) < 0
        cells = Alignment((("budget", beside),)) if taken and beside is not None else Alignment(())
        lines.append(FundingLine(piece, cells, row))
    return lines
