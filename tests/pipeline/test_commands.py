"""The command line as a person or a scheduler meets it: exit codes, messages, logs, interruption."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from extractors import errors as extraction_errors
from extractors.document_json import to_json
from extractors.settings import ExtractSettings
from pipeline import batch
from pipeline.commands import call
from pipeline.dataset import Dataset
from pipeline.exit_codes import ExitCode
from pipeline.mends import load_mends
from pipeline.progress import Bar
from tests.pipeline import fakes

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _fake_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "run", partial(batch.run, work=fakes.work, normalizer="1"))


@pytest.fixture
def one(inbox: Path) -> Path:
    """A document that is read without trouble."""
    (inbox / "a.txt").write_text("good")
    return inbox


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    """Start the command in a process of its own."""
    command = [sys.executable, "-m", "tests.pipeline.fake_jixiao", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def wait_for_lines(log: Path, count: int) -> None:
    deadline = time.monotonic() + 600
    while not log.exists() or len(log.read_text().split()) < count:
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("text", "arguments", "code"),
    [
        ("good", [], ExitCode.OK),
        ("plain", [], ExitCode.OK),
        ("tool", [], ExitCode.MISSING_TOOL),
        ("damaged", [], ExitCode.FAILED),
        ("damaged", ["--strict"], ExitCode.FAILED),
        ("wrong", [], ExitCode.OK),
        ("wrong", ["--strict"], ExitCode.FINDINGS),
        ("good", ["--strict"], ExitCode.OK),
        ("good", ["--pages", "x"], ExitCode.USAGE),
        ("good", ["--nonsense"], ExitCode.USAGE),
        ("good", ["--reader", "abbyy"], ExitCode.USAGE),
        ("good", ["--workers", "0"], ExitCode.USAGE),
    ],
)
def test_exit_codes_of_run(inbox: Path, out: Path, text: str, arguments: list[str], code: ExitCode) -> None:
    (inbox / "a.txt").write_text(text)
    assert call(["run", str(inbox), "--out", str(out), *arguments]) == code


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--help"], ExitCode.OK),
        (["run", "--help"], ExitCode.OK),
        (["walk"], ExitCode.USAGE),
        (["run"], ExitCode.USAGE),
        (["run", "nowhere.pdf", "--out", "o"], ExitCode.NO_INPUT),
        (["extract", "nowhere.pdf"], ExitCode.NO_INPUT),
        (["normalize", "nowhere.json"], ExitCode.NO_INPUT),
        (["status", "nowhere"], ExitCode.NO_INPUT),
    ],
)
def test_exit_codes_without_input(arguments: list[str], code: ExitCode, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(arguments) == code
    if code == ExitCode.NO_INPUT:
        said = capsys.readouterr().err
        assert said.startswith("jixiao: nowhere")
        assert said.count("\n") == 1


def test_strict_remembers_findings_of_unchanged_documents(inbox: Path, out: Path) -> None:
    (inbox / "a.txt").write_text("wrong")
    for _ in range(2):
        assert call(["run", str(inbox), "--out", str(out), "--strict"]) == ExitCode.FINDINGS


def test_a_place_that_is_taken_is_said_in_one_line(
    one: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").touch()
    assert call(["run", str(one), "--out", str(tmp_path / "taken")]) == ExitCode.USAGE
    assert "is a file; name a folder" in capsys.readouterr().err


def test_the_summary_says_what_failed_why_and_what_to_do(
    inbox: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in (("a", "good"), ("b", "damaged"), ("c", "doubtful"), ("d", "plain"), ("e", "good")):
        (inbox / f"{name}.txt").write_text(text)
    call(["run", str(inbox), "--out", str(out)])
    said = capsys.readouterr().out
    assert "4 documents" in said
    assert "1 files are copies" in said
    assert "failed, damaged_pdf (1): Open it in a PDF viewer" in said
    assert f"{inbox}/b.txt: scan.pdf: has no pages" in said
    assert "to review (1):" in said
    assert f'pandas.read_parquet("{out}/indicators")' in said


def test_a_file_name_makes_no_lines_of_its_own(inbox: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (inbox / "a\nok  \x1b[2Jb.txt").write_text("damaged")
    call(["run", str(inbox), "--out", str(out)])
    captured = capsys.readouterr()
    assert captured.err == f"failed   {inbox}/a\\x0aok  \\x1b[2Jb.txt: scan.pdf: has no pages\n"
    assert f"  {inbox}/a\\x0aok  \\x1b[2Jb.txt: " in captured.out


def test_status_tells_of_the_whole_dataset(inbox: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in (("a", "wrong"), ("b", "damaged"), ("c", "doubtful")):
        (inbox / f"{name}.txt").write_text(text)
    call(["run", str(inbox), "--out", str(out)])
    capsys.readouterr()
    assert call(["status", str(out)]) == ExitCode.OK
    said = capsys.readouterr().out
    assert "3 documents in" in said
    assert "2 funding, 1 to review" in said
    assert "1 error    F-01 sources_do_not_sum" in said
    assert "failed, damaged_pdf" in said


def test_json_logs_have_one_event_a_document(inbox: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (inbox / "好.txt").write_text("good")
    (inbox / "坏.txt").write_text("damaged")
    call(["run", str(inbox), "--out", str(out), "--log-format", "json"])
    captured = capsys.readouterr()
    events = [json.loads(line) for line in captured.out.splitlines()]
    assert [event["event"] for event in events] == ["document", "document", "summary"]
    assert {event["source"]: event["status"] for event in events[:2]} == {
        f"{inbox}/好.txt": "ok",
        f"{inbox}/坏.txt": "failed",
    }
    assert events[2]["summary"]["by_status"] == {"ok": 1, "failed": 1}
    assert captured.err == ""


def test_ctrl_c_keeps_what_is_finished_and_the_next_run_goes_on(
    inbox: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    monkeypatch.setenv(fakes.LOG, str(log))
    for number in range(4):
        (inbox / f"{number}.txt").write_text(f"good {number}")
    (inbox / "8.txt").write_text("sleep 600")
    (inbox / "9.txt").write_text("good 9")
    process = start("run", inbox, "--out", out, "--workers", "1")
    wait_for_lines(log, 5)
    process.send_signal(signal.SIGINT)
    said, complaint = process.communicate(timeout=600)
    assert process.returncode == ExitCode.INTERRUPTED
    assert "stopped before the end" in said
    assert "Traceback" not in complaint
    assert len(pd.read_parquet(out / "documents")) == 4
    (inbox / "8.txt").write_text("good 8")
    log.unlink()
    assert call(["run", str(inbox), "--out", str(out)]) == ExitCode.OK
    assert sorted(log.read_text().split()) == ["8.txt", "9.txt"]


def test_sigterm_finishes_the_documents_in_hand(
    inbox: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    monkeypatch.setenv(fakes.LOG, str(log))
    for number in range(20):
        (inbox / f"{number}.txt").write_text(f"sleep 0.5 {number}")
    process = start("run", inbox, "--out", out, "--workers", "1")
    wait_for_lines(log, 1)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=600)
    assert process.returncode == ExitCode.INTERRUPTED
    assert 1 <= len(pd.read_parquet(out / "documents")) < 20
    assert set(pd.read_parquet(out / "documents")["status"]) == {"ok"}


def test_two_runs_at_once_both_succeed(inbox: Path, out: Path) -> None:
    for number in range(30):
        (inbox / f"{number}.txt").write_text(f"good {number}")
    processes = [start("run", inbox, "--out", out, "--workers", "1") for _ in range(2)]
    for process in processes:
        _, complaint = process.communicate(timeout=600)
        assert process.returncode == ExitCode.OK, complaint
    assert len(pd.read_parquet(out / "documents")) == 30
    assert len(pd.read_parquet(out / "cells")) == 30


def test_help_loads_nothing_heavy() -> None:
    """It answers in a third of a second; these libraries take two more."""
    heavy = ["cv2", "numpy", "pandas", "pyarrow", "deltalake", "pdfplumber", "onnxruntime", "pypdfium2", "PIL"]
    script = f"import sys, pipeline.commands; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_a_reading_that_is_none_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.json").write_text('{"pages": 3}')
    assert call(["normalize", str(tmp_path / "a.json")]) == ExitCode.USAGE
    assert "is no reading" in capsys.readouterr().err


def test_every_error_code_has_a_mend_and_is_documented() -> None:
    kinds = [kind for kind in vars(extraction_errors).values() if isinstance(kind, type)]
    raised = {kind.code for kind in kinds if issubclass(kind, extraction_errors.ExtractionError)}
    ours = {"timeout", "out_of_memory", "crashed", "killed", "internal_error", "unreadable_file", "not_stored"}
    assert load_mends().keys() == raised | ours
    documented = (ROOT / "docs/commands.md").read_text()
    assert [code for code in load_mends() if f"`{code}`" not in documented] == []


def test_every_exit_code_and_option_is_documented() -> None:
    documented = (ROOT / "docs/commands.md").read_text()
    assert [code for code in ExitCode if f"| {code.value} |" not in documented] == []
    shown = subprocess.run(
        [sys.executable, "-m", "pipeline", "run", "--help"], cwd=ROOT, check=True, capture_output=True, text=True,
        env={**os.environ, "COLUMNS": "200"},
    ).stdout  # fmt: skip
    options = {word for word in shown.split() if word.startswith("--") and word.strip("-").replace("-", "").isalpha()}
    assert [option for option in sorted(options) if option != "--help" and f"`{option}" not in documented] == []


def test_a_reading_prints_and_reads_back(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("good")
    content = to_json(fakes.extract(tmp_path / "a.txt", ExtractSettings()))
    assert b'"good"' in content
    assert Dataset(tmp_path / "out").known == {}


def test_the_bar_counts_documents_pages_and_failures(
    capsys: pytest.CaptureFixture[str], inbox: Path, out: Path
) -> None:
    (inbox / "a.txt").write_text("good")
    (inbox / "b.txt").write_text("damaged")
    with Bar(2) as bar:
        batch.run([inbox], out, on_document=bar.document)
    assert "2/2" in (shown := capsys.readouterr().err)
    assert "1 failed" in shown
