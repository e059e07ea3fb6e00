"""Options that several commands have, and what is made of them."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from extractors.settings import ExtractSettings, ReaderName
from pipeline.commands import panels
from pipeline.commands.completion import complete_dataset
from pipeline.page_ranges import parse_pages

DEFAULTS = ExtractSettings()

Dataset = Annotated[
    str, typer.Argument(metavar="DATASET", help="Folder or URL of a dataset.", autocompletion=complete_dataset)
]
Reader = Annotated[
    ReaderName,
    typer.Option(
        metavar="NAME",
        help="Who reads pictures of text: auto and rapidocr are the models inside, tesseract a program of its own.",
        rich_help_panel=panels.WHAT,
    ),
]
Pages = Annotated[
    str | None,
    typer.Option(metavar="3-9", help="Only these pages, from 1; also 1,3-9.", rich_help_panel=panels.WHAT),
]
Password = Annotated[
    str | None, typer.Option(metavar="TEXT", help="Opens encrypted PDFs.", rich_help_panel=panels.WHAT)
]
Redact = Annotated[
    bool,
    typer.Option(
        "--redact", help="Mask names of persons, telephone and identity numbers.", rich_help_panel=panels.WHAT
    ),
]
MaxPages = Annotated[
    int,
    typer.Option(metavar="N", min=1, help="Documents with more pages fail.", rich_help_panel=panels.LIMITS),
]
Lang = Annotated[
    Literal["zh", "en"],
    typer.Option(metavar="zh|en", help="Language of the findings' messages.", rich_help_panel=panels.SAYING),
]
LogFormat = Annotated[
    Literal["text", "json"],
    typer.Option(
        metavar="text|json", help="json: one object a line on standard output.", rich_help_panel=panels.SAYING
    ),
]


def extract_settings(reader: ReaderName, pages: str | None, password: str | None, max_pages: int) -> ExtractSettings:
    """Return how to read documents; raises `PipelineError` for pages that are no ranges."""
    return ExtractSettings(reader=reader, pages=parse_pages(pages), password=password, max_pages=max_pages)
