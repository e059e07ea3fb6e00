"""Columns of a form whose label says nothing: those that no table has a place for, and those told by their content."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from normalizers.forms.funding_line import FundingLine
from normalizers.forms.headers import FILLER, KEPT_NOWHERE, NAMELESS, Column
from normalizers.forms.sections import Section
from normalizers.labels import meaning
from normalizers.places import Remark
from normalizers.rules import remark
from normalizers.schema import Indicator
from normalizers.values.money import read_amount
from normalizers.values.qualitative import is_blank


def left_column_remarks(sections: Sequence[Section]) -> list[Remark]:
    """Return a remark for each headed column of unknown meaning that is not blank: `指标解释`, `数据来源`.

    Columns left of the first one that is understood hold labels, which the rows' own words explain.
    """
    found: dict[str, Remark] = {}
    for section in sections:
        known = [column.start for column in section.columns if column.role not in NAMELESS]
        for column in section.columns:
            label = _label(section, column)
            nameless = column.role in KEPT_NOWHERE and known and column.start > min(known)
            if label and nameless and label not in found and _is_filled(section, column):
                page = section.header.pieces[0].cell.page if section.header else None
                found[label] = remark("column_not_kept", field="form", observed=label, page=page, label=label)
    return list(found.values())


def unread_money_remarks(sections: Sequence[Section], lines: Sequence[FundingLine]) -> list[Remark]:
    """Return a remark where a form prints amounts in its block of money and none of its lines was understood."""
    rows = [
        row
        for section in sections
        for row in section.rows
        if section.kind == "funding"
        or (section.kind == "fields" and any(meaning("blocks", piece.text) == "funding" for piece in row.pieces))
    ]
    amounts = [piece for row in rows for piece in row.starting if read_amount(piece.text).state == "value"]
    if lines or not amounts:
        return []
    said = "、".join(piece.text for piece in amounts)
    return [remark("money_unread", field="form", observed=said, page=amounts[0].cell.page, doubtful=True)]


def lost_actual_remarks(sections: Sequence[Section], indicators: Sequence[Indicator]) -> list[Remark]:
    """Return a remark on each row of a table with points and no column of actual values, if its header lost a label.

    `sections` are as printed. A declaration has no points, and in a scoring sheet every column has its label.
    """
    tables = [section for section in sections if section.kind == "indicators"]
    if any(column.role == "actual" for table in tables for column in table.columns):
        return []
    if not any(map(_lost_label, tables)) or not any(row.score is not None for row in indicators):
        return []
    return [
        remark("actual_column_lost", field=f"indicators[{row.ordinal}].actual", page=row.page, doubtful=True)
        for row in indicators
    ]


def _lost_label(section: Section) -> bool:
    """Say whether an export's header has a place without a label among those that have one."""
    known = [at for at, column in enumerate(section.columns) if column.role not in NAMELESS]
    return any(column.role == FILLER for column in section.columns[: known[-1]]) if known else False


def _label(section: Section, column: Column) -> str:
    pieces = section.header.starting if section.header else ()
    return next((piece.text for piece in pieces if piece.column == column.start), "")


def _is_filled(section: Section, column: Column) -> bool:
    return any(
        piece.column == column.start and not is_blank(piece.text) for row in section.rows for piece in row.starting
    )


def told_column_remarks(printed: Sequence[Section], completed: Sequence[Section]) -> list[Remark]:
    """Return a remark on the columns without a known label that were told by what stands below them."""
    remarks = []
    for before, after in zip(printed, completed, strict=True):
        known = {(column.role, column.start) for column in before.columns}
        added = [column for column in after.columns if (column.role, column.start) not in known]
        if not added:
            continue
        unknown = {column.start for column in before.columns if column.role == "other"}
        worded = any(column.start in unknown for column in added)
        names = "、".join(column.role for column in added)
        found = remark("column_label_missing", field="form", expected=names, doubtful=worded)
        remarks.append(found if worded else msgspec.structs.replace(found, severity="info"))
    return remarks
