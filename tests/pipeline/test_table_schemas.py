"""The schema as JSON: that of the types, shipped, in every dataset, and kept to by what is written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipeline.columns import TABLES, arrow_schema
from pipeline.dataset import Dataset
from pipeline.places import ObjectPath
from pipeline.table_schemas import SCHEMA_FILE, shipped, table_schemas, write_schema_file
from pipeline.tables import COLUMNS_FILE, read_table
from tests.pipeline.test_check import outcome

SCHEMAS: dict[str, dict[str, Any]] = json.loads(table_schemas())
TYPES = {"string", "boolean", "integer", "number", "date", "datetime"}


def test_what_is_shipped_is_the_schema() -> None:
    """Where this fails: `make docs`."""
    assert shipped() == table_schemas()


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_its_columns(table: str) -> None:
    fields = SCHEMAS[table]["fields"]
    assert [(field["name"], field["arrow"]) for field in fields] == [
        (column.name, str(column.type)) for column in arrow_schema(table)
    ]
    assert {field["type"] for field in fields} <= TYPES
    assert all(field["description"] for field in fields)


def test_money_is_a_number_with_its_exact_type() -> None:
    (budget,) = [field for field in SCHEMAS["funding"]["fields"] if field["name"] == "budget"]
    assert (budget["type"], budget["arrow"]) == ("number", "decimal128(20, 2)")
    (status,) = [field for field in SCHEMAS["documents"]["fields"] if field["name"] == "status"]
    assert status["constraints"] == {"required": True, "enum": ["ok", "review", "no_form", "failed"]}


def test_tables_say_what_they_belong_to() -> None:
    assert SCHEMAS["documents"]["primaryKey"] == ["doc_id"]
    for schema in SCHEMAS.values():
        for key in schema.get("foreignKeys", []):
            assert SCHEMAS[key["reference"]["resource"]]["primaryKey"] == key["reference"]["fields"]
    assert {key["reference"]["resource"] for key in SCHEMAS["funding"]["foreignKeys"]} == {"documents", "forms"}


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    Dataset(tmp_path).replace([outcome("甲.pdf"), outcome("乙.pdf", budget="320")])
    return tmp_path


def test_a_dataset_has_its_schema(dataset: Path) -> None:
    assert (dataset / SCHEMA_FILE).read_bytes() == shipped()


def test_an_older_one_is_replaced_and_nothing_is_left_beside(dataset: Path) -> None:
    (dataset / SCHEMA_FILE).write_text("{}")
    Dataset(dataset)
    assert (dataset / SCHEMA_FILE).read_bytes() == shipped()
    before = (dataset / SCHEMA_FILE).stat().st_mtime_ns
    write_schema_file(dataset)
    assert (dataset / SCHEMA_FILE).stat().st_mtime_ns == before
    assert [path.name for path in dataset.iterdir() if path.name.endswith(".part")] == []


def test_a_dataset_in_an_object_store_has_it_too() -> None:
    pytest.importorskip("fsspec")
    folder = ObjectPath("memory://bucket/数据")
    for before in (None, b"{}"):
        if before is not None:
            (folder / SCHEMA_FILE).write_bytes(before)
        write_schema_file(folder)
        assert (folder / SCHEMA_FILE).read_bytes() == shipped()


def test_what_is_written_keeps_to_it(dataset: Path) -> None:
    for name, schema in SCHEMAS.items():
        rows = read_table(dataset, name)
        for field in schema["fields"]:
            constraints, values = field.get("constraints", {}), rows[field["name"]].to_pylist()
            assert not constraints.get("required") or None not in values, field["name"]
            assert not constraints.get("unique") or len(set(values)) == len(values)
            assert "enum" not in constraints or set(values) - {None} <= set(constraints["enum"])


def test_files_carry_descriptions_and_older_datasets_get_the_newest(dataset: Path) -> None:
    for file in (dataset / "indicators").glob("*.parquet"):
        assert all(field.metadata[b"comment"] for field in pq.read_schema(file))
    empty = dataset / "indicators" / COLUMNS_FILE
    parts = sorted((dataset / "indicators").glob("part-*.parquet"))
    pq.write_table(pq.read_table(empty).replace_schema_metadata().cast(_bare("indicators")), empty)
    assert pq.read_schema(empty).field("level3").metadata is None
    Dataset(dataset)
    assert pq.read_schema(empty).equals(arrow_schema("indicators"), check_metadata=True)
    assert sorted((dataset / "indicators").glob("part-*.parquet")) == parts  # no row was written again


def _bare(table: str) -> Any:
    schema = arrow_schema(table)
    for place, field in enumerate(schema):
        schema = schema.set(place, field.remove_metadata())
    return schema


@pytest.mark.parametrize("table", ["documents", "indicators"])
def test_duckdb_and_pandas_read_beside_it(dataset: Path, table: str) -> None:
    import duckdb  # noqa: PLC0415 (only the tests have it)
    import pandas as pd  # noqa: PLC0415

    rows = read_table(dataset, table).num_rows
    assert len(pd.read_parquet(dataset / table)) == rows
    counted = duckdb.sql(f"select count(*) from read_parquet('{dataset}/{table}/*.parquet')").fetchall()
    assert counted == [(rows,)]
