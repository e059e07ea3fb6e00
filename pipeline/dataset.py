"""Documents' rows to one Delta Lake table a table of the schema: `OUT/indicators/*.parquet` and its transaction log.

A document's rows are replaced in one commit a table, `documents` last. Files that no longer belong to a table are
removed at once, so that a plain Parquet reader (`pandas.read_parquet("OUT/indicators")`) sees the current rows and
no others. A lock file beside the tables makes commits of several runs on one machine take turns.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable, WriterProperties, write_deltalake
from deltalake.exceptions import DeltaError

from pipeline.columns import ROW_TYPES, arrow_schema, to_batch
from pipeline.documents import DocumentRow
from pipeline.errors import NoDataset, NotADataset
from pipeline.tasks import Outcome

_COLUMNS_FILE = "000-columns.parquet"
"""A file without rows that is in every table: readers find the columns of a table that is still empty, and, as its
name is the first, the newest columns of one that is not."""

_SMALL_FILES = 32
"""Files of a table that are merged when there are more: a reader opens a few dozen files in the time of one."""

_MERGED_BYTES = 32 * 2**20
"""Files are merged up to this size and then left alone, so that merging does not cost more as a table grows."""

_WRITER = WriterProperties(compression="ZSTD")


class Dataset:
    """The tables of one folder, and the documents that are in them."""

    def __init__(self, folder: Path) -> None:
        """Open the dataset, made where there is none yet; raises `NotADataset` where something else is in the way."""
        self.folder = folder
        self.known: dict[str, DocumentRow] = {}
        """The documents that are in the dataset, by `doc_id`, as of the last commit."""
        self._known_version = -1
        if folder.exists() and not folder.is_dir():
            raise NotADataset(f"{folder}: is a file; name a folder for the dataset")
        with self._say_what_failed():
            folder.mkdir(parents=True, exist_ok=True)
        with self._say_what_failed(), self._lock():
            self._tables = {name: _open_table(folder / name, name) for name in ROW_TYPES}
            for name in ROW_TYPES:
                self._remove_strays(name)
            self._learn()

    def replace(self, outcomes: Sequence[Outcome]) -> None:
        """Write the documents' rows in place of those that the dataset has of them."""
        if not outcomes:
            return
        with self._say_what_failed(), self._lock():
            self._learn()
            stale = self._unfinished() | self._stale(outcomes)
            self._begin(outcomes, stale)
            # Delta wants the new rows to satisfy the predicate by which the old ones are found
            replaced = stale | {outcome.row.doc_id for outcome in outcomes} if stale else stale
            for name in ROW_TYPES:
                if name != "documents":
                    batches = [outcome.batches[name] for outcome in outcomes if name in outcome.batches]
                    self._write(name, batches, replaced)
            self._write("documents", [to_batch("documents", [outcome.row for outcome in outcomes])], replaced)
            self._unfinished_path.unlink()
            self._remember([outcome.row for outcome in outcomes], gone=stale)

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return sum(self._tables[table].get_add_actions(flatten=True)["num_records"].to_pylist())

    def relocate(self, rows: Sequence[DocumentRow]) -> None:
        """Write documents' rows alone, for documents whose other rows are as they were."""
        if not rows:
            return
        with self._say_what_failed(), self._lock():
            self._learn()
            self._write("documents", [to_batch("documents", rows)], {row.doc_id for row in rows})
            self._remember(rows)

    def _remember(self, rows: Iterable[DocumentRow], gone: Iterable[str] = ()) -> None:
        """Take over what this run itself has written, without reading it back."""
        for doc_id in gone:
            self.known.pop(doc_id, None)
        self.known.update((row.doc_id, row) for row in rows)
        self._known_version = self._tables["documents"].version()

    def _learn(self) -> None:
        """Look again which documents there are, where another run has written since."""
        table = self._tables["documents"]
        table.update_incremental()
        if table.version() != self._known_version:
            self.known = {row.doc_id: row for row in _read_documents(table)}
            self._known_version = table.version()

    def _stale(self, outcomes: Iterable[Outcome]) -> set[str]:
        """Return the documents among these that have rows already, and those that stood at their places before."""
        stale = {outcome.row.doc_id for outcome in outcomes} & self.known.keys()
        for outcome in outcomes:
            for doc_id in outcome.replaces:
                row = self.known.get(doc_id)
                if row is not None and row.location == outcome.row.location:
                    stale.add(doc_id)
        return stale

    def _write(self, name: str, batches: list[pa.RecordBatch], replaced: set[str]) -> None:
        """Write rows in one commit, in place of all rows of the documents in `replaced`, or added where it is empty."""
        table = self._tables[name]
        table.update_incremental()
        rows = pa.Table.from_batches(batches, schema=arrow_schema(name))
        if replaced and table.file_uris():
            predicate = "doc_id IN ({})".format(", ".join(f"'{doc_id}'" for doc_id in sorted(replaced)))
            write_deltalake(table, rows, mode="overwrite", predicate=predicate, writer_properties=_WRITER)
        elif rows.num_rows:
            write_deltalake(table, rows, mode="append", writer_properties=_WRITER)
        small = [size for size in table.get_add_actions(flatten=True)["size_bytes"].to_pylist() if size < _MERGED_BYTES]
        if len(small) > _SMALL_FILES:
            table.optimize.compact(target_size=_MERGED_BYTES, writer_properties=_WRITER)
        self._remove_strays(name)

    def _remove_strays(self, name: str) -> None:
        """Remove the files that the table does not name: replaced ones, and those of a run that was killed.

        A program that has such a file open may read it to its end. `vacuum` does the same, with two commits a time.
        """
        named = {Path(uri).name for uri in self._tables[name].file_uris()}
        for file in (self.folder / name).glob("*.parquet"):
            if file.name not in named and file.name != _COLUMNS_FILE:
                file.unlink()

    @property
    def _unfinished_path(self) -> Path:
        return self.folder / ".unfinished"

    def _unfinished(self) -> set[str]:
        """Return the documents of a commit that was cut off between two tables."""
        if not self._unfinished_path.exists():
            return set()
        return set(self._unfinished_path.read_text().split())

    def _begin(self, outcomes: Iterable[Outcome], stale: set[str]) -> None:
        doc_ids = stale | {outcome.row.doc_id for outcome in outcomes}
        aside = self.folder / ".unfinished.part"
        aside.write_text("\n".join(sorted(doc_ids)))
        aside.replace(self._unfinished_path)

    @contextmanager
    def _say_what_failed(self) -> Iterator[None]:
        """Turn a full disk and the like into one line for a person; what was committed stays whole."""
        try:
            yield
        except (OSError, DeltaError) as error:
            raise NotADataset(f"{self.folder}: cannot be written: {error}") from error

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """Keep other runs on this machine from writing; the system lets go of the lock when a process ends."""
        with (self.folder / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def read_table(folder: Path, name: str, columns: list[str] | None = None) -> pa.Table:
    """Return the current rows of one table of a dataset; raises `NoDataset` where there is none."""
    if not DeltaTable.is_deltatable(str(folder / name)):
        raise NoDataset(f"{folder}: holds no dataset; make one with `jixiao run SOURCE --out {folder}`")
    files = DeltaTable(folder / name).file_uris()
    paths = [*files, str(folder / name / _COLUMNS_FILE)]
    return pa.concat_tables(pq.read_table(path, columns=columns, partitioning=None) for path in paths)


def _read_documents(table: DeltaTable) -> list[DocumentRow]:
    rows = [row for uri in table.file_uris() for row in pq.read_table(uri, partitioning=None).to_pylist()]
    return msgspec.convert(rows, list[DocumentRow])


def _open_table(folder: Path, name: str) -> DeltaTable:
    """Return the table, made where there is none, and given the columns that were added since it was written."""
    schema = arrow_schema(name)
    if not DeltaTable.is_deltatable(str(folder)):
        if folder.exists() and any(path.name != "_delta_log" for path in folder.iterdir()):
            raise NotADataset(f"{folder}: holds something else; name another folder for the dataset")
        configuration = {"delta.dataSkippingStatsColumns": "doc_id"}  # long texts do not belong into the log
        table = DeltaTable.create(folder, schema, name=name, configuration=configuration)
        pq.write_table(schema.empty_table(), folder / _COLUMNS_FILE)
        return table
    table = DeltaTable(folder)
    columns = folder / _COLUMNS_FILE
    if not columns.exists() or not pq.read_schema(columns).equals(schema):
        _add_columns(table, folder, schema)
    return table


def _add_columns(table: DeltaTable, folder: Path, schema: pa.Schema) -> None:
    """Write a table of an older version anew, with nulls in the columns that it did not have."""
    parts = [pq.read_table(uri, partitioning=None) for uri in table.file_uris()]
    rows = pa.concat_tables([schema.empty_table(), *parts], promote_options="default").select(schema.names)
    write_deltalake(table, rows, mode="overwrite", schema_mode="overwrite", writer_properties=_WRITER)
    pq.write_table(schema.empty_table(), folder / _COLUMNS_FILE)
