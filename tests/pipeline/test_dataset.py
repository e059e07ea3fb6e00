"""The tables on disk: commits that were cut off, two writers, older columns, many small files, readers meanwhile."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable, write_deltalake

from normalizers.schema import Evaluation, Form, Passage
from pipeline import dataset as dataset_module
from pipeline import journal, migration, parts, tables
from pipeline.columns import ROW_TYPES, TABLES, arrow_schema, to_batch, to_batches
from pipeline.dataset import Dataset
from pipeline.documents import DocumentRow
from pipeline.errors import NoDataset, NotADataset
from pipeline.tables import read_table
from pipeline.tasks import Outcome
from tests.pipeline import faults


def outcome(number: int, text: str = "", replaces: tuple[str, ...] = ()) -> Outcome:
    doc_id = doc(number)
    evaluation = Evaluation(
        doc_id=doc_id,
        forms=(Form(form_id=f"{doc_id[:16]}-1", doc_id=doc_id, ordinal=1, template="unknown"),),
        passages=(Passage(doc_id=doc_id, ordinal=1, text=text), Passage(doc_id=doc_id, ordinal=2, text=text)),
    )
    row = DocumentRow(
        doc_id=doc_id,
        source=f"{number}.pdf",
        file_name=f"{number}.pdf",
        status="ok",
        pipeline_version="1",
        extracted_at=datetime.now(UTC),
        seconds=0.1,
        location=f"/{number}.pdf",
        reader="1",
        normalizer="1",
    )
    return Outcome(row=row, batches=to_batches(evaluation), replaces=replaces)


def doc(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def plain(out: Path, table: str) -> pd.DataFrame:
    """Read a table as someone who knows nothing of Delta."""
    return pd.read_parquet(out / table)


def test_a_new_dataset_has_every_table_with_its_columns(tmp_path: Path) -> None:
    Dataset(tmp_path)
    for table in TABLES:
        assert list(plain(tmp_path, table).columns) == arrow_schema(table).names


def test_rows_are_replaced_not_added(tmp_path: Path) -> None:
    store = Dataset(tmp_path)
    store.replace([outcome(1, "old"), outcome(2, "old")])
    store.replace([outcome(2, "new"), outcome(3, "new")])
    assert sorted(plain(tmp_path, "passages")["text"]) == ["new"] * 4 + ["old"] * 2
    assert store.known.keys() == {doc(1), doc(2), doc(3)} == Dataset(tmp_path).known.keys()


def test_delta_readers_see_the_same(tmp_path: Path) -> None:
    store = Dataset(tmp_path)
    store.replace([outcome(1, "old")])
    store.replace([outcome(1, "new")])
    assert DeltaTable(tmp_path / "passages").to_pyarrow_table()["text"].to_pylist() == ["new", "new"]
    assert read_table(tmp_path, "passages", ["text"])["text"].to_pylist() == ["new", "new"]


def test_a_document_that_lost_its_rows_keeps_its_own(tmp_path: Path) -> None:
    store = Dataset(tmp_path)
    store.replace([outcome(1)])
    store.replace([Outcome(row=outcome(1).row)])
    assert (len(plain(tmp_path, "documents")), len(plain(tmp_path, "passages"))) == (1, 0)


def test_a_commit_that_was_cut_off_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Dataset(tmp_path)
    store.replace([outcome(1)])
    apply = journal._apply

    def cut_off(folder: Path, table: DeltaTable, change: journal.TableChange) -> None:
        if change.table == "documents":
            raise KeyboardInterrupt
        apply(folder, table, change)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(journal, "_apply", cut_off)
        store.replace([outcome(2, "two")])
    assert (len(plain(tmp_path, "documents")), len(plain(tmp_path, "passages"))) == (1, 4)
    assert Dataset(tmp_path).known.keys() == {doc(1), doc(2)}
    assert (len(plain(tmp_path, "documents")), len(plain(tmp_path, "passages"))) == (2, 4)
    assert not (tmp_path / ".commit").exists()


@pytest.mark.parametrize("failure", faults.FAILURES)
@pytest.mark.parametrize("when", ["before", "half", "after"])
def test_a_step_that_fails_is_said_and_made_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: str, when: faults.When
) -> None:
    store = Dataset(tmp_path)
    store.replace([outcome(1, "old"), outcome(2, "old")])
    number, failed = 1, True
    while failed:
        fault = faults.Fault(number, when, faults.FAILURES[failure])
        with monkeypatch.context() as patch:
            fault.install(patch.setattr)
            try:
                store.replace([outcome(2, f"new {number}"), outcome(3, f"new {number}")])
                failed = fault.passed >= number
            except NotADataset as error:
                assert "cannot be written" in str(error)
        number += 3
    assert number > 20
    assert store.known.keys() == {doc(1), doc(2), doc(3)} == Dataset(tmp_path).known.keys()
    assert sorted(plain(tmp_path, "passages")["text"]) == [f"new {number - 3}"] * 4 + ["old"] * 2


def test_files_of_a_killed_writer_are_removed(tmp_path: Path) -> None:
    Dataset(tmp_path).replace([outcome(1)])
    (file,) = (tmp_path / "passages").glob("part-*.parquet")
    (tmp_path / "passages" / "part-stray.parquet").write_bytes(file.read_bytes())
    assert len(plain(tmp_path, "passages")) == 4
    Dataset(tmp_path)
    assert len(plain(tmp_path, "passages")) == 2


def test_a_reader_that_is_at_work_reads_on(tmp_path: Path) -> None:
    store = Dataset(tmp_path)
    store.replace([outcome(1, "old")])
    (path,) = (tmp_path / "passages").glob("part-*.parquet")
    with path.open("rb") as file:
        store.replace([outcome(1, "new")])
        assert not path.exists()
        assert pq.read_table(file)["text"].to_pylist() == ["old", "old"]


def test_a_document_is_replaced_only_where_it_stood(tmp_path: Path) -> None:
    store = Dataset(tmp_path)
    store.replace([outcome(1), outcome(2)])
    here = outcome(3, replaces=(doc(1), doc(2)))
    at_one = Outcome(row=_at(here.row, "/1.pdf"), batches=here.batches, replaces=here.replaces)
    store.replace([at_one])
    assert store.known.keys() == {doc(2), doc(3)}


def _at(row: DocumentRow, location: str) -> DocumentRow:
    return msgspec.structs.replace(row, location=location)


def test_many_commits_leave_few_files_and_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "SMALL_PARTS", 4)
    store = Dataset(tmp_path)
    for number in range(12):
        store.replace([outcome(number)])
    assert sorted(plain(tmp_path, "documents")["doc_id"]) == sorted(doc(number) for number in range(12))
    assert len(list((tmp_path / "passages").glob("part-*.parquet"))) <= 5
    assert store.count("passages") == len(plain(tmp_path, "passages")) == 24
    assert Dataset(tmp_path).known == store.known


def test_replacing_a_document_rewrites_its_part_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART_DOCUMENTS", 5)
    store = Dataset(tmp_path)
    store.replace([outcome(number) for number in range(20)])
    before = {path.name for path in (tmp_path / "passages").glob("part-*.parquet")}
    assert len(before) == 4
    store.replace([outcome(7, "new")])
    after = {path.name for path in (tmp_path / "passages").glob("part-*.parquet")}
    assert (len(after), len(after & before)) == (4, 3)
    assert list(plain(tmp_path, "passages")["text"]).count("new") == 2


def test_moving_a_document_writes_its_row_only(tmp_path: Path) -> None:
    store = Dataset(tmp_path)
    store.replace([outcome(1), outcome(2)])
    before = {path.name for path in tmp_path.glob("*/part-*.parquet") if path.parent.name != "documents"}
    store.relocate([_at(outcome(1).row, "/moved.pdf")])
    after = {path.name for path in tmp_path.glob("*/part-*.parquet") if path.parent.name != "documents"}
    assert after == before
    assert sorted(plain(tmp_path, "documents")["location"]) == ["/2.pdf", "/moved.pdf"]


def test_a_run_sees_what_another_has_written(tmp_path: Path) -> None:
    first, second = Dataset(tmp_path), Dataset(tmp_path)
    first.replace([outcome(1, "first"), outcome(2, "first")])
    second.replace([outcome(2, "second"), outcome(3, "second")])
    first.replace([outcome(3, "third")])
    assert first.known.keys() == {doc(1), doc(2), doc(3)}
    assert sorted(plain(tmp_path, "passages")["text"]) == ["first"] * 2 + ["second"] * 2 + ["third"] * 2


def test_columns_that_were_added_are_null_in_older_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = arrow_schema("passages")
    old = pa.schema([field for field in new if field.name != "section"])
    with monkeypatch.context() as patch:
        for module in (dataset_module, journal, migration, tables):
            patch.setattr(module, "arrow_schema", lambda name: old if name == "passages" else arrow_schema(name))
        before = Outcome(
            row=outcome(1).row,
            batches={"passages": outcome(1, "old").batches["passages"].select(old.names)},
        )
        Dataset(tmp_path).replace([before])
        still_open = Dataset(tmp_path)
        with monkeypatch.context() as newer:
            for module in (dataset_module, journal, migration, tables):
                newer.setattr(module, "arrow_schema", arrow_schema)
            Dataset(tmp_path).replace([outcome(2, "new")])
        with pytest.raises(NotADataset, match="column 'section' .* another version"):
            still_open.replace([before])
    for file in (tmp_path / "passages").glob("*.parquet"):
        assert pq.read_schema(file).equals(new)
    assert plain(tmp_path, "passages")["section"].isna().all()
    assert sorted(plain(tmp_path, "passages")["text"]) == ["new", "new", "old", "old"]
    assert DeltaTable(tmp_path / "passages").to_pyarrow_table().num_rows == 4


def test_a_newer_dataset_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    Dataset(tmp_path).replace([outcome(1)])
    (tmp_path / ".format").write_text("3\n")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.parquet")}
    with pytest.raises(NotADataset, match="newer version"):
        Dataset(tmp_path)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.parquet")} == before


def make_format_1(folder: Path, numbers: list[int]) -> None:
    """Write a dataset as the first version did: any documents in any file, named by the library."""
    for name in ROW_TYPES:
        table = DeltaTable.create(folder / name, arrow_schema(name))
        pq.write_table(arrow_schema(name).empty_table(), folder / name / "000-columns.parquet")
        for number in numbers:
            batches = {**outcome(number, f"text {number}").batches}
            batches["documents"] = to_batch("documents", [outcome(number).row])
            if name in batches:
                write_deltalake(table, pa.Table.from_batches([batches[name]]), mode="append")


def test_a_dataset_of_the_first_format_is_laid_out_anew(tmp_path: Path) -> None:
    make_format_1(tmp_path, [1, 2, 3])
    (tmp_path / ".unfinished").write_text(doc(3))
    store = Dataset(tmp_path)
    assert store.known.keys() == {doc(1), doc(2)}
    assert sorted(plain(tmp_path, "passages")["text"]) == ["text 1"] * 2 + ["text 2"] * 2
    assert [len(list((tmp_path / name).glob("*.parquet"))) for name in ("passages", "documents")] == [2, 2]
    store.replace([outcome(1, "new"), outcome(3, "new")])
    assert sorted(plain(tmp_path, "passages")["text"]) == ["new"] * 4 + ["text 2"] * 2


def test_making_a_dataset_may_be_cut_off(tmp_path: Path) -> None:
    Dataset(tmp_path)
    (tmp_path / "forms" / "000-columns.parquet").unlink()
    for file in (tmp_path / "goals").rglob("*.*"):
        file.unlink()
    Dataset(tmp_path).replace([outcome(1)])
    assert list(plain(tmp_path, "goals").columns) == arrow_schema("goals").names
    assert len(plain(tmp_path, "forms")) == 1


@pytest.mark.parametrize("make", [Path.touch, lambda path: (path / "documents" / "mine").mkdir(parents=True)])
def test_what_is_not_ours_is_left_alone(tmp_path: Path, make: Callable[[Path], None]) -> None:
    place = tmp_path / "taken"
    make(place)
    with pytest.raises(NotADataset, match="taken"):
        Dataset(place)


@pytest.mark.parametrize("name", ["documents", "passages"])
def test_a_damaged_file_is_said_in_one_line(tmp_path: Path, name: str) -> None:
    Dataset(tmp_path).replace([outcome(1)])
    (file,) = (tmp_path / name).glob("part-*.parquet")
    file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(NotADataset, match="cannot be written"):
        Dataset(tmp_path).replace([outcome(1)])


def test_reading_a_folder_without_a_dataset_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoDataset, match="holds no dataset"):
        read_table(tmp_path, "documents")


def _write_many(folder: str, numbers: list[int]) -> None:
    store = Dataset(Path(folder))
    for number in numbers:
        store.replace([outcome(number, str(os.getpid()))])


def test_two_writers_at_once_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    shares = ([*range(12)], [*range(6, 18)])
    writers = [context.Process(target=_write_many, args=(str(tmp_path), share)) for share in shares]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=600)
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert sorted(plain(tmp_path, "documents")["doc_id"]) == sorted(doc(number) for number in range(18))
    assert len(plain(tmp_path, "passages")) == 36


def _write_for_ever(folder: str) -> None:
    store = Dataset(Path(folder))
    while True:
        store.replace([outcome(number) for number in range(20)])


def test_a_writer_killed_at_any_moment_leaves_a_dataset(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    for delay in (0.0, 0.05, 0.11, 0.23):
        writer = context.Process(target=_write_for_ever, args=(str(tmp_path),))
        writer.start()
        while not (tmp_path / "documents" / "_delta_log").exists() or not Dataset(tmp_path).known:
            writer.join(timeout=0.05)
        writer.join(timeout=delay)
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        store = Dataset(tmp_path)
        store.replace([outcome(number) for number in range(20)])
        assert len(plain(tmp_path, "documents")) == 20
        assert len(plain(tmp_path, "passages")) == 40


def test_delta_is_told_of_foreign_writes(tmp_path: Path) -> None:
    store = Dataset(tmp_path)
    rows = pa.Table.from_batches([outcome(9).batches["passages"]])
    write_deltalake(tmp_path / "passages", rows, mode="append")
    store.replace([outcome(1)])
    assert len(plain(tmp_path, "passages")) == 4


def test_polars_sees_the_current_rows_of_the_plain_folder(out: Path) -> None:
    polars = pytest.importorskip("polars")
    store = Dataset(out)
    store.replace([outcome(number) for number in range(3)])
    store.replace([outcome(1, "changed")])
    for table in ROW_TYPES:
        assert polars.read_parquet(f"{out}/{table}/*.parquet").height == store.count(table), table
    assert polars.read_parquet(f"{out}/documents/*.parquet").height == 3
