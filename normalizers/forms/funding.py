"""Rows of 资金投入情况 to funding lines: `中央财政资金 | 44360000.00 | 47010000.00 | 105.97%` -> central, in yuan."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from extractors.document import Cell, Paragraph
from normalizers.forms.alignment import SURE_MARGIN
from normalizers.forms.funding_line import FundingLine, source_of
from normalizers.forms.indicator_fit import fold_points
from normalizers.forms.labelled_money import AMOUNT_ROLES
from normalizers.forms.points import unreadable_points
from normalizers.forms.realigned import row_realigned
from normalizers.forms.rows import Piece
from normalizers.forms.sections import Section
from normalizers.forms.source_labels import source_label_of, source_label_remarks
from normalizers.labels import take_apart
from normalizers.places import Place, Remark
from normalizers.rules import remark
from normalizers.schema import Funding, Source
from normalizers.values.money import Amount, Rate, read_amount, read_points, read_rate

_PATHS = {
    "label": "source_label",
    "initial": "budget_initial",
    "budget": "budget",
    "executed": "executed",
    "rate": "execution_rate",
    "weight": "weight",
    "score": "score",
}
_BLANKS = {"initial": "年初预算数", "budget": "预算数", "executed": "执行数", "rate": "执行率"}
_RATIO_STEP = Decimal("0.000001")
_CENT = Decimal("0.01")


class FundingTable(Struct, frozen=True):
    """The funding lines of one form, where their values stand, and what was noticed."""

    rows: tuple[Funding, ...]
    places: tuple[Place, ...]
    remarks: tuple[Remark, ...]


def read_funding(lines: Sequence[FundingLine], unit: str | None, form_id: str, doc_id: str) -> FundingTable:
    """Return the lines as rows with their amounts in yuan, taking the figures to be in `unit`."""
    rows: list[Funding] = []
    places: list[Place] = []
    remarks: list[Remark] = []
    for ordinal, line in enumerate(lines, start=1):
        units = dict(line.units)
        amounts = {role: read_amount(line.text(role), units.get(role, unit)) for role in AMOUNT_ROLES}
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
        source=_source(line),
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


def _source(line: FundingLine) -> Source:
    if line.is_total:
        return "total"
    return "unknown" if line.whole_period else source_of(source_label_of(line.label))


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
            remark(
                "spreadsheet_error",
                field=f"{path}.execution_rate",
                observed=rate.raw,
                page=line.label.cell.page,
                label=line.label.text,
            )
        )
    page = line.label.cell.page
    remarks.extend(
        remark("value_cell_blank", field=f"{path}.{_PATHS[role]}", page=page, doubtful=True, column=name)
        for role, name in _BLANKS.items()
        if role in line.blank_values
    )
    remarks.extend(unreadable_points(path, line.cells, page))
    slipped = line.cells.moved or line.cells.fused or line.cells.left_out or line.row.lines > 1
    doubtful = line.row.margin < SURE_MARGIN or (slipped and line.cells.margin < SURE_MARGIN)
    if doubtful or (slipped and _lost_an_amount(line)):
        remarks.append(row_realigned(path, line.row, line.cells, page, doubtful=True))
    remarks.extend(source_label_remarks(line.label, path))
    lost = _lost_texts(line)
    if lost:
        remarks.append(_unreadable(path, "、".join(piece.text for piece in lost), line))
    return remarks


def _lost_texts(line: FundingLine) -> tuple[Piece, ...]:
    """Return the texts that stand under no column; of a line with all its amounts, one that repeats another is none."""
    kept = {piece.text for _, piece in line.cells.pieces}
    figures = {*AMOUNT_ROLES, "rate"}
    blank = {*line.cells.lost, *line.cells.blank} & figures
    points = {line.text(role) for role in ("weight", "score") if line.text(role)}
    only_total = source_of(line.label.text) != "total" and any(read_amount(text).state == "value" for text in points)
    slipped = blank or only_total or points & {line.text(role) for role in figures}
    return tuple(piece for piece in line.cells.left_out if slipped or piece.text not in kept)


def _lost_an_amount(line: FundingLine) -> bool:
    """Say whether an export's line lost a cell while an amount is blank: the blank may stand for the lost one."""
    lost = set(line.cells.lost) & {*AMOUNT_ROLES, "rate", "weight", "score"}
    return line.row.from_export and bool(lost) and bool(set(line.cells.blank) & set(AMOUNT_ROLES))


def _unreadable(path: str, text: str, line: FundingLine) -> Remark:
    return remark(
        "value_unreadable",
        field=path,
        observed=text,
        page=line.label.cell.page,
        doubtful=True,
        label=line.label.text,
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
    for line in reversed(lines_above):
        if "单位" in line.text and "元" in line.text:
            unit = take_apart(f"({line.text.split('单位')[-1].lstrip(':： ')})").unit
            if unit is not None:
                return unit, line
    return None, None
