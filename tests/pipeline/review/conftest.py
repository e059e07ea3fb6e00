from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.review.turn_taking import OpenItems
from pipeline.review.workbench import Workbench
from tests.pipeline.review.samples import archive, bench


@pytest.fixture(scope="session")
def one_scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of one scan with rows in doubt, which nobody writes into."""
    return archive(tmp_path_factory.mktemp("review"))


@pytest.fixture(scope="module")
def _shared(one_scan: Path) -> Iterator[Workbench]:
    with bench(one_scan) as opened:
        yield opened


@pytest.fixture
def looked_at(_shared: Workbench) -> Workbench:
    """A workbench for tests that write nothing, at which nobody else looks."""
    _shared.open_items = OpenItems()
    return _shared


@pytest.fixture
def folder(one_scan: Path, tmp_path: Path) -> Path:
    """A copy of that dataset."""
    return Path(shutil.copytree(one_scan, tmp_path / "dataset"))


@pytest.fixture
def workbench(folder: Path) -> Iterator[Workbench]:
    """A workbench for tests that write."""
    with bench(folder) as opened:
        yield opened
