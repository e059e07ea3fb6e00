"""Documents' rows to one Delta Lake table a table of the schema: `OUT/indicators/*.parquet` and its transaction log.

A document's rows are replaced in one commit a table, `documents` last. Files that no longer belong to a table are
removed at once, so that a plain Parquet reader (`pandas.read_parquet("OUT/indicators")`) sees the current rows and
no others. A lock file beside the tables makes commits of several runs take turns.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from pipeline import migration
from pipeline.check_rows import found_by_check, replace_checks
from pipeline.columns import ROW_TYPES, TABLES, arrow_schema, to_batch
from pipeline.documents import DocumentRow
from pipeline.errors import NotADataset
from pipeline.journal import Commit, TableChange, finish
from pipeline.parts import PART_DOCUMENTS, Arrival, Change, Part, new_part, plan_changes
from pipeline.run_row import RunRow
from pipeline.tables import COLUMNS_FILE, active_files, make_table, name_file, part_files, write_columns_file
from pipeline.tasks import Outcome

_SMALL_RUN_FILES = 16
"""Files of the table `runs` that are merged when there are more."""


class Dataset:
    """The tables of one folder, and the documents that are in them."""

    def __init__(self, folder: Path) -> None:
        """Open the dataset, made where there is none yet; a commit that was cut off is finished.

        Raises `NotADataset` where something else is in the way, or a newer version wrote it.
        """
        self.folder = folder
        self.known: dict[str, DocumentRow] = {}
        """The documents that are in the dataset, by `doc_id`, as of the last commit."""
        self._parts: dict[str, Part] = {}
        self._homes: dict[str, str] = {}
        """The part of each document."""
        self._read: dict[str, str] = {}
        """The file of `documents` from which each part is known."""
        if folder.exists() and not folder.is_dir():
            raise NotADataset(f"{folder}: is a file; name a folder for the dataset")
        with self._say_what_failed():
            folder.mkdir(parents=True, exist_ok=True)
        self._tables: dict[str, DeltaTable] = {}
        with self._say_what_failed(), self._lock():
            self._tables |= {name: make_table(folder / name, name) for name in TABLES}
            finish(folder, self._tables)
            migration.migrate(folder, self._tables)
            for name in TABLES:
                write_columns_file(folder / name, name)
                self._remove_strays(name)
            self._learn()

    def replace(self, outcomes: Sequence[Outcome]) -> None:
        """Write the documents' rows in place of those that the dataset has of them."""
        if not outcomes:
            return
        latest = {outcome.row.doc_id: outcome for outcome in outcomes}
        with self._turn():
            leaving = self._leaving(latest.values())
            arrivals = [Arrival(doc_id, _pages(one.row), self._home(one, leaving)) for doc_id, one in latest.items()]
            changes = plan_changes(self._parts, {self._homes[doc_id] for doc_id in leaving}, arrivals)
            commit = Commit(self.folder)
            for name in ROW_TYPES:
                if name != "documents":
                    rows = {doc_id: one.batches[name] for doc_id, one in latest.items() if name in one.batches}
                    self._stage(commit, name, changes, leaving, rows)
            written = {doc_id: to_batch("documents", [one.row]) for doc_id, one in latest.items()}
            self._stage(commit, "documents", changes, leaving, written)
            self._finish(commit)
            self._remember(changes, leaving, {doc_id: one.row for doc_id, one in latest.items()})

    def relocate(self, rows: Sequence[DocumentRow]) -> None:
        """Write documents' rows alone, for documents whose other rows are as they were."""
        with self._turn():
            new = {row.doc_id: row for row in rows if row.doc_id in self.known}
            if not new:
                return
            changes = plan_changes({}, {self._homes[doc_id] for doc_id in new}, [
                Arrival(doc_id, 0, self._homes[doc_id]) for doc_id in new
            ])  # fmt: skip
            commit = Commit(self.folder)
            batches = {doc_id: to_batch("documents", [row]) for doc_id, row in new.items()}
            self._stage(commit, "documents", changes, set(new), batches)
            self._finish(commit)
            self._remember(changes, set(new), new)

    def record(self, run: RunRow) -> None:
        """Add a run's row to the table `runs`."""
        with self._turn():
            rows = [pa.Table.from_batches([to_batch("runs", [run])])]
            table = self._tables["runs"]
            table.update_incremental()
            small = _small_files(table)
            merged = small if len(small) > _SMALL_RUN_FILES else []
            rows += [pq.read_table(self.folder / "runs" / name, partitioning=None) for name in merged]
            commit = Commit(self.folder)
            added = commit.write("runs", name_file(new_part()), pa.concat_tables(rows))
            commit.change(TableChange("runs", (added,), tuple(merged)))
            self._finish(commit)

    def write_checks(self, findings: Mapping[str, pa.RecordBatch]) -> None:
        """Write what a check of the dataset found, by document, in place of what the check before found."""
        with self._turn():
            commit = Commit(self.folder)
            commit.change(replace_checks(commit, self.folder, self._tables["findings"], self._parts, findings))
            self._finish(commit)

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return sum(self._tables[table].get_add_actions(flatten=True)["num_records"].to_pylist())

    def home(self, doc_id: str) -> str | None:
        """Return the part that a document is in: documents of one part are best replaced together."""
        return self._homes.get(doc_id)

    def _leaving(self, outcomes: Iterable[Outcome]) -> set[str]:
        """Return the documents among these that have rows already, and those that stood at their places before."""
        leaving: set[str] = set()
        for outcome in outcomes:
            if outcome.row.doc_id in self.known:
                leaving.add(outcome.row.doc_id)
            for doc_id in outcome.replaces:
                row = self.known.get(doc_id)
                if row is not None and row.location == outcome.row.location:
                    leaving.add(doc_id)
        return leaving

    def _home(self, outcome: Outcome, leaving: set[str]) -> str | None:
        """Return the part where the document is, or the one whose place it takes."""
        before = [doc_id for doc_id in (outcome.row.doc_id, *outcome.replaces) if doc_id in leaving]
        return self._homes[before[0]] if before else None

    def _stage(
        self, commit: Commit, name: str, changes: Sequence[Change], leaving: set[str], new: dict[str, pa.RecordBatch]
    ) -> None:
        """Write a table's files of the changed parts aside."""
        files = part_files(self._tables[name])
        added, removed = [], []
        for change in changes:
            old = [files[part] for part in change.sources if part in files]
            arriving = [new[doc_id] for doc_id in change.arrivals if doc_id in new]
            rows, left = self._merge(name, old, leaving, leaving.intersection(change.arrivals), arriving)
            if not left and change.sources == (change.part,) and not any(doc_id in new for doc_id in change.arrivals):
                continue  # nothing of this part changes in this table
            removed += old
            if rows.num_rows:
                added.append(commit.write(name, name_file(change.part), rows))
        commit.change(TableChange(name, tuple(added), tuple(removed)))

    def _merge(
        self, name: str, files: Sequence[str], leaving: set[str], staying: set[str], new: list[pa.RecordBatch]
    ) -> tuple[pa.Table, bool]:
        """Return the files' rows but for those of documents that leave, with the new ones, and whether any left.

        `staying` are those that come again in another reading.
        """
        kept, left = [], False
        for file in files:
            rows = pq.read_table(self.folder / name / file, partitioning=None)
            gone = pc.is_in(rows["doc_id"], value_set=pa.array(sorted(leaving), pa.string()))
            if name == "findings":  # what compared this document with others stands until the next check
                gone = pc.and_(gone, pc.invert(found_by_check(rows, staying)))
            left = left or pc.any(gone).as_py()
            kept.append(rows.filter(pc.invert(gone)))
        return pa.concat_tables([*kept, pa.Table.from_batches(new, schema=arrow_schema(name))]), left

    def _finish(self, commit: Commit) -> None:
        commit.decide()
        finish(self.folder, self._tables)

    def _remember(self, changes: Iterable[Change], leaving: set[str], written: dict[str, DocumentRow]) -> None:
        """Take over what this run itself has written, without reading it back."""
        for change in changes:
            stay = {doc_id for part in change.sources if part in self._parts for doc_id in self._parts[part].doc_ids}
            rows = [self.known[doc_id] for doc_id in stay - leaving]
            rows += [written[doc_id] for doc_id in change.arrivals]
            for part in change.sources:
                self._forget(part)
            self._keep(change.part, rows)
        files = part_files(self._tables["documents"])
        self._read = {part: files[part] for part in self._parts}

    def _learn(self) -> None:
        """Look again which documents there are, where another run has written since."""
        table = self._tables["documents"]
        table.update_incremental()
        files = part_files(table)
        changed = {part for part in {*files, *self._read} if files.get(part) != self._read.get(part)}
        for part in changed:
            self._forget(part)
        for part in changed & files.keys():
            rows = pq.read_table(self.folder / "documents" / files[part], partitioning=None).to_pylist()
            self._keep(part, msgspec.convert(rows, list[DocumentRow]))
        self._read = files

    def _forget(self, part: str) -> None:
        for doc_id in self._parts.pop(part, Part(frozenset(), 0)).doc_ids:
            if self._homes.get(doc_id) == part:
                del self.known[doc_id], self._homes[doc_id]

    def _keep(self, part: str, rows: Sequence[DocumentRow]) -> None:
        if rows:
            self._parts[part] = Part(frozenset(row.doc_id for row in rows), sum(map(_pages, rows)))
            self.known.update((row.doc_id, row) for row in rows)
            self._homes.update((row.doc_id, part) for row in rows)

    def _remove_strays(self, name: str) -> None:
        """Remove the files that the table does not name, of which nobody can know: all writers hold the lock."""
        named = {COLUMNS_FILE, *active_files(self._tables[name])}
        for file in (self.folder / name).glob("*.parquet"):
            if file.name not in named:
                file.unlink()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait until no other run writes, finish what one left that was killed, and look what it has written."""
        with self._say_what_failed(), self._lock():
            finish(self.folder, self._tables)
            for table in self._tables.values():
                table.update_incremental()
            migration.refuse_newer(self.folder, self._tables)
            self._learn()
            yield

    @contextmanager
    def _say_what_failed(self) -> Iterator[None]:
        """Turn a full disk, a damaged file and the like into one line for a person; what was committed stays whole."""
        try:
            yield
        except (OSError, DeltaError, pa.ArrowException, msgspec.MsgspecError) as error:
            raise NotADataset(f"{self.folder}: cannot be written: {error}") from error

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """Keep other runs from writing; the system lets go of the lock when a process ends."""
        with (self.folder / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _pages(row: DocumentRow) -> int:
    return row.page_count or 1


def _small_files(table: DeltaTable) -> list[str]:
    sizes = pa.table(table.get_add_actions(flatten=True)).select(["path", "num_records"]).to_pylist()
    return [file["path"] for file in sizes if file["num_records"] < PART_DOCUMENTS]
