"""Runs and reviewers at once: no correction is lost, none doubled, no row is written without what was said of it."""

from __future__ import annotations

import fcntl
import multiprocessing
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pandas as pd
import pytest

from pipeline.batch import run
from pipeline.corrections.again import evaluate_again, load_reading, understood_in
from pipeline.corrections.store import Corrections
from pipeline.dataset import Dataset
from pipeline.errors import OutdatedRows
from pipeline.options import RunOptions
from pipeline.tasks import Outcome, Task
from tests.pipeline.corrections.processes import correct, read_again_and_again, work
from tests.pipeline.corrections.samples import dataset, form, put, typed

SPAWN = multiprocessing.get_context("spawn")


def assert_rows_are_of_what_holds(out: Path) -> None:
    """Compare the dataset's rows with what its stored readings and corrections make."""
    store = Dataset(out)
    tables = {name: pd.read_parquet(out / name) for name in ("cells", "indicators", "funding", "documents")}
    assert tables["documents"]["doc_id"].is_unique
    for doc_id in store.known:
        row, reading = load_reading(store, doc_id)
        understood = understood_in("zh", row, reading, store.corrections.holding(doc_id))
        assert row.corrections == understood.mark
        for name in ("cells", "indicators", "funding"):
            own = tables[name][tables[name]["doc_id"] == doc_id]
            assert len(own) == len(getattr(understood.evaluation, name))
        said = sorted(one.text for one in understood.evaluation.cells if one.method == "correction")
        cells = tables["cells"].query("doc_id == @doc_id and method == 'correction'")
        assert sorted(cells["text"]) == said


def test_rows_without_what_was_said_meanwhile_are_not_written(tmp_path: Path) -> None:
    document = form()
    store = dataset(tmp_path, document)
    row, reading = load_reading(store, document.doc_id)
    Corrections(Dataset(tmp_path)).add([typed(document, 7, 4, "13处")], {})
    before = pd.read_parquet(tmp_path / "indicators")
    with pytest.raises(OutdatedRows):
        store.replace([Outcome(row=row)])
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "indicators"), before)
    assert evaluate_again(store, document.doc_id).row.corrected == 1


def during(what: Callable[[Task], None]) -> Callable[[Task], Outcome]:
    """Return a worker's work, behind which something happens before the run knows of it."""

    def both(task: Task) -> Outcome:
        outcome = work(task)
        what(task)
        return outcome

    return both


def test_a_run_takes_in_what_was_said_while_it_read(inbox: Path, out: Path) -> None:
    (inbox / "a.pdf").write_text("a")
    (inbox / "b.pdf").write_text("b")
    Dataset(out)

    def say(task: Task) -> None:
        if task.path.endswith("a.pdf"):
            one = msgspec.structs.replace(typed(form(), 7, 4, "13处"), doc_id=task.doc_id)
            Corrections(Dataset(out)).add([one], {})

    with ThreadPoolExecutor(1) as pool:
        summary = run([inbox], out, RunOptions(workers=1), work=during(say), executor=pool)
    assert summary.read == 2
    cells = pd.read_parquet(out / "cells").query("method == 'correction'")
    assert cells["text"].tolist() == ["13处"]
    assert_rows_are_of_what_holds(out)


def test_a_correction_is_in_the_rows_though_a_run_reads_by_force_meanwhile(inbox: Path, out: Path) -> None:
    (inbox / "a.pdf").write_text("a")
    with ThreadPoolExecutor(1) as pool:
        run([inbox], out, RunOptions(workers=1), work=work, executor=pool)

    def say(task: Task) -> None:  # and its rows are written before the run commits its own
        corrections = Corrections(Dataset(out))
        corrections.add([msgspec.structs.replace(typed(form(), 7, 4, "13处"), doc_id=task.doc_id)], {})
        evaluate_again(corrections.dataset, task.doc_id)

    with ThreadPoolExecutor(1) as pool:
        run([inbox], out, RunOptions(workers=1, force=True), work=during(say), executor=pool)
    assert pd.read_parquet(out / "cells").query("method == 'correction'")["text"].tolist() == ["13处"]
    assert_rows_are_of_what_holds(out)


def test_who_only_looks_does_not_wait_for_who_writes(tmp_path: Path) -> None:
    document = form()
    ours, theirs = Corrections(dataset(tmp_path, document)), Corrections(Dataset(tmp_path))
    theirs.add([typed(document, 7, 4, "13处")], {})
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a run commits
        ours.refresh()
        assert ours.of(document.doc_id) == ()
    ours.refresh()
    assert [one.new for one in ours.of(document.doc_id)] == ["13处"]


