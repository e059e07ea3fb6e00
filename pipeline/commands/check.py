"""`jixiao check`: the forms of a dataset against each other."""
# ruff: noqa: PLC0415

from __future__ import annotations

import sys
from typing import Annotated, Literal

import msgspec
import typer

from pipeline.commands.choices import Dataset, Lang
from pipeline.exit_codes import ExitCode


def check(
    dataset: Dataset,
    *,
    lang: Lang = "zh",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing into the dataset.")] = False,
    log_format: Annotated[Literal["text", "json"], typer.Option(help="json: one object a finding.")] = "text",
) -> int:
    """Compare the forms of a dataset with each other: other years, versions, units, duplicates; into `findings`."""
    from pipeline.check import check as compare
    from pipeline.check import describe_findings

    findings = compare(dataset, lang, write=not dry_run)
    if log_format == "json":
        sys.stdout.buffer.write(msgspec.json.Encoder().encode_lines(findings))
        sys.stdout.buffer.flush()
    else:
        print(describe_findings(findings))
    return ExitCode.OK
