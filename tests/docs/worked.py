"""A page of worked steps to what a person does who follows it in a copy of the repository, and what the program says.

A block of code with the line ``FILE, a new file:`` before it is written there, one with ``FILE, at the end:`` is added
to the file, a `diff` is applied with git, and indented lines run in a shell.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.docs.pages import ROOT, Block, blocks
from tests.docs.sandbox import run_block

_COPIED = ("extractors", "normalizers", "pipeline", "fixtures", "training", "benchmarks", "examples", "tests", "docs")
_FILE = re.compile(r"`(?P<path>[\w./-]+)`, (?P<how>a new file|at the end):$")


def make_copy(folder: Path) -> Path:
    """Return the folder with a copy of the repository, and a `bin` with the interpreter and the program."""
    for name in _COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "bin").mkdir()
    (folder / "bin" / "python").symlink_to(sys.executable)
    (folder / "bin" / "ruff").symlink_to(Path(sys.executable).with_name("ruff"))
    program = folder / "bin" / "jixiao"
    program.write_text('#!/bin/sh\nexec python -m pipeline "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return folder


def follow(page: Path, folder: Path) -> str:
    """Do what the page says, block after block; returns all that its commands printed."""
    shown = [follow_block(block, folder) for block in blocks(page) if block.reason is None]
    return "\n".join(shown)


def follow_block(block: Block, folder: Path) -> str:
    """Do what one block says; returns what it printed."""
    if block.language == "sh":
        return run_block(block, folder, root=folder)
    if block.language == "diff":
        apply = ["git", "apply", "-"]
        done = subprocess.run(apply, cwd=folder, input=block.code, text=True, capture_output=True, check=False)
        assert done.returncode == 0, f"{block.name} does not apply: {done.stderr}"
        return ""
    found = _FILE.search(_line_before(block))
    assert found, f"{block.name}: no line before it says which file it belongs to"
    file = folder / found["path"]
    assert file.exists() == (found["how"] == "at the end"), f"{block.name}: {file.name}"
    with file.open("a", encoding="utf-8") as written:
        written.write(("\n" if found["how"] == "at the end" else "") + block.code)
    return ""


def _line_before(block: Block) -> str:
    """Return the last line of text before a block."""
    lines = block.page.read_text(encoding="utf-8").splitlines()[: block.line - 2]
    return next(line.strip() for line in reversed(lines) if line.strip())
