"""The queue to Label Studio: tasks with a page's picture each, its doubtful cells as rectangles with their texts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType
from PIL import Image

from extractors.document import Box, Page
from pipeline.corrections.again import load_reading, understood_in
from pipeline.corrections.listing import is_named
from pipeline.corrections.spots import Spot
from pipeline.corrections.store import Corrections
from pipeline.documents import DocumentRow
from pipeline.doubtful import DoubtfulField, DoubtfulRow, doubtful_rows, load_labels
from pipeline.errors import NoPicture, NoReading
from pipeline.object_files import fetched
from pipeline.page_pictures import page_picture, upright, upright_corners
from pipeline.tasks import language_of

PICTURES = "/data/local-files/?d=images/"
"""What Label Studio is to put before a picture's name: its own way to files beside it (its local storage)."""


class Value(Struct, omit_defaults=True):
    """A rectangle in percent of the picture, with what is said of it."""

    x: float
    y: float
    width: float
    height: float
    rotation: float = 0.0
    text: list[str] | str | UnsetType = UNSET
    labels: list[str] | UnsetType = UNSET


class Region(Struct, omit_defaults=True):
    """One result of a prediction or an annotation; those with one id belong together."""

    id: str
    type: str
    from_name: str
    to_name: str
    value: Value
    original_width: int | UnsetType = UNSET
    original_height: int | UnsetType = UNSET
    score: float | UnsetType = UNSET
    meta: dict[str, Any] | UnsetType = UNSET


class Prediction(Struct):
    """What the program says of a page."""

    model_version: str
    result: list[Region]
    score: float = 0.0


class Place(Struct, omit_defaults=True):
    """What a region was made of, carried in the task's data."""

    id: str
    page: int
    box: Box
    field: str
    old: str


class Data(Struct):
    """What a task is about."""

    image: str
    doc_id: str
    file_name: str
    page: int
    places: list[Place]


class Task(Struct):
    """One page to be looked at."""

    data: Data
    predictions: list[Prediction]


class Exported(Struct, frozen=True):
    """What was written for Label Studio."""

    tasks: int
    places: int
    without_picture: tuple[str, ...]
    """Documents with doubtful cells of which no picture can be shown: exports, and files that are gone."""


def export_tasks(
    corrections: Corrections, folder: Path, document: str | None = None, pictures: str = PICTURES
) -> Exported:
    """Write `tasks.json`, `labelling.xml` and `images/` into a folder, for the pages with doubtful cells.

    `document` is a part of a file's name or the beginning of a `doc_id`; `pictures` what Label Studio is to put before
    a picture's name.
    """
    (folder / "images").mkdir(parents=True, exist_ok=True)
    tasks: list[Task] = []
    without: list[str] = []
    for row in sorted(corrections.dataset.known.values(), key=lambda row: row.location):
        if row.status != "review" or not is_named(document, row.doc_id, row.file_name):
            continue
        try:
            tasks += _tasks_of(corrections, row, folder / "images", pictures)
        except (NoPicture, NoReading):
            without.append(row.file_name)
    (folder / "tasks.json").write_bytes(msgspec.json.format(msgspec.json.encode(tasks), indent=1))
    (folder / "labelling.xml").write_text(labelling(), encoding="utf-8")
    return Exported(len(tasks), sum(len(task.data.places) for task in tasks), tuple(without))


def labelling() -> str:
    """Return the labelling configuration that the tasks are made for, a label for each kind of field."""
    labels = load_labels()
    names = [f"{labels.tables[table].zh}·{words.zh}" for table, own in labels.fields.items() for words in own.values()]
    lines = [f'    <Label value="{name}"/>' for name in dict.fromkeys(names)]
    return "\n".join(
        [
            "<View>",
            '  <Image name="image" value="$image" zoom="true" zoomControl="true" rotateControl="false"/>',
            '  <Labels name="label" toName="image">',
            *lines,
            "  </Labels>",
            '  <Rectangle name="bbox" toName="image" canRotate="false"/>',
            '  <TextArea name="transcription" toName="image" editable="true" perRegion="true" maxSubmissions="1"'
            ' rows="2" displayMode="region-list"/>',
            "</View>",
            "",
        ]
    )


def _tasks_of(corrections: Corrections, row: DocumentRow, folder: Path, pictures: str) -> Iterator[Task]:
    row, reading = load_reading(corrections.dataset, row.doc_id)
    understood = understood_in(language_of(row.normalizer), row, reading, corrections.of(row.doc_id))
    queue = doubtful_rows(understood.document, understood.evaluation)
    by_page: dict[int, list[tuple[DoubtfulRow, DoubtfulField]]] = {}
    seen: set[Spot] = set()
    for one in queue:
        for field in one.fields:
            if field.doubtful and field.spot not in seen:
                seen.add(field.spot)
                by_page.setdefault(field.spot.page, []).append((one, field))
    if not by_page:
        return
    with fetched(row.location) as source:
        for number, fields in sorted(by_page.items()):
            page = next(page for page in reading.pages if page.number == number)
            picture = upright(page_picture(source, reading, number), page)
            name = f"{row.doc_id[:16]}-p{number:04}.png"
            picture.save(folder / name)
            yield _task(row, page, picture, fields, pictures + name)


def _task(
    row: DocumentRow, page: Page, picture: Image.Image, fields: Sequence[tuple[DoubtfulRow, DoubtfulField]], image: str
) -> Task:
    places: list[Place] = []
    regions: list[Region] = []
    for doubtful, field in fields:
        box = field.spot.box
        assert box is not None  # pages with pictures have boxes
        name = region_id(row.doc_id, field.spot)
        places.append(Place(name, page.number, box, field.path, field.printed.text))
        regions += _regions(name, doubtful, field, percent(page, box), picture.size)
    data = Data(image, row.doc_id, row.file_name, page.number, places)
    return Task(data, [Prediction(f"jixiao {row.reader}", regions)])


def _regions(
    name: str, row: DoubtfulRow, field: DoubtfulField, where: Value, size: tuple[int, int]
) -> Iterator[Region]:
    """Yield the rectangle, the label and the text of one cell."""
    why = [reason.zh for reason in row.reasons if reason.field in (field.path, row.path)]
    told = msgspec.structs.replace
    said = {"text": [f"{row.path}：{'；'.join(dict.fromkeys(why))}"]}
    label = f"{row.zh}·{field.zh}"
    score = field.printed.confidence if field.printed.confidence is not None else UNSET
    yield Region(name, "rectangle", "bbox", "image", where, size[0], size[1], meta=said)
    yield Region(name, "labels", "label", "image", told(where, labels=[label]), size[0], size[1])
    if field.proposed:
        text = told(where, text=[field.proposed])
        yield Region(name, "textarea", "transcription", "image", text, size[0], size[1], score=score)


def percent(page: Page, box: Box) -> Value:
    """Return a cell's rectangle in percent of the page's upright picture."""
    corners = upright_corners(page, box)
    left, right = (bound(max(0.0, min(1.0, x)) for x, _ in corners) for bound in (min, max))
    top, bottom = (bound(max(0.0, min(1.0, y)) for _, y in corners) for bound in (min, max))
    x, y, width, height = (round(100 * side, 4) for side in (left, top, right - left, bottom - top))
    return Value(x, y, width, height)


def region_id(doc_id: str, spot: Spot) -> str:
    """Return a name for the region of a place, the same in every export."""
    return hashlib.sha256(msgspec.json.encode((doc_id, spot))).hexdigest()[:10]
