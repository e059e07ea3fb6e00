"""A commit over several tables: files written aside, a journal of what is to be done with them, then done.

Everything is written into `OUT/.commit` first. Once the journal is there, the commit is decided: whoever opens the
dataset next finishes it, so that a run may be killed at any moment. Without a journal nothing has happened yet. On a
disk, a lock file beside the tables makes the commits of several runs take turns; how that is done in an object store,
which has no locks and renames nothing, is in `pipeline.object_journal`.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from deltalake import DeltaTable, write_deltalake
from deltalake.transaction import AddAction, RemoveAction
from msgspec import Struct

from pipeline.columns import arrow_schema
from pipeline.errors import NotADataset
from pipeline.tables import active_files

FOLDER = ".commit"
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


class Commit(Protocol):
    """A commit that is being prepared; nothing of it is in the dataset before it is decided and finished."""

    def write(self, table: str, name: str, rows: pa.Table) -> Added:
        """Write a file of a table aside."""

    def change(self, change: TableChange) -> None:
        """Add what becomes of a table; tables change in the order in which they are named."""

    def decide(self) -> bool:
        """Write the journal and return True: from now on the commit is finished sooner or later.

        False where another run was first: all has to be looked at again.
        """


class Journal(Protocol):
    """How commits come to pass in one dataset."""

    def turn(self) -> AbstractContextManager[None]:
        """While entered, this run looks at the dataset and commits."""

    def turn_if_free(self) -> AbstractContextManager[bool]:
        """Do the same without waiting; False, and there is no turn, where another run has it."""

    def sweep(self) -> None:
        """Remove what nobody will commit any more."""

    def begin(self) -> Commit:
        """Return a commit without changes; what one left that was not decided is thrown away."""

    def finish(self, tables: Mapping[str, DeltaTable]) -> None:
        """Carry out what is decided and not done. May be cut off and begun again at any step."""


class DiskJournal:
    """The journal of a dataset on a disk."""

    def __init__(self, folder: Path) -> None:
        """Make the folder where there is none; raises `NotADataset` where a file is in its place."""
        if folder.exists() and not folder.is_dir():
            raise NotADataset(f"{folder}: is a file; name a folder for the dataset")
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Keep other runs from writing; the system lets go of the lock when a process ends."""
        with (self._folder / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    @contextmanager
    def turn_if_free(self) -> Iterator[bool]:
        """Keep other runs from writing, where none is writing now."""
        with (self._folder / ".lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True

    def sweep(self) -> None:
        """Do nothing: what a commit left is removed by the next one."""

    def begin(self) -> DiskCommit:
        """Return a commit without changes."""
        return DiskCommit(self._folder)

    def finish(self, tables: Mapping[str, DeltaTable]) -> None:
        """Carry out the commit that is decided, if there is one."""
        journal = self._folder / FOLDER / _JOURNAL
        if journal.exists():
            for change in msgspec.json.decode(journal.read_bytes(), type=list[TableChange]):
                _apply(self._folder, tables[change.table], change)
            journal.unlink()
        shutil.rmtree(self._folder / FOLDER, ignore_errors=True)


class DiskCommit:
    """A commit on a disk: its files move into place when it is finished."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER
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
        return describe_file(name, path.stat().st_size, rows)

    def change(self, change: TableChange) -> None:
        """Add what becomes of a table."""
        if change.add or change.remove:
            self._changes.append(change)

    def decide(self) -> bool:
        """Write the journal; nobody else can have been first while this run has the lock."""
        if self._changes:
            aside = self._folder / f"{_JOURNAL}.part"
            with aside.open("wb") as file:
                file.write(msgspec.json.encode(self._changes))
                file.flush()
                os.fsync(file.fileno())
            aside.replace(self._folder / _JOURNAL)
        return True


def describe_file(name: str, size: int, rows: pa.Table) -> Added:
    """Return what a table is told of a file that holds these rows."""
    ends = pc.min_max(rows["doc_id"]).as_py() if "doc_id" in rows.column_names else {}
    return Added(name, size, rows.num_rows, ends.get("min"), ends.get("max"))


def _apply(folder: Path, table: DeltaTable, change: TableChange) -> None:
    """Change one table, as far as that has not happened yet."""
    schema = arrow_schema(change.table)
    table.update_incremental()
    if change.new_columns and pa.schema(table.schema().to_arrow()).names != schema.names:
        write_deltalake(table, schema.empty_table(), mode="overwrite", schema_mode="overwrite")
        table.update_incremental()
    for file in change.add:
        aside = folder / FOLDER / f"{change.table}.{file.name}"
        if aside.exists():
            aside.replace(folder / change.table / file.name)
    if actions := actions_left(table, change):
        table.create_write_transaction(actions, "append", schema)
        table.update_incremental()
    for name in change.remove:
        (folder / change.table / name).unlink(missing_ok=True)


def actions_left(table: DeltaTable, change: TableChange) -> list[AddAction | RemoveAction]:
    """Return what of a change the table does not have yet."""
    active = set(active_files(table))
    adding = [_add_action(file) for file in change.add if file.name not in active]
    return [*adding, *(_remove_action(name) for name in change.remove if name in active)]


def _add_action(file: Added) -> AddAction:
    stats: dict[str, object] = {"numRecords": file.rows}
    if file.least is not None:
        stats |= {"minValues": {"doc_id": file.least}, "maxValues": {"doc_id": file.greatest}}
    return AddAction(file.name, file.size, {}, _now(), True, json.dumps(stats))


def _remove_action(name: str) -> RemoveAction:
    return RemoveAction(name, True, _now())


def _now() -> int:
    return int(time.time() * 1000)
