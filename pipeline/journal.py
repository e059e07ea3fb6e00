"""A commit over several tables: files written aside, a journal of what is to be done with them, then done.

Everything is written into `OUT/.commit` first. Once the journal is there, the commit is decided: whoever opens the
dataset next finishes it, so that a run may be killed at any moment. Without a journal nothing has happened yet.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from deltalake import DeltaTable, write_deltalake
from deltalake.transaction import AddAction, RemoveAction
from msgspec import Struct

from pipeline.columns import arrow_schema
from pipeline.tables import active_files

_FOLDER = ".commit"
"""Begins with a dot so that Parquet readers pass over it; on the same disk as the tables, so that files can move."""

_JOURNAL = "journal.json"


class Added(Struct, frozen=True):
    """A file that a table gets."""

    name: str
    size: int
    rows: int
    least: str | None = None
    """Smallest `doc_id`, as Delta readers want to know it to pass over files."""
    greatest: str | None = None


class TableChange(Struct, frozen=True):
    """What becomes of one table, in one Delta commit."""

    table: str
    add: tuple[Added, ...] = ()
    remove: tuple[str, ...] = ()
    new_columns: bool = False
    """All files are replaced by such with the columns of today's schema."""


class Commit:
    """A commit that is being prepared; nothing of it is in the dataset before `finish`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / _FOLDER
        shutil.rmtree(self._folder, ignore_errors=True)  # what a commit left that was not decided
        self._folder.mkdir()
        self._changes: list[TableChange] = []

    def write(self, table: str, name: str, rows: pa.Table) -> Added:
        """Write a file of a table aside."""
        path = self._folder / f"{table}.{name}"
        with path.open("wb") as file:
            pq.write_table(rows, file, compression="zstd")
            file.flush()
            os.fsync(file.fileno())
        ends = pc.min_max(rows["doc_id"]).as_py() if "doc_id" in rows.column_names else {}
        return Added(name, path.stat().st_size, rows.num_rows, ends.get("min"), ends.get("max"))

    def change(self, change: TableChange) -> None:
        """Add what becomes of a table; tables change in the order in which they are named."""
        if change.add or change.remove:
            self._changes.append(change)

    def decide(self) -> None:
        """Write the journal: from now on the commit is finished sooner or later."""
        if not self._changes:
            return
        aside = self._folder / f"{_JOURNAL}.part"
        with aside.open("wb") as file:
            file.write(msgspec.json.encode(self._changes))
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self._folder / _JOURNAL)


def finish(folder: Path, tables: Mapping[str, DeltaTable]) -> None:
    """Carry out the commit that is decided, if there is one. May be cut off and begun again at any step."""
    journal = folder / _FOLDER / _JOURNAL
    if journal.exists():
        for change in msgspec.json.decode(journal.read_bytes(), type=list[TableChange]):
            _apply(folder, tables[change.table], change)
        journal.unlink()
    shutil.rmtree(folder / _FOLDER, ignore_errors=True)


def _apply(folder: Path, table: DeltaTable, change: TableChange) -> None:
    """Change one table, as far as that has not happened yet."""
    schema = arrow_schema(change.table)
    table.update_incremental()
    if change.new_columns and pa.schema(table.schema().to_arrow()).names != schema.names:
        write_deltalake(table, schema.empty_table(), mode="overwrite", schema_mode="overwrite")
        table.update_incremental()
    active = set(active_files(table))
    added = [file for file in change.add if file.name not in active]
    removed = [name for name in change.remove if name in active]
    for file in added:
        aside = folder / _FOLDER / f"{change.table}.{file.name}"
        if aside.exists():
            aside.replace(folder / change.table / file.name)
    if added or removed:
        table.create_write_transaction([*map(_add_action, added), *map(_remove_action, removed)], "append", schema)
        table.update_incremental()
    for name in change.remove:
        (folder / change.table / name).unlink(missing_ok=True)


def _add_action(file: Added) -> AddAction:
    stats: dict[str, object] = {"numRecords": file.rows}
    if file.least is not None:
        stats |= {"minValues": {"doc_id": file.least}, "maxValues": {"doc_id": file.greatest}}
    return AddAction(file.name, file.size, {}, _now(), True, json.dumps(stats))


def _remove_action(name: str) -> RemoveAction:
    return RemoveAction(name, True, _now())


def _now() -> int:
    return int(time.time() * 1000)
