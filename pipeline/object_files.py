"""Documents in an object store: listed, known again by what the store says of them, fetched when they are read."""

from __future__ import annotations

import glob
import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct

from pipeline.errors import NoInput
from pipeline.places import is_url, open_store, store_failures_as_os_errors

_CHUNK = 2**23
"""Bytes fetched at a time to be hashed."""

_NAME_LENGTH = 100
"""Characters of an object's name that its local copy keeps, the last ones: file systems take 255 bytes."""


class ObjectFile(Struct, frozen=True):
    """A document in an object store, as the store lists it."""

    url: str
    size: int | None = None
    version: str | None = None
    """What the store changes with the content (the ETag); None where it says nothing of the kind."""

    def __str__(self) -> str:
        return self.url

    @property
    def name(self) -> str:
        """What stands behind the last slash."""
        return self.url.rpartition("/")[2]


def find_objects(source: str) -> Iterator[tuple[ObjectFile, bool]]:
    """Yield the objects that a URL names, with whether it names them in full: one, all in a folder, or a pattern's.

    Hidden ones are passed over. Raises `NoInput` where there is nothing of that name, or the store cannot be asked.
    """
    store, root = open_store(source), source.rstrip("/")
    try:
        with store_failures_as_os_errors(source):
            kind = _kind(store, source)
            if kind == "file":
                entry = store.info(source)
                yield _describe(source, {**entry, "name": entry["name"]}), True
                return
            listed = store.find(root, detail=True) if kind else store.glob(source, detail=True)
    except OSError as error:
        raise NoInput(f"{source}: {error.strerror or error}") from error
    if not kind and not glob.has_magic(source):
        raise NoInput(f"{source}: no such object or folder")
    above = store._strip_protocol(root) if kind else ""
    for entry in sorted(listed.values(), key=lambda entry: str(entry["name"])):
        inner = str(entry["name"]).removeprefix(str(above))
        if entry["type"] == "file" and not any(part.startswith(".") for part in inner.split("/")):
            yield _describe(source, entry), False


def _kind(store: Any, source: str) -> str:
    """Return what is at a URL: `file`, `directory`, or nothing."""
    try:
        return str(store.info(source)["type"])
    except FileNotFoundError:
        return ""


def _describe(source: str, entry: Mapping[str, Any]) -> ObjectFile:
    protocol = source.partition("://")[0]
    version = entry.get("ETag") or entry.get("etag") or entry.get("generation")
    return ObjectFile(f"{protocol}://{entry['name']}", entry.get("size"), None if version is None else str(version))


def identify_object(file: ObjectFile) -> str:
    """Return the SHA-256 of an object's bytes; raises `OSError` where they cannot be had."""
    digest = hashlib.sha256()
    with store_failures_as_os_errors(file.url), open_store(file.url).open(file.url, "rb") as content:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def fetched(path: str) -> Iterator[Path]:
    """Yield a document as a file: itself where it is on a disk, else a copy that is removed afterwards."""
    if not is_url(path):
        yield Path(path)
        return
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
        local = Path(folder, path.rpartition("/")[2][-_NAME_LENGTH:])
        with store_failures_as_os_errors(path):
            open_store(path).get_file(path, str(local))
        yield local
