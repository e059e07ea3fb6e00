"""`jixiao review` as a person starts and ends it."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pandas as pd
import pytest

from pipeline.commands import call
from pipeline.exit_codes import ExitCode
from tests.pipeline.review.samples import told

ROOT = Path(__file__).parents[3]


def start(dataset: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pipeline", "review", str(dataset), "--no-browser", *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_from_the_start_to_the_end(folder: Path, ending: signal.Signals) -> None:
    """The address is printed; what was said before Ctrl-C is in the tables after it."""
    review = start(folder, "--reviewer", "王")
    try:
        assert review.stdout is not None
        address = review.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{43}", address)
        with httpx.Client(base_url=address.partition("/?")[0], timeout=30) as web:
            assert web.get(address).status_code == 200
            page = web.get("/name").text
            assert 'value="王"' in page
            headers = {"X-CSRF-Token": re.search(r'data-csrf="([^"]+)"', page)[1]}  # type: ignore[index]
            assert web.post("/name", json={"name": "王"}, headers=headers).status_code == 204
            item = web.get("/api/next").json()["item"]
            body = told(item, 全年执行数="7,000.00")
            assert web.post("/api/decide", json=body, headers=headers).status_code == 200
        review.send_signal(ending)
        _, said = review.communicate(timeout=60)
    finally:
        review.kill()
    assert review.returncode == ExitCode.OK
    assert "Traceback" not in said
    assert not pd.read_parquet(folder / "funding").needs_review.any()


def test_the_network_is_warned_of(folder: Path) -> None:
    review = start(folder, "--host", "0.0.0.0")
    try:
        assert review.stdout is not None
        assert "token=" in review.stdout.readline()
        review.send_signal(signal.SIGINT)
        _, said = review.communicate(timeout=60)
    finally:
        review.kill()
    assert "others on the network" in said


def test_no_dataset(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["review", str(tmp_path / "nothing")]) == ExitCode.NO_INPUT
    assert "make a dataset with" in capsys.readouterr().err


def test_an_address_that_is_not_ours(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["review", str(folder), "--host", "192.0.2.1", "--no-browser"]) == ExitCode.USAGE
    assert "cannot listen" in capsys.readouterr().err
