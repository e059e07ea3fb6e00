"""Rows of 绩效指标 to indicators, each with its three levels, target, actual, weight, score and reason."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec
from msgspec import Struct

from normalizers.alignment import EXPORT_DRIFT, GRID_DRIFT, Alignment, align, in_place
from normalizers.attainment import judge
from normalizers.indicator_fit import FIT, fold_points
from normalizers.labels import meaning, near_levels
from normalizers.levels import Levels, blank_levels, cost_is_first_level, overleaf
from normalizers.money import read_points
from normalizers.overleaf import continued, goes_on_overleaf
from normalizers.places import Place, Remark, places_of
from normalizers.qualitative import is_blank, is_none_stated, is_placeholder
from normalizers.quantity import Quantity, read_quantity
from normalizers.rows import Piece, Row
from normalizers.schema import Indicator, ValueKind
from normalizers.sections import Column, Section

_STROKES = {"1", "l", "I", "i", "丨", "J", "7", "〕", "]", "[", "!", "|"}
"""What recognisers make of the stroke `/` that stands alone for nothing to say."""
_SURE_MARGIN = 0.6
"""Points by which a placing must beat the second best; below, a person should look (measured on damaged exports)."""


class IndicatorRow(Struct, frozen=True):
    """One row with its cells placed under their roles and the levels that apply to it."""

    row: Row
    cells: Alignment
    levels: Levels
    inherited: tuple[str, ...] = ()
    """Level columns whose own cell is blank though no merged cell covers them: the label is that of the row above."""

    def text(self, role: str) -> str:
        """Return the text under a role, '' where none is printed."""
        return self.cells.text(role)


class IndicatorTable(Struct, frozen=True):
    """The indicators of one form, where their values stand, and what was noticed."""

    rows: tuple[Indicator, ...]
    places: tuple[Place, ...]
    remarks: tuple[Remark, ...]


def read_indicators(sections: Sequence[Section], fiscal_year: int | None, form_id: str, doc_id: str) -> IndicatorTable:
    """Return the indicators of all indicator sections of one form, ordinals from 1."""
    placed = place_rows(sections)
    cost_is_first = cost_is_first_level(item.levels for item in placed)
    rows: list[Indicator] = []
    places: list[Place] = []
    remarks: list[Remark] = []
    blank_form = not any(_is_filled(item) for item in placed)
    for item in placed:
        if blank_form or not (_is_filled(item) or _names_something(item)):
            remarks.append(_unfilled(item))
            continue
        ordinal = len(rows) + 1
        indicator = _indicator(item, ordinal, fiscal_year, cost_is_first)
        rows.append(msgspec.structs.replace(indicator, form_id=form_id, doc_id=doc_id))
        places.extend(_places(item, ordinal))
        remarks.extend(_remarks(item, ordinal))
    remarks.extend(_carried([item for item in placed if item.row.from_export and item.inherited]))
    return IndicatorTable(tuple(rows), tuple(places), tuple(remarks))


def place_rows(sections: Sequence[Section]) -> list[IndicatorRow]:
    """Return the sections' rows with their texts under their columns and levels carried down merged cells."""
    placed: list[IndicatorRow] = []
    levels = Levels()
    labels_overleaf = overleaf(sections)
    last_page: int | None = None
    for section in sections:
        for row in section.rows:
            pieces = [piece for piece in row.pieces if not _names_block(piece, section)]
            cells = _align(row, pieces, section.columns)
            if not cells.pieces:
                continue
            if placed and goes_on_overleaf(placed[-1].cells, cells, placed[-1].row, row):
                placed[-1] = msgspec.structs.replace(placed[-1], cells=continued(placed[-1].cells, cells), row=row)
                last_page = row.page
                continue
            from_overleaf = labels_overleaf.get(row.number, {})
            levels = levels.below(cells.get("level1"), cells.get("level2"), from_overleaf)
            blank = () if row.page != last_page else blank_levels(row, section)
            inherited = tuple(role for role in blank if role not in from_overleaf)
            placed.append(IndicatorRow(row, cells, levels, inherited))
            last_page = row.page
    return placed


