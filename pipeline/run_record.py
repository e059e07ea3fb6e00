"""What a run did to a row of the table `runs`."""

from __future__ import annotations

import platform
from datetime import UTC, datetime
from uuid import uuid4

import msgspec

from pipeline.options import RunOptions
from pipeline.run_row import RunRow
from pipeline.summary import RunSummary
from pipeline.version import pipeline_version


def describe_run(
    summary: RunSummary, options: RunOptions, reader: str, normalizer: str, started: datetime
) -> RunRow:
    """Return the row of a run that has come to its end now."""
    return RunRow(
        run_id=uuid4().hex,
        started=started,
        ended=datetime.now(UTC),
        host=platform.node(),
        options=_without_password(options),
        pipeline_version=pipeline_version(),
        reader=reader,
        normalizer=normalizer,
        read=summary.read,
        skipped=summary.skipped,
        copies=summary.copies,
        ok=summary.by_status.get("ok", 0),
        review=summary.by_status.get("review", 0),
        no_form=summary.by_status.get("no_form", 0),
        failed=summary.by_status.get("failed", 0),
        pages=summary.pages,
        forms=summary.forms,
        errors=summary.errors,
        interrupted=summary.interrupted,
    )


def _without_password(options: RunOptions) -> str:
    open_to_all = msgspec.structs.replace(options, extract=msgspec.structs.replace(options.extract, password=None))
    return msgspec.json.encode(open_to_all).decode()
