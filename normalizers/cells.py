"""The cells table: every printed text with its place and the fields that were made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extractors.document import Cell, Paragraph
from normalizers.characters import clean_text
from normalizers.forms.take_parts import Parts
from normalizers.places import Place
from normalizers.schema import CellValue

Uses = dict[int, list[str]]
"""id of a printed cell or paragraph -> the field paths made of it; the objects live as long as the evaluation."""


def cell_values(
    doc_id: str, parts: Parts, form_ids: Sequence[str], form_places: Sequence[Sequence[Place]], report: Sequence[Place]
) -> tuple[CellValue, ...]:
    """Return a row for each printed text and each field made of it; a label, or what no field took, has no field."""
    rows: list[CellValue] = []
    for form, form_id, places in zip(parts.forms, form_ids, form_places, strict=True):
        uses = _uses(places)
        everything: tuple[Cell | Paragraph, ...] = (*form.above, *form.cells, *form.below)
        for printed in everything:
            rows.extend(_rows(doc_id, form_id, printed, uses))
    uses = _uses(report)
    for paragraph in parts.report:
        rows.extend(_rows(doc_id, None, paragraph, uses))
    for table in parts.tables:
        for cell in table.cells:
            rows.extend(_rows(doc_id, None, cell, {}))
    return tuple(rows)


def _uses(places: Iterable[Place]) -> Uses:
    uses: Uses = {}
    for place in places:
        uses.setdefault(id(place.printed), []).append(place.path)
    return uses


def _rows(doc_id: str, form_id: str | None, printed: Cell | Paragraph, uses: Uses) -> Iterator[CellValue]:
    text = clean_text(printed.text)
    if not text:
        return
    box = printed.box
    grid = printed if isinstance(printed, Cell) else None
    paths: list[str | None] = [*uses.get(id(printed), [])]
    for path in paths or [None]:
        yield CellValue(
            doc_id=doc_id,
            form_id=form_id,
            page=printed.page,
            x0=box.x0 if box else None,
            top=box.top if box else None,
            x1=box.x1 if box else None,
            bottom=box.bottom if box else None,
            row=grid.row if grid else None,
            column=grid.column if grid else None,
            row_span=grid.row_span if grid else None,
            column_span=grid.column_span if grid else None,
            text=text,
            confidence=printed.confidence,
            method=printed.method,
            field=path,
        )
