"""Files, folders and patterns to the list of documents they name: `["2023年", "*.pdf"]` to paths in a steady order."""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pipeline.errors import NoInput
from pipeline.object_files import ObjectFile, find_objects
from pipeline.other_kinds import describe_others, kind_of
from pipeline.places import is_url
from pipeline.seen import SourceFile

SUFFIXES = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".txt", ".tsv", ".md", ".html", ".htm"})
"""Kinds of file that are taken from folders and patterns; a file named in full is taken whatever it is called."""


class Documents(list[SourceFile]):
    """Documents that were found: a file that goes before its turn comes is a row, and no reason to read none."""

    def __init__(self, files: Iterable[SourceFile], others: Mapping[str, int] | None = None) -> None:
        super().__init__(files)
        self.others = dict(others or {})
        """Suffix -> how many files were passed over, because they are of no kind that is read."""


def find_documents(sources: Iterable[str | SourceFile]) -> Documents:
    """Return the documents that files, folders (with all they hold) and patterns (`扫描/**/*.pdf`) name, each once.

    Any of them may be in an object store (`s3://archive/2023/*.pdf`). Hidden files and folders are passed over.
    Raises `NoInput` for a source that does not exist, and where no source holds a document.
    """
    if isinstance(sources, Documents):
        return sources
    wanted = [source if isinstance(source, ObjectFile) else str(source) for source in sources]
    others: Counter[str] = Counter()
    found = dict.fromkeys(file for source in wanted for file in _expand(source, others))
    if not found:
        raise NoInput(f"no document in {', '.join(map(str, wanted))}: {_what_is_there(others)}")
    return Documents(found, others)


def _what_is_there(others: Counter[str]) -> str:
    kinds = " ".join(sorted(SUFFIXES))
    if not others:
        return f"there is no file; looked for {kinds}"
    return f"there are only other files ({describe_others(others)}); looked for {kinds}"


def _expand(source: str | ObjectFile, others: Counter[str]) -> Iterator[SourceFile]:
    if isinstance(source, ObjectFile):
        yield source
    elif is_url(source):
        yield from (file for file, in_full in find_objects(source) if in_full or _is_document(file.name, others))
    elif (path := Path(source)).is_dir():
        yield from _walk(path, others)
    elif path.exists():
        yield path
    elif glob.has_magic(source):
        yield from _match(source, others)
    else:
        raise NoInput(f"{source}: no such file or folder")


def _match(pattern: str, others: Counter[str]) -> Iterator[Path]:
    for name in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207 (patterns may be absolute)
        path = Path(name)
        if path.is_dir():
            yield from _walk(path, others)
        elif _is_document(path.name, others):
            yield path


def _walk(folder: Path, others: Counter[str]) -> Iterator[Path]:
    unreadable: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=lambda error: unreadable.append(Path(error.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if _is_document(name, others):
                yield Path(parent, name)
    yield from unreadable  # each becomes a row that says so


def _is_document(name: str, others: Counter[str]) -> bool:
    """Say whether a file is taken; one that is neither taken nor hidden is counted."""
    if name.startswith((".", "~$")):  # office programs leave ~$ files beside an open document
        return False
    if Path(name).suffix.lower() in SUFFIXES:
        return True
    others[kind_of(name)] += 1
    return False
