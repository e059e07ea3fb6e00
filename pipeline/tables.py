"""The Delta Lake tables of a dataset's folder: opened, made, checked against the schema, read.

A table's files are `part-<part>-<version>.parquet`; the part says which documents, the version changes with each
rewriting. One more file has no rows: `000-columns.parquet`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from pipeline.columns import TABLES, arrow_schema
from pipeline.dataset_folders import say_no_dataset
from pipeline.errors import DamagedDataset, NoDataset, NotADataset
from pipeline.places import Place

T = TypeVar("T")

COLUMNS_FILE = "000-columns.parquet"
"""A file without rows that is in every table: readers find the columns of a table that is still empty, and, as its
name is the first, the newest columns of one that is not."""

_PART_FILE = re.compile(r"part-([0-9a-f]{12})-[0-9a-f]{8}\.parquet")

_LOOKS = 10
"""How often a table is opened again whose files a run replaced before they were read."""

_CONFIGURATION = {
    "delta.dataSkippingStatsColumns": "doc_id",  # long texts do not belong into the log
    "delta.checkpointInterval": "50",  # commits that opening a table reads one by one
}


def name_file(part: str) -> str:
    """Return a new name for a file of a part."""
    return f"part-{part}-{uuid4().hex[:8]}.parquet"


def part_of(file_name: str) -> str | None:
    """Return the part that a file belongs to, or None for a file that this program did not name."""
    match = _PART_FILE.fullmatch(file_name)
    return match[1] if match else None


def active_files(table: DeltaTable) -> list[str]:
    """Return the names of the files that the table consists of."""
    return [uri.rpartition("/")[2] for uri in table.file_uris()]


def part_files(table: DeltaTable) -> dict[str, str]:
    """Return part -> file name."""
    return {part: name for name in active_files(table) if (part := part_of(name)) is not None}


def make_table(folder: Place, name: str) -> DeltaTable:
    """Return the table as it is, or made where there is none; raises `NotADataset` where something else is there."""
    if (table := open_table(folder)) is not None:
        return table
    if folder.exists() and any(path.name not in ("_delta_log", COLUMNS_FILE) for path in folder.iterdir()):
        raise NotADataset(f"{folder}: holds something else; name another folder for the dataset")
    try:
        return DeltaTable.create(str(folder), arrow_schema(name), name=name, configuration=_CONFIGURATION)
    except DeltaError:  # in an object store another run may have made it meanwhile
        if (table := open_table(folder)) is None:
            raise
        return table


def open_table(folder: Place) -> DeltaTable | None:
    """Return the table, or None where there is none."""
    return DeltaTable(str(folder)) if DeltaTable.is_deltatable(str(folder)) else None


def write_columns_file(folder: Place, name: str) -> None:
    """Write the file without rows, where it is missing or has older columns or descriptions; never half of it."""
    path, schema = folder / COLUMNS_FILE, arrow_schema(name)
    if COLUMNS_FILE in parquet_files(folder) and pq.read_schema(_source(path)).equals(schema, check_metadata=True):
        return
    if not isinstance(path, Path):
        content = io.BytesIO()
        pq.write_table(schema.empty_table(), content)
        path.write_bytes(content.getvalue())
        return
    aside = path.with_name(f".{COLUMNS_FILE}.part")
    pq.write_table(schema.empty_table(), aside)
    aside.replace(path)


def parquet_files(folder: Place) -> list[str]:
    """Return the names of the Parquet files that are in a folder, whether the table names them or not."""
    if isinstance(folder, Path) and not folder.is_dir():
        return []
    return [path.name for path in folder.iterdir() if path.name.endswith(".parquet") and path.name[0] != "."]


def read_parquet(path: Place, columns: list[str] | None = None) -> pa.Table:
    """Return the rows of one file."""
    return pq.read_table(_source(path), columns=columns, partitioning=None)


def _source(path: Place) -> Path | pa.BufferReader:
    return path if isinstance(path, Path) else pa.BufferReader(path.read_bytes())


def has_older_columns(table: DeltaTable, name: str) -> bool:
    """Say whether columns were added since the table was written; raises `NotADataset` for a newer table.

    Newer is a table with a column that this version does not know, or knows as another type: its rows would lose
    what it holds, and what was written would not fit.
    """
    ours = arrow_schema(name)
    theirs = pa.schema(table.schema().to_arrow())
    for field in theirs:
        if field.name not in ours.names or ours.field(field.name).type != field.type:
            raise NotADataset(
                f"{table.table_uri}: column {field.name!r} ({field.type}) was written by another version of jixiao; "
                "use that version or a newer one, or name another folder"
            )
    return list(theirs.names) != list(ours.names)


def read_rows(path: Place, name: str) -> pa.Table:
    """Return the rows of one file in the columns of the schema; what an older file has no column for is what a new
    row has by default: null, 0, false."""
    schema = arrow_schema(name)
    rows = read_parquet(path)
    if rows.schema.equals(schema):
        return rows.cast(schema)
    for column in msgspec.structs.fields(TABLES[name]):
        if column.name not in rows.column_names and column.default not in (msgspec.NODEFAULT, None):
            value = pa.scalar(column.default, schema.field(column.name).type)
            rows = rows.append_column(schema.field(column.name), pa.repeat(value, rows.num_rows))
    return pa.concat_tables([schema.empty_table(), rows], promote_options="default").select(schema.names)


def read_table(folder: Place, name: str, columns: list[str] | None = None) -> pa.Table:
    """Return the current rows of one table of a dataset; raises `NoDataset` where there is none."""
    with damage_as_error(folder):
        return look_again(lambda: _read_now(folder, name, columns))


def look_again(read: Callable[[], T]) -> T:
    """Return what is read of a dataset's files, begun anew where a run has replaced one since its table was opened."""
    for _ in range(_LOOKS - 1):
        try:
            return read()
        except FileNotFoundError:
            continue
    return read()


@contextmanager
def damage_as_error(folder: Place) -> Iterator[None]:
    """Turn a damaged table, a file that is gone and the like into one line for a person."""
    try:
        yield
    except (OSError, DeltaError, pa.ArrowException) as error:
        raise DamagedDataset(f"{folder}: cannot be read: {describe_damage(error)}") from error


def describe_damage(error: Exception) -> str:
    """Return what is wrong with a dataset, as one line for a person."""
    what, *_ = str(error).splitlines() or [type(error).__name__]  # Delta's errors go on with where they were made
    if isinstance(error, FileNotFoundError) and error.strerror is None:  # pyarrow's names the file and no more
        return f"{what} is missing"
    return what


def _read_now(folder: Place, name: str, columns: list[str] | None) -> pa.Table:
    names = [*active_files(open_dataset_table(folder, name)), COLUMNS_FILE]
    return pa.concat_tables(read_parquet(folder / name / file, columns) for file in names)


def open_dataset_table(folder: Place, name: str) -> DeltaTable:
    """Return one table of a dataset; raises `NoDataset` where there is none."""
    if (table := open_table(folder / name)) is None:
        raise NoDataset(say_no_dataset(folder))
    return table
