"""A run's counts to a file of Prometheus metrics, for the textfile collector of node-exporter."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args

from pipeline.documents import Status
from pipeline.errors import PipelineError
from pipeline.exit_codes import ExitCode
from pipeline.summary import RunSummary


class MetricsFile:
    """Written after each commit and at the end: aside and renamed, so that nobody reads half of it."""

    def __init__(self, path: Path) -> None:
        """Raise `PipelineError` where no file can be written there, before a run has begun."""
        self._path = path
        self._started = time.time()
        try:
            self._write(RunSummary(dataset=""), None)
        except OSError as error:
            raise PipelineError(f"{path}: metrics cannot be written: {error.strerror}") from error

    def update(self, summary: RunSummary, code: ExitCode | None = None) -> None:
        """Write what a run has done so far, with its exit code at the end; a full disk does not end the run."""
        try:
            self._write(summary, code)
        except OSError as error:
            print(f"jixiao: {self._path}: metrics cannot be written: {error.strerror}", file=sys.stderr)

    def _write(self, summary: RunSummary, code: ExitCode | None) -> None:
        # the collector reads every *.prom of its folder
        aside = self._path.with_name(f".{self._path.name}.part")
        aside.write_text("\n".join(format_metrics(summary, self._started, code)) + "\n", encoding="utf-8")
        aside.replace(self._path)


def format_metrics(summary: RunSummary, started: float, code: ExitCode | None) -> Iterator[str]:
    """Yield the lines: `jixiao_run_documents{status="ok"} 12`."""
    by_status = {f'{{status="{status}"}}': summary.by_status.get(status, 0) for status in get_args(Status)}
    yield from _metric("documents", "Documents of the run so far, unchanged ones included.", by_status)
    codes = Counter(failure.code for failure in summary.failures)
    by_code = {f'{{code="{code}"}}': count for code, count in sorted(codes.items())}
    yield from _metric("failures", "Documents that could not be read, by error code.", by_code)
    for name, text, value in (
        ("read", "Documents that the run read or understood.", summary.read),
        ("skipped", "Documents that the dataset had already.", summary.skipped),
        ("copies", "Files with the bytes of another file.", summary.copies),
        ("pages", "Pages of the documents that were read.", summary.pages),
        ("forms", "Forms in the documents of the run.", summary.forms),
        ("errors", "Findings of severity error.", summary.errors),
        ("seconds", "Seconds since the run began.", round(summary.seconds, 3)),
        ("started_timestamp_seconds", "When the run began.", round(started, 3)),
        ("updated_timestamp_seconds", "When this was written.", round(time.time(), 3)),
        ("running", "1 while the run goes on, 0 after its end.", int(code is None)),
    ):
        yield from _metric(name, text, {"": value})
    if code is not None:
        yield from _metric("exit_code", "What the run ended with, see docs/commands.md.", {"": int(code)})


def _metric(name: str, text: str, values: Mapping[str, float]) -> Iterator[str]:
    yield f"# HELP jixiao_run_{name} {text}"
    yield f"# TYPE jixiao_run_{name} gauge"
    for labels, value in values.items():
        yield f"jixiao_run_{name}{labels} {value}"
