"""`jixiao normalize`: a reading to what it means, as JSON."""
# ruff: noqa: PLC0415

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from pipeline.commands.choices import Lang, Redact
from pipeline.commands.help import examples
from pipeline.commands.json_output import print_json
from pipeline.errors import NoInput, PipelineError
from pipeline.exit_codes import ExitCode
from pipeline.streams import read_input

if TYPE_CHECKING:
    from extractors.document import Document


EXAMPLES = examples(
    "jixiao extract form.pdf | jixiao normalize -",
    "jixiao normalize reading.json --lang en | jq '.findings[].message'",
)


def normalize(
    reading: Annotated[
        Path,
        typer.Argument(metavar="READING", help="A file that `jixiao extract` wrote, or - for standard input."),
    ],
    *,
    redact: Redact = False,
    lang: Lang = "zh",
) -> int:
    """Print what a reading means: forms, funds, indicators, findings.

    JSON with the rows that `jixiao run` writes into the tables.
    """
    from normalizers.normalize import normalize as understand
    from normalizers.redaction import redacted
    from pipeline.decimals import fit_decimals

    document = _load_reading(reading)
    print_json(fit_decimals(understand(redacted(document) if redact else document, lang), lang))
    return ExitCode.OK


def _load_reading(path: Path) -> Document:
    from extractors.document_json import from_json

    name = "standard input" if str(path) == "-" else str(path)
    try:
        content = read_input() if str(path) == "-" else path.read_bytes()
        if not content.strip():
            raise NoInput(f"{name}: is empty; a reading is what `jixiao extract DOCUMENT` prints")
        return from_json(content)
    except OSError as error:
        raise NoInput(f"{name}: {error.strerror}") from error
    except msgspec.MsgspecError as error:
        raise PipelineError(f"{name}: is no reading as `jixiao extract` prints it ({error})") from error
