"""A folder in which blocks of documentation run: the files that they name are there, and so is the program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

from tests.docs.pages import ROOT, Block

DOCUMENTS = ROOT / "fixtures" / "documents"
SERVER_PATHS = {
    "/var/lib/node_exporter/": "metrics/",
    "/archive": "archive",
    "/data/": "data/",
}
"""Folders of a server in the pages: in the sandbox."""
_PRELUDE = "import duckdb, pandas\n"
"""Short blocks do not say what everybody imports."""
_PROGRAM = """#!/bin/bash
if [ "$1" != review ]; then exec "{python}" -m pipeline "$@"; fi
"{python}" -m pipeline "$@" --no-browser > served 2>&1 &
for i in $(seq 300); do grep -q http:// served && break; sleep 0.2; done
kill -INT $!; wait $!
cat served; grep -q http:// served
"""
"""The program; a review is ended, as a person would, once it has printed its address."""
_LONGEST = 300
"""Seconds that a block may take, on a machine that does much else."""


def make_sandbox(folder: Path, dataset: Path) -> Path:
    """Return the folder, with copies of documents under the names that pages use and copies of the dataset."""
    (folder / "fixtures").symlink_to(ROOT / "fixtures")
    for name in ("form.pdf", "自评表.pdf"):
        shutil.copy(DOCUMENTS / "project_scored.pdf", folder / name)
    for name in ("archive", "scans", "metrics", "bin", "data", "out"):
        (folder / name).mkdir()
    shutil.copy(DOCUMENTS / "annex_export.txt", folder / "archive")
    Image.new("L", (400, 300), 255).save(folder / "scans" / "letter.tif")
    for place in ("dataset", "out/dataset", "data/dataset"):
        shutil.copytree(dataset, folder / place)
    program = folder / "bin" / "jixiao"
    program.write_text(_PROGRAM.format(python=sys.executable), encoding="utf-8")
    program.chmod(0o755)
    (folder / "bin" / "python").symlink_to(sys.executable)
    return folder


def run_block(block: Block, folder: Path, root: Path = ROOT) -> str:
    """Run a block and return what it printed; one that ends with an error fails the test with its name and messages.

    `root` is the repository whose program runs.
    """
    code = block.code
    for server, here in SERVER_PATHS.items():
        code = code.replace(server, here)
    done = subprocess.run(
        _command(block.language, code),
        cwd=folder,
        env=_environment(folder, root),
        capture_output=True,
        text=True,
        check=False,
        timeout=_LONGEST,
    )
    assert done.returncode == 0, f"{block.name} ends with {done.returncode}:\n{code}\n{done.stdout}{done.stderr}"
    return done.stdout


def _command(language: str, code: str) -> list[str]:
    if language == "sh":
        return ["bash", "-euo", "pipefail", "-c", code]
    if language == "sql":
        return [sys.executable, "-c", f"import duckdb\nprint(duckdb.sql({code!r}))"]
    assert language == "python", f"no test runs {language}: say why before the block, <!-- not run: … -->"
    polars = "import polars\n" if "polars." in code else ""
    return [sys.executable, "-c", _PRELUDE + polars + code]


def _environment(folder: Path, root: Path) -> Mapping[str, str]:
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    modules = os.pathsep.join((str(root), *sys.path))
    return {**os.environ, "PATH": path, "PYTHONPATH": modules, "PYTHONIOENCODING": "utf-8", "MPLBACKEND": "agg"}
