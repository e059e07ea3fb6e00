"""Where documents and datasets are: `/archive/自评表.pdf` on a disk, `s3://archive/自评表.pdf` in an object store.

Disks are `pathlib.Path`; an object store is an `ObjectPath`, which has the few of its methods that a dataset needs and
speaks to any store that fsspec knows. Each store's own environment variables say who asks and where (`AWS_…`,
`GOOGLE_…`, `AZURE_…`); Delta's own library reads the same.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import MissingPackage, NotADataset

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_URL = re.compile(r"([a-z][a-z0-9+.-]*)://.+", re.DOTALL)

_STRAY_BYTE = re.compile("[\ud800-\udfff]")
"""How Python spells a byte of a name that is not UTF-8."""

_FAILURES = (
    ("botocore.exceptions", "BotoCoreError"),
    ("botocore.exceptions", "ClientError"),
    ("aiohttp", "ClientError"),
    ("gcsfs.retry", "HttpError"),
    ("google.auth.exceptions", "GoogleAuthError"),
    ("azure.core.exceptions", "AzureError"),
)
"""What the stores' libraries raise that is no `OSError`, by the module that has to be loaded for it to be raised."""


def is_url(place: object) -> bool:
    """Say whether a place is in an object store: `s3://archive/2023`; everything else is a path."""
    return isinstance(place, ObjectPath) or (isinstance(place, str) and _URL.fullmatch(place) is not None)


def place(text: str | Path | ObjectPath) -> Place:
    """Return a path or a URL as a place of a dataset.

    Raises `MissingPackage` for a store whose package is not installed, `NotADataset` for a name that no Parquet reader
    could be told of.
    """
    if isinstance(text, Path | ObjectPath):
        return text
    if _STRAY_BYTE.search(text):
        raise NotADataset(f"{_STRAY_BYTE.sub('�', text)}: the name is not UTF-8; give the dataset another one")
    return ObjectPath(text) if is_url(text) else Path(text)


class ObjectPath:
    """An object, or what a folder is to an object store: the objects whose names begin with it.

    Every failure of the store or of the way to it is an `OSError`.
    """

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self.store = open_store(self._url)

    def __truediv__(self, name: str) -> ObjectPath:
        return ObjectPath(f"{self._url}/{name}")

    def __str__(self) -> str:
        return self._url

    def __repr__(self) -> str:
        return f"ObjectPath({self._url!r})"

    @property
    def name(self) -> str:
        """What stands behind the last slash."""
        return self._url.rpartition("/")[2]

    def exists(self) -> bool:
        """Say whether there is an object of this name, or one whose name goes on behind a slash."""
        with store_failures_as_os_errors(self._url):
            return bool(self.store.exists(self._url))

    def read_bytes(self) -> bytes:
        """Return the object's content."""
        with store_failures_as_os_errors(self._url):
            content: bytes = self.store.cat_file(self._url)
            return content

    def read_text(self) -> str:
        """Return the object's content as text."""
        return self.read_bytes().decode()

    def write_bytes(self, content: bytes) -> None:
        """Put the object in place of what is there: others see the whole of it or nothing."""
        with store_failures_as_os_errors(self._url):
            self.store.pipe_file(self._url, content)

    def write_text(self, text: str) -> None:
        """Put the object, with this text."""
        self.write_bytes(text.encode())

    def create(self, content: bytes) -> bool:
        """Put the object where there is none and return True; of several that try at once, one succeeds."""
        with store_failures_as_os_errors(self._url):
            try:
                self.store.pipe_file(self._url, content, mode="create")
            except FileExistsError:
                # the answer to a first try may have been lost on its way
                return bool(self.store.cat_file(self._url) == content)
            return True

    def copy_to(self, target: ObjectPath) -> bool:
        """Copy the object inside its store; return False where there is none."""
        with store_failures_as_os_errors(self._url):
            try:
                self.store.cp_file(self._url, str(target))
            except FileNotFoundError:
                return False
            return True

    def modified(self) -> datetime:
        """Return when the object was put."""
        with store_failures_as_os_errors(self._url):
            moment: datetime = self.store.modified(self._url)
            return moment.replace(tzinfo=moment.tzinfo or UTC)

    def unlink(self, missing_ok: bool = False) -> None:
        """Remove the object."""
        with store_failures_as_os_errors(self._url):
            try:
                self.store.rm_file(self._url)
            except FileNotFoundError:
                if not missing_ok:
                    raise

    def iterdir(self) -> Iterator[ObjectPath]:
        """Yield the objects of the folder and the folders in it, each once; none where there is no such folder."""
        with store_failures_as_os_errors(self._url):
            try:
                entries = self.store.ls(self._url, detail=False, refresh=True)
            except FileNotFoundError:
                return
        own = self.store._strip_protocol(self._url)
        for entry in sorted(entries):
            if (name := str(entry).rstrip("/")) != own:
                yield self / name.rpartition("/")[2]


Place = Path | ObjectPath


def open_store(url: str) -> AbstractFileSystem:
    """Return the store of a URL; raises `MissingPackage` where its package is not installed, or nobody knows it."""
    return _open(url.partition("://")[0])


@cache
def _open(protocol: str) -> AbstractFileSystem:
    try:
        import fsspec  # noqa: PLC0415 (an extra: most have no object store)

        # other runs write too: what was listed a moment ago is not what is there
        store: AbstractFileSystem = fsspec.filesystem(protocol, use_listings_cache=False)
    except (ImportError, ValueError) as error:
        raise MissingPackage(
            f"{protocol}:// needs a package that is not installed: pip install 'jixiao[object-stores]' ({error})"
        ) from error
    return store


@contextmanager
def store_failures_as_os_errors(url: str) -> Iterator[None]:
    """Turn what a store's library raises into an `OSError` that names the place."""
    try:
        yield
    except _failures() as error:
        raise OSError(f"{url}: {' '.join(str(error).split())}") from error


def _failures() -> tuple[type[Exception], ...]:
    return tuple(getattr(sys.modules[module], name) for module, name in _FAILURES if module in sys.modules)
