"""Rows of 资金投入情况 to funding lines: `中央财政资金 | 44360000.00 | 47010000.00 | 105.97%` -> central, in yuan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

import msgspec
from msgspec import Struct

from extractors.document import Cell, Paragraph
from normalizers.forms.alignment import EXPORT_DRIFT, GRID_DRIFT, SURE_MARGIN, Alignment, align, in_place
from normalizers.forms.cell_cuts import cuts
from normalizers.forms.funding_fit import FIT, fit_row, fit_text
from normalizers.forms.headers import FILLER, NAMELESS, Column
from normalizers.forms.indicator_fit import fold_points
from normalizers.forms.row_joins import joined_rows
from normalizers.forms.rows import Piece, Row
from normalizers.forms.sections import Section
from normalizers.forms.source_labels import source_label_of, source_label_remarks
from normalizers.labels import by_words, meaning, names_whole_period, take_apart
from normalizers.places import Place, Remark
from normalizers.schema import Funding, Source
from normalizers.values.money import Amount, Rate, read_amount, read_points, read_rate

_AMOUNT_ROLES = ("initial", "budget", "executed")
_PATHS = {
    "label": "source_label",
    "initial": "budget_initial",
    "budget": "budget",
    "executed": "executed",
    "rate": "execution_rate",
    "weight": "weight",
    "score": "score",
}
_GROUP = re.compile("按[\u4e00-\u9fff]{2,6}(?:分类?|划分)?[:：]?")
_PROVING_FIGURES = 2
"""Figures with as many decimals that prove where a figure which wraps in its cell ends."""
_RATIO_STEP = Decimal("0.000001")
_CENT = Decimal("0.01")


class FundingLine(Struct, frozen=True):
    """One printed line: its cells under their roles, before the figures' unit is known."""

    label: Piece
    cells: Alignment
    row: Row
    percent_in_header: bool = False
    units: tuple[tuple[str, str], ...] = ()
    """Role and unit of amounts whose columns print units that differ: `全年预算数（万元）`, `全年执行数（元）`."""
    whole_period: bool = False
    """The money is that of the project's whole period, not of a year."""

    def text(self, role: str) -> str:
        """Return the text under a role, '' where none is printed."""
        return self.cells.text(role)


class FundingTable(Struct, frozen=True):
    """The funding lines of one form, where their values stand, and what was noticed."""

    rows: tuple[Funding, ...]
    places: tuple[Place, ...]
    remarks: tuple[Remark, ...]


def funding_lines(sections: Sequence[Section]) -> tuple[FundingLine, ...]:
    """Return the funding lines of a form's sections, in order, with or without a header row above them."""
    lines: list[FundingLine] = []
    for section in sections:
        columns = _with_label_column(section.columns)
        percent = _percent_in_header(section)
        units = _column_units(section)
        found = [
            line
            for row in _whole_rows(section, columns)
            for line in (_headed(row, columns, percent, section) if columns else _paired(row))
        ]
        found = [msgspec.structs.replace(line, units=units) for line in found] if units else found
        lines.extend(found if columns else _by_period(found))
    return _with_whole_figures(lines)


def _by_period(lines: Sequence[FundingLine]) -> list[FundingLine]:
    """Return the lines of a declaration, first those below or beside 实施期资金总额, up to the year's own total."""
    told: list[FundingLine] = []
    whole: dict[int, bool] = {}
    for line in lines:
        if names_whole_period(line.label.text):
            whole[line.label.column] = True
        elif source_of(line.label.text) == "total":
            whole[line.label.column] = False
        told.append(msgspec.structs.replace(line, whole_period=whole.get(line.label.column, False)))
    return sorted(told, key=lambda line: not line.whole_period)


def _whole_rows(section: Section, columns: tuple[Column, ...]) -> Sequence[Row]:
    """Return the section's rows, those of an export that went on in the next line joined."""
    if not columns or not any(row.from_export for row in section.rows):
        return section.rows
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
    return [text for role in _AMOUNT_ROLES if (text := line.text(role)) and read_amount(text).state == "value"]


