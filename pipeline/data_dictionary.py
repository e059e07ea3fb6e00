"""The schema to a page of documentation: `python -m pipeline.data_dictionary > docs/tables.md`."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.columns import TABLES, arrow_schema
from pipeline.descriptions import describe

_HEAD = """# Tables

Made from the schema by `make docs`; do not edit. One folder a table; every table has all its columns, also when empty.
Money is decimal yuan, never float; text is as printed after NFC, without layout line breaks; a `*_raw` column keeps
what was read. Blank, zero, 无 and a spreadsheet error are different things."""


def data_dictionary() -> str:
    """Return the page as Markdown, ending with a newline."""
    return "\n".join([_HEAD, *(line for table in _tables() for line in _section(table))]) + "\n"


def _tables() -> list[str]:
    """Return the tables with `documents` first, where a reader looks for it."""
    return ["documents", *(table for table in TABLES if table != "documents")]


def _section(table: str) -> Iterator[str]:
    purpose = (TABLES[table].__doc__ or "").strip().splitlines()[0]
    yield from ("", f"## {table}", "", purpose, "", "| column | type | what it holds |", "|---|---|---|")
    for field in arrow_schema(table):
        yield f"| `{field.name}` | {field.type} | {describe(table, field.name)} |"


if __name__ == "__main__":
    print(data_dictionary(), end="")
