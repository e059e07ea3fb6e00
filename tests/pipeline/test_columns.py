from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa
import pytest

from normalizers.schema import Evaluation, Indicator
from pipeline.columns import ROW_TYPES, arrow_schema, to_batch, to_batches
from pipeline.documents import DocumentRow

CONTRACT = [
    ("documents", "doc_id", pa.string()),
    ("documents", "byte_size", pa.int64()),
    ("documents", "page_count", pa.int32()),
    ("documents", "pages_ocr_layer", pa.int32()),
    ("documents", "status", pa.string()),
    ("documents", "extracted_at", pa.timestamp("us", tz="UTC")),
    ("documents", "seconds", pa.float64()),
    ("forms", "fiscal_year", pa.int32()),
    ("forms", "score_total", pa.decimal128(8, 2)),
    ("forms", "confidence", pa.float64()),
    ("forms", "needs_review", pa.bool_()),
    ("funding", "budget", pa.decimal128(20, 2)),
    ("funding", "execution_rate", pa.decimal128(12, 6)),
    ("management", "aspect", pa.string()),
    ("goals", "page", pa.int32()),
    ("indicators", "target_value", pa.decimal128(28, 6)),
    ("indicators", "target_date", pa.date32()),
    ("indicators", "attained", pa.bool_()),
    ("passages", "level", pa.int32()),
    ("mentions", "value", pa.decimal128(28, 6)),
    ("findings", "severity", pa.string()),
    ("cells", "x0", pa.float32()),
    ("cells", "row_span", pa.int32()),
]


@pytest.mark.parametrize(("table", "column", "kind"), CONTRACT)
def test_column_types_are_the_contract(table: str, column: str, kind: pa.DataType) -> None:
    assert arrow_schema(table).field(column).type == kind


def test_every_table_has_a_schema_and_documents_is_written_last() -> None:
    assert list(ROW_TYPES) == [
        "forms", "funding", "management", "goals", "indicators", "passages", "mentions", "findings", "cells",
        "documents",
    ]  # fmt: skip
    assert all(len(arrow_schema(table)) == len(kind.__struct_fields__) for table, kind in ROW_TYPES.items())


def test_rows_keep_their_values() -> None:
    indicator = Indicator(form_id="f-1", doc_id="f", ordinal=3, target_value=Decimal("126700"), target_unit="人")
    row = to_batch("indicators", [indicator]).to_pylist()[0]
    assert row["target_value"] == Decimal("126700.000000")
    assert (row["target_unit"], row["ordinal"], row["actual_value"]) == ("人", 3, None)


def test_only_tables_with_rows_become_batches() -> None:
    assert to_batches(Evaluation(doc_id="f")) == {}


def test_a_documents_row_goes_to_arrow_and_back() -> None:
    moment = datetime(2024, 3, 1, 8, 30, tzinfo=UTC)
    row = DocumentRow(
        doc_id="a", source="a.pdf", file_name="a.pdf", status="ok", pipeline_version="1", extracted_at=moment,
        seconds=0.5, location="/a.pdf", reader="1-auto-all", normalizer="1",
    )  # fmt: skip
    assert to_batch("documents", [row]).to_pylist()[0]["extracted_at"] == moment
