"""Corrections as a file for people and other programs: CSV or Parquet, a row each, in the columns of the table.

A file is checked row by row when it comes back: what is no correction is told with the number of its line.
"""

from __future__ import annotations

import csv
import hashlib
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from pipeline.columns import to_batch
from pipeline.corrections.row import Action, Correction
from pipeline.errors import NoInput, PipelineError

_COLUMNS = Correction.__struct_fields__
_NEEDED = ("doc_id", "reviewer", "action", "page")
"""Columns without which nothing can be said; an id and a time are given where they are missing."""
_INTEGERS = ("page", "table", "row", "column", "paragraph")
_TEXTS = (
    "correction_id", "doc_id", "reviewer", "action", "field", "rule", "old", "new", "reason", "undoes",
)  # fmt: skip
_SIDES = ("x0", "top", "x1", "bottom")
_DOCUMENT = re.compile("[0-9a-f]{64}")
_ID = re.compile("[0-9A-Za-z_-]{1,64}")
_LONGEST = 20_000
"""Characters of a text; the longest cell of a form has some thousand."""
_MOST_POINTS = 20_000.0
"""Points of the longest side of a page: A0 has 3370."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Problem(Struct, frozen=True):
    """A line of a file that was not taken, and why."""

    line: int
    """Of a CSV as an editor counts (the header is 1); of a Parquet file the row, from 1."""
    reason: str


class Table(Struct, frozen=True):
    """What a file holds: the corrections with their lines, and what is none."""

    rows: tuple[tuple[int, Correction], ...]
    problems: tuple[Problem, ...] = ()


class _Wrong(ValueError):
    """A row that is no correction."""


def write_file(path: Path, rows: Sequence[Correction]) -> None:
    """Write corrections as CSV, as Parquet where the name ends so; CSV has a mark by which Excel knows Chinese."""
    if path.suffix.lower() == ".parquet":
        pq.write_table(pa.Table.from_batches([to_batch("corrections", rows)]), path)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        writer.writerows([_cell(getattr(row, name)) for name in _COLUMNS] for row in rows)


def read_file(path: Path) -> Table:
    """Read corrections; raises `NoInput` where there is no such file, `PipelineError` where it holds something else."""
    rows: list[tuple[int, Correction]] = []
    problems: list[Problem] = []
    for line, values in _lines(path):
        try:
            rows.append((line, _correction(values)))
        except _Wrong as wrong:
            problems.append(Problem(line, str(wrong)))
    return Table(tuple(rows), tuple(problems))


def _lines(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        if path.suffix.lower() == ".parquet":
            found = enumerate(pq.read_table(path).to_pylist(), start=1)
            yield from _checked(path, found, pq.read_schema(path).names)
            return
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            found_lines = ((reader.line_num, row) for row in reader)
            yield from _checked(path, found_lines, reader.fieldnames or ())
    except OSError as error:
        raise NoInput(f"{path}: {error.strerror or error}") from error
    except (csv.Error, UnicodeDecodeError, pa.ArrowException) as error:
        raise PipelineError(f"{path}: is no file of corrections ({error})") from error


def _checked(
    path: Path, lines: Iterable[tuple[int, Mapping[str, Any]]], columns: Sequence[str]
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    if missing := [name for name in _NEEDED if name not in columns]:
        raise PipelineError(f"{path}: is no file of corrections: it has no column {', '.join(missing)}")
    yield from lines


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return "" if value is None else str(value)


def _correction(values: Mapping[str, Any]) -> Correction:
    """Return a row of a file as a correction; raises `_Wrong` with the reason in words."""
    told = {name: _told(name, values.get(name)) for name in _TEXTS}
    action = told["action"]
    if action not in get_args(Action):
        raise _Wrong(f"action: {action!r} is none of {', '.join(get_args(Action))}")
    given: dict[str, Any] = {name: told[name] for name in ("doc_id", "reviewer", "action", "field", "rule", "reason")}
    given |= {name: _integer(name, values.get(name)) for name in _INTEGERS}
    given |= {name: _side(name, values.get(name)) for name in _SIDES}
    given["undoes"] = told["undoes"]
    texts = action in ("text", "answer")  # a CSV has no other way to say that a cell is blank
    given |= {name: told[name] if told[name] is not None or not texts else "" for name in ("old", "new")}
    given["at"] = _moment(values.get("at"))
    given["correction_id"] = told["correction_id"] or _own_id(given)
    _check(given)
    return Correction(**given)


def _check(given: Mapping[str, Any]) -> None:
    if not _DOCUMENT.fullmatch(given["doc_id"] or ""):
        raise _Wrong("doc_id: is no SHA-256 of a document")
    if not _ID.fullmatch(given["correction_id"]):
        raise _Wrong("correction_id: has other signs than letters and digits")
    if not (given["reviewer"] or "").strip():
        raise _Wrong("reviewer: is missing")
    if given["page"] is None or given["page"] < 1:
        raise _Wrong("page: is missing, or below 1")
    _check_place(given)
    if given["action"] == "undo" and not given["undoes"]:
        raise _Wrong("undoes: is missing")
    for name in ("reviewer", "field", "rule", "old", "new", "reason"):
        text = given[name] or ""
        if len(text) > _LONGEST or _CONTROL.search(text):
            raise _Wrong(f"{name}: is too long, or has signs that are no text")


def _check_place(given: Mapping[str, Any]) -> None:
    sides = [given[name] for name in _SIDES]
    if any(side is None for side in sides):
        if any(side is not None for side in sides):
            raise _Wrong("x0, top, x1, bottom: some are missing")
        cell = all(given[name] is not None for name in ("table", "row", "column"))
        if given["action"] in ("text", "answer") and not cell and given["paragraph"] is None:
            raise _Wrong("the place is missing: x0, top, x1, bottom, or table, row, column, or paragraph")
    elif sides[0] > sides[2] or sides[1] > sides[3]:
        raise _Wrong("x0, top, x1, bottom: the box is inside out")
    elif not all(math.isfinite(side) and -_MOST_POINTS <= side <= _MOST_POINTS for side in sides):
        raise _Wrong("x0, top, x1, bottom: lie on no page")
    if any(given[name] is not None and given[name] < 0 for name in ("table", "row", "column", "paragraph")):
        raise _Wrong("table, row, column, paragraph: count from 0")


def _told(name: str, value: Any) -> str | None:
    """Return a text, None for what a CSV leaves blank."""
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise _Wrong(f"{name}: {value!r} is no text")
    return value


def _integer(name: str, value: Any) -> int | None:
    if value is None or value == "":
        return None
    try:
        number = int(str(value))
    except ValueError as error:
        raise _Wrong(f"{name}: {value!r} is no whole number") from error
    if abs(number) >= 2**31:
        raise _Wrong(f"{name}: {value!r} is too large")
    return number


def _side(name: str, value: Any) -> float | None:
    if value is None or value == "":
        return None
    try:
        return float(value)
    except ValueError as error:
        raise _Wrong(f"{name}: {value!r} is no number") from error


def _moment(value: Any) -> datetime:
    """Return when; a row without a time is of now, and one without a zone is in UTC."""
    if value is None or value == "":
        return datetime.now(UTC)
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _Wrong(f"at: {value!r} is no moment such as 2024-03-01T09:30:00+00:00") from error


def _own_id(given: Mapping[str, Any]) -> str:
    """Return an id for a row without one, the same whenever the same row comes in."""
    said = msgspec.json.encode([given[name] for name in sorted(given) if name != "at"])
    return hashlib.sha256(said).hexdigest()[:32]
