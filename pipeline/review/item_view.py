"""An opened document and one of its rows to what the page shows: cells, reasons, neighbours, the form around them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from extractors.document import Cell, Page
from normalizers.review import is_doubtful
from normalizers.schema import Form, Language
from pipeline.corrections.history import last_at
from pipeline.corrections.spots import Spot
from pipeline.doubtful import Reason, load_labels, value_of
from pipeline.importance import kind_of
from pipeline.page_pictures import upright_corners
from pipeline.review.history_view import past_of
from pipeline.review.items import LABELS, item_id
from pipeline.review.labels import column_label
from pipeline.review.neighbours import neighbours_of, sheet_of
from pipeline.review.opened import Opened, RowKey
from pipeline.review.row_cells import RowCell, row_cells
from pipeline.review.shown_values import shown_value
from pipeline.review.views import CellView, ItemView, NoPicture, PictureView, ReadingView, ReasonView

_PROSE_CHARACTERS = 24
"""Longer texts are read, and typed, on several lines."""

_HEAD = (
    "title", "project_name", "fiscal_year", "central_department", "department", "implementing_unit",
    "declared_unit", "effective_unit", "score_total",
)  # fmt: skip
"""What is shown of the form around a row."""


def item_view(opened: Opened, key: RowKey, no_picture: NoPicture | None) -> ItemView:
    """Return one row with everything that a person needs to decide about it; the row need not be in doubt."""
    form_id, row = key
    cells = row_cells(opened.places, form_id, row)
    doubted = doubted_paths(opened, key)
    views = tuple(_cell(opened, key, cell, doubted) for cell in cells)
    reasons = tuple(reason for found in opened.doubtful.get(key, ()) for reason in found.reasons)
    form = opened.forms.get(form_id or "")
    page = _page(opened, key, cells)
    return ItemView(
        item_id=item_id(opened.row.doc_id, form_id, row),
        doc_id=opened.row.doc_id,
        file_name=opened.row.file_name,
        kind=kind_of(row),
        title=_title(opened, key),
        template=str(form.template) if form else "none",
        error=any(reason.severity == "error" for reason in reasons),
        open=key in opened.doubtful,
        fingerprint=opened.fingerprint(key),
        page=page,
        cells=views,
        first=_first(views, cells, {reason.field for reason in reasons if reason.finding}),
        reasons=tuple(_reason(reason, opened.language) for reason in reasons),
        head=_head(form, opened.language),
        neighbours=neighbours_of(opened, key, cells),
        pictures=() if no_picture else _pictures(opened, {page, *(view.page for view in views)}),
        no_picture=no_picture,
        sheet=sheet_of(opened, cells) if no_picture else (),
        past=past_of(opened, key, cells),
    )


def cell_key(spot: Spot) -> str:
    """Return a place as the page knows it."""
    return msgspec.json.encode(spot).decode()


def doubted_paths(opened: Opened, key: RowKey) -> frozenset[str]:
    """Return the fields of a row that a finding names, or one of whose cells is in doubt."""
    found = opened.doubtful.get(key, ())
    named = {reason.field for row in found for reason in row.reasons if reason.field}
    if "form.effective_unit" in named:  # it is printed nowhere: the unit that the form declares is what to look at
        named.add("form.declared_unit")
    return frozenset(named | {field.path for row in found for field in row.fields if field.doubtful})


def is_cell_doubtful(cell: RowCell, doubted: frozenset[str]) -> bool:
    """Say whether a cell is to be looked at: its print is in doubt, or something names its field."""
    return is_doubtful(cell.printed.text) or cell.path in doubted


def _cell(opened: Opened, key: RowKey, cell: RowCell, doubted: frozenset[str]) -> CellView:
    printed, row = cell.printed.text, opened.rows.get(key)
    page = opened.pages.get(cell.printed.spot.page)
    last = last_at(opened.history, cell.printed.spot)
    doubts = load_labels().doubts
    zh = opened.language == "zh"
    return CellView(
        key=cell_key(cell.printed.spot),
        label=column_label(key[1], cell.column, opened.language),
        text=printed.text,
        value=shown_value(row, cell.column, opened.language) if row is not None and cell.path else None,
        page=cell.printed.spot.page,
        corners=upright_corners(page, printed.box) if page is not None and printed.box is not None else (),
        readings=_readings(cell, _worked_out(opened, key, cell)),
        doubts=tuple(doubts[doubt].zh if zh else doubts[doubt].en for doubt in printed.doubts),
        doubtful=is_cell_doubtful(cell, doubted),
        seen=last.correction_id if last else None,
        corrected_by=last.reviewer if last and last.new != last.old else None,
        prose=len(printed.text) > _PROSE_CHARACTERS,
    )


def _worked_out(opened: Opened, key: RowKey, cell: RowCell) -> list[ReadingView]:
    """Return what the form's own arithmetic says is printed in a cell, where it was used instead of the reading."""
    findings = [reason.finding for row in opened.doubtful.get(key, ()) for reason in row.reasons if reason.finding]
    told = [one.expected for one in findings if one.rule == "R-repaired" and one.field == cell.path]
    return [ReadingView(text, "arithmetic", "", None) for text in told if text]


