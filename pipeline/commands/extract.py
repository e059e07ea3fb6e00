"""`jixiao extract`: one document to its reading, as JSON."""
# ruff: noqa: PLC0415

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.choices import DEFAULTS, MaxPages, Pages, Password, Reader, Redact, extract_settings
from pipeline.commands.json_output import print_json
from pipeline.errors import NoInput
from pipeline.exit_codes import ExitCode


def extract(
    document: Annotated[Path, typer.Argument(help="A PDF, picture or text export.")],
    *,
    reader: Reader = "auto",
    pages: Pages = None,
    password: Password = None,
    max_pages: MaxPages = DEFAULTS.max_pages,
    redact: Redact = False,
    debug_images: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Also draw what was found over each page, into this folder.")
    ] = None,
) -> int:
    """Print what is printed in one document, as JSON: its reading."""
    from extractors.extract import extract as read

    settings = extract_settings(reader, pages, password, max_pages)
    if not document.is_file():
        raise NoInput(f"{document}: no such file")
    reading = read(document, settings)
    if redact:
        from normalizers.redaction import redacted

        reading = redacted(reading)
    print_json(reading)
    if debug_images is not None:
        from pipeline.debug_images import draw_reading

        draw_reading(document, reading, debug_images, password)
    return ExitCode.OK
