"""Doubtful rows to small pictures of where they are printed, embedded in the page: `data:image/webp;base64,…`."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from PIL import Image

from extractors.document import Box, Document, Page
from pipeline.documents import DocumentRow
from pipeline.doubtful import DoubtfulField, DoubtfulRow
from pipeline.errors import NoPicture, PipelineError
from pipeline.object_files import fetched
from pipeline.page_pictures import check_source, crop, page_picture
from pipeline.tasks import is_redacted

_MOST = 150
"""Pictures in one report; a person who has more to look at opens `jixiao review`."""
_MOST_BYTES = 6_000_000
"""Bytes of all pictures of a report, so that it can be sent by mail."""
_WIDEST = 900
"""Pixels of a picture, which is as wide as it is shown on a large screen."""
_TALLEST_ROW = 130.0
"""Points of a row that is shown whole; of a taller one only the cells in doubt are."""
_QUALITY = 55
"""Of WebP: digits of a fax stay sharp, a row has some ten kilobytes."""
_MARGIN = 5.0
"""Points around what is shown."""


class Crop(Struct, frozen=True):
    """One picture, and its size in pixels."""

    url: str
    width: int
    height: int


class Crops(Struct, frozen=True):
    """The pictures of a document's doubtful rows, by the rows' numbers; `missing` is why there are none or fewer."""

    by_row: dict[int, tuple[Crop, ...]]
    missing: str | None = None
    """A key of the reports' words."""


def cut_out(
    row: DocumentRow, reading: Document | None, doubtful: Sequence[DoubtfulRow], password: str | None = None
) -> Crops:
    """Return pictures of the rows in doubt; without any where the file cannot be shown, and why."""
    if not doubtful:
        return Crops({})
    if reading is None:
        return Crops({}, "no_reading")
    if is_redacted(row.reader):
        return Crops({}, "redacted")
    wanted = list(_wanted(doubtful))
    if not wanted:
        return Crops({}, "no_places" if any(page.kind != "export" for page in reading.pages) else "export")
    try:
        with fetched(row.location) as path:
            check_source(path, reading)
            return _cut(path, reading, wanted, password)
    except (OSError, PipelineError):
        return Crops({}, "no_source")


class _Wanted(Struct, frozen=True):
    number: int
    page: int
    boxes: tuple[Box, ...]
    """What is shown together."""
    marks: tuple[Box, ...]


def _wanted(doubtful: Sequence[DoubtfulRow]) -> Iterator[_Wanted]:
    """Yield what to cut out: a row's cells on one page together, or, of a tall row, each cell in doubt."""
    for number, row in enumerate(doubtful):
        marked = [field for field in row.fields if field.doubtful and field.printed.box is not None]
        for page in dict.fromkeys(field.printed.page for field in marked):
            marks = _boxes(field for field in marked if field.printed.page == page)
            whole = _boxes(field for field in row.fields if field.printed.page == page)
            if row.table not in ("form", "document") and _height(whole) <= _TALLEST_ROW:
                yield _Wanted(number, page, whole, marks)
            else:
                yield from (_Wanted(number, page, (mark,), (mark,)) for mark in marks)


def _boxes(fields: Iterator[DoubtfulField]) -> tuple[Box, ...]:
    return tuple(dict.fromkeys(field.printed.box for field in fields if field.printed.box is not None))


def _height(boxes: Sequence[Box]) -> float:
    around = _around(boxes)
    return min(around.bottom - around.top, around.x1 - around.x0)  # a sideways page's rows stand upright


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.x0 for box in boxes), min(box.top for box in boxes),
        max(box.x1 for box in boxes), max(box.bottom for box in boxes),
    )  # fmt: skip


def _cut(path: Path, reading: Document, wanted: Sequence[_Wanted], password: str | None) -> Crops:
    """Cut page by page, so that one page's picture is in memory at a time."""
    pages = {page.number: page for page in reading.pages}
    found: dict[int, list[Crop]] = {}
    count = size = 0
    missing = None
    for number in sorted({one.page for one in wanted} & pages.keys()):
        if count >= _MOST or size >= _MOST_BYTES:
            return Crops(_tuples(found), "some_left_out")
        try:
            picture = page_picture(path, reading, number, password)
        except NoPicture:
            missing = "page_not_shown"
            continue
        for one in (one for one in wanted if one.page == number):
            if count >= _MOST or size >= _MOST_BYTES:
                return Crops(_tuples(found), "some_left_out")
            made = _embedded(picture, pages[number], one)
            found.setdefault(one.number, []).append(made)
            count, size = count + 1, size + len(made.url)
    return Crops(_tuples(found), missing)


def _tuples(found: dict[int, list[Crop]]) -> dict[int, tuple[Crop, ...]]:
    return {number: tuple(crops) for number, crops in found.items()}


def _embedded(picture: Image.Image, page: Page, one: _Wanted) -> Crop:
    part = crop(picture, page, _around(one.boxes), _MARGIN, marks=one.marks)
    part.thumbnail((_WIDEST, _WIDEST))
    content = io.BytesIO()
    part.save(content, "WEBP", quality=_QUALITY)
    return Crop(f"data:image/webp;base64,{base64.b64encode(content.getvalue()).decode()}", part.width, part.height)