def _readings(cell: RowCell, further: Sequence[ReadingView]) -> tuple[ReadingView, ...]:
    """Return the opinions of what is printed, those that say the same once, with the surest reader."""
    printed = cell.printed.text
    readings = printed.readings if isinstance(printed, Cell) else ()
    own = ReadingView(printed.text, printed.method, "", printed.confidence)
    found: dict[str, ReadingView] = {}
    for one in readings:
        view = ReadingView(one.text, one.method, one.reader, one.confidence)
        known = found.get(one.text)
        if known is None or (known.confidence or 0.0) < (view.confidence or 0.0):
            found[one.text] = view
    first = found.pop(own.text, own)
    return (first, *(one for one in further if one.text != own.text and one.text not in found), *found.values())


_LABELS = frozenset({"source_label", "source", "level1", "level2", "level3", "aspect"})
"""Columns that say what a row is about: a misread one costs less than a misread value."""


def _first(views: Sequence[CellView], cells: Sequence[RowCell], named: Collection[str | None]) -> int:
    """Return the cell to look at first: a value in doubt that a finding names, else the least sure of them."""

    def rank(number: int) -> tuple[bool, bool, bool, bool, bool, float]:
        view, cell = views[number], cells[number]
        confidence = view.readings[0].confidence
        return (
            not view.doubtful, cell.path not in named, cell.path is None, cell.column in _LABELS, not view.doubts,
            1.0 if confidence is None else confidence,
        )  # fmt: skip

    return min(range(len(views)), key=rank, default=0)


def _reason(reason: Reason, language: Language) -> ReasonView:
    own = reason.finding.message if reason.finding else (reason.en if language == "en" else reason.zh)
    row, _, column = (reason.field or "").partition(".")
    label = column_label(row, column, language) if column and not reason.finding else ""
    return ReasonView(own, reason.severity, reason.rule, label)


def _title(opened: Opened, key: RowKey) -> str:
    row = opened.rows.get(key)
    if row is None:
        return ""
    column = "title" if isinstance(row, Form) else LABELS.get(key[1].partition("[")[0])
    return str(getattr(row, column) or "") if column else ""


def _head(form: Form | None, language: Language) -> tuple[tuple[str, str], ...]:
    """Return the form's own fields, label and value, those that it has."""
    if form is None:
        return ()
    told = [(name, value_of(form, name)) for name in _HEAD]
    if form.effective_unit == form.declared_unit:
        told = [(name, value) for name, value in told if name != "effective_unit"]
    return tuple((column_label("form", name, language), value) for name, value in told if value)


def _page(opened: Opened, key: RowKey, cells: Sequence[RowCell]) -> int:
    if cells:
        return cells[0].printed.spot.page
    row = opened.rows.get(key)
    told = row.page_first if isinstance(row, Form) else (row.page if row is not None else None)
    doubted = next((found.page for found in opened.doubtful.get(key, ()) if found.page), None)
    return told or doubted or next(iter(opened.pages), 1)


def _upright_size(page: Page) -> tuple[float, float]:
    return (page.height, page.width) if page.turned in (90, 270) else (page.width, page.height)


def _pictures(opened: Opened, numbers: set[int]) -> tuple[PictureView, ...]:
    pages = [opened.pages[number] for number in sorted(numbers) if number in opened.pages]
    return tuple(
        PictureView(page.number, f"picture/{opened.row.doc_id}/{page.number}", *_upright_size(page)) for page in pages
    )
