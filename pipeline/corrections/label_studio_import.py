"""What people said in Label Studio to corrections, from its JSON export of the tasks that were made for it.

A region that comes back is a correction of the cell that it was made of, by its id; one that somebody drew anew, of the
cell that it covers. A text that was left as it was confirms the cell, one that was cleared says that it is blank.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from extractors.document import Box, Document
from pipeline.corrections.again import load_reading
from pipeline.corrections.files import Problem
from pipeline.corrections.importing import Imported, Numbered, import_rows
from pipeline.corrections.label_studio import Data, Place, Value, percent
from pipeline.corrections.row import Correction
from pipeline.corrections.spots import Printed, Spot, common_share, printed_of
from pipeline.corrections.store import Corrections
from pipeline.errors import NoInput, NoReading, PipelineError

_SAME = 0.5
"""Share that a drawn rectangle and a cell must have in common: people draw around the text or around the cell."""


class _Result(Struct):
    id: str = ""
    type: str = ""
    value: dict[str, Any] = {}


class _Annotation(Struct):
    id: int | str = 0
    result: list[_Result] = []
    was_cancelled: bool = False
    completed_by: Any = None
    created_at: str = ""


class _Annotated(Struct):
    data: Data
    id: int | str = 0
    annotations: list[_Annotation] = []


def import_annotations(
    corrections: Corrections, path: Path, *, replace: bool = False, dry_run: bool = False
) -> Imported:
    """Add what people said in Label Studio, from its JSON export; see `pipeline.corrections.importing.import_file`.

    The lines of problems count tasks, from 1.
    """
    try:
        tasks = msgspec.json.decode(path.read_bytes(), type=list[_Annotated])
    except OSError as error:
        raise NoInput(f"{path}: {error.strerror or error}") from error
    except msgspec.MsgspecError as error:
        raise PipelineError(f"{path}: is no JSON export of tasks that `export` made ({error})") from error
    rows: list[Numbered] = []
    problems: list[Problem] = []
    for number, task in enumerate(tasks, start=1):
        _take(corrections, number, task, rows, problems)
    return import_rows(corrections, rows, problems, replace=replace, dry_run=dry_run)


def _take(
    corrections: Corrections, number: int, task: _Annotated, rows: list[Numbered], problems: list[Problem]
) -> None:
    """Add the corrections of one task."""
    places = {place.id: place for place in task.data.places}
    said: dict[Spot, str] = {}
    for annotation in task.annotations:
        if annotation.was_cancelled:
            continue
        for name, results in _by_id(annotation.result).items():
            place = places.get(name) or _drawn(corrections, task.data, results)
            if place is None:
                problems.append(Problem(number, f"region {name}: there is no cell where it was drawn"))
                continue
            text = _text_of(results)
            one = _correction(task, annotation, place, text)
            if said.setdefault(one.spot, text) != text:
                problems.append(Problem(number, f"region {name}: two annotations differ: {said[one.spot]!r}, {text!r}"))
            else:
                rows.append((number, one))


def _by_id(results: Iterable[_Result]) -> dict[str, list[_Result]]:
    found: dict[str, list[_Result]] = {}
    for one in results:
        found.setdefault(one.id, []).append(one)
    return found


def _text_of(results: Sequence[_Result]) -> str:
    """Return the text of a region, '' for one that has none any more."""
    for one in results:
        if one.type == "textarea":
            text = one.value.get("text", "")
            return "\n".join(map(str, text)) if isinstance(text, list) else str(text)
    return ""


def _drawn(corrections: Corrections, data: Data, results: Sequence[_Result]) -> Place | None:
    """Return the cell that a rectangle covers which somebody drew."""
    box = _percent_box(results)
    try:
        _, reading = load_reading(corrections.dataset, data.doc_id)
    except NoReading:
        return None
    page = next((page for page in reading.pages if page.number == data.page), None)
    if page is None or box is None:
        return None
    shares = [(common_share(box, _as_box(percent(page, one.spot.box))), one) for one in _on(reading, data.page)
              if one.spot.box is not None]  # fmt: skip
    share, best = max(shares, key=lambda found: found[0], default=(0.0, None))
    if best is None or best.spot.box is None or share < _SAME:
        return None
    return Place("", data.page, best.spot.box, "", best.text.text)


def _on(reading: Document, number: int) -> list[Printed]:
    return [one for one in printed_of(reading) if one.spot.page == number]


def _percent_box(results: Sequence[_Result]) -> Box | None:
    for one in results:
        try:
            value = msgspec.convert(one.value, Value, strict=False)
        except msgspec.ValidationError:
            continue
        return _as_box(value)
    return None


def _as_box(value: Value) -> Box:
    return Box(value.x, value.y, value.x + max(0.0, value.width), value.y + max(0.0, value.height))


def _correction(task: _Annotated, annotation: _Annotation, place: Place, text: str) -> Correction:
    """Return what was said of a place; its id is the same however often the export is imported."""
    doc_id = task.data.doc_id
    said = msgspec.json.encode((doc_id, place.page, place.box, str(annotation.id), str(annotation.completed_by), text))
    box = place.box
    return Correction(
        correction_id=hashlib.sha256(said).hexdigest()[:32],
        doc_id=doc_id,
        at=_moment(annotation.created_at),
        reviewer=_person(annotation.completed_by),
        action="text",
        page=place.page,
        x0=box.x0,
        top=box.top,
        x1=box.x1,
        bottom=box.bottom,
        field=place.field or None,
        old=place.old,
        new=text,
        reason="Label Studio",
    )


def _person(completed_by: Any) -> str:
    """Return who annotated: an address where the export tells it, else a number."""
    if isinstance(completed_by, Mapping):
        completed_by = completed_by.get("email") or completed_by.get("id")
    return f"label-studio:{completed_by if completed_by is not None else '?'}"


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return datetime.now(UTC)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
