"""A reading and what persons say is printed to the reading as it is then; what finds no place is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

import msgspec
from msgspec import Struct

from extractors.document import Cell, Document, Page, Paragraph, Reading, Table
from normalizers.characters import clean_text
from pipeline.corrections.row import Correction
from pipeline.corrections.spots import Printed, common_share, inner_share, is_same_place, printed_of

_INSIDE = 0.9
"""Share of the smaller box from which one lies in the other: one reader draws the cell, another its text."""
_ALIKE = 0.6
"""Likeness of two texts, as `difflib` counts it, from which they are readings of one."""

_AS_CHARACTERS = ("pdf_text", "text_export", "correction")
"""Methods by which a text was had that nobody recognised in a picture."""


class Corrected(Struct, frozen=True):
    """A document as persons say it is printed."""

    document: Document
    unplaced: tuple[Correction, ...] = ()
    """Texts whose cell the reading no longer has, or that compete for one cell."""


def corrected(document: Document, corrections: Sequence[Correction]) -> Corrected:
    """Return the document with the texts of the effective corrections in place of what was read.

    The cell at the place of `16.5` → `165` then has the text `165`, no doubt, the method `correction`; what was read
    stays behind it as a reading.
    """
    texts = [one for one in corrections if one.action == "text" and one.doc_id == document.doc_id]
    if not texts:
        return Corrected(document)
    by_page: dict[int, list[Printed]] = {}
    for printed in printed_of(document):
        by_page.setdefault(printed.spot.page, []).append(printed)
    found: dict[int, list[tuple[Printed, Correction]]] = {}
    unplaced = []
    for one in texts:
        place = find_printed(by_page.get(one.page, ()), one)
        if place is None:
            unplaced.append(one)
        else:
            found.setdefault(id(place.text), []).append((place, one))
    new: dict[int, Cell | Paragraph] = {}
    for place, claims in ((claims[0][0], [one for _, one in claims]) for claims in found.values()):
        if len({clean_text(one.new or "") for one in claims}) > 1:
            unplaced += claims
        else:
            new[id(place.text)] = corrected_text(place.text, claims[-1].new or "")
    pages = tuple(_page(page, new) for page in document.pages)
    return Corrected(msgspec.structs.replace(document, pages=pages), tuple(unplaced))


def find_printed(printed: Iterable[Printed], one: Correction) -> Printed | None:
    """Return what stands at the place of a correction among what is printed on its page, None where that is not sure.

    Another reader may draw the cell a little differently, or draw its text: then the text must be like the one that was
    corrected.
    """
    spot = one.spot
    box = spot.box
    if box is None:
        return next((place for place in printed if place.spot == spot), None)
    boxes = [(place.spot.box, place) for place in printed if place.spot.box is not None]
    same = [(common_share(other, box), place) for other, place in boxes if is_same_place(place.spot, spot)]
    if same:
        return max(same, key=lambda found: found[0])[1]
    inside = [place for other, place in boxes if inner_share(other, box) >= _INSIDE and _is_alike(place, one)]
    return inside[0] if len(inside) == 1 else None


def corrected_text(printed: Cell | Paragraph, text: str) -> Cell | Paragraph:
    """Return a cell or paragraph with a person's text; print that no recogniser read has no confidence, as before."""
    sure = None if printed.method in _AS_CHARACTERS and printed.confidence is None else 1.0
    if isinstance(printed, Paragraph):
        return msgspec.structs.replace(printed, text=text, method="correction", confidence=sure, doubts=())
    before = printed.readings or (Reading(printed.text, printed.method, printed.confidence),)
    readings = (Reading(text, "correction", sure), *(one for one in before if one.method != "correction"))
    return msgspec.structs.replace(
        printed, text=text, method="correction", confidence=sure, doubts=(), readings=readings
    )


def _page(page: Page, new: dict[int, Cell | Paragraph]) -> Page:
    blocks = tuple(_block(block, new) for block in page.blocks)
    if all(block is before for block, before in zip(blocks, page.blocks, strict=True)):
        return page
    return msgspec.structs.replace(page, blocks=blocks)


def _block(block: Table | Paragraph, new: dict[int, Cell | Paragraph]) -> Table | Paragraph:
    if isinstance(block, Paragraph):
        changed = new.get(id(block), block)
        assert isinstance(changed, Paragraph)
        return changed
    if not any(id(cell) in new for cell in block.cells):
        return block
    cells = tuple(cell for old in block.cells if isinstance(cell := new.get(id(old), old), Cell))
    return msgspec.structs.replace(block, cells=cells)


def _is_alike(place: Printed, one: Correction) -> bool:
    """Say whether a text is one that was corrected, or what it was corrected to, or nearly so."""
    text = clean_text(place.text.text)
    known = [clean_text(told) for told in (one.old, one.new) if told is not None]
    return any(text == told or SequenceMatcher(None, text, told).ratio() >= _ALIKE for told in known)
