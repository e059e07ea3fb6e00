"""Runs over many documents: what is read, what is passed over, and what one bad document does to the others."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import duckdb
import msgspec
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extractors.settings import ExtractSettings
from pipeline.batch import run
from pipeline.columns import TABLES, arrow_schema
from pipeline.dataset import Dataset
from pipeline.documents import DocumentRow
from pipeline.errors import OtherVersion
from pipeline.exit_codes import ExitCode
from pipeline.options import RunOptions
from pipeline.sources import find_documents
from pipeline.summary import RunSummary
from pipeline.tasks import Outcome, Task
from tests.pipeline import fakes

Run = Callable[..., RunSummary]
Names = Callable[[], list[str]]


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text)


def rows(out: Path) -> dict[str, DocumentRow]:
    return {Path(row.file_name).stem: row for row in Dataset(out).known.values()}


def count(out: Path, table: str) -> int:
    return len(pd.read_parquet(out / table))


def test_each_document_gets_its_status(inbox: Path, out: Path, fake_run: Run) -> None:
    write(inbox, good="good", none="plain", marked="doubtful", error="wrong", bad="damaged")
    summary = fake_run()
    assert {name: row.status for name, row in rows(out).items()} == {
        "good": "ok", "none": "no_form", "marked": "review", "error": "review", "bad": "failed",
    }  # fmt: skip
    assert (summary.read, summary.forms, summary.errors) == (5, 3, 1)
    assert summary.rows["funding"] == 3
    assert summary.exit_code() == ExitCode.FAILED


def test_misfortunes_become_failed_rows_and_the_others_go_on(inbox: Path, out: Path, fake_run: Run) -> None:
    write(
        inbox, killed="killed", segfault="segfault", greedy="greedy", huge="huge", bug="bug",
        encrypted="encrypted", damaged="damaged", **{f"good{number}": f"good {number}" for number in range(10)},
    )  # fmt: skip
    summary = fake_run(memory_gb=0.5)
    found = rows(out)
    assert {name: row.error_code for name, row in found.items() if row.status == "failed"} == {
        "killed": "killed",
        "segfault": "crashed",
        "greedy": "out_of_memory",
        "huge": "out_of_memory",
        "bug": "internal_error",
        "encrypted": "encrypted",
        "damaged": "damaged_pdf",
    }
    assert sum(row.status == "ok" for row in found.values()) == 10
    assert "KeyError: '年度指标值' (fakes.py:" in (found["bug"].error_message or "")
    assert all("Traceback" not in failure.message for failure in summary.failures)


def test_a_worker_that_is_killed_once_is_not_noticed(inbox: Path, out: Path, fake_run: Run) -> None:
    write(inbox, a=f"killed {inbox}/happened", b="good")
    assert fake_run().by_status == {"ok": 2}
    assert count(out, "forms") == 2


def test_what_was_killed_is_read_by_the_next_run_unasked(
    inbox: Path, out: Path, fake_run: Run, extractions: Names
) -> None:
    write(inbox, a="killed")
    assert fake_run().failures[0].code == "killed"
    assert extractions() == ["a.txt"] * 3
    fake_run()
    assert extractions() == ["a.txt"] * 3


def test_a_pipe_is_not_read_for_ever(inbox: Path, out: Path, fake_run: Run) -> None:
    os.mkfifo(inbox / "pipe.pdf")
    write(inbox, a="good")
    fake_run()
    assert {name: row.error_code for name, row in rows(out).items()} == {"pipe": "unreadable_file", "a": None}


def test_a_reading_that_cannot_be_stored_is_tried_again(inbox: Path, out: Path, fake_run: Run) -> None:
    write(inbox, a="good a")
    fake_run()
    write(inbox, b="good b")
    shutil.rmtree(out / ".readings")
    (out / ".readings").write_text("in the way")
    assert [failure.code for failure in fake_run().failures] == ["not_stored"]
    (out / ".readings").unlink()
    assert fake_run().by_status == {"ok": 2}


def test_a_run_is_recorded_without_its_password(inbox: Path, out: Path, fake_run: Run) -> None:
    write(inbox, a="good a", b="damaged", c="encrypted", d="good a")
    fake_run(extract=ExtractSettings(password="open"))
    fake_run()
    runs = pd.read_parquet(out / "runs").sort_values("started")
    columns = ["read", "skipped", "copies", "ok", "failed", "pages", "forms", "interrupted"]
    assert runs[columns].to_numpy().tolist() == [[3, 0, 1, 2, 1, 2, 2, False], [0, 3, 1, 2, 1, 0, 2, False]]
    assert all(runs["ended"] >= runs["started"])
    assert not runs["options"].str.contains('"open"').any()
    assert json.loads(runs["options"].iloc[0])["workers"] == 2


def test_a_document_that_hangs_is_stopped_and_the_others_go_on(inbox: Path, out: Path, fake_run: Run) -> None:
    write(inbox, hang="hang", one="good 1", two="good 2")
    fake_run(timeout=5.0, timeout_a_page=0.5)
    assert {name: row.error_code or row.status for name, row in rows(out).items()} == {
        "hang": "timeout", "one": "ok", "two": "ok",
    }  # fmt: skip


def test_a_second_run_does_nothing_twice(inbox: Path, out: Path, fake_run: Run, extractions: Names) -> None:
    write(inbox, a="good a", b="plain b", c="damaged")
    first = fake_run()
    assert extractions() == ["a.txt", "b.txt", "c.txt"]
    files = {path: path.stat().st_mtime_ns for path in out.rglob("*.parquet") if path.parent.name != "runs"}
    second = fake_run()
    assert extractions() == []
    assert all(path.stat().st_mtime_ns == files[path] for path in files)
    assert {path for path in out.rglob("*.parquet") if path.parent.name != "runs"} == files.keys()
    assert (second.read, second.skipped, second.by_status) == (0, 3, first.by_status)
    assert second.exit_code() == ExitCode.FAILED


def test_a_new_normalizer_works_from_the_stored_readings(
    inbox: Path, out: Path, fake_run: Run, extractions: Names
) -> None:
    write(inbox, a="good a", b="wrong b")
    fake_run()
    before = rows(out)
    extractions()
    assert fake_run(normalizer="2").read == 2
    assert extractions() == []
    assert {row.normalizer for row in rows(out).values()} == {"2"}
    assert count(out, "indicators") == 2
    assert abs((rows(out)["a"].extracted_at - before["a"].extracted_at).total_seconds()) < 1


def test_force_reads_again(inbox: Path, out: Path, fake_run: Run, extractions: Names) -> None:
    write(inbox, a="good a")
    fake_run()
    fake_run(force=True)
    assert extractions() == ["a.txt", "a.txt"]
    assert (count(out, "documents"), count(out, "cells")) == (1, 1)


def test_other_pages_are_another_reading(inbox: Path, fake_run: Run, extractions: Names) -> None:
    write(inbox, a="good a")
    fake_run()
    fake_run(extract=ExtractSettings(pages=((1, 1),)))
    assert extractions() == ["a.txt", "a.txt"]


def test_what_failed_is_tried_again_when_asked(inbox: Path, fake_run: Run, extractions: Names) -> None:
    write(inbox, bad="damaged", good="good")
    fake_run()
    extractions()
    fake_run(retry_failed=True)
    assert extractions() == ["bad.txt"]


def test_a_missing_tool_is_looked_for_again(inbox: Path, fake_run: Run, extractions: Names) -> None:
    write(inbox, scan="tool")
    assert fake_run().exit_code() == ExitCode.MISSING_TOOL
    fake_run()
    assert extractions() == ["scan.txt", "scan.txt"]


def test_a_password_opens_what_was_closed(inbox: Path, out: Path, fake_run: Run) -> None:
    write(inbox, closed="encrypted")
    fake_run()
    fake_run(extract=ExtractSettings(password="open"))
    assert rows(out)["closed"].status == "ok"


def test_copies_are_read_once(inbox: Path, out: Path, fake_run: Run, extractions: Names) -> None:
    write(inbox, a="good", b="good", c="good")
    summary = fake_run()
    assert extractions() == ["a.txt"]
    assert (summary.read, summary.copies) == (1, 2)
    assert count(out, "documents") == 1


def test_a_moved_file_is_known_again(inbox: Path, out: Path, fake_run: Run, extractions: Names) -> None:
    write(inbox, a="good")
    fake_run()
    (inbox / "a.txt").rename(inbox / "moved.txt")
    fake_run()
    assert extractions() == ["a.txt"]
    assert rows(out)["moved"].source == str(inbox / "moved.txt")
    assert count(out, "forms") == 1


def test_a_changed_file_replaces_what_it_was(inbox: Path, out: Path, fake_run: Run) -> None:
    write(inbox, a="good", b="wrong b")
    fake_run()
    write(inbox, a="wrong")
    fake_run()
    assert rows(out)["a"].status == "review"
    assert [count(out, table) for table in ("documents", "forms", "cells", "findings")] == [2, 2, 2, 2]


def test_a_changed_file_does_not_take_its_copy_along(inbox: Path, out: Path, fake_run: Run) -> None:
    write(inbox, a="good", b="good")
    fake_run()
    write(inbox, b="wrong")
    fake_run()
    write(inbox, a="doubtful", c="good")
    fake_run()
    assert {name: row.status for name, row in rows(out).items()} == {"a": "review", "b": "review", "c": "ok"}


def test_a_file_that_cannot_be_read_is_a_row_until_it_can(
    inbox: Path, out: Path, fake_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(inbox, a="good a")

    def refuse(path: Path) -> str:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.seen.identify", refuse)
        assert fake_run().failures[0].code == "unreadable_file"
    fake_run()
    assert {name: row.status for name, row in rows(out).items()} == {"a": "ok"}


def test_a_file_that_goes_before_its_turn_is_a_row(inbox: Path, out: Path) -> None:
    write(inbox, a="good a", b="good b")
    found = find_documents([inbox])
    (inbox / "b.txt").unlink()
    summary = run(found, out, RunOptions(workers=1), work=fakes.work, normalizer="1")
    assert {name: row.error_code for name, row in rows(out).items()} == {"a": None, "b": "unreadable_file"}
    assert summary.failures[0].message == "No such file or directory"


def test_a_file_that_is_replaced_while_it_is_read_is_read_by_the_next_run(
    inbox: Path, out: Path, fake_run: Run
) -> None:
    write(inbox, a=f"replaced {inbox}/a.txt", b="good b")
    assert [failure.message for failure in fake_run().failures] == ["was changed while it was read"]
    assert fake_run().by_status == {"ok": 2}
    assert {name: row.status for name, row in rows(out).items()} == {"a": "ok", "b": "ok"}


def test_a_file_name_that_is_no_text_is_read(inbox: Path, out: Path, fake_run: Run) -> None:
    (inbox / "x\udcff\udcfe.txt").write_text("good")
    assert fake_run().by_status == {"ok": 1}
    assert next(iter(rows(out).values())).file_name == "x\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}.txt"


def test_every_table_opens_everywhere_with_the_contract_s_types(inbox: Path, out: Path, fake_run: Run) -> None:
    write(inbox, a="wrong a", b="doubtful b")
    fake_run()
    fake_run(normalizer="2")
    for table in TABLES:
        expected = Dataset(out).count(table)
        glob = f"{out}/{table}/*.parquet"
        assert len(pd.read_parquet(out / table)) == expected
        assert duckdb.sql(f"SELECT count(*) FROM read_parquet('{glob}')").fetchall() == [(expected,)]
        for file in (out / table).glob("*.parquet"):
            assert pq.read_schema(file).equals(arrow_schema(table))


def test_empty_tables_have_their_columns(inbox: Path, out: Path, fake_run: Run) -> None:
    write(inbox, a="plain")
    fake_run()
    assert list(pd.read_parquet(out / "indicators").columns) == arrow_schema("indicators").names
    assert duckdb.sql(f"SELECT target_value FROM read_parquet('{out}/indicators/*.parquet')").fetchall() == []


def test_money_stays_decimal(inbox: Path, out: Path, fake_run: Run) -> None:
    write(inbox, a="good")
    fake_run()
    (budget,) = pd.read_parquet(out / "funding")["budget"]
    assert budget == Decimal("6351000.00")
    assert duckdb.sql(f"SELECT typeof(budget) FROM read_parquet('{out}/funding/*.parquet')").fetchall() == [
        ("DECIMAL(20,2)",)
    ]


def test_any_executor_will_do(inbox: Path, out: Path) -> None:
    write(inbox, a="good a", b="good b")
    with ThreadPoolExecutor(2) as pool:
        summary = run([inbox], out, executor=pool, work=fakes.work, normalizer="1")
        assert pool.submit(int, "1").result() == 1
    assert summary.by_status == {"ok": 2}


def work_of_another_version(task: Task) -> Outcome:
    outcome = fakes.work(task)
    if "newer" not in Path(task.path).name:
        return outcome
    more = outcome.batches["forms"].append_column("colour", pa.array(["red"]))
    return msgspec.structs.replace(outcome, batches={**outcome.batches, "forms": more})


def test_a_worker_of_another_version_ends_the_run_and_what_was_finished_stays(inbox: Path, out: Path) -> None:
    write(inbox, a="good a", b="good b", newer="good c", z="good z")
    with pytest.raises(OtherVersion, match="its forms have other columns"):
        run([inbox], out, RunOptions(workers=1), work=work_of_another_version, normalizer="1")
    assert set(rows(out)) >= {"a", "b"}
    assert "newer" not in rows(out)
    assert run([inbox], out, RunOptions(workers=1), work=fakes.work, normalizer="1").by_status == {"ok": 4}


def test_every_document_is_told_of(inbox: Path, out: Path) -> None:
    write(inbox, a="good a", b="damaged")
    heard: list[tuple[str, bool]] = []
    for _ in range(2):
        run(
            [inbox], out, RunOptions(workers=1), work=fakes.work, normalizer="1",
            on_document=lambda row, read: heard.append((row.file_name, read)),
        )  # fmt: skip
    assert heard == [("a.txt", True), ("b.txt", True), ("a.txt", False), ("b.txt", False)]
