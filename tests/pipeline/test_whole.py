"""The real stages, from files to tables: the interface that README shows, and inputs that have something wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from pipeline import RunOptions, extract, normalize, run
from pipeline.columns import ROW_TYPES
from pipeline.dataset import Dataset
from pipeline.exit_codes import ExitCode

ROOT = Path(__file__).parents[2]
EXPORT = ROOT / "fixtures/documents/annex_export.txt"
DIGITAL = ROOT / "fixtures/documents/transfer_two_pages.pdf"

FAILURES = {
    "empty.pdf": {"empty_file"},
    "encrypted.pdf": {"encrypted"},
    "broken.jpg": {"damaged_image"},
    "fax_bomb.pdf": {"image_too_large"},
    "png_bomb.png": {"image_too_large"},
    "truncated.pdf": {"damaged_pdf"},
    "text_named.pdf": {"unknown_format"},
    "zip_named.pdf": {"unknown_format"},
}


def jixiao(*arguments: str | Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    return subprocess.run(command, check=False, cwd=ROOT, input=stdin, capture_output=True, text=True, timeout=600)


def test_the_python_interface(tmp_path: Path) -> None:
    document = extract(EXPORT)
    evaluation = normalize(document)
    summary = run([EXPORT, DIGITAL], tmp_path / "dataset", RunOptions(workers=1))
    assert len(evaluation.forms) == 3
    assert summary.forms == 5
    assert summary.failures == ()
    indicators = pd.read_parquet(tmp_path / "dataset" / "indicators")
    ours = indicators[indicators["doc_id"] == document.doc_id]
    assert list(ours["level3"]) == [row.level3 for row in evaluation.indicators]
    assert list(ours["target_value"].dropna()) == [
        row.target_value for row in evaluation.indicators if row.target_value is not None
    ]


def test_the_commands_give_what_the_functions_give() -> None:
    reading = jixiao("extract", EXPORT)
    evaluation = jixiao("normalize", "-", stdin=reading.stdout)
    printed = json.loads(evaluation.stdout)
    assert (reading.returncode, evaluation.returncode) == (0, 0)
    assert [row["level3"] for row in printed["indicators"]] == [
        row.level3 for row in normalize(extract(EXPORT)).indicators
    ]
    assert all(isinstance(row["budget"], str | None) for row in printed["funding"])


def test_values_answer_line_by_line() -> None:
    lines = ['{"ctx": "指标值", "raw": "≥90%"}', "", "no json"]
    answers = [json.loads(line) for line in jixiao("values", stdin="\n".join(lines)).stdout.splitlines()]
    assert len(answers) == len(lines)
    assert (answers[0]["op"], answers[0]["value"]) == ("ge", "90")


def test_bad_inputs_are_rows_and_the_good_one_is_read(tmp_path: Path) -> None:
    summary = run([ROOT / "fixtures/bad", EXPORT], tmp_path, RunOptions(workers=2, memory_gb=2))
    rows = {row.file_name: row for row in Dataset(tmp_path).known.values()}
    assert rows.keys() == {path.name for path in (ROOT / "fixtures/bad").iterdir()} | {EXPORT.name}
    assert rows[EXPORT.name].form_count == 3
    assert {name: rows[name].error_code for name in FAILURES if rows[name].error_code not in FAILURES[name]} == {}
    assert not {"internal_error", "crashed"} & {row.error_code for row in rows.values()}
    assert all(row.error_message for row in rows.values() if row.status == "failed")
    assert summary.exit_code() == ExitCode.FAILED


def test_an_error_of_one_document_is_one_line() -> None:
    done = jixiao("extract", ROOT / "fixtures/bad/encrypted.pdf")
    assert done.returncode == ExitCode.FAILED
    assert done.stderr.startswith("jixiao: encrypted.pdf: ")
    assert done.stderr.count("\n") == 1
    assert "--password" in done.stderr


def test_pages_are_chosen(tmp_path: Path) -> None:
    assert jixiao("run", DIGITAL, "--out", tmp_path, "--pages", "1").returncode == 0
    (row,) = Dataset(tmp_path).known.values()
    assert (row.page_count, row.pages_digital) == (4, 1)


def test_pictures_of_what_was_found(tmp_path: Path) -> None:
    jixiao("extract", DIGITAL, "--pages", "2-3", "--debug-images", tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["page-002.png", "page-003.png"]


@pytest.mark.ocr
def test_nothing_is_left_in_the_home_folder(tmp_path: Path) -> None:
    """What a library keeps there is often what it sends home."""
    places = {name: str(tmp_path) for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    command = [sys.executable, "-m", "pipeline", "extract", str(ROOT / "fixtures/documents/fax.pdf")]
    subprocess.run(command, check=True, cwd=ROOT, env={**environment, **places}, capture_output=True, timeout=600)
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.ocr
@pytest.mark.slow
def test_all_fixtures_are_read_and_a_second_run_reads_nothing(tmp_path: Path) -> None:
    first = run([ROOT / "fixtures/documents"], tmp_path)
    count = sum(first.by_status.values())
    assert (first.failures, first.read) == ((), count)
    assert len(pd.read_parquet(tmp_path / "documents")) == count
    assert all(len(pd.read_parquet(tmp_path / table)) for table in ROW_TYPES)
    assert run([ROOT / "fixtures/documents"], tmp_path).skipped == count
