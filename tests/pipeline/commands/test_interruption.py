"""Ctrl-C leaves everything whole: every command, real processes, real signals."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from pipeline.check import check
from pipeline.dataset import Dataset
from tests.pipeline import crashes, fakes
from tests.pipeline.commands.processes import PATIENCE, ROOT, Terminal, command, environment, start
from tests.pipeline.test_check import outcome, written

FAKE = "tests.pipeline.fake_jixiao"
CTRL_C = "\x03"


@pytest.mark.parametrize("arguments", [["normalize", "-"], ["values"]])
def test_who_waits_for_a_person_says_so_and_can_be_left(arguments: list[str]) -> None:
    with Terminal(command(*arguments)) as terminal:
        terminal.wait_for("reading standard input; Ctrl-D ends it")
        terminal.type(CTRL_C)
        assert terminal.end() == 130
        assert "Traceback" not in terminal.shown


def test_values_answers_who_types() -> None:
    with Terminal(command("values")) as terminal:
        terminal.wait_for("Ctrl-D ends it")
        terminal.type('{"raw": "95%", "ctx": "指标值"}\n')
        terminal.wait_for('{"kind":"percent","value":"95"}')
        terminal.type("\x04")
        assert terminal.end() == 0


def test_a_reading_that_is_interrupted_prints_nothing() -> None:
    process = start("extract", ROOT / "fixtures" / "documents" / "fax.pdf")
    wait_for_work(process, 0.5)  # it loads for a second and reads for some
    process.send_signal(signal.SIGINT)
    said, complaint = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said, complaint) == (130, b"", b"")


def test_a_check_that_is_interrupted_at_any_moment_wrote_all_or_nothing(tmp_path: Path) -> None:
    documents = [outcome("甲.pdf"), outcome("乙.pdf", budget="320"), outcome("丙.pdf", year=2019)]
    Dataset(tmp_path / "after").replace(documents)
    takes = work_of(command("check", tmp_path / "after"))
    after = written(tmp_path / "after")
    assert after != []
    codes = set()
    for moment in range(12):
        folder = tmp_path / str(moment)
        Dataset(folder).replace(documents)
        process = start("check", folder)
        wait_for_work(process, takes * (0.4 + moment / 18))  # from when libraries are loaded to the end
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=PATIENCE)
        codes.add(process.returncode)
        assert b"Traceback" not in complaint
        assert written(folder) in ([], after)
        check(folder)
        assert written(folder) == after
    assert codes <= {0, 130, -signal.SIGINT}
    assert 130 in codes


def test_a_report_that_is_interrupted_is_whole_or_not_there(tmp_path: Path) -> None:
    Dataset(tmp_path / "数据").replace([outcome("甲.pdf"), outcome("乙.pdf", budget="320")])
    out = tmp_path / "报告.html"
    line: list[str | Path] = ["report", tmp_path / "数据", "--out", out]
    takes = work_of(command(*line))
    whole = out.stat().st_size
    codes = set()
    for moment in range(6):
        out.unlink(missing_ok=True)
        process = start(*line)
        wait_for_work(process, takes * (0.5 + moment / 10))  # from when libraries are loaded to the end
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=PATIENCE)
        codes.add(process.returncode)
        assert b"Traceback" not in complaint
        assert {path.name for path in tmp_path.iterdir()} <= {"数据", out.name}
        assert not out.exists() or out.stat().st_size == whole
    assert codes <= {0, 130, -signal.SIGINT}
    assert 130 in codes


@pytest.fixture
def half_done(inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An inbox whose fifth document takes ten minutes, and the log of what is read."""
    monkeypatch.setenv(fakes.LOG, str(tmp_path / "log"))
    for number in range(4):
        (inbox / f"{number}.txt").write_text(f"good {number}")
    (inbox / "8.txt").write_text("sleep 600")
    return tmp_path / "log"


def work_of(line: list[str]) -> float:
    """Run a command to its end; returns how many seconds of processors it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(line, check=True, cwd=ROOT, capture_output=True, env=environment())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def wait_for_work(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait until a process has had so many seconds of processors, however busy the machine is, or has ended."""
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and sum(psutil.Process(process.pid).cpu_times()[:2]) < seconds:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def wait_for_lines(log: Path, count: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while not log.exists() or len(log.read_text().split()) < count:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def workers_of(run: int) -> list[str]:
    """Return the processes that a run has started."""
    done = subprocess.run(["ps", "-o", "pid=", "--ppid", str(run)], check=False, capture_output=True, text=True)
    return done.stdout.split()


@pytest.mark.parametrize("between", [0.0, 0.05, 0.3])
def test_ctrl_c_twice_ends_at_once_and_leaves_a_dataset(
    inbox: Path, out: Path, half_done: Path, between: float
) -> None:
    process = start("run", inbox, "--out", out, "--workers", "1", module=FAKE)
    wait_for_lines(half_done, 5)
    workers = workers_of(process.pid)
    for _ in range(2):
        process.send_signal(signal.SIGINT)
        time.sleep(between)
    _, complaint = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert b"Traceback" not in complaint
    assert workers != []
    assert [pid for pid in workers if Path(f"/proc/{pid}").exists()] == []
    assert len(crashes.read_rows(out)["documents"]) in (0, 4)
    (inbox / "8.txt").write_text("good 8")
    subprocess.run(command("run", inbox, "--out", out, module=FAKE), check=True, cwd=ROOT, env=environment())
    assert len(crashes.read_rows(out)["documents"]) == 5


def test_ctrl_c_at_a_terminal_gives_the_cursor_back(inbox: Path, out: Path, half_done: Path) -> None:
    env = environment(JIXIAO_TEST_LOG=os.environ[fakes.LOG])
    with Terminal(command("run", inbox, "--out", out, "--workers", "1", module=FAKE), env) as terminal:
        terminal.wait_for("4/5")
        terminal.type(CTRL_C)
        assert terminal.end() == 130
        assert terminal.shown.rindex("\x1b[?25h") > terminal.shown.rfind("\x1b[?25l")
        assert "stopped before the end: run the same command again to go on" in terminal.shown
        assert "Traceback" not in terminal.shown
    assert len(crashes.read_rows(out)["documents"]) == 4


def test_a_plain_terminal_gets_lines_and_no_bar(inbox: Path, out: Path) -> None:
    (inbox / "a.txt").write_text("good")
    line = command("run", inbox, "--out", out, module=FAKE)
    with Terminal(["env", "TERM=dumb", *line]) as terminal:
        assert terminal.end() == 0
        assert "\x1b" not in terminal.shown
        assert f"ok       {inbox}/a.txt: 1 pages, 1 forms" in terminal.shown
