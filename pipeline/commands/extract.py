"""`jixiao extract`: one document to its reading, as JSON."""
# ruff: noqa: PLC0415

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from pipeline.commands import panels
from pipeline.commands.choices import DEFAULTS, MaxPages, Pages, Password, Reader, Redact, extract_settings
from pipeline.commands.help import examples
from pipeline.commands.json_output import print_json
from pipeline.errors import NoInput
from pipeline.exit_codes import ExitCode

EXAMPLES = examples(
    "jixiao extract form.pdf > reading.json",
    "jixiao extract scan.tif --pages 2-3 --debug-images look/",
    "jixiao extract form.pdf | jixiao normalize - | jq '.indicators'",
)


def extract(
    document: Annotated[Path, typer.Argument(metavar="DOCUMENT", help="A PDF, picture or text export.")],
    *,
    reader: Reader = "auto",
    pages: Pages = None,
    password: Password = None,
    redact: Redact = False,
    max_pages: MaxPages = DEFAULTS.max_pages,
    debug_images: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Also draw there what was found on each page.", rich_help_panel=panels.SAYING),
    ] = None,
) -> int:
    """Print the reading of one document: what is printed in it.

    JSON with pages, tables, cells and paragraphs, each with its place, its readings and its doubts. A value that is
    wrong here was read wrongly; one that is right here and wrong in the dataset was understood wrongly.
    """
    from extractors.extract import extract as read
    from pipeline.tasks import printable

    settings = extract_settings(reader, pages, password, max_pages)
    if document.is_dir():
        raise NoInput(f"{document}: is a folder; read one with `jixiao run {document} --out DATASET`")
    if not document.is_file():
        raise NoInput(f"{document}: no such file")
    reading = read(document, settings)
    reading = msgspec.structs.replace(reading, file_name=printable(reading.file_name))
    if redact:
        from normalizers.redaction import redacted

        reading = redacted(reading)
    if debug_images is not None:
        from pipeline.debug_images import draw_reading

        draw_reading(document, reading, debug_images, password)
    print_json(reading)
    return ExitCode.OK
