"""What a run did, counted: documents by status, forms, rows a table, failures with their mend, what wants review."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct, field

from pipeline.columns import ROW_TYPES
from pipeline.documents import DocumentRow, Status
from pipeline.exit_codes import ExitCode
from pipeline.mends import mend
from pipeline.places import Place
from pipeline.streams import visible
from pipeline.tasks import Outcome

_LISTED = 20
"""Failures and documents to review that a summary lists by name; `jixiao status` and the tables have them all."""


class Failure(Struct, frozen=True):
    """One document that could not be read."""

    source: str
    code: str
    message: str


class RunSummary(Struct, frozen=True, kw_only=True):
    """What became of the documents of one run, those that the dataset had already included."""

    dataset: str
    by_status: dict[Status, int] = field(default_factory=dict)
    read: int = 0
    """Documents that this run read or understood."""
    skipped: int = 0
    """Documents that the dataset had already."""
    copies: int = 0
    """Files with the bytes of another file of the run; they have no row of their own."""
    pages: int = 0
    """Pages of the documents that this run read or understood."""
    forms: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    """Rows written by this run, by table."""
    errors: int = 0
    """Findings of severity error."""
    failures: tuple[Failure, ...] = ()
    review: tuple[str, ...] = ()
    """Sources of the documents that a person should look at."""
    seconds: float = 0.0
    interrupted: bool = False

    def exit_code(self, strict: bool = False) -> ExitCode:
        """Return what the command ends with."""
        if self.interrupted:
            return ExitCode.INTERRUPTED
        if any(failure.code == "missing_tool" for failure in self.failures):
            return ExitCode.MISSING_TOOL
        if self.failures:
            return ExitCode.FAILED
        return ExitCode.FINDINGS if strict and self.errors else ExitCode.OK


class Tally:
    """Counts a run while it goes on; keeps names only of what a person has to look at."""

    def __init__(self) -> None:
        self.by_status: Counter[Status] = Counter()
        self.rows: Counter[str] = Counter()
        self.read = self.skipped = self.copies = self.pages = self.forms = self.errors = 0
        self.failures: list[Failure] = []
        self.review: list[str] = []

    def add_read(self, outcome: Outcome) -> None:
        """Count a document that this run read."""
        self.read += 1
        self.pages += outcome.row.page_count or 0
        for table, batch in outcome.batches.items():
            self.rows[table] += batch.num_rows
        self._add(outcome.row)

    def add_skipped(self, row: DocumentRow) -> None:
        """Count a document that the dataset had already."""
        self.skipped += 1
        self._add(row)

    def _add(self, row: DocumentRow) -> None:
        self.by_status[row.status] += 1
        self.forms += row.form_count
        self.errors += row.error_findings
        if row.status == "failed":
            self.failures.append(Failure(row.source, row.error_code or "", row.error_message or ""))
        if row.status == "review":
            self.review.append(row.source)

    def summarize(self, dataset: Place, seconds: float, interrupted: bool = False) -> RunSummary:
        """Return what was counted."""
        return RunSummary(
            dataset=str(dataset),
            by_status=dict(self.by_status),
            read=self.read,
            skipped=self.skipped,
            copies=self.copies,
            pages=self.pages,
            forms=self.forms,
            rows={table: self.rows[table] for table in ROW_TYPES if self.rows[table]},
            errors=self.errors,
            failures=tuple(self.failures),
            review=tuple(self.review),
            seconds=seconds,
            interrupted=interrupted,
        )


def describe(summary: RunSummary) -> str:
    """Return the summary as text for a person."""
    count = sum(summary.by_status.values())
    lines = [f"{count} documents in {summary.seconds:.1f} s: {summary.read} read, {summary.skipped} unchanged"]
    if summary.copies:
        lines.append(f"  {summary.copies} files are copies of others and were not read again")
    lines += describe_statuses(summary.by_status)
    lines.append(f"{summary.forms} forms")
    if summary.rows:
        lines.append("rows written: " + ", ".join(f"{table} {rows}" for table, rows in summary.rows.items()))
    lines += describe_failures(summary.failures)
    lines += describe_review(summary.review)
    if summary.interrupted:
        lines.append("stopped before the end: run the same command again to go on")
    lines.append(f'dataset: {summary.dataset}   (pandas.read_parquet("{summary.dataset}/indicators"))')
    return "\n".join(lines)


_MEANINGS: dict[Status, str] = {
    "ok": "no row is marked",
    "review": "some rows want a look: needs_review, table findings",
    "no_form": "no evaluation form in it",
    "failed": "could not be read",
}


def describe_statuses(by_status: dict[Status, int]) -> list[str]:
    """Return one line a status that occurs."""
    return [
        f"  {by_status[status]:>6} {status:<8} {meaning}"
        for status, meaning in _MEANINGS.items()
        if by_status.get(status)
    ]


def describe_failures(failures: tuple[Failure, ...]) -> list[str]:
    """Return the failures with what can be done about each, the advice once a kind."""
    lines: list[str] = []
    for code in dict.fromkeys(failure.code for failure in failures):
        of_kind = [failure for failure in failures if failure.code == code]
        lines.append(f"failed, {code} ({len(of_kind)}): {mend(code)}")
        lines += [f"  {visible(failure.source)}: {visible(failure.message)}" for failure in of_kind[:_LISTED]]
        lines += _name_rest(len(of_kind))
    return lines


def describe_review(sources: tuple[str, ...]) -> list[str]:
    """Return the documents that want a look."""
    if not sources:
        return []
    listed = [f"  {visible(source)}" for source in sources[:_LISTED]]
    return [f"to review ({len(sources)}):", *listed, *_name_rest(len(sources))]


def _name_rest(count: int) -> list[str]:
    return [f"  … and {count - _LISTED} more"] if count > _LISTED else []
