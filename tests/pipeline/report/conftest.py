from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch import run
from pipeline.options import RunOptions

FIXTURES = Path(__file__).parents[3] / "fixtures"

PLAIN = ("annex_export.txt", "project_scored.pdf", "transfer_two_pages.pdf", "blank_form.pdf", "rural_export.txt")
SCANS = ("seal_over_figures.pdf", "turned_scan.pdf")


def read_into(folder: Path, names: tuple[str, ...]) -> Path:
    """Read committed documents, copied so that a test may take them away, into a dataset."""
    inbox = folder / "inbox"
    inbox.mkdir()
    for name in names:
        source = FIXTURES / ("documents" if (FIXTURES / "documents" / name).exists() else "bad") / name
        shutil.copy(source, inbox / name)
    run([inbox], folder / "dataset", RunOptions(workers=1))
    return folder / "dataset"


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of documents that need no OCR, one that is locked, and one without a form."""
    folder = tmp_path_factory.mktemp("plain")
    (folder / "none.txt").write_text("关于开展绩效自评工作的通知\n各单位：\n请按时报送。\n", encoding="utf-8")
    dataset = read_into(folder, (*PLAIN, "encrypted.pdf"))
    run([folder / "none.txt"], dataset, RunOptions(workers=1))
    return dataset


@pytest.fixture(scope="session")
def scans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of two committed scans, of which one has rows to check."""
    return read_into(tmp_path_factory.mktemp("scans"), SCANS)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A real Chromium; tests that want it are left out where there is none. Another module opens its own: the driver
    keeps an event loop running, beside which no other can be started."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium is installed: apt install chromium")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()
