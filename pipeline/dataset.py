"""Documents' rows to one Delta Lake table a table of the schema: `OUT/indicators/*.parquet` and its transaction log.

A document's rows are replaced in one commit a table, `documents` last. Files that no longer belong to a table are
removed at once, so that a plain Parquet reader (`pandas.read_parquet("OUT/indicators")`) sees the current rows and
no others. How commits of several runs keep out of each other's way is in `pipeline.journal`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from threading import Lock
from typing import TypeVar

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from pipeline import migration
from pipeline.check_rows import found_by_check, replace_checks
from pipeline.columns import ROW_TYPES, TABLES, arrow_schema, to_batch
from pipeline.corrections.log import CorrectionLog
from pipeline.documents import DocumentRow
from pipeline.errors import NotADataset, OutdatedRows
from pipeline.journal import Commit, DiskJournal, Journal, TableChange
from pipeline.object_journal import ObjectJournal
from pipeline.parts import PART_DOCUMENTS, Arrival, Change, Part, new_part, plan_changes
from pipeline.places import ObjectPath, Place
from pipeline.run_row import RunRow
from pipeline.table_schemas import write_schema_file
from pipeline.tables import (
    COLUMNS_FILE,
    active_files,
    describe_damage,
    make_table,
    name_file,
    parquet_files,
    part_files,
    read_parquet,
    write_columns_file,
)  # fmt: skip
from pipeline.tasks import Outcome
from pipeline.turns import tries

_SMALL_FILES = 16
"""Files of the tables `runs` and `corrections` that are merged when there are more."""

RowT = TypeVar("RowT", bound=msgspec.Struct)


class Dataset:
    """The tables of one folder, and the documents that are in them."""

    def __init__(self, folder: Place) -> None:
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
        self._tables: dict[str, DeltaTable] = {}
        self.corrections = CorrectionLog(folder)
        """What persons have said of its documents, as of the last commit."""
        self._memory = Lock()
        """Held while what is known of the documents changes."""
        self._turn = Lock()
        """Held by the thread that looks or commits: in an object store nothing else keeps threads apart."""
        with self._say_what_failed():
            self._journal = _open_journal(folder)
            self._again(self._open)
            self._journal.sweep()

    def _open(self) -> bool:
        with self._journal.turn():
            present = {name: parquet_files(self.folder / name) for name in TABLES}
            self._tables |= {name: make_table(self.folder / name, name) for name in TABLES}
            self._journal.finish(self._tables)
            if not migration.migrate(self.folder, self._tables, self._journal):
                return False
            for name in TABLES:
                write_columns_file(self.folder / name, name)
                self._remove_strays(name, present[name])
            write_schema_file(self.folder)
            self._learn()
            return True

    def replace(self, outcomes: Sequence[Outcome]) -> None:
        """Write the documents' rows in place of those that the dataset has of them.

        Raises `OutdatedRows`, and writes nothing, where persons have corrected one of them since its rows were made.
        """
        latest = {outcome.row.doc_id: outcome for outcome in outcomes}

        def prepare(commit: Commit) -> Callable[[], None]:
            if outdated := [doc_id for doc_id, one in latest.items() if self._is_outdated(one)]:
                raise OutdatedRows(outdated)
            leaving = self._leaving(latest.values())
            arrivals = [Arrival(doc_id, _pages(one.row), self._home(one, leaving)) for doc_id, one in latest.items()]
            changes = plan_changes(self._parts, {self._homes[doc_id] for doc_id in leaving}, arrivals)
            for name in ROW_TYPES:
                if name != "documents":
                    rows = {doc_id: one.batches[name] for doc_id, one in latest.items() if name in one.batches}
                    self._stage(commit, name, changes, leaving, rows)
            written = {doc_id: to_batch("documents", [one.row]) for doc_id, one in latest.items()}
            self._stage(commit, "documents", changes, leaving, written)
            return lambda: self._remember(changes, leaving, {doc_id: one.row for doc_id, one in latest.items()})

        if latest:
            self._commit(prepare)

    def _is_outdated(self, outcome: Outcome) -> bool:
        """Say whether rows lack what persons have said since they were made, or are of an older reading."""
        row, over = outcome.row, outcome.over
        if over is not None:
            now = self.known.get(row.doc_id)
            if now is None or (now.reader, now.extracted_at) != (over.reader, over.extracted_at):
                return True
        return row.status != "failed" and row.corrections != self.corrections.mark(row.doc_id)

    def relocate(self, rows: Sequence[DocumentRow]) -> None:
        """Write where documents are now, whose other rows are as they were."""

        def prepare(commit: Commit) -> Callable[[], None]:
            new = {row.doc_id: _moved(self.known[row.doc_id], row) for row in rows if row.doc_id in self.known}
            changes = plan_changes({}, {self._homes[doc_id] for doc_id in new}, [
                Arrival(doc_id, 0, self._homes[doc_id]) for doc_id in new
            ])  # fmt: skip
            batches = {doc_id: to_batch("documents", [row]) for doc_id, row in new.items()}
            self._stage(commit, "documents", changes, set(new), batches)
            return lambda: self._remember(changes, set(new), new)

        if rows:
            self._commit(prepare)

    def record(self, run: RunRow) -> None:
        """Add a run's row to the table `runs`."""
        self.append("runs", lambda: [run])

    def append(self, table: str, decide: Callable[[], Sequence[RowT]]) -> list[RowT]:
        """Add rows to a table of which rows are never changed, and return them.

        `decide` is called when nobody else can write, and all that was written is known; what it raises ends the
        commit. In an object store it may be called again, where another one was first.
        """
        written: list[RowT] = []

        def prepare(commit: Commit) -> Callable[[], None]:
            written[:] = decide()
            if written:
                rows = [pa.Table.from_batches([to_batch(table, written)])]
                small = _small_files(self._tables[table])
                merged = small if len(small) > _SMALL_FILES else []
                rows += [read_parquet(self.folder / table / name) for name in merged]
                added = commit.write(table, name_file(new_part()), pa.concat_tables(rows))
                commit.change(TableChange(table, (added,), tuple(merged)))
            return self._learn_corrections

        self._commit(prepare)
        return written

    def refresh(self) -> None:
        """Look what others have written since, unless somebody is just writing: nobody waits for a look."""
        if not self._turn.acquire(blocking=False):
            return
        try:
            with self._say_what_failed(), self._journal.turn_if_free() as free, suppress(FileNotFoundError):
                if free:
                    for name in ("documents", "corrections"):
                        self._tables[name].update_incremental()
                    self._learn()
        finally:
            self._turn.release()

    def write_checks(self, findings: Mapping[str, pa.RecordBatch]) -> None:
        """Write what a check of the dataset found, by document, in place of what the check before found."""

        def prepare(commit: Commit) -> Callable[[], None]:
            commit.change(replace_checks(commit, self.folder, self._tables["findings"], self._parts, findings))
            return _nothing

        self._commit(prepare)

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return sum(self._tables[table].get_add_actions(flatten=True)["num_records"].to_pylist())

    def find(self, doc_id: str) -> DocumentRow | None:
        """Return a document that is in the dataset, also while another thread commits."""
        with self._memory:
            return self.known.get(doc_id)

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
            rows = read_parquet(self.folder / name / file)
            gone = pc.is_in(rows["doc_id"], value_set=pa.array(sorted(leaving), pa.string()))
            if name == "findings":  # what compared this document with others stands until the next check
                gone = pc.and_(gone, pc.invert(found_by_check(rows, staying)))
            left = left or pc.any(gone).as_py()
            kept.append(rows.filter(pc.invert(gone)))
        return pa.concat_tables([*kept, pa.Table.from_batches(new, schema=arrow_schema(name))]), left

    def _commit(self, prepare: Callable[[Commit], Callable[[], None]]) -> None:
        """Commit what is prepared, and then remember it; prepared anew where another run was first."""

        def once() -> bool:
            with self._turn, self._journal.turn():
                self._look()
                commit = self._journal.begin()
                remember = prepare(commit)
                if not commit.decide():
                    return False
                self._journal.finish(self._tables)
                remember()
                return True

        with self._say_what_failed():
            self._again(once)

    def _again(self, attempt: Callable[[], bool]) -> None:
        """Try until it succeeds: in an object store, which has no locks, other runs write at the same time."""
        missing: FileNotFoundError | None = None
        for _ in tries():
            try:
                if attempt():
                    return
            except FileNotFoundError as error:
                if not isinstance(self.folder, ObjectPath):
                    raise
                missing = error  # another run has replaced it, or somebody has removed it
        raise NotADataset(f"{self.folder}: cannot be written: {missing or 'other runs are always first'}")

    def _look(self) -> None:
        """Finish what a run left that was killed, and look what others have written."""
        self._journal.finish(self._tables)
        for table in self._tables.values():
            table.update_incremental()
        migration.refuse_newer(self.folder, self._tables)
        self._learn()

    def _remember(self, changes: Iterable[Change], leaving: set[str], written: dict[str, DocumentRow]) -> None:
        """Take over what this run itself has written, without reading it back."""
        with self._memory:
            for change in changes:
                here = [self._parts[part].doc_ids for part in change.sources if part in self._parts]
                rows = [self.known[doc_id] for doc_id in set().union(*here) - leaving]
                rows += [written[doc_id] for doc_id in change.arrivals]
                for part in change.sources:
                    self._forget(part)
                self._keep(change.part, rows)
        files = part_files(self._tables["documents"])
        self._read = {part: files[part] for part in self._parts}

    def _learn_corrections(self) -> None:
        self.corrections.look(self._tables["corrections"])

    def _learn(self) -> None:
        """Look again which documents there are, where another run has written since, and what persons have said."""
        self._learn_corrections()
        table = self._tables["documents"]
        table.update_incremental()
        files = part_files(table)
        changed = {part for part in {*files, *self._read} if files.get(part) != self._read.get(part)}
        folder = self.folder / "documents"
        new = {part: read_parquet(folder / files[part]).to_pylist() for part in changed & files.keys()}
        with self._memory:
            for part in changed:
                self._forget(part)
            for part, rows in new.items():
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

    def _remove_strays(self, name: str, present: Iterable[str]) -> None:
        """Remove the files that the table does not name, of those that were there before it was looked at.

        A commit that is decided later brings others.
        """
        self._tables[name].update_incremental()
        named = {COLUMNS_FILE, *active_files(self._tables[name])}
        for file in present:
            if file not in named:
                (self.folder / name / file).unlink(missing_ok=True)

    @contextmanager
    def _say_what_failed(self) -> Iterator[None]:
        """Turn a full disk, a damaged file and the like into one line for a person; what was committed stays whole."""
        try:
            yield
        except (OSError, DeltaError, pa.ArrowException, msgspec.MsgspecError) as error:
            raise NotADataset(f"{self.folder}: cannot be written: {describe_damage(error)}") from error


def _open_journal(folder: Place) -> Journal:
    return ObjectJournal(folder) if isinstance(folder, ObjectPath) else DiskJournal(folder)


def _moved(row: DocumentRow, to: DocumentRow) -> DocumentRow:
    """Return a document as it is in the dataset, at another place."""
    return msgspec.structs.replace(row, source=to.source, file_name=to.file_name, location=to.location)


def _nothing() -> None:
    return


def _pages(row: DocumentRow) -> int:
    return row.page_count or 1


def _small_files(table: DeltaTable) -> list[str]:
    sizes = pa.table(table.get_add_actions(flatten=True)).select(["path", "num_records"]).to_pylist()
    return [file["path"] for file in sizes if file["num_records"] < PART_DOCUMENTS]
