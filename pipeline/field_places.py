"""An evaluation's fields to where they are printed: `indicators[5].actual` to the cell of the reading."""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from extractors.document import Box, Cell, Document
from normalizers.characters import clean_text
from normalizers.review import row_path
from normalizers.schema import CellValue, Evaluation
from pipeline.corrections.spots import Printed, printed_of

FieldPath = tuple[str | None, str]
"""The id of a form, and a path within it."""


class FieldPlaces(Struct, frozen=True):
    """Where the fields of a document are printed, and what is made of each place."""

    by_field: Mapping[FieldPath, tuple[Printed, ...]]
    fields_at: Mapping[int, tuple[FieldPath, ...]]
    """Number of a place in `printed` -> the fields made of it."""
    printed: tuple[Printed, ...]


def field_places(document: Document, evaluation: Evaluation) -> FieldPlaces:
    """Return where each field is printed; places of text exports, which have no boxes, are found by their texts."""
    printed = tuple(printed_of(document))
    by_field: dict[FieldPath, list[Printed]] = {}
    fields_at: dict[int, list[FieldPath]] = {}
    for number, value in _matched(printed, evaluation.cells):
        if value.field is not None:
            path = (value.form_id, value.field)
            by_field.setdefault(path, []).append(printed[number])
            fields_at.setdefault(number, []).append(path)
    return FieldPlaces(
        {path: tuple(places) for path, places in by_field.items()},
        {number: tuple(paths) for number, paths in fields_at.items()},
        printed,
    )


def places_of_row(form_id: str | None, path: str, places: FieldPlaces) -> Iterator[tuple[str, Printed]]:
    """Yield (path of the field, place) for a row's fields, also those whose cell is blank.

    A blank cell is known by its column: the one in which other rows of its table have that field.
    """
    own = [
        (name, one)
        for (form, name), found in places.by_field.items()
        if form == form_id and row_path(name) == path
        for one in found
    ]
    yield from own
    lines = {_line(one) for _, one in own if one.table is not None}
    if "[" not in path or not lines:
        return
    columns = _columns(form_id, path.partition("[")[0], places)
    filled = {name.partition(".")[2] for name, _ in own}
    for one in places.printed:
        if isinstance(one.text, Cell) and not clean_text(one.text.text) and _line(one) in lines:
            column = columns.get((*_line(one)[:2], one.text.column))
            if column is not None and column not in filled:
                filled.add(column)
                yield f"{path}.{column}", one


def _line(one: Printed) -> tuple[int, int | None, int]:
    """Return the page, the table and the row in which a cell begins."""
    return one.spot.page, one.table, one.text.row if isinstance(one.text, Cell) else -1


def _columns(form_id: str | None, table: str, places: FieldPlaces) -> dict[tuple[int, int | None, int], str]:
    """Return what stands in the columns of the tables: (page, table, column) -> `actual`, by what most rows have."""
    counts: dict[tuple[int, int | None, int], Counter[str]] = {}
    for (form, name), found in places.by_field.items():
        if form == form_id and name.partition("[")[0] == table:
            for one in found:
                if isinstance(one.text, Cell):
                    key = (one.spot.page, one.table, one.text.column)
                    counts.setdefault(key, Counter())[name.partition(".")[2]] += 1
    return {key: count.most_common(1)[0][0] for key, count in counts.items()}


def _matched(printed: Sequence[Printed], cells: Sequence[CellValue]) -> Iterator[tuple[int, CellValue]]:
    """Yield each value that has a printed place, with the number of the place."""
    boxes = {_key(one.spot.page, one.text.box): number for number, one in enumerate(printed) if one.text.box}
    without = []
    for value in cells:
        if value.x0 is None or value.top is None or value.x1 is None or value.bottom is None:
            without.append(value)
        else:
            number = boxes.get(_key(value.page, Box(value.x0, value.top, value.x1, value.bottom)))
            if number is not None:
                yield number, value
    if without:
        yield from _by_text([number for number, one in enumerate(printed) if not one.text.box], printed, without)


def _key(page: int, box: Box | None) -> bytes:
    """Return what tells boxes apart, also after they were kept as 32-bit numbers in the table `cells`."""
    assert box is not None
    return struct.pack("i4f", page, box.x0, box.top, box.x1, box.bottom)


def _by_text(
    numbers: Sequence[int], printed: Sequence[Printed], values: Sequence[CellValue]
) -> Iterator[tuple[int, CellValue]]:
    """Yield values with the places of the same texts in the same order; forms come before what is in none."""
    left = list(numbers)
    for in_form in (True, False):
        groups = _groups([value for value in values if (value.form_id is not None) == in_form])
        texts = [(printed[number].spot.page, clean_text(printed[number].text.text)) for number in left]
        sought = [(group[0].page, group[0].text) for group in groups]
        used = set()
        for start, first, size in SequenceMatcher(None, texts, sought, autojunk=False).get_matching_blocks():
            for step in range(size):
                used.add(left[start + step])
                for value in groups[first + step]:
                    yield left[start + step], value
        left = [number for number in left if number not in used]


def _groups(values: Sequence[CellValue]) -> list[list[CellValue]]:
    """Return the values of one cell together: a cell has a row for each field made of it."""
    groups: list[list[CellValue]] = []
    for value in values:
        last = groups[-1][-1] if groups else None
        same = last is not None and value.field is not None and last.field is not None and _is_one_cell(last, value)
        if same:
            groups[-1].append(value)
        else:
            groups.append([value])
    return groups


def _is_one_cell(one: CellValue, other: CellValue) -> bool:
    return (one.page, one.row, one.column, one.text) == (other.page, other.row, other.column, other.text) and (
        one.row is not None or one.field != other.field
    )
