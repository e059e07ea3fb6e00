"""What `jixiao check` found, in the table `findings`: kept when a document is read again, replaced by a new check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable

from pipeline.columns import arrow_schema
from pipeline.journal import Commit, TableChange
from pipeline.parts import Part
from pipeline.places import Place
from pipeline.tables import name_file, part_files, read_parquet

_TABLE = "findings"
_DATASET = "dataset"


def found_by_check(rows: pa.Table, doc_ids: Iterable[str]) -> pa.ChunkedArray:
    """Say of each row of `findings` whether a check of the dataset wrote it for one of these documents."""
    ours = pc.is_in(rows["doc_id"], value_set=pa.array(sorted(doc_ids), pa.string()))
    return pc.and_(ours, _is_of_check(rows))


def _is_of_check(rows: pa.Table) -> pa.ChunkedArray:
    return pc.fill_null(pc.equal(rows["scope"], _DATASET), False)


def replace_checks(
    commit: Commit, folder: Place, table: DeltaTable, parts: Mapping[str, Part], findings: Mapping[str, pa.RecordBatch]
) -> TableChange:
    """Write aside the files of `findings` with what a check found in place of what the one before did.

    A part keeps its one file; parts of which nothing changes are left alone, so that a second check writes nothing.
    """
    files = part_files(table)
    added, removed = [], []
    for name, part in parts.items():
        new = [findings[doc_id] for doc_id in sorted(part.doc_ids & findings.keys())]
        old = _read(folder / _TABLE / files[name]) if name in files else arrow_schema(_TABLE).empty_table()
        before = old.filter(_is_of_check(old))
        after = pa.Table.from_batches(new, schema=arrow_schema(_TABLE))
        if before.sort_by(_ORDER).equals(after.sort_by(_ORDER)):
            continue
        rows = pa.concat_tables([old.filter(pc.invert(_is_of_check(old))), after])
        removed += [files[name]] if name in files else []
        if rows.num_rows:
            added.append(commit.write(_TABLE, name_file(name), rows))
    return TableChange(_TABLE, tuple(added), tuple(removed))


_ORDER = [(column, "ascending") for column in ("doc_id", "form_id", "rule", "name", "field", "message")]


def _read(path: Place) -> pa.Table:
    return read_parquet(path).cast(arrow_schema(_TABLE))
