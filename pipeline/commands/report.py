"""`jixiao report`: what a dataset or a document says, for people to read, print and work on."""
# ruff: noqa: PLC0415

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.choices import Dataset, Lang, Password
from pipeline.commands.help import examples
from pipeline.exit_codes import ExitCode

EXAMPLES = examples(
    "jixiao report dataset --out report.html",
    "jixiao report dataset 自评表.pdf --out 自评表.xlsx",
    note="An .html is one file with its pictures, to read and print; an .xlsx restores the form.",
)


def report(
    dataset: Dataset,
    document: Annotated[
        str | None,
        typer.Argument(metavar="DOCUMENT", help="One document: its file name, path, or first digits of its hash."),
    ] = None,
    *,
    out: Annotated[Path, typer.Option(metavar="FILE", help="The report: an .html or an .xlsx file.")],
    lang: Lang = "zh",
    password: Password = None,
) -> int:
    """Make a report: of one document, or of all."""
    from pipeline.report.make import make_report

    make_report(dataset, out, document, lang, password)
    print(f"{out}", file=sys.stderr)
    return ExitCode.OK
