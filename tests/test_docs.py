"""What README shows works: its Python blocks run, its commands exist, the files and folders it names are there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import run

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PYTHON_BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as after `make run`: the committed documents, and a dataset of some of them."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "fixtures").symlink_to(ROOT / "fixtures")
    documents = ROOT / "fixtures" / "documents"
    run([documents / "annex_export.txt", documents / "transfer_two_pages.pdf"], folder / "out" / "dataset")
    return folder


@pytest.mark.parametrize("block", PYTHON_BLOCKS)
def test_python_blocks_run(block: str, folder: Path) -> None:
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-c", block], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_there_are_python_blocks() -> None:
    assert len(PYTHON_BLOCKS) >= 2


@pytest.mark.parametrize("command", sorted(set(re.findall(r"^ {4}(?:.*\| )?jixiao (\w+)", README, re.MULTILINE))))
def test_commands_exist(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", command, "--help"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("target", sorted(set(re.findall(r"^ {4}make (\w+)", README, re.MULTILINE))))
def test_make_targets_exist(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize(
    "name", sorted(set(re.findall(r"`((?:normalizers|extractors|fixtures|tests|docs)/[\w./-]+)`", README)))
)
def test_named_files_exist(name: str) -> None:
    assert (ROOT / name).exists()


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\]\((docs/[\w.-]+)\)", README))))
def test_linked_pages_exist(name: str) -> None:
    assert (ROOT / name).exists()
