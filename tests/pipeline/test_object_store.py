"""Sources and dataset in an object store over HTTP: the same rows as on a disk, killed, doubled, read by everybody."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import timedelta
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.dataset as ds
import pytest
from deltalake import DeltaTable

from pipeline import batch, places
from pipeline.batch import run
from pipeline.columns import ROW_TYPES
from pipeline.commands import call
from pipeline.dataset import Dataset
from pipeline.errors import MissingPackage, NoInput
from pipeline.exit_codes import ExitCode
from pipeline.journal import TableChange
from pipeline.object_journal import list_journals
from pipeline.options import RunOptions
from pipeline.places import ObjectPath, place
from pipeline.seen import Seen
from pipeline.sources import find_documents
from pipeline.tables import parquet_files, read_parquet, read_table
from tests.pipeline import crashes, fakes, object_store
from tests.pipeline.object_store import Environment
from tests.pipeline.test_dataset import doc, outcome

fsspec = pytest.importorskip("fsspec")

TEXTS = {"a.txt": "good a", "表/b.txt": "wrong b", "表/c.txt": "damaged", "copy.txt": "good a", ".hidden.txt": "good x"}


EVERYWHERE = pytest.mark.parametrize(
    "protocol", ["s3", *(pytest.param(name, marks=pytest.mark.slow) for name in ("gs", "az"))]
)


@pytest.fixture
def protocol() -> str:
    """Of the store: tests of what every store has to do have others, too."""
    return "s3"


@pytest.fixture(scope="module")
def servers() -> Iterator[Callable[[str], Environment]]:
    """Starts the server of a protocol when it is first asked for."""
    with ExitStack() as running:

        @cache
        def start_server(protocol: str) -> Environment:
            environment = running.enter_context(object_store.STORES[protocol]())
            object_store.make_bucket(protocol, environment)
            return environment

        yield start_server


@pytest.fixture
def server(servers: Callable[[str], Environment], protocol: str) -> Environment:
    return servers(protocol)


@pytest.fixture
def archive(
    server: Environment, protocol: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> str:
    """The URL of a folder of its own for each test, with some documents in `in`."""
    for name, value in server.items():
        monkeypatch.setenv(name, value)
    url = f"{protocol}://{object_store.BUCKET}/{request.node.name.partition('[')[0]}"
    for name, text in TEXTS.items():
        write(f"{url}/in/{name}", text)
    return url


def write(url: str, text: str) -> None:
    ObjectPath(url).write_text(text)


def fake_run(source: str, out: str, **options: object) -> batch.RunSummary:
    chosen = RunOptions(**{"workers": 1, **options})  # type: ignore[arg-type]
    return run([source], out, chosen, work=fakes.work, normalizer="1")


def at_once(source: str, out: str) -> batch.RunSummary:
    return run([source], out, work=fakes.work, normalizer="1", executor=crashes.AtOnce())


def rows(out: str, columns: list[str]) -> list[list[object]]:
    table = read_table(place(out), "documents", columns)
    return sorted(table.to_pandas().to_numpy().tolist())


def start(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.pipeline.fake_jixiao", *arguments]
    return subprocess.Popen(
        command, cwd=object_store.ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ)
    )


@EVERYWHERE
def test_a_run_and_another_one(archive: str) -> None:
    source, out = f"{archive}/in", f"{archive}/out"
    first = fake_run(source, out)
    assert (first.read, first.copies, first.by_status) == (3, 1, {"ok": 1, "review": 1, "failed": 1})
    assert rows(out, ["source", "file_name", "location"]) == [
        [f"{source}/{name}", Path(name).name, f"{source}/{name}"] for name in ("a.txt", "表/b.txt", "表/c.txt")
    ]
    second = fake_run(source, out)
    assert (second.read, second.skipped, second.by_status) == (0, 3, first.by_status)


@EVERYWHERE
def test_a_changed_moved_and_forced_document(archive: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = f"{archive}/in", f"{archive}/out"
    at_once(source, out)
    write(f"{source}/表/b.txt", "doubtful b")
    ObjectPath(f"{source}/copy.txt").unlink()
    ObjectPath(f"{source}/a.txt").copy_to(ObjectPath(f"{source}/moved.txt"))
    ObjectPath(f"{source}/a.txt").unlink()
    changed = at_once(source, out)
    assert (changed.read, changed.skipped) == (1, 2)
    assert rows(out, ["file_name", "status"]) == [["b.txt", "review"], ["c.txt", "failed"], ["moved.txt", "ok"]]
    assert read_table(place(out), "findings").num_rows == 0
    again = run([source], out, RunOptions(force=True), work=fakes.work, normalizer="1", executor=crashes.AtOnce())
    assert (again.read, read_table(place(out), "cells").num_rows) == (3, 2)


@EVERYWHERE
def test_an_unchanged_object_is_not_fetched(archive: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = f"{archive}/in", f"{archive}/out"
    at_once(source, out)
    monkeypatch.setattr("pipeline.seen.identify_object", lambda file: pytest.fail(f"{file} was fetched"))
    assert at_once(source, out).skipped == 3
    with pytest.raises(BaseException, match="was fetched"):
        write(f"{source}/a.txt", "good, changed")
        at_once(source, out)


@EVERYWHERE
def test_the_rows_are_those_of_a_run_on_a_disk(archive: str, tmp_path: Path) -> None:
    scene = crashes.make_first_run(tmp_path, 6)
    at_once(str(scene.inbox), str(tmp_path / "there"))
    at_once(str(scene.inbox), f"{archive}/out")
    for table in ROW_TYPES:
        here, there = (read_table(place(out), table).to_pylist() for out in (f"{archive}/out", str(tmp_path / "there")))
        assert sorted(map(_lasting, here)) == sorted(map(_lasting, there))


def _lasting(row: dict[str, object]) -> str:
    return repr([(name, value) for name, value in row.items() if name not in ("extracted_at", "seconds")])


@EVERYWHERE
def test_everybody_reads_what_is_there(archive: str, server: dict[str, str]) -> None:
    out = f"{archive}/out"
    at_once(f"{archive}/in", out)
    write(f"{archive}/in/a.txt", "wrong, changed")
    ObjectPath(f"{archive}/in/copy.txt").unlink()
    at_once(f"{archive}/in", out)
    protocol = archive.partition(":")[0]
    store = fsspec.filesystem(protocol, use_listings_cache=False)
    duck = duckdb.connect()
    duck.register_filesystem(store)
    for table in ROW_TYPES:
        expected = read_table(place(out), table).num_rows
        inside = f"{out}/{table}".removeprefix(f"{protocol}://")
        assert len(pd.read_parquet(inside, filesystem=store)) == expected
        assert ds.dataset(inside, filesystem=store).count_rows() == expected
        counted = duck.sql(f"SELECT count(*) FROM read_parquet('{out}/{table}/*.parquet')").fetchall()
        assert counted == [(expected,)]
    if protocol != "s3":
        return  # each store's emulator is described to these in other words
    assert len(pd.read_parquet(f"{out}/documents")) == 3
    polars = pytest.importorskip("polars")
    options = {f"aws_{name}": server[f"AWS_{name.upper()}"] for name in ("endpoint_url", "access_key_id", "region")}
    options |= {"aws_secret_access_key": server["AWS_SECRET_ACCESS_KEY"], "aws_allow_http": "true"}
    assert len(polars.read_parquet(f"{out}/documents/*.parquet", storage_options=options)) == 3


@EVERYWHERE
def test_two_runs_at_once_lose_nothing_and_double_nothing(archive: str) -> None:
    for number in range(12):
        write(f"{archive}/in/{number}.txt", f"good {number}")
    processes = [start("run", f"{archive}/in", "--out", f"{archive}/out", "--workers", "1") for _ in range(2)]
    for process in processes:
        _, complaint = process.communicate(timeout=object_store.SECONDS)
        assert process.returncode == ExitCode.FAILED, complaint  # one document is damaged
    assert read_table(place(f"{archive}/out"), "documents").num_rows == 15
    assert read_table(place(f"{archive}/out"), "cells").num_rows == 14
    assert read_table(place(f"{archive}/out"), "runs").num_rows == 2


@EVERYWHERE
def test_writers_at_once_lose_nothing_and_double_nothing(archive: str) -> None:
    errors: list[Exception] = []

    def write_many(numbers: list[int]) -> None:
        try:
            store = Dataset(place(f"{archive}/out"))
            for number in numbers:
                store.replace([outcome(number, f"text {number}")])
        except Exception as error:  # noqa: BLE001 (said in the thread that started this one)
            errors.append(error)

    threads = [threading.Thread(target=write_many, args=([*range(first, first + 5)],)) for first in (0, 3, 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    found = read_table(place(f"{archive}/out"), "passages", ["doc_id"])["doc_id"].to_pylist()
    assert sorted(found) == sorted(doc(number) for number in range(11) for _ in range(2))
    numbers = list_journals(ObjectPath(f"{archive}/out"))
    assert sorted(numbers) == [*range(1, 16)]


class Killed(BaseException):
    """The end of a run at some request."""


STEPS: list[tuple[type, str]] = [
    *((ObjectPath, name) for name in ("write_bytes", "create", "copy_to", "unlink")),
    (DeltaTable, "create_write_transaction"),
]
"""All that changes what is in the store."""


def end_at(patch: pytest.MonkeyPatch, number: int, after: bool = False) -> list[str]:
    """Let the run end before or after one of its steps, counted from 1; return the steps, which grow as it goes on."""
    passed: list[str] = []
    lock = threading.Lock()

    def wrap(owner: type, name: str) -> None:
        step = getattr(owner, name)

        def call(*args: object, **kwargs: object) -> object:
            with lock:  # readings are stored while another thread commits
                passed.append(name)
                due = len(passed) == number
            if due and not after:
                raise Killed
            result = step(*args, **kwargs)
            if due:
                raise Killed
            return result

        patch.setattr(owner, name, call)

    for owner, name in STEPS:
        wrap(owner, name)
    return passed


@pytest.mark.slow
@pytest.mark.parametrize("protocol", ["s3", "az"])
def test_a_run_that_ends_at_any_step_is_made_good(archive: str, inbox: Path) -> None:
    """A document is changed, one moved and one new; ended at eight steps spread over the whole run."""
    for name in "abc":
        (inbox / f"{name}.txt").write_text(f"good {name}")
    at_once(str(inbox), f"{archive}/before")
    (inbox / "a.txt").write_text("wrong, changed")
    (inbox / "b.txt").rename(inbox / "moved.txt")
    (inbox / "d.txt").write_text("doubtful and new")
    store = fsspec.filesystem(archive.partition(":")[0], use_listings_cache=False)

    def run_again(out: str, number: int, after: bool = False) -> int:
        store.copy(f"{archive}/before/", f"{out}/", recursive=True)
        with pytest.MonkeyPatch.context() as patch:
            passed = end_at(patch, number, after)
            with suppress(Killed):
                at_once(str(inbox), out)
        return len(passed)

    steps = run_again(f"{archive}/undisturbed", 0)
    expected = all_rows(f"{archive}/undisturbed")
    assert len(expected["documents"]) == 4
    choose = random.Random(7)
    for number in range(1, steps + 1, steps // 7):
        out = f"{archive}/out-{number}"
        assert run_again(out, number, after=choose.random() < 0.5) >= number
        at_once(str(inbox), out)
        assert all_rows(out) == expected, number


def all_rows(out: str) -> dict[str, list[str]]:
    """Return every row of every table, as Delta's readers and as plain ones see them: they have to agree."""
    found = {table: sorted(map(_lasting, read_table(place(out), table).to_pylist())) for table in ROW_TYPES}
    for table, there in found.items():
        files = [read_parquet(place(out) / table / name) for name in parquet_files(place(out) / table)]
        assert sum(rows.num_rows for rows in files) == len(there), table
    return found