def test_threads_of_one_server_take_turns(tmp_path: Path) -> None:
    document = form()
    corrections = Corrections(dataset(tmp_path, document))

    def say(row: int) -> None:
        for number in range(3):
            one = typed(document, row, 5, f"{number}")
            last = next((held for held in corrections.of(document.doc_id) if held.spot == one.spot), None)
            corrections.add([one], {one.spot: last.correction_id if last else None})
            corrections.refresh()
            evaluate_again(corrections.dataset, document.doc_id)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(say, (7, 8, 9)))
    assert len(corrections.history(document.doc_id)) == 9
    assert_rows_are_of_what_holds(tmp_path)


def test_rows_of_an_older_reading_do_not_replace_those_of_a_newer_one(tmp_path: Path) -> None:
    document = form()
    store = dataset(tmp_path, document)
    row, reading = load_reading(store, document.doc_id)
    put(Dataset(tmp_path), document)  # a run has read it again meanwhile
    with pytest.raises(OutdatedRows):
        store.replace([Outcome(row=row, over=row)])


def test_the_next_run_writes_what_a_killed_review_left(inbox: Path, out: Path) -> None:
    (inbox / "a.pdf").write_text("a")
    with ThreadPoolExecutor(1) as pool:
        run([inbox], out, RunOptions(workers=1), work=work, executor=pool)
    corrections = Corrections(Dataset(out))
    (doc_id,) = corrections.dataset.known
    # killed behind the correction and before the rows
    corrections.add([msgspec.structs.replace(typed(form(), 7, 4, "13处"), doc_id=doc_id)], {})
    with ThreadPoolExecutor(1) as pool:
        assert run([inbox], out, RunOptions(workers=1), work=work, executor=pool).read == 1
        assert run([inbox], out, RunOptions(workers=1), work=work, executor=pool).read == 0
    assert_rows_are_of_what_holds(out)


def test_a_run_that_moves_a_document_leaves_what_a_review_wrote(inbox: Path, out: Path) -> None:
    (inbox / "a.pdf").write_text("a")
    with ThreadPoolExecutor(1) as pool:
        run([inbox], out, RunOptions(workers=1), work=work, executor=pool)
    run_store, corrections = Dataset(out), Corrections(Dataset(out))
    (row,) = run_store.known.values()
    corrections.add([msgspec.structs.replace(typed(form(), 7, 4, "13处"), doc_id=row.doc_id)], {})
    evaluate_again(corrections.dataset, row.doc_id)
    run_store.relocate([msgspec.structs.replace(row, location="/elsewhere/a.pdf", source="elsewhere/a.pdf")])
    now = Dataset(out).known[row.doc_id]
    assert (now.location, now.corrected) == ("/elsewhere/a.pdf", 1)
    assert_rows_are_of_what_holds(out)


@pytest.mark.parametrize("kill", [False, True], ids=["peace", "kill"])
def test_two_reviewers_and_a_run_in_processes_of_their_own(inbox: Path, out: Path, tmp_path: Path, kill: bool) -> None:
    for name in ("a", "b"):
        (inbox / f"{name}.pdf").write_text(name)
    with ThreadPoolExecutor(1) as pool:
        run([inbox], out, RunOptions(workers=1), work=work, executor=pool)
    doc_ids = sorted(Dataset(out).known)
    logs = [tmp_path / "王.log", tmp_path / "李.log"]
    started = [SPAWN.Process(target=read_again_and_again, args=(str(inbox), str(out), 3))]
    started += [SPAWN.Process(target=correct, args=(str(out), doc_ids, log.stem, 12, str(log))) for log in logs]
    for process in started:
        process.start()
    if kill:
        _wait_for(logs[0])
        time.sleep(random.Random(7).uniform(0.0, 0.2))
        started[1].kill()
    for process in started:
        process.join(300)
        assert process.exitcode == (-9 if kill and process is started[1] else 0)
    told = {line for log in logs if log.exists() for line in log.read_text().split()}
    rows = pd.read_parquet(out / "corrections")
    assert rows["correction_id"].is_unique
    assert told <= set(rows["correction_id"])  # killed between the two, one may be written and not told
    assert len(rows) - len(told) <= int(kill)
    for doc_id in doc_ids:
        at = [one.at for one in Corrections(Dataset(out)).history(doc_id)]
        assert at == sorted(set(at))
    if kill:  # as the next run of a night does
        with ThreadPoolExecutor(1) as pool:
            run([inbox], out, RunOptions(workers=1), work=work, executor=pool)
    assert_rows_are_of_what_holds(out)


def _wait_for(log: Path) -> None:
    end = time.monotonic() + 120
    while not log.exists() and time.monotonic() < end:
        time.sleep(0.02)
    assert log.exists()
