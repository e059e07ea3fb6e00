"""Files, folders and patterns to the list of documents they name: `["2023年", "*.pdf"]` to paths in a steady order."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.errors import NoInput

SUFFIXES = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".txt", ".tsv", ".md", ".html", ".htm"})
"""Kinds of file that are taken from folders and patterns; a file named in full is taken whatever it is called."""


def find_documents(sources: Iterable[str | Path]) -> list[Path]:
    """Return the documents that files, folders (with all they hold) and patterns (`扫描/**/*.pdf`) name, each once.

    Hidden files and folders are passed over. Raises `NoInput` for a source that does not exist, and where no
    source holds a document.
    """
    wanted = [str(source) for source in sources]
    found = dict.fromkeys(path for source in wanted for path in _expand(source))
    if not found:
        raise NoInput(f"no document in {', '.join(wanted)}: looked for {' '.join(sorted(SUFFIXES))}")
    return list(found)


def _expand(source: str) -> Iterator[Path]:
    path = Path(source)
    if path.is_dir():
        yield from _walk(path)
    elif path.exists():
        yield path
    elif glob.has_magic(source):
        yield from _match(source)
    else:
        raise NoInput(f"{source}: no such file or folder")


def _match(pattern: str) -> Iterator[Path]:
    for name in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207 (patterns may be absolute)
        path = Path(name)
        if path.is_dir():
            yield from _walk(path)
        elif _is_document(path.name):
            yield path


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if _is_document(name):
                yield Path(parent, name)


def _is_document(name: str) -> bool:
    # office programs leave ~$ files beside an open document
    return Path(name).suffix.lower() in SUFFIXES and not name.startswith((".", "~$"))
