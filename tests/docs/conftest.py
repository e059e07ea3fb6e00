from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline import run
from pipeline.options import RunOptions
from tests.docs.sandbox import DOCUMENTS


@pytest.fixture(scope="session")
def small_dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of three documents without pictures of text, which are read at once."""
    folder = tmp_path_factory.mktemp("small") / "dataset"
    form = shutil.copy(DOCUMENTS / "project_scored.pdf", folder.parent / "自评表.pdf")
    run([DOCUMENTS / "annex_export.txt", DOCUMENTS / "transfer_two_pages.pdf", form], folder, RunOptions(workers=1))
    return folder