def _names_block(piece: Piece, section: Section) -> bool:
    """Say whether the piece is the block's own label, which stands beside the header and all rows.

    Where a page break cuts the label's cell, its text may stand below the header, left of every column.
    """
    if section.header is not None and piece.cell.row <= section.header.number:
        return True
    left = all(piece.stop <= column.start for column in section.columns)
    return left and meaning("blocks", piece.text) is not None


def _align(row: Row, pieces: Sequence[Piece], columns: tuple[Column, ...]) -> Alignment:
    direct = in_place(pieces, columns, FIT)
    if direct is not None and (not row.from_export or direct.get("level3") is not None):
        return direct
    return align(pieces, columns, FIT, EXPORT_DRIFT if row.from_export else GRID_DRIFT)


def _is_filled(item: IndicatorRow) -> bool:
    """Say whether anything is filled in beside the name."""
    return not all(_is_empty(item.cells.get(role)) for role in ("target", "actual", "reason"))


def _names_something(item: IndicatorRow) -> bool:
    """Say whether the name is more than the template's `指标2`."""
    return not _is_empty(item.cells.get("level3"))


def _is_empty(piece: Piece | None) -> bool:
    """Say whether nothing is filled in; the cell's own lines tell `指标1：` and `……` under each other from a name."""
    return piece is None or is_blank(piece.text) or is_placeholder(piece.cell.text) or is_placeholder(piece.text)


def _unfilled(item: IndicatorRow) -> Remark:
    return Remark(
        rule="I-16",
        name="unfilled_template_row",
        severity="info",
        message="模板中未填写的行，未作为指标",
        observed=item.text("level3") or None,
        page=item.row.page,
    )


def _indicator(item: IndicatorRow, ordinal: int, fiscal_year: int | None, cost_is_first: bool) -> Indicator:
    target_text, actual_text = item.text("target"), item.text("actual")
    target = read_quantity(
        target_text, fiscal_year=fiscal_year, sign=item.text("sign") or None, unit=item.text("unit") or None
    )
    actual = read_quantity(actual_text, fiscal_year=fiscal_year, like=target)
    first, second = item.levels.canonical(cost_is_first)
    name = item.text("level3")
    judged = judge(target, actual, level2=second, level1=first, name=name, sign_column=bool(item.text("sign")))
    return Indicator(
        form_id="",
        doc_id="",
        ordinal=ordinal,
        level1=first,
        level2=second,
        level1_raw=item.levels.first.text if item.levels.first else None,
        level2_raw=item.levels.second.text if item.levels.second else None,
        level3=name or None,
        target_raw=target_text or None,
        actual_raw=actual_text or None,
        value_kind=_value_kind(target, actual),
        target_comparator=target.comparator,
        target_value=target.value,
        target_upper=target.upper,
        target_unit=target.unit,
        target_date=target.date,
        actual_value=actual.value,
        actual_unit=actual.unit,
        actual_date=actual.date,
        direction=judged.direction,
        direction_origin=judged.origin,
        attainment=judged.attainment,
        attained={"met": True, "missed": False}.get(judged.attainment),
        completion=judged.completion,
        weight=_points(item.text("weight")),
        score=_points(item.text("score")),
        reason=_reason(item.cells.get("reason")),
        page=item.row.page,
    )


def _reason(piece: Piece | None) -> str | None:
    """Return the printed reason; None for a blank, a dash, 无, and for what a stroke was misread as."""
    if piece is None or is_blank(piece.text) or is_none_stated(piece.text) or _is_misread_stroke(piece):
        return None
    return piece.text


def _is_misread_stroke(piece: Piece) -> bool:
    """Say whether a recognised text that is one sign stands where sentences stand: `/` read as `1` or `l`."""
    return piece.cell.confidence is not None and piece.text in _STROKES


def _value_kind(target: Quantity, actual: Quantity) -> ValueKind:
    return target.kind if target.kind != "missing" else actual.kind


def _points(text: str) -> Decimal | None:
    return read_points(fold_points(text)).value


