"""`jixiao run`: documents into a dataset."""
# ruff: noqa: PLC0415

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands import panels
from pipeline.commands.choices import (
    DEFAULTS,
    Lang,
    LogFormat,
    MaxPages,
    Pages,
    Password,
    Reader,
    Redact,
    extract_settings,
)
from pipeline.commands.completion import complete_dataset
from pipeline.commands.help import examples

if TYPE_CHECKING:
    from pipeline.summary import RunSummary


EXAMPLES = examples(
    "jixiao run scans/ --out dataset",
    "jixiao run '2023/**/*.pdf' letter.tif --out dataset --workers 2",
    "jixiao run scans/ --out dataset --retry-failed --timeout 600",
    "jixiao run s3://archive/2023 --out s3://tables/evaluations",
    note="The same command again reads only what is new, also after Ctrl-C. It ends with 0, or with 4 where some "
    "documents could not be read; docs/commands.md has all exit codes.",
)


Source = Annotated[
    list[str], typer.Argument(metavar="SOURCE", help="Files, folders with all they hold, quoted patterns; also URLs.")
]
Out = Annotated[
    str,
    typer.Option(
        metavar="DATASET", help="Folder or URL of the dataset; made if need be.", autocompletion=complete_dataset
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Read everything again.", rich_help_panel=panels.AGAIN)]
RetryFailed = Annotated[
    bool, typer.Option("--retry-failed", help="Read again what failed before.", rich_help_panel=panels.AGAIN)
]
Workers = Annotated[
    int | None,
    typer.Option(
        metavar="N", min=1, help="Documents read at once; else by cores and memory.", rich_help_panel=panels.LIMITS
    ),
]
Timeout = Annotated[
    float,
    typer.Option(
        metavar="SECONDS", min=0.1, help="For one document, and 10 more a page.", rich_help_panel=panels.LIMITS
    ),
]
MaxMemory = Annotated[
    float, typer.Option(metavar="GIB", min=0.1, help="That a worker may hold.", rich_help_panel=panels.LIMITS)
]
Cluster = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="Read on the workers of a dask scheduler: tcp://HOST:8786.",
        rich_help_panel=panels.LIMITS,
    ),
]
Metrics = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write Prometheus metrics there.", rich_help_panel=panels.SAYING)
]
Strict = Annotated[
    bool, typer.Option("--strict", help="End with 5 where figures do not agree.", rich_help_panel=panels.SAYING)
]


def run(
    source: Source,
    *,
    out: Out,
    reader: Reader = "auto",
    pages: Pages = None,
    password: Password = None,
    redact: Redact = False,
    force: Force = False,
    retry_failed: RetryFailed = False,
    workers: Workers = None,
    timeout: Timeout = 120.0,
    max_memory: MaxMemory = 4.0,
    max_pages: MaxPages = DEFAULTS.max_pages,
    cluster: Cluster = None,
    lang: Lang = "zh",
    log_format: LogFormat = "text",
    metrics: Metrics = None,
    strict: Strict = False,
) -> int:
    """Read documents into a dataset.

    One folder of Parquet files a table: forms, funds, indicators, findings and others. Documents that are in the
    dataset already are passed over; one that cannot be read is a row that says why.
    """
    from pipeline.batch import run as run_batch
    from pipeline.metrics import MetricsFile
    from pipeline.options import RunOptions
    from pipeline.other_kinds import describe_others, perhaps_documents
    from pipeline.progress import make_reporter
    from pipeline.sources import find_documents
    from pipeline.streams import say, visible

    options = RunOptions(
        extract=extract_settings(reader, pages, password, max_pages),
        workers=workers,
        timeout=timeout,
        memory_gb=max_memory,
        force=force,
        retry_failed=retry_failed,
        redact=redact,
        language=lang,
    )
    files = find_documents(source)
    if log_format == "text" and (others := perhaps_documents(files.others)):
        say(visible(f"jixiao: passed over: {describe_others(others)}"), sys.stderr)
    watch = MetricsFile(metrics) if metrics is not None else None
    run_it = run_batch if cluster is None else _run_on(cluster)
    with make_reporter(log_format, len(files)) as reporter:
        summary = run_it(files, out, options, on_document=reporter.document, on_commit=watch.update if watch else None)
    reporter.summary(summary)
    code = summary.exit_code(strict)
    if watch:
        watch.update(summary, code)
    return code


def _run_on(address: str) -> Callable[..., RunSummary]:
    from pipeline.cluster import run_on_cluster

    return partial(run_on_cluster, address)