def _whole(role: str, piece: Piece, decimals: int) -> Piece:
    whole = "".join(piece.cell.text.split())
    if role not in _AMOUNT_ROLES or whole == piece.text or len(whole.partition(".")[2]) != decimals:
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
    units = tuple((role, unit) for role, unit in named if role in _AMOUNT_ROLES and unit is not None)
    return units if len({unit for _, unit in units}) > 1 else ()


def _headed(row: Row, columns: tuple[Column, ...], percent: bool, section: Section) -> list[FundingLine]:
    pieces = [piece for piece in row.pieces if piece.text and not _is_block(piece, section)]
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
        if empty and _heads_rows(label.text):
            return []
        stands = direct is not None and (_is_sound(label, direct, amounts) or _is_full(direct, amounts))
        if direct is not None and (not row.from_export or empty or stands):
            return [FundingLine(label, direct, row, percent)]
        if not row.from_export:
            return [FundingLine(label, align(rest, amounts, FIT, GRID_DRIFT), row, percent)]
    return _slipped(row, columns, percent, section) if row.from_export else []


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


def _is_sound(label: Piece, cells: Alignment, amounts: Sequence[Column]) -> bool:
    """Say whether an export's line is whole as it stands: every amount is there and nothing speaks against it."""
    roles = {column.role for column in amounts}
    if any(role in roles and not cells.text(role) for role in _AMOUNT_ROLES) or cuts(label.text):
        return False
    texts = {role: piece.text for role, piece in cells.pieces}
    return fit_row(texts) >= 0 and all(fit_text(role, text) >= 0 and not cuts(text) for role, text in texts.items())


def _is_full(cells: Alignment, amounts: Sequence[Column]) -> bool:
    """Say whether every column of figures has its own: such a row has not slipped, whatever its figures contradict."""
    figures = [column.role for column in amounts if column.role not in {"reason", "other", FILLER}]
    return all(cells.text(role) for role in figures)


def _is_block(piece: Piece, section: Section) -> bool:
    header = section.header
    if header is not None and piece.cell.row <= header.number:
        return True
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


def read_funding(lines: Sequence[FundingLine], unit: str | None, form_id: str, doc_id: str) -> FundingTable:
    """Return the lines as rows with their amounts in yuan, taking the figures to be in `unit`."""
    rows: list[Funding] = []
    places: list[Place] = []
    remarks: list[Remark] = []
    for ordinal, line in enumerate(lines, start=1):
        units = dict(line.units)
        amounts = {role: read_amount(line.text(role), units.get(role, unit)) for role in _AMOUNT_ROLES}
        computed = computed_rate(amounts["budget"].yuan, amounts["executed"].yuan)
        rate = read_rate(line.text("rate"), percent_in_header=line.percent_in_header, expected=computed)
        rows.append(_row(line, ordinal, amounts, rate, computed, form_id, doc_id))
        path = f"funding[{ordinal}]"
        places.append(Place(f"{path}.source_label", line.label.cell))
        places.extend(
            Place(f"{path}.{_PATHS[role]}", piece.cell) for role, piece in line.cells.pieces if role in _PATHS
        )
        remarks.extend(_remarks(line, path, amounts, rate))
    return FundingTable(tuple(rows), tuple(places), tuple(remarks))


def computed_rate(budget: Decimal | None, executed: Decimal | None) -> Decimal | None:
    """Return executed / budget as a ratio of six digits, None where either is not printed or the budget is 0."""
    if budget is None or executed is None or budget == 0:
        return None
    return (executed / budget).quantize(_RATIO_STEP)


