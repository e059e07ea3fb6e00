from __future__ import annotations

import tomllib
from pathlib import Path

from pipeline.columns import TABLES, arrow_schema
from pipeline.data_dictionary import data_dictionary

ROOT = Path(__file__).parents[2]


def test_every_line_describes_a_column() -> None:
    columns = {(table, name) for table, kind in TABLES.items() for name in kind.__struct_fields__}
    described = tomllib.loads((ROOT / "pipeline" / "descriptions.toml").read_text(encoding="utf-8"))
    del described["shared"]
    assert {(table, name) for table, own in described.items() for name in own} <= columns


def test_every_column_carries_its_description() -> None:
    assert all(field.metadata[b"comment"] for table in TABLES for field in arrow_schema(table))


def test_the_page_is_that_of_the_schema() -> None:
    assert (ROOT / "docs" / "tables.md").read_text(encoding="utf-8") == data_dictionary()
