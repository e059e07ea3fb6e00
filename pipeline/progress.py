"""A run as it goes on, for whoever looks: a bar on a terminal, a line a document in a file, JSON for a scheduler."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from types import TracebackType
from typing import Literal, Protocol, Self

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from pipeline.documents import DocumentRow, Status
from pipeline.streams import say, say_bytes, visible
from pipeline.summary import RunSummary, describe

LogFormat = Literal["text", "json"]


class Reporter(Protocol):
    """Shows a run; entered before the first document and left after the last."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def document(self, row: DocumentRow, read: bool) -> None:
        """Show a document that was read, or that the dataset had already."""

    def summary(self, summary: RunSummary) -> None:
        """Show what the run did."""


def make_reporter(log_format: LogFormat, documents: int) -> Reporter:
    """Return the reporter for a log format and for where standard error goes."""
    if log_format == "json":
        return JsonLines()
    return Bar(documents) if _moves_a_cursor() else TextLines()


def _moves_a_cursor() -> bool:
    """Say whether standard error is a terminal on which a line can be drawn again."""
    return sys.stderr.isatty() and os.environ.get("TERM", "").lower() not in _PLAIN_TERMINALS


_PLAIN_TERMINALS = ("dumb", "unknown")


class TextLines:
    """One line a document on standard error, the summary on standard output."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return

    def document(self, row: DocumentRow, read: bool) -> None:
        """Write the line of a document that was read; unchanged ones are only counted."""
        if read:
            found = row.error_message or f"{row.page_count} pages, {row.form_count} forms, {row.seconds:.1f} s"
            say(visible(f"{row.status:<8} {row.source}: {found}"), sys.stderr)

    def summary(self, summary: RunSummary) -> None:
        """Write the summary for a person."""
        say(describe(summary), sys.stdout)


class Bar(TextLines):
    """A progress bar with documents and pages a second, the time left and what failed, on a terminal."""

    def __init__(self, documents: int) -> None:
        self._documents = 0
        self._pages = 0
        self._failed = 0
        self._progress = Progress(
            TextColumn("documents"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self._bar = self._progress.add_task("", total=documents, rate="")

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def document(self, row: DocumentRow, read: bool) -> None:
        """Move the bar."""
        self._documents += 1
        self._pages += row.page_count or 0 if read else 0
        self._failed += row.status == "failed"
        elapsed = self._progress.tasks[0].elapsed or 0.0
        rate = f"{self._documents / elapsed:.1f} documents/s, {self._pages / elapsed:.1f} pages/s" if elapsed else ""
        failed = f", {self._failed} failed" if self._failed else ""
        self._progress.update(self._bar, advance=1, rate=rate + failed)


class DocumentEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One document, as a log line."""

    event: Literal["document"] = "document"
    time: datetime
    source: str
    doc_id: str
    status: Status
    read: bool
    """False where the dataset had the document already."""
    pages: int | None
    forms: int
    seconds: float
    error_code: str | None
    error_message: str | None


class SummaryEvent(msgspec.Struct, frozen=True, kw_only=True):
    """The end of a run, as a log line."""

    event: Literal["summary"] = "summary"
    time: datetime
    summary: RunSummary


class JsonLines(TextLines):
    """One JSON object a document and one for the summary, on standard output."""

    def document(self, row: DocumentRow, read: bool) -> None:
        """Write the document's event."""
        event = DocumentEvent(
            time=datetime.now(UTC),
            source=row.source,
            doc_id=row.doc_id,
            status=row.status,
            read=read,
            pages=row.page_count,
            forms=row.form_count,
            seconds=round(row.seconds, 3),
            error_code=row.error_code,
            error_message=row.error_message,
        )
        _write_line(event)

    def summary(self, summary: RunSummary) -> None:
        """Write the run's event."""
        _write_line(SummaryEvent(time=datetime.now(UTC), summary=summary))


def _write_line(event: msgspec.Struct) -> None:
    say_bytes(msgspec.json.encode(event) + b"\n")