def _places(item: IndicatorRow, ordinal: int) -> list[Place]:
    path = f"indicators[{ordinal}]"
    own = [
        place
        for role, piece in item.cells.pieces
        if role not in {"block", "other"}
        for place in places_of(f"{path}.{role}", piece)
    ]
    named = {place.path for place in own}
    carried = (("level1", item.levels.first), ("level2", item.levels.second))
    return own + [
        Place(f"{path}.{role}", piece.cell)
        for role, piece in carried
        if piece is not None and f"{path}.{role}" not in named
    ]


def _remarks(item: IndicatorRow, ordinal: int) -> list[Remark]:
    path = f"indicators[{ordinal}]"
    found: list[Remark] = []
    unsure = item.cells.margin < _SURE_MARGIN
    if item.cells.moved or item.cells.left_out or unsure:
        moved = "、".join(piece.text for piece in (item.cells.moved or item.cells.left_out))
        found.append(
            Remark(
                rule="R-realigned",
                name="row_realigned",
                severity="warning" if unsure or item.cells.left_out else "info",
                message=f"本行单元格错位，已按内容归位：{moved}",
                field=path,
                observed=" | ".join(piece.text for piece in item.row.pieces),
                expected="；".join(f"{role}={piece.text}" for role, piece in item.cells.pieces),
                page=item.row.page,
                doubtful=unsure or bool(item.cells.left_out),
            )
        )
    if not item.text("level3"):
        found.append(_nameless(item, path))
    if item.inherited and not item.row.from_export:
        found.append(_inherited(item, path))
    found.extend(_misread(item, path, role) for role in item.levels.misread())
    reason = item.cells.get("reason")
    if reason is not None and _is_misread_stroke(reason):
        found.append(_stroke(item, reason, path))
    return found


def _stroke(item: IndicatorRow, reason: Piece, path: str) -> Remark:
    return Remark(
        rule="R-repaired",
        name="stroke_misread",
        severity="info",
        message=f"原因栏只读到“{reason.text}”，应为表示空缺的“/”，按空处理",
        field=f"{path}.reason",
        observed=reason.text,
        expected="/",
        page=item.row.page,
        doubtful=True,
    )


def _misread(item: IndicatorRow, path: str, role: str) -> Remark:
    """Say that a level's label is one character away from a known one: repaired where that is one only."""
    piece = item.levels.first if role == "level1" else item.levels.second
    text = piece.text if piece else ""
    near = near_levels(role, text)
    return Remark(
        rule="R-repaired" if len(near) == 1 else "R-unreadable",
        name="level_repaired" if len(near) == 1 else "level_unreadable",
        severity="warning",
        message=f"指标级别“{text}”疑有一字读错，" + (f"已按“{near[0]}”处理" if len(near) == 1 else "无法确定"),
        field=f"{path}.{role}",
        observed=text,
        expected="、".join(near),
        page=item.row.page,
        doubtful=True,
    )


def _inherited(item: IndicatorRow, path: str) -> Remark:
    """Say that a drawn cell is blank where a level should stand: it may have been printed and not read."""
    return Remark(
        rule="R-inherited",
        name="level_inherited",
        severity="warning",
        message="本行的指标级别单元格为空，已沿用上一行的级别",
        field=path,
        expected="；".join(piece.text for piece in (item.levels.first, item.levels.second) if piece is not None),
        page=item.row.page,
        doubtful=True,
    )


def _carried(rows: Sequence[IndicatorRow]) -> list[Remark]:
    """Say, once a form, that blanks of an export were taken for merged cells, as exports write them."""
    if not rows:
        return []
    return [
        Remark(
            rule="R-inherited",
            name="merged_levels_restored",
            severity="info",
            message=f"导出文本中合并单元格只留空白，{len(rows)}行指标沿用了上方的一级或二级指标",
            field="indicators",
        )
    ]


def _nameless(item: IndicatorRow, path: str) -> Remark:
    return Remark(
        rule="R-unreadable",
        name="indicator_without_name",
        severity="warning",
        message="本行没有读到三级指标名称",
        field=f"{path}.level3",
        observed=" | ".join(piece.text for piece in item.row.pieces if piece.text),
        page=item.row.page,
        doubtful=True,
    )
