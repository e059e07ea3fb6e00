"""`jixiao run`: documents into a dataset."""
# ruff: noqa: PLC0415

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pipeline.commands.choices import DEFAULTS, Lang, MaxPages, Pages, Password, Reader, Redact, extract_settings

if TYPE_CHECKING:
    from pipeline.summary import RunSummary


def run(
    source: Annotated[list[str], typer.Argument(help="Files, folders (with all they hold), patterns; also s3://…")],
    *,
    out: Annotated[str, typer.Option(metavar="DATASET", help="Folder or URL of the dataset; made if need be.")],
    workers: Annotated[int | None, typer.Option(min=1, help="Documents read at once; default by cores.")] = None,
    reader: Reader = "auto",
    pages: Pages = None,
    password: Password = None,
    timeout: Annotated[
        float, typer.Option(min=0.1, help="Seconds a document may take, plus 10 for each page.")
    ] = 120.0,
    max_memory: Annotated[float, typer.Option(min=0.1, help="GiB of memory a worker may hold.")] = 4.0,
    max_pages: MaxPages = DEFAULTS.max_pages,
    force: Annotated[bool, typer.Option("--force", help="Read again what the dataset has.")] = False,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Read again what failed before.")] = False,
    redact: Redact = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 5 where figures do not agree.")] = False,
    lang: Lang = "zh",
    log_format: Annotated[Literal["text", "json"], typer.Option(help="json: one object a document.")] = "text",
    metrics: Annotated[Path | None, typer.Option(help="Write Prometheus metrics into this file.")] = None,
    cluster: Annotated[
        str | None, typer.Option(metavar="tcp://HOST:8786", help="Read on the workers of this dask scheduler.")
    ] = None,
) -> int:
    """Read documents into a dataset: one Parquet table each of forms, funds, indicators, findings …"""
    from pipeline.batch import run as run_batch
    from pipeline.metrics import MetricsFile
    from pipeline.options import RunOptions
    from pipeline.progress import make_reporter
    from pipeline.sources import find_documents

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
