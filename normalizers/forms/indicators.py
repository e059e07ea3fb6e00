"""Rows of 绩效指标 to indicators, each with its three levels, target, actual, weight, score and reason."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec
from msgspec import Struct

from normalizers.forms.attainment import judge
from normalizers.forms.headers import KEPT_NOWHERE
from normalizers.forms.indicator_fit import fold_points
from normalizers.forms.indicator_remarks import carried_levels, row_remarks, unfilled_row, value_remarks
from normalizers.forms.indicator_rows import IndicatorRow, is_filled, is_misread_stroke, names_something, place_rows
from normalizers.forms.left_columns import left_out_points
from normalizers.forms.levels import cost_is_first_level
from normalizers.forms.points import unreadable_points
from normalizers.forms.rows import Piece
from normalizers.forms.sections import Section
from normalizers.forms.stray_rows import with_strays
from normalizers.places import Place, Remark, places_of
from normalizers.schema import Indicator, ValueKind
from normalizers.values.money import read_points
from normalizers.values.qualitative import is_blank, is_none_stated
from normalizers.values.quantity import Quantity, read_quantity


class IndicatorTable(Struct, frozen=True):
    """The indicators of one form, where their values stand, and what was noticed."""

    rows: tuple[Indicator, ...]
    places: tuple[Place, ...]
    remarks: tuple[Remark, ...]


def read_indicators(sections: Sequence[Section], fiscal_year: int | None, form_id: str, doc_id: str) -> IndicatorTable:
    """Return the indicators of all indicator sections of one form, ordinals from 1."""
    placed = with_strays(place_rows(sections))
    cost_is_first = cost_is_first_level(item.levels for item in placed)
    rows: list[Indicator] = []
    told: list[tuple[int, IndicatorRow]] = []
    places: list[Place] = []
    remarks: list[Remark] = []
    blank_form = not any(is_filled(item) for item in placed)
    for item in placed:
        if blank_form or not (is_filled(item) or names_something(item)):
            remarks.append(unfilled_row(item))
            continue
        ordinal = len(rows) + 1
        told.append((ordinal, item))
        values = _values(item, fiscal_year)
        indicator = _indicator(item, ordinal, values, cost_is_first)
        rows.append(msgspec.structs.replace(indicator, form_id=form_id, doc_id=doc_id))
        places.extend(_places(item, ordinal))
        remarks.extend(row_remarks(item, ordinal))
        remarks.extend(value_remarks(item, ordinal, values))
        remarks.extend(unreadable_points(f"indicators[{ordinal}]", item.cells, item.row.page))
    remarks.extend(left_out_points(told))
    remarks.extend(carried_levels([item for item in placed if item.row.from_export and item.inherited]))
    return IndicatorTable(tuple(rows), tuple(places), tuple(remarks))


def _values(item: IndicatorRow, fiscal_year: int | None) -> tuple[Quantity, Quantity]:
    """Return target and actual; comparator and unit may stand in cells of their own."""
    sign, unit = item.text("sign") or None, item.text("unit") or None
    target = read_quantity(item.text("target"), fiscal_year=fiscal_year, sign=sign, unit=unit)
    return target, read_quantity(item.text("actual"), fiscal_year=fiscal_year, like=target)


def _indicator(item: IndicatorRow, ordinal: int, values: tuple[Quantity, Quantity], cost_is_first: bool) -> Indicator:
    target_text, actual_text = item.text("target"), item.text("actual")
    target, actual = values
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
    if piece is None or is_blank(piece.text) or is_none_stated(piece.text) or is_misread_stroke(piece):
        return None
    return piece.text


def _value_kind(target: Quantity, actual: Quantity) -> ValueKind:
    return target.kind if target.kind != "missing" else actual.kind


def _points(text: str) -> Decimal | None:
    return read_points(fold_points(text)).value


def _places(item: IndicatorRow, ordinal: int) -> list[Place]:
    path = f"indicators[{ordinal}]"
    own = [
        place
        for role, piece in item.cells.pieces
        if role not in KEPT_NOWHERE
        for place in places_of(f"{path}.{role}", piece)
    ]
    named = {place.path for place in own}
    carried = (("level1", item.levels.first), ("level2", item.levels.second))
    return own + [
        Place(f"{path}.{role}", piece.cell)
        for role, piece in carried
        if piece is not None and f"{path}.{role}" not in named
    ]
