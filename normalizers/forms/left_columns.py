"""Columns of a form whose label says nothing: those that no table has a place for, and those told by their content."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from normalizers.forms.double_columns import parts_of
from normalizers.forms.funding_line import FundingLine
from normalizers.forms.headers import FILLER, KEPT_NOWHERE, NAMELESS, Column
from normalizers.forms.indicator_rows import IndicatorRow
from normalizers.forms.rows import Row
from normalizers.forms.sections import Section
from normalizers.forms.text_kinds import kind_of
from normalizers.labels import level1, level2, meaning
from normalizers.places import Remark
from normalizers.rules import remark
from normalizers.schema import Indicator
from normalizers.values.money import read_amount
from normalizers.values.qualitative import is_blank

_BARE = re.compile(r"\d{1,3}(?:\.\d{1,2})?分?")
"""A figure that may be points."""
_LEAST_ROWS = 2
"""Rows that show what a table or a column holds."""
_LEVEL_NAME_VALUE = 3
"""Texts of the shortest row of an indicator."""


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


def unread_indicator_remarks(sections: Sequence[Section], indicators: Sequence[Indicator]) -> list[Remark]:
    """Return a remark where rows begin with a level's name and no indicator was read, as below an odd header.

    A scoring table of another kind may be meant; nobody knows, so a person should look.
    """
    if indicators or any(section.kind == "indicators" for section in sections):
        return []
    rows = [row for section in sections for row in section.rows if _begins_with_levels(row)]
    if len(rows) < _LEAST_ROWS:
        return []
    said = " | ".join(piece.text for piece in rows[0].starting)
    return [remark("indicators_unread", field="form", observed=said, page=rows[0].page, doubtful=True)]


def _begins_with_levels(row: Row) -> bool:
    texts = [piece.text for piece in row.starting if meaning("blocks", piece.text) != "indicators"]
    return len(texts) >= _LEVEL_NAME_VALUE and (level1(texts[0]) or level2(texts[0])) is not None


def untold_value_remarks(sections: Sequence[Section]) -> list[Remark]:
    """Return a remark for each table of indicators whose targets or actual values have no column, while columns with
    a label of no known meaning hold values: `任务要求 | 落实成效 | 佐证 | …`.
    """
    remarks = []
    for section in sections:
        roles = {part for column in section.columns for part in parts_of(column.role)}
        if section.kind != "indicators" or {"target", "actual"} <= roles:
            continue
        odd = [column for column in section.columns if column.role == "other" and _holds_values(section, column)]
        if odd:
            labels = "、".join(_label(section, column) for column in odd)
            page = section.header.page if section.header else None
            remarks.append(remark("value_column_unknown", field="form", observed=labels, page=page, doubtful=True))
    return remarks


def _holds_values(section: Section, column: Column) -> bool:
    """Say whether most texts below a label are dates or figures that are no mere points."""
    texts = [piece.text for row in section.rows for piece in row.starting if piece.column == column.start]
    filled = [text for text in texts if not is_blank(text)]
    values = [text for text in filled if kind_of(text) in {"number", "date"} and not _BARE.fullmatch(text)]
    return len(filled) >= _LEAST_ROWS and 2 * len(values) >= len(filled)


def lost_column_remarks(sections: Sequence[Section], indicators: Sequence[Indicator]) -> list[Remark]:
    """Return remarks on each row of a table with scores that has no column of actual values, or of points.

    Its header must have lost a label. `sections` are as printed. A declaration has no scores, and in a scoring sheet
    every column has its label.
    """
    tables = [section for section in sections if section.kind == "indicators"]
    if not any(map(_lost_label, tables)) or not any(row.score is not None for row in indicators):
        return []
    known = {column.role for table in tables for column in table.columns}
    if {"actual", "weight"} <= known:
        return []
    first = "weight" if "actual" in known else "actual"  # a form with neither may have no points at all
    return [
        remark(
            "weight_column_lost" if first == "weight" else "actual_column_lost",
            field=f"indicators[{row.ordinal}].{first}", page=row.page, doubtful=True,
        )
        for row in indicators
    ]  # fmt: skip


def left_out_points(rows: Sequence[tuple[int, IndicatorRow]]) -> list[Remark]:
    """Return a remark on each row of a table without points of which half have a number too many beside the score.

    `rows` are the rows with their ordinals. A doubled score of one row is damage; in half of them a label was lost.
    """
    extra = [
        item for _, item in rows if item.text("score") and any(_BARE.fullmatch(one.text) for one in item.cells.left_out)
    ]
    if len(extra) < _LEAST_ROWS or 2 * len(extra) < len(rows) or any(item.text("weight") for _, item in rows):
        return []
    return [
        remark("weight_column_lost", field=f"indicators[{ordinal}].weight", page=item.row.page, doubtful=True)
        for ordinal, item in rows
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


def rival_column_remarks(
    printed: Sequence[Section], completed: Sequence[Section], indicators: Sequence[Indicator]
) -> list[Remark]:
    """Return a remark on each row where a column of values was told by its content and another may as well be it."""
    for before, after in zip(printed, completed, strict=True):
        unknown = {column.start for column in before.columns if column.role == "other"}
        told = [c for c in after.columns if c.role in {"target", "actual"} and c.start in unknown]
        rivals = [c for c in after.columns if c.role == "other" and _holds_values(after, c)]
        if told and rivals:
            labels = "、".join(_label(after, column) for column in rivals)
            return [
                remark("value_column_unknown", field=f"indicators[{row.ordinal}]", observed=labels, doubtful=True)
                for row in indicators
            ]
    return []
