"""What one check found: `! tesseract  the program is not installed: apt install tesseract-ocr`."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

State = Literal["ok", "warning", "problem"]


class Diagnosis(Struct, frozen=True, kw_only=True):
    """One line of what the doctor says."""

    name: str
    """What was looked at, one word."""
    state: State
    """`problem`: documents cannot be read, or not into this dataset; `warning`: something besides cannot be done."""
    found: str
    mend: str | None = None
    """What to do, where something is to be done."""


def ok(name: str, found: str) -> Diagnosis:
    """Return that all is well."""
    return Diagnosis(name=name, state="ok", found=found)


def warning(name: str, found: str, mend: str) -> Diagnosis:
    """Return that something besides the main job cannot be done, or not well."""
    return Diagnosis(name=name, state="warning", found=found, mend=mend)


def problem(name: str, found: str, mend: str) -> Diagnosis:
    """Return that the main job cannot be done."""
    return Diagnosis(name=name, state="problem", found=found, mend=mend)