@EVERYWHERE
def test_a_killed_run_is_gone_on_with(archive: str) -> None:
    for number in range(6):
        write(f"{archive}/in/{number}.txt", f"sleep 0.5 {number}")
    arguments = ["run", f"{archive}/in", "--out", f"{archive}/out", "--workers", "1", "--log-format", "json"]
    process = start(*arguments)
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["event"] == "document"
    process.kill()
    process.communicate(timeout=object_store.SECONDS)
    process = start(*arguments)
    process.communicate(timeout=object_store.SECONDS)
    assert process.returncode == ExitCode.FAILED
    assert read_table(place(f"{archive}/out"), "documents").num_rows == 9


def test_an_old_number_is_not_taken_for_a_free_one(archive: str) -> None:
    """A run that slept while a hundred others committed finds its number free again: it is late all the same."""
    late = Dataset(place(f"{archive}/out"))
    late.replace([outcome(1, "old")])
    for number in (2, 3, 4):
        Dataset(place(f"{archive}/out")).replace([outcome(number)])
    commit = late._journal.begin()
    commit.change(TableChange("goals", remove=("part-000000000000-00000000.parquet",)))
    ObjectPath(f"{archive}/out/.commit/journal-000000000002.json").unlink()
    assert not commit.decide()
    late.replace([outcome(1, "new")])
    assert read_table(place(f"{archive}/out"), "documents").num_rows == 4


