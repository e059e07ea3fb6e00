"""Standard streams that are closed, full, ASCII or read by nobody end no run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pipeline import crashes

ROOT = Path(__file__).parents[2]

SPEAK = r"""
import sys
from pipeline.streams import prepare_streams, say, say_bytes
prepare_streams()
for number in range(3):
    say("\u7ee9\u6548", sys.stdout)
    say_bytes('{"\u540d": 1}\n'.encode())
say("still here", sys.stderr)
"""


def speak(redirection: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    command = ["bash", "-c", f'"$0" -c "$1" {redirection}', sys.executable, SPEAK]
    everything = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(command, check=False, env=everything, capture_output=True, encoding="utf-8", timeout=600)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said_once() -> None:
    done = speak("> /dev/full")
    assert done.returncode == 0
    assert done.stderr == (
        "jixiao: standard output cannot be written: No space left on device; going on without it\nstill here\n"
    )


def test_a_pipe_that_nobody_reads_is_said_once() -> None:
    done = speak("> >(true)")
    assert done.returncode == 0
    assert done.stderr.count("\n") <= 2  # whether it was still open at the first line is chance
    assert done.stderr.endswith("still here\n")


@pytest.mark.parametrize("redirection", ["<&- >&-", "<&- >&- 2>&-", "2> /dev/full"])
def test_closed_streams_hurt_nobody(redirection: str) -> None:
    assert speak(redirection).returncode == 0


def test_what_ascii_cannot_say_is_escaped_and_json_is_utf_8() -> None:
    done = speak(LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0", PYTHONIOENCODING="")
    assert done.stdout.splitlines()[:2] == ["\\u7ee9\\u6548", '{"名": 1}']


def test_a_run_without_streams_writes_its_dataset(inbox: Path, out: Path) -> None:
    (inbox / "a.txt").write_text("good")
    command = [sys.executable, "-m", "tests.pipeline.fake_jixiao", "run", str(inbox), "--out", str(out)]
    closed = ["bash", "-c", '"$@" <&- >&- 2>&-', "bash", *command]
    done = subprocess.run(closed, check=False, cwd=ROOT, timeout=crashes.PATIENCE)
    assert done.returncode == 0
    assert len(crashes.read_rows(out)["documents"]) == 1
