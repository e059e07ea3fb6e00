"""Commits in an object store, which has no locks and renames nothing, but creates an object once and for all.

Each commit is an object `OUT/.commit/journal-000000000012.json`. Of several runs that want to be the twelfth, one
creates it; the others look again at what is there now, and try to be the thirteenth. Nobody begins a commit before the
one before it is carried out, so that only the last one can be unfinished, and whoever comes next finishes it. Each
Delta table remembers the number of the last commit that it got, in the transaction that brings it: several runs may
carry out one commit, and a run that was asleep cannot bring an old one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake
from deltalake.exceptions import CommitFailedError
from msgspec import Struct

from pipeline.columns import arrow_schema
from pipeline.errors import NotADataset
from pipeline.journal import FOLDER, Added, TableChange, actions_left, describe_file
from pipeline.places import ObjectPath
from pipeline.turns import tries

_NAME = re.compile(r"journal-(\d{12})\.json")

_APPLICATION = "jixiao"
"""Under which a Delta table remembers the last commit that it got."""

_KEPT = 100
"""Journals that are kept: a run that was asleep while so many others committed cannot find its number free again."""

_ABANDONED = timedelta(days=1)
"""Age of staged files that nobody will put in place any more: no commit takes so long to prepare."""


class Entry(Struct, frozen=True):
    """What a journal says."""

    id: str
    after: str
    """The `id` of the journal before it: by which a run knows that others have built on its own."""
    changes: tuple[TableChange, ...] = ()


class ObjectJournal:
    """The journal of a dataset in an object store."""

    def __init__(self, folder: ObjectPath) -> None:
        self._folder = folder
        self._done = 0
        """The number of the last commit that is known to be carried out."""
        self._last = Entry("", "")

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Keep nobody away: who was first is told by `decide`."""
        yield

    @contextmanager
    def turn_if_free(self) -> Iterator[bool]:
        """Do the same."""
        yield True

    def sweep(self) -> None:
        """Remove what runs left that were killed before their commits were decided."""
        abandoned = datetime.now(UTC) - _ABANDONED
        for path in (self._folder / FOLDER).iterdir():
            if _NAME.fullmatch(path.name) is None:
                for file in path.iterdir():
                    if file.modified() < abandoned:
                        file.unlink(missing_ok=True)

    def begin(self) -> ObjectCommit:
        """Return a commit that is to follow the last one that is finished."""
        return ObjectCommit(self._folder, self._done + 1, self._last.id)

    def finish(self, tables: Mapping[str, DeltaTable]) -> None:
        """Carry out the last commit, if that has not happened, and remove what is no longer needed of those before."""
        numbers = list_journals(self._folder)
        newest = max(numbers, default=0)
        if newest == self._done:
            return
        entry = read_journal(self._folder, newest)
        for change in entry.changes:
            _apply(self._folder, tables[change.table], change, newest, entry.id)
        staged = self._folder / FOLDER / entry.id
        for change in entry.changes:
            for file in change.add:
                (staged / f"{change.table}.{file.name}").unlink(missing_ok=True)
        for number in numbers:
            if number <= newest - _KEPT:
                (self._folder / FOLDER / _name(number)).unlink(missing_ok=True)
        self._done, self._last = newest, entry


class ObjectCommit:
    """A commit in an object store: its files are copied into place when it is finished."""

    def __init__(self, folder: ObjectPath, number: int, after: str) -> None:
        self._folder = folder
        self._number = number
        self._after = after
        self._id = uuid4().hex
        self._changes: list[TableChange] = []
        self._written: list[ObjectPath] = []

    def write(self, table: str, name: str, rows: pa.Table) -> Added:
        """Write a file of a table aside."""
        content = io.BytesIO()
        pq.write_table(rows, content, compression="zstd")
        aside = self._folder / FOLDER / self._id / f"{table}.{name}"
        aside.write_bytes(content.getvalue())
        self._written.append(aside)
        return describe_file(name, content.tell(), rows)

    def change(self, change: TableChange) -> None:
        """Add what becomes of a table."""
        if change.add or change.remove:
            self._changes.append(change)

    def decide(self) -> bool:
        """Create the journal; False, and nothing is left, where another run has the number."""
        if not self._changes:
            return True
        entry = Entry(self._id, self._after, tuple(self._changes))
        free = max(list_journals(self._folder), default=0) < self._number
        path = self._folder / FOLDER / _name(self._number)
        if free and path.create(msgspec.json.encode(entry)):
            if not self._is_behind():
                return True
            path.unlink(missing_ok=True)
        for aside in self._written:
            aside.unlink(missing_ok=True)
        return False

    def _is_behind(self) -> bool:
        """Say whether the number was free only because its journal is so old that it was removed."""
        numbers = list_journals(self._folder)
        if max(numbers) == self._number:
            return False
        following = self._number + 1
        return following not in numbers or read_journal(self._folder, following).after != self._id


def list_journals(folder: ObjectPath) -> list[int]:
    """Return the numbers of the journals that are there."""
    matches = [_NAME.fullmatch(path.name) for path in (folder / FOLDER).iterdir()]
    return [int(match[1]) for match in matches if match]


def read_journal(folder: ObjectPath, number: int) -> Entry:
    """Return what a journal says."""
    return msgspec.json.decode((folder / FOLDER / _name(number)).read_bytes(), type=Entry)


def _name(number: int) -> str:
    return f"journal-{number:012}.json"


def _apply(folder: ObjectPath, table: DeltaTable, change: TableChange, number: int, entry_id: str) -> None:
    """Change one table, unless it has this commit or a later one already."""
    staged = folder / FOLDER / entry_id
    for _ in tries():
        table.update_incremental()
        if (table.transaction_version(_APPLICATION) or 0) >= number:
            break
        for file in change.add:
            (staged / f"{change.table}.{file.name}").copy_to(folder / change.table / file.name)
        with suppress(CommitFailedError):  # another run writes the same; whose version it was is seen next time
            _bring(table, change, number)
    else:
        raise NotADataset(f"{folder / change.table}: cannot be written: others are always first")
    for name in change.remove:
        (folder / change.table / name).unlink(missing_ok=True)


def _bring(table: DeltaTable, change: TableChange, number: int) -> None:
    """Write the change as the very next version of the table, or raise `CommitFailedError`."""
    schema = arrow_schema(change.table)
    if change.new_columns and pa.schema(table.schema().to_arrow()).names != schema.names:
        next_one = CommitProperties(max_commit_retries=0)
        write_deltalake(
            table, schema.empty_table(), mode="overwrite", schema_mode="overwrite", commit_properties=next_one
        )
        table.update_incremental()
    this_commit = CommitProperties(max_commit_retries=0, app_transactions=[Transaction(_APPLICATION, number)])
    table.create_write_transaction(actions_left(table, change), "append", schema, commit_properties=this_commit)
