"""`jixiao check`: the forms of a dataset against each other."""
# ruff: noqa: PLC0415

from __future__ import annotations

import sys
from typing import Annotated

import msgspec
import typer

from pipeline.commands.choices import Dataset, Lang, LogFormat
from pipeline.commands.help import examples
from pipeline.exit_codes import ExitCode

EXAMPLES = examples("jixiao check dataset", "jixiao check dataset --dry-run --log-format json | jq '.message'")


def check(
    dataset: Dataset,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing into the dataset.")] = False,
    lang: Lang = "zh",
    log_format: LogFormat = "text",
) -> int:
    """Compare the forms of a dataset with each other.

    Years, versions, units side by side, sums over units, duplicates. What does not agree is printed, and written into
    the table `findings` in place of what the check before found.
    """
    from pipeline.check import check as compare
    from pipeline.check import describe_findings

    findings = compare(dataset, lang, write=not dry_run)
    if log_format == "json":
        sys.stdout.buffer.write(msgspec.json.Encoder().encode_lines(findings))
        sys.stdout.buffer.flush()
    else:
        print(describe_findings(findings))
    return ExitCode.OK
