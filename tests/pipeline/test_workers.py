"""Workers that hang, die or hoard memory: their task fails with a clear code, the others go on."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from concurrent.futures import wait
from pathlib import Path

import psutil
import pytest

from extractors.settings import ExtractSettings
from pipeline.workers import WorkerDied, WorkerPool, limit_seconds
from tests.pipeline.fakes import befall


def misfortune(words: str, seconds: float = 60.0) -> int:
    limit_seconds(seconds)
    befall(words.split(), ExtractSettings())
    return os.getpid()


def shout_and_die() -> None:
    os.write(2, b"pdfium: out of luck\n")
    os._exit(7)


def start_grandchild() -> int:
    return subprocess.Popen(["sleep", "600"]).pid


def is_running(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("hang", "timeout"),
        ("sleep 30", "timeout"),
        ("killed", "killed"),
        ("segfault", "crashed"),
        ("greedy", "out_of_memory"),
    ],
)
def test_a_worker_that_dies_fails_its_own_task_only(words: str, code: str) -> None:
    with WorkerPool(1, memory_gb=0.5) as pool:
        first = pool.submit(misfortune, "")
        dying = pool.submit(misfortune, words, 1.0 if code == "timeout" else 60.0)
        after = pool.submit(misfortune, "")
        with pytest.raises(WorkerDied) as death:
            dying.result(timeout=600)
        assert death.value.code == code
        assert after.result(timeout=600) != first.result()


def test_the_message_says_how_the_process_ended() -> None:
    with WorkerPool(1) as pool, pytest.raises(WorkerDied, match="exit code 7: pdfium: out of luck"):
        pool.submit(shout_and_die).result(timeout=600)


def test_a_worker_that_cannot_start_blames_the_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the documents: the next run reads them unasked."""
    module = tmp_path / "stages_of_a_plugin.py"
    module.write_text("def work(): pass\n")
    monkeypatch.syspath_prepend(tmp_path)
    work = importlib.import_module("stages_of_a_plugin").work
    module.write_text("raise ImportError('libGL.so.1: cannot open shared object file')\n")
    said = "no worker process starts: exit code 1.*libGL"
    with WorkerPool(1) as pool, pytest.raises(WorkerDied, match=said) as death:
        pool.submit(work).result(timeout=600)
    assert death.value.code == "missing_tool"


def test_a_task_that_raises_says_so() -> None:
    with WorkerPool(1) as pool, pytest.raises(WorkerDied, match="KeyError: '年度指标值'"):
        pool.submit(misfortune, "bug").result(timeout=600)


def test_a_time_limit_does_not_reach_into_the_next_task() -> None:
    with WorkerPool(1) as pool:
        pool.submit(misfortune, "", 2.0).result(timeout=600)
        assert pool.submit(misfortune, "sleep 3").result(timeout=600) > 0


def test_outside_of_a_worker_there_is_no_limit() -> None:
    limit_seconds(0.01)
    time.sleep(0.05)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_ending_a_worker_ends_what_it_started() -> None:
    with WorkerPool(1) as pool:
        grandchild = pool.submit(start_grandchild).result(timeout=600)
        assert is_running(grandchild)
    deadline = time.monotonic() + 600  # the system takes a moment to end it
    while is_running(grandchild):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_kill_ends_tasks_in_hand_and_cancels_the_others() -> None:
    pool = WorkerPool(1)
    in_hand, waiting = pool.submit(misfortune, "hang"), pool.submit(misfortune, "hang")
    while not in_hand.running():
        time.sleep(0.01)
    time.sleep(0.5)
    pool.kill()
    wait([in_hand], timeout=600)
    assert isinstance(in_hand.exception(), WorkerDied)
    assert waiting.cancelled()


def leave_a_file(words: str) -> str:
    Path(tempfile.mkdtemp(), "page.png").write_text("half")
    befall(words.split(), ExtractSettings())
    return tempfile.gettempdir()


@pytest.mark.parametrize("words", ["", "killed"])
def test_what_a_worker_left_for_a_while_goes_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with WorkerPool(1) as pool:
        done = pool.submit(leave_a_file, words)
        wait([done], timeout=600)
        assert (done.exception() is None) == (words == "")
    assert list(tmp_path.iterdir()) == []


def test_libraries_are_given_their_share_of_the_cores() -> None:
    with WorkerPool(1, threads=3) as pool:
        assert pool.submit(os.getenv, "OMP_NUM_THREADS").result(timeout=600) == "3"


def test_a_script_without_a_main_guard_may_use_the_pool(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent("""
            import os
            from pipeline.workers import WorkerPool
            with WorkerPool(2) as pool:
                print(pool.submit(os.getpid).result() != os.getpid())
        """)
    )
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(
        [sys.executable, script], check=False, env=environment, capture_output=True, text=True, timeout=600
    )
    assert (done.stdout, done.returncode) == ("True\n", 0)