def _row(
    line: FundingLine,
    ordinal: int,
    amounts: dict[str, Amount],
    rate: Rate,
    computed: Decimal | None,
    form_id: str,
    doc_id: str,
) -> Funding:
    return Funding(
        form_id=form_id,
        doc_id=doc_id,
        ordinal=ordinal,
        source="unknown" if line.whole_period else source_of(source_label_of(line.label)),
        source_label=source_label_of(line.label),
        budget_initial=_cents(amounts["initial"].yuan),
        budget=_cents(amounts["budget"].yuan),
        executed=_cents(amounts["executed"].yuan),
        execution_rate=rate.value,
        execution_rate_computed=computed,
        weight=read_points(fold_points(line.text("weight"))).value,
        score=read_points(fold_points(line.text("score"))).value,
        budget_initial_raw=line.text("initial") or None,
        budget_raw=line.text("budget") or None,
        executed_raw=line.text("executed") or None,
        execution_rate_raw=line.text("rate") or None,
        period="whole" if line.whole_period else None,
        page=line.label.cell.page,
    )


def source_of(label: str) -> Source:
    """Return the level of a funding line by its label: `其中:旗县财政资金` -> `county`; `unknown` where it has none."""
    known = meaning("sources", label) or by_words("sources", label)
    return known if known is not None else "unknown"  # type: ignore[return-value]  # the file's keys are Source


def _cents(yuan: Decimal | None) -> Decimal | None:
    return None if yuan is None else yuan.quantize(_CENT)


def _remarks(line: FundingLine, path: str, amounts: dict[str, Amount], rate: Rate) -> list[Remark]:
    remarks = [
        _unreadable(f"{path}.{_PATHS[role]}", amount.raw, line)
        for role, amount in amounts.items()
        if amount.state == "unreadable"
    ]
    if rate.state == "unreadable":
        remarks.append(_unreadable(f"{path}.execution_rate", rate.raw, line))
    if rate.state == "error":
        remarks.append(
            Remark(
                rule="R-spreadsheet-error",
                name="spreadsheet_error",
                severity="info",
                message=f"“{line.label.text}”的执行率是表格公式错误“{rate.raw}”，不是数值",
                field=f"{path}.execution_rate",
                observed=rate.raw,
                page=line.label.cell.page,
            )
        )
    slipped = line.cells.moved or line.cells.fused or line.cells.left_out or line.row.lines > 1
    if slipped and min(line.cells.margin, line.row.margin) < SURE_MARGIN:
        remarks.append(_close(path, line))
    remarks.extend(source_label_remarks(line.label, path))
    if line.cells.left_out:
        left = "、".join(piece.text for piece in line.cells.left_out)
        remarks.append(_unreadable(path, left, line))
    return remarks


def _close(path: str, line: FundingLine) -> Remark:
    """Say that the line's figures may as well stand under other columns."""
    return Remark(
        rule="R-realigned",
        name="row_realigned",
        severity="warning",
        message="本行单元格错位，已按内容归位",
        field=path,
        observed=" | ".join(piece.text for piece in line.row.pieces),
        expected="；".join(f"{role}={piece.text}" for role, piece in line.cells.pieces),
        page=line.label.cell.page,
        doubtful=True,
    )


def _unreadable(path: str, text: str, line: FundingLine) -> Remark:
    return Remark(
        rule="R-unreadable",
        name="value_unreadable",
        severity="warning",
        message=f"“{line.label.text}”的“{text}”无法读成数值",
        field=path,
        observed=text,
        page=line.label.cell.page,
        doubtful=True,
    )


def declared_unit(
    sections: Sequence[Section], lines_above: Sequence[Paragraph]
) -> tuple[str | None, Cell | Paragraph | None]:
    """Return the unit that the form's header declares (`资金投入情况（万元）` -> 万元) and where it is printed."""
    for section in sections:
        if section.kind != "funding":
            continue
        pieces = [*(section.header.pieces if section.header else ()), *(p for row in section.rows for p in row.pieces)]
        for piece in pieces:
            unit = take_apart(piece.text).unit
            if unit is not None:
                return unit, piece.cell
    for line in lines_above:
        if "单位" in line.text and "元" in line.text:
            unit = take_apart(f"({line.text.split('单位')[-1].lstrip(':： ')})").unit
            if unit is not None:
                return unit, line
    return None, None
