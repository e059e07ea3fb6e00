"""Every block of code of every page runs, in the order of the page; what cannot is listed here, with its reason."""

from __future__ import annotations

import configparser
import tomllib
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT, Block, blocks
from tests.docs.sandbox import make_sandbox, run_block

_DATA = {"toml", "ini", "yaml"}
"""Languages of settings: read as such, not run."""
_SLOW = {"tutorial.md"}
"""Pages that read scans."""
_WORKED = {"new-check.md", "new-layout.md", "new-reader.md"}
"""Pages that change the program: followed in a copy of it (test_how_to.py)."""
_SAME = "README.zh-CN.md"
"""Its blocks are those of README.md (test_readmes.py)."""
_NOT_RUN = {
    "README.md": 1,
    "README.zh-CN.md": 1,
    "CONTRIBUTING.md": 1,
    "docs/commands.md": 1,
    "docs/corrections.md": 2,
    "docs/how-to/new-reader.md": 1,
    "docs/operations.md": 6,
    "docs/review.md": 3,
    "docs/scale.md": 1,
}
"""Blocks that are not run, a page: one more here is one more that may be wrong unseen."""


def _runnable(page: Path) -> list[Block]:
    return [block for block in blocks(page) if block.reason is None and block.language not in _DATA]


def _with_code() -> list[object]:
    slow = pytest.mark.slow
    return [
        pytest.param(page, id=str(page.relative_to(ROOT)), marks=slow if page.name in _SLOW else ())
        for page in PAGES
        if _runnable(page) and page.name not in {_SAME, *_WORKED}
    ]


@pytest.mark.parametrize("page", _with_code())
def test_the_blocks_of_a_page_run_one_after_the_other(page: Path, small_dataset: Path, tmp_path: Path) -> None:
    if any("polars." in block.code for block in _runnable(page)):
        pytest.importorskip("polars")
    folder = make_sandbox(tmp_path, small_dataset)
    for block in _runnable(page):
        run_block(block, folder)


def test_what_is_not_run_is_known() -> None:
    counted = {
        str(page.relative_to(ROOT)): sum(block.reason is not None for block in blocks(page)) for page in PAGES
    }
    assert {page: count for page, count in counted.items() if count} == _NOT_RUN


@pytest.mark.parametrize(
    "block", [pytest.param(block, id=block.name) for page in PAGES for block in blocks(page) if block.language in _DATA]
)
def test_settings_can_be_read(block: Block) -> None:
    if block.language == "toml":
        assert tomllib.loads(block.code)
    elif block.language == "yaml":
        assert pytest.importorskip("yaml").safe_load(block.code)
    else:
        units = configparser.ConfigParser(interpolation=None)
        units.read_string(block.code)
        assert units.sections()


def test_python_that_is_not_run_is_python_at_least() -> None:
    for page in PAGES:
        for block in blocks(page):
            if block.language == "python":
                compile(block.code, block.name, "exec")