def test_what_nobody_will_commit_is_removed_after_a_day(archive: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Dataset(place(f"{archive}/out"))
    staged = ObjectPath(f"{archive}/out/.commit/0123/forms.part.parquet")
    staged.write_text("half")
    Dataset(place(f"{archive}/out"))
    assert staged.exists()
    monkeypatch.setattr("pipeline.object_journal._ABANDONED", timedelta(seconds=-60))
    Dataset(place(f"{archive}/out"))
    assert not staged.exists()


@EVERYWHERE
def test_status_and_check_take_urls(archive: str, capsys: pytest.CaptureFixture[str]) -> None:
    at_once(f"{archive}/in", f"{archive}/out")
    assert call(["status", f"{archive}/out"]) == ExitCode.OK
    said = capsys.readouterr().out
    assert f"3 documents in {archive}/out" in said
    assert "failed, damaged_pdf (1)" in said
    assert call(["check", f"{archive}/out"]) == ExitCode.OK
    assert call(["status", f"{archive}/nothing"]) == ExitCode.NO_INPUT


@EVERYWHERE
def test_objects_patterns_and_what_is_not_there(archive: str) -> None:
    named = [str(file).removeprefix(f"{archive}/in/") for file in find_documents([f"{archive}/in"])]
    assert named == ["a.txt", "copy.txt", "表/b.txt", "表/c.txt"]
    assert [file.name for file in find_documents([f"{archive}/in/*/c*.txt"])] == ["c.txt"]
    assert [file.name for file in find_documents([f"{archive}/in/.hidden.txt"])] == [".hidden.txt"]
    for nothing in ("in/nothing", "in/*.none"):
        with pytest.raises(NoInput, match="no such object|no document"):
            find_documents([f"{archive}/{nothing}"])


def test_a_store_that_does_not_answer_is_said(
    archive: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [sys.executable, "-m", "pipeline", "run", f"{archive}/in", "--out", f"{archive}/out"]
    environment = {**os.environ, "AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_MAX_ATTEMPTS": "1"}
    done = subprocess.run(command, check=False, env=environment, cwd=object_store.ROOT, capture_output=True, text=True)
    assert done.returncode == ExitCode.NO_INPUT
    assert done.stderr.startswith(f"jixiao: {archive}/in: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("url", ["gs://nobody/x", "nonsense://x"])
def test_a_package_that_is_missing_is_said(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    monkeypatch.delitem(sys.modules["fsspec.registry"]._registry, "gs", raising=False)
    places._open.cache_clear()  # a store that was opened before is remembered, there and here
    with pytest.raises(MissingPackage, match=r"pip install 'jixiao\[object-stores\]'"):
        place(url)
    assert call(["run", url, "--out", "out"]) == ExitCode.MISSING_TOOL


def test_what_was_seen_is_forgotten_with_its_document(archive: str) -> None:
    source, out = f"{archive}/in", f"{archive}/out"
    at_once(source, out)
    seen = Seen(place(out))
    assert len(seen._before) == 4
    seen._new["elsewhere"] = ("mark", "unknown document")
    seen.save(Dataset(place(out)).known)
    assert len(Seen(place(out))._before) == 4
