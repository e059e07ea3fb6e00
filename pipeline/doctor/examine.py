"""All checks in turn, and how they are told: `✓ python  CPython 3.11.7, jixiao 0.1.0`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.doctor import datasets, installation, readers, surroundings
from pipeline.doctor.diagnosis import Diagnosis, State

SIGNS: dict[State, str] = {"ok": "✓", "warning": "!", "problem": "✗"}
PLAIN_SIGNS: dict[State, str] = {"ok": "+", "warning": "!", "problem": "x"}
"""For where ✓ cannot be printed."""
COLOURS: dict[State, str] = {"ok": "green", "warning": "yellow", "problem": "bold red"}


def examine(dataset: str | None = None) -> Iterator[Diagnosis]:
    """Yield what each check found, as soon as it did."""
    yield installation.python()
    yield from installation.packages()
    yield from readers.readers()
    yield surroundings.machine()
    yield surroundings.temporary_folder()
    if dataset is not None:
        yield from datasets.dataset(dataset)
    yield surroundings.clock()
    yield surroundings.locale()
    yield surroundings.browser()
    yield from installation.extras()
    if installation.is_source():
        yield surroundings.fonts()


def is_able(found: Sequence[Diagnosis]) -> bool:
    """Say whether documents can be read here."""
    return all(one.state != "problem" for one in found)


def verdict(found: Sequence[Diagnosis]) -> str:
    """Return the last line."""
    problems = sum(one.state == "problem" for one in found)
    warnings = sum(one.state == "warning" for one in found)
    if problems:
        return f"Documents cannot be read here yet: {problems} to mend."
    return "Documents can be read here." + (f" Not all else can be done: {warnings} to look at." if warnings else "")
