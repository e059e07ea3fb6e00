"""The canonical types to Arrow: `forms.fiscal_year: Int | None` to an `int32` column, rows to record batches."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from types import UnionType
from typing import Annotated, Literal, Union, get_args, get_origin, get_type_hints

import pyarrow as pa
from msgspec import Meta, Struct

from normalizers.schema import Evaluation
from pipeline.corrections.row import Correction
from pipeline.descriptions import describe
from pipeline.documents import DocumentRow
from pipeline.run_row import RunRow

_PLAIN = {str: "string", bool: "bool", float: "float64", date: "date32"}
_NAMED = {
    "string": pa.string(),
    "bool": pa.bool_(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "float32": pa.float32(),
    "float64": pa.float64(),
    "date32": pa.date32(),
    "timestamp[us, UTC]": pa.timestamp("us", tz="UTC"),
}
_DECIMAL = re.compile(r"decimal128\((\d+), (\d+)\)")


def _row_types() -> dict[str, type[Struct]]:
    """Return table name -> row type: the tuples of `Evaluation`, and `documents` last, as they are written."""
    hints = get_type_hints(Evaluation)
    tables = {name: get_args(hint)[0] for name, hint in hints.items() if get_origin(hint) is tuple}
    return {**tables, "documents": DocumentRow}


ROW_TYPES: Mapping[str, type[Struct]] = _row_types()
"""The tables that hold documents."""

TABLES: Mapping[str, type[Struct]] = {**ROW_TYPES, "runs": RunRow, "corrections": Correction}
"""All tables of a dataset."""


@cache
def arrow_schema(table: str) -> pa.Schema:
    """Return the Arrow schema of a table, in the order of the type's fields; a field's description goes with it."""
    hints = get_type_hints(TABLES[table], include_extras=True)
    return pa.schema(
        [
            pa.field(name, _arrow_type(hint), metadata={"comment": describe(table, name)})
            for name, hint in hints.items()
        ]
    )


def to_batch(table: str, rows: Sequence[Struct]) -> pa.RecordBatch:
    """Return the rows as one record batch of the table's schema; raises `pa.ArrowInvalid` for a value that is too
    long for its column."""
    schema = arrow_schema(table)
    columns = [pa.array([getattr(row, field.name) for row in rows], type=field.type) for field in schema]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def to_batches(evaluation: Evaluation) -> dict[str, pa.RecordBatch]:
    """Return a document's rows, table name -> record batch, for the tables in which it has any."""
    found = {name: getattr(evaluation, name) for name in ROW_TYPES if name != "documents"}
    return {name: to_batch(name, rows) for name, rows in found.items() if rows}


def _arrow_type(hint: object) -> pa.DataType:
    """Return the Arrow type that an annotation names, or that its Python type has."""
    for meta in _metas(hint):
        if meta.extra and "arrow" in meta.extra:
            return parse_type(meta.extra["arrow"])
    return _NAMED[_PLAIN[_python_type(hint)]]


def parse_type(text: str) -> pa.DataType:
    """Return the Arrow type of a name such as `decimal128(20, 2)` or `int32`."""
    if decimal := _DECIMAL.fullmatch(text):
        return pa.decimal128(int(decimal[1]), int(decimal[2]))
    return _NAMED[text]


def _metas(hint: object) -> list[Meta]:
    if get_origin(hint) in (Union, UnionType):
        return [meta for option in get_args(hint) for meta in _metas(option)]
    if get_origin(hint) is Annotated:
        return [meta for meta in get_args(hint)[1:] if isinstance(meta, Meta)] + _metas(get_args(hint)[0])
    return []


def _python_type(hint: object) -> type:
    if get_origin(hint) in (Union, UnionType):
        (hint,) = [option for option in get_args(hint) if option is not type(None)]
    if get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    if get_origin(hint) is Literal:
        return str
    assert isinstance(hint, type), hint
    return hint
