"""A finished report to its file: written aside and renamed, so that nobody opens half of one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from pipeline.errors import PipelineError

SUFFIXES = (".html", ".xlsx")


class BadOutput(PipelineError):
    """The report cannot be written where it was asked for."""


def check_output(out: Path) -> str:
    """Return which of `SUFFIXES` a report is to have; raises `BadOutput` before any work is done."""
    suffix = out.suffix.lower()
    if suffix not in SUFFIXES:
        raise BadOutput(f"{out}: a report is an .html or an .xlsx file; name it so")
    if out.is_dir():
        raise BadOutput(f"{out}: is a folder; name a file in it")
    if not out.parent.is_dir():
        raise BadOutput(f"{out.parent}: no such folder; make it first")
    return suffix


def write_report(out: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a file aside and put it in place; raises `BadOutput` where that cannot be done."""
    aside = out.with_name(f".{out.name[:100]}.{uuid4().hex[:8]}.part")
    try:
        write(aside)
        aside.replace(out)
    except OSError as error:
        raise BadOutput(f"{out}: cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
