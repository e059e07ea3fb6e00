"""What goes to a worker and what comes back: a file to read, and its rows or the reason why there are none."""

from __future__ import annotations

import hashlib
import os
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
from msgspec import Struct, field

from extractors.settings import ExtractSettings
from normalizers.schema import Language
from pipeline.columns import TABLES, arrow_schema
from pipeline.corrections.row import Correction
from pipeline.documents import DocumentRow
from pipeline.places import is_url
from pipeline.version import pipeline_version

_MESSAGE_LENGTH = 500
"""Characters of an error message that are kept; some libraries put whole objects into theirs."""

_REDACTED = "-redacted"
"""End of the names of readings with masked texts."""

_SURROGATE = re.compile("[\ud800-\udfff]")


class Task(Struct, frozen=True, kw_only=True):
    """One document to read. Everything in it is plain, so that it travels to other processes and machines."""

    doc_id: str
    path: str
    byte_size: int | None
    settings: ExtractSettings
    normalizer: str
    dataset: str
    timeout: float
    """Seconds, without what is added for each page."""
    timeout_a_page: float
    language: Language = "zh"
    """Of the findings' messages."""
    redact: bool = False
    """Mask personal names and numbers in the reading."""
    fresh: bool = False
    """Do not use a stored reading."""
    replaces: tuple[str, ...] = ()
    """Documents that stood at this path before and no longer do."""
    corrections: tuple[Correction, ...] = ()
    """What persons say is printed in it, as far as was known when the task was made."""

    def reader_id(self) -> str:
        """Return the name under which the reading is stored; one with masked texts is another reading."""
        return reader_id(self.settings, redact=self.redact)


def reader_id(settings: ExtractSettings, *, redact: bool) -> str:
    """Return the name of a reading that is made with these settings."""
    return settings.reader_id() + (_REDACTED if redact else "")


def normalizer_id(language: Language) -> str:
    """Return the version with the language of its messages: `2`, `2-en`; another one is another understanding."""
    from normalizers.normalize import NORMALIZER_VERSION  # noqa: PLC0415 (half a second that `--help` need not pay)

    return NORMALIZER_VERSION if language == "zh" else f"{NORMALIZER_VERSION}-{language}"


def language_of(normalizer: str) -> Language:
    """Return the language of the messages of what a normaliser of this name understood."""
    return "en" if normalizer.endswith("-en") else "zh"


def is_redacted(reader: str) -> bool:
    """Say whether a reading of this name has masked texts: then its pages may not be shown either."""
    return reader.endswith(_REDACTED)


class Outcome(Struct, frozen=True, kw_only=True):
    """One document's row and, where it was read, its rows in the other tables."""

    row: DocumentRow
    batches: dict[str, pa.RecordBatch] = field(default_factory=dict)
    replaces: tuple[str, ...] = ()
    over: DocumentRow | None = None
    """The document as it was in the dataset when its stored reading was understood again: where it was read again
    since, these rows are older."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle rows as Arrow's own messages, and schemas made ready once: fifteen times as fast as Arrow's pickling,
        of which the run, that has one core for all workers, does half."""
        packed = {name: (_pack_schema(name, rows.schema), rows.serialize()) for name, rows in self.batches.items()}
        return _unpack, (self.row, packed, self.replaces, self.over)


def _pack_schema(table: str, schema: pa.Schema) -> bytes:
    ours = table in TABLES and schema.equals(arrow_schema(table))
    return _our_schema(table) if ours else schema.serialize().to_pybytes()


@cache
def _our_schema(table: str) -> bytes:
    packed: bytes = arrow_schema(table).serialize().to_pybytes()
    return packed


def _unpack(
    row: DocumentRow,
    packed: dict[str, tuple[bytes, pa.Buffer]],
    replaces: tuple[str, ...],
    over: DocumentRow | None,
) -> Outcome:
    """Return what was pickled, with the schemas that it had there: a worker may run another version."""
    batches = {}
    for table, (schema, rows) in packed.items():
        ours = table in TABLES and schema == _our_schema(table)
        shape = arrow_schema(table) if ours else pa.ipc.read_schema(pa.py_buffer(schema))
        batches[table] = pa.ipc.read_record_batch(rows, shape)
    return Outcome(row=row, batches=batches, replaces=replaces, over=over)


def fail(task: Task, code: str, message: str, seconds: float = 0.0) -> Outcome:
    """Return the outcome of a document that could not be read; the message need not name it, its row does."""
    for name in (task.path, Path(task.path).name):
        message = message.removeprefix(f"{name}: ")
    row = DocumentRow(
        doc_id=task.doc_id,
        source=printable(task.path),
        file_name=printable(Path(task.path).name),
        byte_size=task.byte_size,
        status="failed",
        error_code=code,
        error_message=printable(" ".join(message.split()))[:_MESSAGE_LENGTH],
        pipeline_version=pipeline_version(),
        extracted_at=datetime.now(UTC),
        seconds=seconds,
        location=location(task.path),
        reader=task.reader_id(),
        normalizer=task.normalizer,
    )
    return Outcome(row=row, replaces=task.replaces)


def location(path: str | Path) -> str:
    """Return the absolute path, or the URL, as text."""
    if is_url(path):
        return printable(str(path))
    return printable(os.path.abspath(path))  # noqa: PTH100 (Path.absolute keeps `..`)


def printable(text: str) -> str:
    """Return text that UTF-8 can hold: a file name's stray bytes become `�`."""
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def identify(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def identify_path(path: str | Path) -> str:
    """Return what stands for a file whose bytes cannot be had: the SHA-256 of its absolute path."""
    return hashlib.sha256(location(path).encode()).hexdigest()
