"""Corrections of a file into a dataset: each checked, none twice, none over what somebody else has decided."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from pipeline.corrections.again import evaluate_again, load_reading
from pipeline.corrections.apply import find_printed
from pipeline.corrections.files import Problem, read_file
from pipeline.corrections.history import last_at
from pipeline.corrections.row import Correction
from pipeline.corrections.spots import Printed, printed_of
from pipeline.corrections.store import TICK, Corrections, in_order
from pipeline.errors import NoReading

Numbered = tuple[int, Correction]
"""A correction, and its line in the file."""


class Imported(Struct, frozen=True):
    """What became of a file of corrections."""

    added: int
    known: int
    """Rows that the dataset has already."""
    absent: int
    """Rows, added, of documents that are not in the dataset now: they wait for them."""
    problems: tuple[Problem, ...]
    """Rows that were not taken: malformed, of no place, or against what somebody else has decided."""
    documents: tuple[str, ...]
    """The documents that were understood again."""


def import_file(corrections: Corrections, path: Path, *, replace: bool = False, dry_run: bool = False) -> Imported:
    """Add the corrections of a CSV or Parquet file, and write the rows of their documents anew.

    A place about which somebody else has decided otherwise is left alone and told, unless the file shall `replace` it.
    """
    table = read_file(path)
    return import_rows(corrections, table.rows, table.problems, replace=replace, dry_run=dry_run)


def import_rows(
    corrections: Corrections,
    rows: Sequence[Numbered],
    problems: Sequence[Problem] = (),
    *,
    replace: bool = False,
    dry_run: bool = False,
) -> Imported:
    """Do the same for corrections that are no file yet."""
    fitting, misfits = _fitting(corrections, rows)
    told: list[Problem] = []
    added: list[Correction] = []

    def decide() -> list[Correction]:
        told.clear()
        added[:] = _new(corrections, fitting, told, replace=replace)
        return [] if dry_run else added

    corrections.write(decide)
    documents = tuple(dict.fromkeys(one.doc_id for one in added if corrections.dataset.find(one.doc_id)))
    written = [] if dry_run else [doc_id for doc_id in documents if evaluated(corrections, doc_id)]
    return Imported(
        added=len(added),
        known=len(fitting) - len(added) - len(told),
        absent=sum(corrections.dataset.find(one.doc_id) is None for one in added),
        problems=tuple(sorted((*problems, *misfits, *told), key=lambda one: one.line)),
        documents=tuple(written),
    )


def evaluated(corrections: Corrections, doc_id: str) -> bool:
    """Understand a document again, and say whether that was done; one that failed, or whose reading is gone, waits."""
    try:
        evaluate_again(corrections.dataset, doc_id)
    except NoReading:
        return False
    return True


def _fitting(corrections: Corrections, rows: Sequence[Numbered]) -> tuple[list[Numbered], list[Problem]]:
    """Return the rows whose place is printed in their document, as far as that can be told, and the others."""
    readings: dict[str, tuple[Printed, ...] | None] = {}
    fitting, misfits = [], []
    for line, one in rows:
        if one.action not in ("text", "answer"):
            fitting.append((line, one))
            continue
        if one.doc_id not in readings:
            readings[one.doc_id] = _printed(corrections, one.doc_id)
        printed = readings[one.doc_id]
        here = None if printed is None else [place for place in printed if place.spot.page == one.page]
        if here is not None and find_printed(here, one) is None:
            misfits.append(Problem(line, f"page {one.page}: nothing is printed at this place as the document was read"))
        else:
            fitting.append((line, one))
    return fitting, misfits


def _printed(corrections: Corrections, doc_id: str) -> tuple[Printed, ...] | None:
    try:
        return tuple(printed_of(load_reading(corrections.dataset, doc_id)[1]))
    except NoReading:
        return None


def _new(
    corrections: Corrections, rows: Sequence[Numbered], problems: list[Problem], *, replace: bool
) -> list[Correction]:
    """Return the rows that the dataset does not have, and tell those that cannot be added."""
    ours = {one.correction_id for _, one in rows}
    added: list[Correction] = []
    seen: set[str] = set()
    for line, one in rows:
        history = corrections.history(one.doc_id)
        known = {other.correction_id for other in history} | seen
        if one.correction_id in known:
            continue
        if one.action == "undo" and one.undoes not in known:
            problems.append(Problem(line, f"undoes {one.undoes}: there is no such correction of this document"))
            continue
        other = last_at(history, one.spot) if one.action in ("text", "accept") else None
        if other is not None and other.correction_id not in ours:
            if other.action == one.action and other.new == one.new:
                seen.add(one.correction_id)
                continue  # it says so already
            if not replace:
                told = f"{other.reviewer} has decided otherwise here: {other.new!r}"
                problems.append(Problem(line, f"{told}; --replace takes the file's"))
                continue
            one = in_order([one], (*history, *added))[0]  # noqa: PLW2901
        seen.add(one.correction_id)
        added.append(one)
    return _apart(added)


def _apart(rows: Sequence[Correction]) -> list[Correction]:
    """Return the rows with times that keep their order where several were given the same one, that of now."""
    done: list[Correction] = []
    last: dict[str, Correction] = {}
    for one in sorted(rows, key=lambda one: one.at):
        before = last.get(one.doc_id)
        if before is not None and one.at <= before.at:
            one = msgspec.structs.replace(one, at=before.at + TICK)  # noqa: PLW2901
        last[one.doc_id] = one
        done.append(one)
    return done
