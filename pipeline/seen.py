"""Files that earlier runs have hashed, so that an unchanged archive is not read through every night.

`OUT/.seen.json.gz` holds for each place what the file system or the store said of it, and the SHA-256 that was found.
It is a memory and no more: where it is lost, everything is hashed again.
"""

from __future__ import annotations

import gzip
import os
import time
import zlib
from collections.abc import Collection
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from uuid import uuid4

import msgspec
from msgspec import Struct

from pipeline.object_files import ObjectFile, identify_object
from pipeline.places import Place
from pipeline.tasks import identify, location

_FILE = ".seen.json.gz"

_SETTLED_SECONDS = 3.0
"""A file that changed less than this before it was looked at may change again without its times telling: the coarsest
file systems count in steps of two seconds."""

_GZIP_LEVEL = 1
"""Hashes hardly shrink."""

SourceFile = Path | ObjectFile


class Look(Struct, frozen=True):
    """What can be told of a file without reading it."""

    size: int | None
    mark: str | None
    """Changes whenever the content does; None where that is not sure."""


class Seen:
    """What is remembered of the files of a dataset's runs."""

    def __init__(self, dataset: Place) -> None:
        self._file = dataset / _FILE
        self._before = self._load()
        self._new: dict[str, tuple[str, str]] = {}

    def identify(self, file: SourceFile, look: Look) -> str:
        """Return the SHA-256 of a file's bytes, remembered or found now; raises `OSError`."""
        if (doc_id := self.recall(file, look)) is not None:
            return doc_id
        doc_id = identify(file) if isinstance(file, Path) else identify_object(file)
        if look.mark is not None:
            self._new[location(str(file))] = (look.mark, doc_id)
        return doc_id

    def recall(self, file: SourceFile, look: Look) -> str | None:
        """Return the SHA-256 of a file that is as it was when it was hashed."""
        place = location(str(file))
        mark, doc_id = self._new.get(place) or self._before.get(place) or (None, None)
        return doc_id if mark is not None and mark == look.mark else None

    def save(self, known: Collection[str]) -> None:
        """Remember for the next run the files whose documents are in the dataset; raises `OSError`."""
        if not self._new:
            return
        merged = {**self._load(), **self._new}  # another run may have saved since
        kept = {place: facts for place, facts in merged.items() if facts[1] in known}
        content = gzip.compress(msgspec.json.encode(kept), _GZIP_LEVEL, mtime=0)
        if not isinstance(self._file, Path):
            self._file.write_bytes(content)
            return
        aside = self._file.with_name(f"{_FILE}.{uuid4().hex}.part")
        try:
            aside.write_bytes(content)
            aside.replace(self._file)
        finally:
            aside.unlink(missing_ok=True)

    def _load(self) -> dict[str, tuple[str, str]]:
        try:
            content = gzip.decompress(self._file.read_bytes())
            return msgspec.json.decode(content, type=dict[str, tuple[str, str]])
        except (OSError, EOFError, zlib.error, msgspec.MsgspecError):
            return {}


def look_at(file: SourceFile) -> Look:
    """Return what can be told of a file without reading it; raises `OSError` where there is none to read."""
    if isinstance(file, ObjectFile):
        return Look(file.size, file.version and f"{file.size}-{file.version}")
    status = file.stat()
    if S_ISDIR(status.st_mode):
        next(file.iterdir(), None)  # says why, where it may not be looked into
    if not S_ISREG(status.st_mode):  # a pipe without a writer would be read for ever
        raise OSError("is no regular file")
    # the time of the last change of any kind cannot be set back, as that of the content can
    settled = time.time() - max(status.st_ctime, status.st_mtime) - _SETTLED_SECONDS >= 0
    return Look(status.st_size, _mark(status) if settled else None)


def _mark(status: os.stat_result) -> str:
    return f"{status.st_size}-{status.st_mtime_ns}-{status.st_ctime_ns}-{status.st_ino}"
