"""Options that several commands have, and what is made of them."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from extractors.settings import ExtractSettings, ReaderName
from pipeline.page_ranges import parse_pages

DEFAULTS = ExtractSettings()

Dataset = Annotated[str, typer.Argument(help="Folder or URL of a dataset.")]
Reader = Annotated[ReaderName, typer.Option(help="Which OCR reader reads pictures of text.")]
Pages = Annotated[str | None, typer.Option(metavar="3-9", help="Pages to read, counted from 1; default all.")]
Redact = Annotated[bool, typer.Option("--redact", help="Mask personal names, telephone and identity numbers.")]
Password = Annotated[str | None, typer.Option(help="Password of encrypted PDFs.")]
Lang = Annotated[Literal["zh", "en"], typer.Option(help="Language of the findings' messages.")]
MaxPages = Annotated[int, typer.Option(min=1, help="Documents with more pages fail.")]


def extract_settings(reader: ReaderName, pages: str | None, password: str | None, max_pages: int) -> ExtractSettings:
    """Return how to read documents; raises `PipelineError` for pages that are no ranges."""
    return ExtractSettings(reader=reader, pages=parse_pages(pages), password=password, max_pages=max_pages)
