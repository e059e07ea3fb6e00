"""What was read, kept beside the dataset: `.readings/9e/<sha256>.<reader>.json.gz`, so that no page is read twice."""

from __future__ import annotations

import gzip
import time
import zlib
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import msgspec
from msgspec import Struct

from extractors.document import Document
from extractors.document_json import from_json, to_json
from pipeline.places import Place

_FOLDER = ".readings"
"""Begins with a dot so that Parquet readers pass over it."""

_GZIP_LEVEL = 5
"""A page of 40 kB becomes 5 kB in half a millisecond; higher levels gain two per cent for twice the time."""


_ASIDE = ".part"
"""Folder of readings that are being written; those that a killed worker left are removed from it."""

_ABANDONED_SECONDS = 86400
"""Age of what nobody writes any more: no reading takes a day to be written."""


class NotStored(Exception):
    """The reading of a document cannot be stored: the disk is full, or the dataset became read-only."""


class StoredReading(Struct, frozen=True):
    """A document as it was read, and when."""

    document: Document
    read_at: datetime


class Readings:
    """The stored readings of one dataset; several processes may use them at once."""

    def __init__(self, dataset: Place) -> None:
        self._folder = dataset / _FOLDER

    def path(self, doc_id: str, reader_id: str) -> Place:
        """Return where the reading of a document by a reader is kept."""
        return self._folder / doc_id[:2] / f"{doc_id}.{reader_id}.json.gz"

    def load(self, doc_id: str, reader_id: str) -> StoredReading | None:
        """Return the stored reading, or None where there is none that is whole."""
        path = self.path(doc_id, reader_id)
        try:
            document = from_json(gzip.decompress(path.read_bytes()))
            read_at = _modified(path)
        except (OSError, EOFError, zlib.error, msgspec.MsgspecError):
            # a reading that was cut off, cannot be read or is of an older shape costs a second reading, nothing else
            return None
        return StoredReading(document, read_at)

    def save(self, document: Document, reader_id: str) -> StoredReading:
        """Store a reading: written aside and renamed, so that no other process sees half of it; or `NotStored`."""
        path = self.path(document.doc_id, reader_id)
        content = gzip.compress(to_json(document), _GZIP_LEVEL, mtime=0)
        try:
            if isinstance(path, Path):
                _write(path, content, path.parents[1] / _ASIDE / f"{document.doc_id}.{uuid4().hex}")
            else:
                path.write_bytes(content)
        except OSError as error:
            raise NotStored(f"its reading cannot be stored: {error.strerror or error}") from error
        return StoredReading(document, datetime.now(UTC))

    def sweep(self) -> None:
        """Remove what workers left on a disk that were killed while they wrote."""
        if not isinstance(self._folder, Path):
            return
        now = time.time()
        for aside in (self._folder / _ASIDE).glob("*"):
            with suppress(OSError):
                if now - aside.stat().st_mtime > _ABANDONED_SECONDS:
                    aside.unlink()


def _write(path: Path, content: bytes, aside: Path) -> None:
    """Write a file aside and put it in place, or leave nothing."""
    aside.parent.mkdir(parents=True, exist_ok=True)
    path.parent.mkdir(exist_ok=True)
    try:
        aside.write_bytes(content)
        aside.replace(path)
    except OSError:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise


def _modified(path: Place) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC) if isinstance(path, Path) else path.modified()
