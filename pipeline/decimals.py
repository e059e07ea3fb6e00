"""Numbers to what their columns can hold: rounded to the column's places, and unreadable where they are too long.

Two amounts that a reader ran together (`635100000063510000001234567` 元) have more digits than any budget; such a
value becomes null with a finding `R-unreadable` and its row is marked, rather than the document lost.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import cache
from typing import TypeVar

import msgspec
import pyarrow as pa
from msgspec import Struct

from normalizers.rules import finding_of, remark
from normalizers.schema import Evaluation, Finding, Language
from pipeline.columns import ROW_TYPES, arrow_schema

Row = TypeVar("Row", bound=Struct)

_OBSERVED_LENGTH = 60
"""Characters of a value that a finding shows; the raw column keeps the whole."""


def fit_decimals(evaluation: Evaluation, language: Language = "zh") -> Evaluation:
    """Return the evaluation with every number rounded half up to its column's places, or null where it is too long."""
    findings: list[Finding] = []
    fitted = {
        table: tuple(_fit_row(evaluation.doc_id, table, row, findings, language) for row in getattr(evaluation, table))
        for table in ROW_TYPES
        if table != "documents" and _decimal_columns(table)
    }
    return msgspec.structs.replace(evaluation, **fitted, findings=(*evaluation.findings, *findings))


def fit(value: Decimal, places: pa.Decimal128Type) -> Decimal | None:
    """Return the value with the column's decimal places, or None where it has too many digits or is no number."""
    if not value.is_finite():
        return None
    context = Context(prec=places.precision, rounding=ROUND_HALF_UP)
    try:
        return value.quantize(Decimal(1).scaleb(-places.scale), context=context)
    except InvalidOperation:
        return None


def _fit_row(doc_id: str, table: str, row: Row, findings: list[Finding], language: Language) -> Row:
    changed: dict[str, Decimal | bool | None] = {}
    for column, places in _decimal_columns(table):
        value = getattr(row, column)
        if value is None:
            continue
        changed[column] = fit(value, places)
        if changed[column] is None:
            findings.append(_too_long(doc_id, table, row, column, value, language))
            if hasattr(row, "needs_review"):
                changed["needs_review"] = True
    return msgspec.structs.replace(row, **changed) if changed else row


def _too_long(doc_id: str, table: str, row: Struct, column: str, value: Decimal, language: Language) -> Finding:
    found = remark(
        "value_too_long",
        field=column if table == "forms" else f"{table}[{getattr(row, 'ordinal', '')}].{column}",
        observed=str(value)[:_OBSERVED_LENGTH],
        page=getattr(row, "page", None),
    )
    return finding_of(found, language, doc_id=doc_id, form_id=getattr(row, "form_id", None))


@cache
def _decimal_columns(table: str) -> list[tuple[str, pa.Decimal128Type]]:
    return [(field.name, field.type) for field in arrow_schema(table) if pa.types.is_decimal(field.type)]
