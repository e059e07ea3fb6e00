"""`jixiao doctor`: is everything here that reading documents needs?"""
# ruff: noqa: PLC0415

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from pipeline.commands.completion import complete_dataset
from pipeline.commands.help import examples
from pipeline.exit_codes import ExitCode

if TYPE_CHECKING:
    from pipeline.doctor.diagnosis import Diagnosis

EXAMPLES = examples(
    "jixiao doctor",
    "jixiao doctor --dataset dataset",
    "jixiao doctor --json | jq '.checks[].found'",
    note="It ends with 0 where documents can be read, also with warnings, and with 3 where they cannot.",
)

DatasetOption = Annotated[
    str | None,
    typer.Option(
        "--dataset", metavar="DATASET", help="Also look at this dataset and its disk.", autocompletion=complete_dataset
    ),
]


def doctor(
    *,
    dataset: DatasetOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> int:
    """Check that everything is here, and say how to mend what is not.

    Python and packages, the readers with one real recognition each, tesseract, memory and cores, disks, clock, locale,
    browser, and what is installed on demand. Nothing is changed, and no network is asked.
    """
    from pipeline.doctor.examine import examine, is_able, verdict

    found = []
    for one in examine(dataset):
        found.append(one)
        if not as_json:
            _tell(one)
    if as_json:
        sys.stdout.buffer.write(msgspec.json.encode({"able": is_able(found), "checks": found}) + b"\n")
    else:
        print(verdict(found))
    return ExitCode.OK if is_able(found) else ExitCode.MISSING_TOOL


def _tell(one: Diagnosis) -> None:
    """Print one line: ✓ green, ! yellow, ✗ red on a terminal, +, ! and x where that cannot be printed."""
    from rich.console import Console
    from rich.text import Text

    from pipeline.doctor.examine import COLOURS, PLAIN_SIGNS, SIGNS
    from pipeline.streams import visible

    signs = SIGNS if _can_print("".join(SIGNS.values())) else PLAIN_SIGNS
    line = f" {one.name:<13} {one.found}" + (f": {one.mend}" if one.mend else "")
    text = Text.assemble((signs[one.state], COLOURS[one.state]), visible(line))
    Console(highlight=False, soft_wrap=True).print(text)
    sys.stdout.flush()


def _can_print(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
