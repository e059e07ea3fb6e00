from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.batch import run
from pipeline.options import RunOptions
from pipeline.summary import RunSummary
from tests.pipeline import fakes

Run = Callable[..., RunSummary]


_MEMORY = Path("/dev/shm")
"""A file system in memory, where there is one: thousands of commits wait for no disk there."""


@pytest.fixture
def memory_path(tmp_path: Path) -> Iterator[Path]:
    """A folder that is gone after the test, in memory where that is possible."""
    if not os.access(_MEMORY, os.W_OK):
        yield tmp_path
        return
    folder = Path(tempfile.mkdtemp(prefix="jixiao-test-", dir=_MEMORY))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder for input documents."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The folder of the dataset."""
    return tmp_path / "out"


@pytest.fixture
def extractions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """Returns the names of the files that were read since it was last asked."""
    log = tmp_path / "extractions.log"
    log.touch()
    monkeypatch.setenv(fakes.LOG, str(log))

    def take() -> list[str]:
        names = log.read_text().split()
        log.write_text("")
        return sorted(names)

    return take


@pytest.fixture
def fake_run(inbox: Path, out: Path) -> Run:
    """Runs over the inbox with the fake stages, in real worker processes."""

    def call(normalizer: str = "1", **options: object) -> RunSummary:
        chosen = RunOptions(**{"workers": 2, **options})  # type: ignore[arg-type]
        return run([inbox], out, chosen, work=fakes.work, normalizer=normalizer)

    return call
