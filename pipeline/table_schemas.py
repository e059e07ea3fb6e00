"""The schema for programs: every table as a Frictionless Table Schema, in one JSON file.

`python -m pipeline.table_schemas` prints it. The package has it as `table_schemas.json`, a dataset as `schema.json`:
what the columns hold is known wherever the files go.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import uuid4

import msgspec
import pyarrow as pa
from msgspec import Struct

from pipeline.columns import TABLES, arrow_schema
from pipeline.descriptions import describe
from pipeline.places import Place

SCHEMA_FILE = "schema.json"
_SHIPPED = Path(__file__).with_name("table_schemas.json")

_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
_KEYS = {"documents": "doc_id", "forms": "form_id"}
"""Columns that name a row of their table, and by which rows of other tables say what they belong to."""


class Constraints(Struct, frozen=True, omit_defaults=True):
    """What every value of a column keeps to."""

    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()


class Field(Struct, frozen=True, omit_defaults=True):
    """One column."""

    name: str
    type: str
    description: str
    arrow: str
    """The column's type in Parquet, more exactly than Table Schema's types say it: `decimal128(20, 2)`."""
    constraints: Constraints | None = None


class Reference(Struct, frozen=True):
    """Rows of which table a row belongs to."""

    resource: str
    fields: tuple[str, ...]


class ForeignKey(Struct, frozen=True):
    """The columns that say so."""

    fields: tuple[str, ...]
    reference: Reference


class TableSchema(Struct, frozen=True, omit_defaults=True, rename={"schema_": "$schema"}):
    """One table as a Frictionless Table Schema."""

    schema_: str
    description: str
    fields: tuple[Field, ...]
    primaryKey: tuple[str, ...] = ()  # noqa: N815 (the standard's names)
    foreignKeys: tuple[ForeignKey, ...] = ()  # noqa: N815


def table_schemas() -> bytes:
    """Return the JSON, table name -> Table Schema, ending with a newline."""
    schemas = {name: _schema(name) for name in TABLES}
    return msgspec.json.format(msgspec.json.encode(schemas), indent=2) + b"\n"


@cache
def shipped() -> bytes:
    """Return what the package has."""
    return _SHIPPED.read_bytes()


def write_schema_file(dataset: Place) -> None:
    """Write `schema.json` into a dataset, where it is missing or another version's; never half of it."""
    path = dataset / SCHEMA_FILE
    try:
        if path.read_bytes() == shipped():
            return
    except FileNotFoundError:
        pass
    if not isinstance(path, Path):
        path.write_bytes(shipped())
        return
    aside = path.with_name(f".{SCHEMA_FILE}.{uuid4().hex[:8]}.part")
    try:
        aside.write_bytes(shipped())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _schema(table: str) -> TableSchema:
    hints = get_type_hints(TABLES[table], include_extras=True)
    others = [(other, key) for other, key in _KEYS.items() if other != table and key in hints]
    return TableSchema(
        schema_=_PROFILE,
        description=(TABLES[table].__doc__ or "").strip().splitlines()[0],
        fields=tuple(_field(table, column, hints[column.name]) for column in arrow_schema(table)),
        primaryKey=(_KEYS[table],) if table in _KEYS else (),
        foreignKeys=tuple(ForeignKey((key,), Reference(other, (key,))) for other, key in others),
    )


def _field(table: str, column: pa.Field, hint: object) -> Field:
    constraints = Constraints(
        required=not _may_be_null(hint), unique=_KEYS.get(table) == column.name, enum=_words(hint)
    )
    return Field(
        name=column.name,
        type=_type(column.type),
        description=describe(table, column.name),
        arrow=str(column.type),
        constraints=None if constraints == Constraints() else constraints,
    )


def _type(kind: pa.DataType) -> str:
    """Return Table Schema's name of an Arrow type."""
    names = {"string": "string", "bool": "boolean", "date32[day]": "date", "timestamp[us, tz=UTC]": "datetime"}
    if pa.types.is_integer(kind):
        return "integer"
    return "number" if pa.types.is_floating(kind) or pa.types.is_decimal(kind) else names[str(kind)]


def _may_be_null(hint: object) -> bool:
    return any(option is type(None) for option in _options(hint))


def _words(hint: object) -> tuple[str, ...]:
    """Return the words of which a column holds one; none for a column of any others."""
    return tuple(str(word) for option in _options(hint) if get_origin(option) is Literal for word in get_args(option))


def _options(hint: Any) -> list[object]:
    if get_origin(hint) in (Union, UnionType):
        return [one for option in get_args(hint) for one in _options(option)]
    if get_origin(hint) is Annotated:
        return _options(get_args(hint)[0])
    return [hint]


if __name__ == "__main__":
    sys.stdout.buffer.write(table_schemas())
