"""Words of somebody's OCR layer held against what was read: one more witness for each cell, if it can be trusted.

A layer that agrees with the picture nearly everywhere confirms readings and casts doubt where it differs; a poor layer
is kept only as a further reading of cells that are doubtful anyway.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from msgspec import Struct
from msgspec.structs import replace

from extractors.document import Box, Cell, Doubt, Page, Reading, Table
from extractors.ocr.confidence import agreed
from extractors.ocr.written import same_print, tidy

READER = "ocr layer"
GOOD_SHARE = 0.97
"""Share of the compared cells that a layer must read as we do to be trusted: layers of office scanners get 2 to 10 % of
characters wrong and a quarter of the cells, short forms one in ten; a right one differs in one cell of a hundred."""
LEAST_COMPARED = 12
"""Cells needed to judge a layer."""
SETTLED = 0.9
"""Confidence from which a reading that the layer shares is not doubtful any more."""
SAME_LINE = 0.6
"""Of a word's height: words whose middles are nearer than this stand on one line."""


class LayerWord(Struct, frozen=True):
    """A word of somebody's OCR layer, with its box on the page as displayed, in points."""

    text: str
    box: Box


def with_layer(page: Page, words: Sequence[LayerWord]) -> Page:
    """Add what a layer says to the cells of a page, and say in the page's issues how well it agrees."""
    if not words:
        return page
    texts = {id(cell): layer_text(cell, words, page.turned) for cell in _cells(page)}
    compared = [cell for cell in _cells(page) if cell.text and texts[id(cell)]]
    if not compared:
        return page
    share = sum(_same(cell.text, texts[id(cell)]) for cell in compared) / len(compared)
    trusted = share >= GOOD_SHARE and len(compared) >= LEAST_COMPARED
    blocks = tuple(
        replace(block, cells=tuple(_witnessed(cell, texts[id(cell)], share, trusted) for cell in block.cells))
        if isinstance(block, Table)
        else block
        for block in page.blocks
    )
    note = () if trusted else (f"layer_poor: {round(100 * share)} of 100 cells are read as the OCR layer has them",)
    return replace(page, blocks=blocks, issues=(*page.issues, *note))


def _cells(page: Page) -> list[Cell]:
    return [cell for block in page.blocks if isinstance(block, Table) for cell in block.cells]


def layer_text(cell: Cell, words: Sequence[LayerWord], turned: int) -> str:
    """Join the words whose middles lie in a cell, line by line as the upright page has them."""
    box = cell.box
    if box is None:
        return ""
    inside = [word for word in words if _holds(box, word.box)]
    if not inside:
        return ""
    upright = [(_upright(word.box, turned), word.text) for word in inside]
    height = max(1.0, median(place.bottom - place.top for place, _ in upright))
    lines: list[list[tuple[Box, str]]] = []
    for place, text in sorted(upright, key=lambda pair: pair[0].top + pair[0].bottom):
        middle = (place.top + place.bottom) / 2
        if lines and middle - (lines[-1][0][0].top + lines[-1][0][0].bottom) / 2 <= SAME_LINE * height:
            lines[-1].append((place, text))
        else:
            lines.append([(place, text)])
    return "\n".join(tidy("".join(text for _, text in sorted(line, key=lambda pair: pair[0].x0))) for line in lines)


def _holds(outer: Box, inner: Box) -> bool:
    across, down = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    return outer.x0 <= across <= outer.x1 and outer.top <= down <= outer.bottom


def _upright(box: Box, turned: int) -> Box:
    """Turn a box of the page as displayed as the page was turned, about the page's corner."""
    match turned % 360:
        case 90:
            return Box(-box.bottom, box.x0, -box.top, box.x1)
        case 180:
            return Box(-box.x1, -box.bottom, -box.x0, -box.top)
        case 270:
            return Box(box.top, -box.x1, box.bottom, -box.x0)
    return box


def _same(one: str, two: str) -> bool:
    return same_print("".join(one.split()), "".join(two.split()))


def _witnessed(cell: Cell, text: str, share: float, trusted: bool) -> Cell:
    """Add a layer's text to a cell: it settles an unsure reading that it shares, and doubts one that it does not."""
    if not text or not (trusted or cell.doubts):
        return cell
    if _same(cell.text, text):
        return _settled(cell, share) if trusted else cell
    own = cell.readings or (Reading(cell.text, cell.method, cell.confidence),)
    witness = Reading(text, "ocr_layer", round(share, 4), READER)
    doubts: tuple[Doubt, ...] = cell.doubts
    if trusted and "readers_disagree" not in doubts:
        doubts = (*doubts, "readers_disagree")
    return replace(cell, readings=(*own, witness), doubts=doubts)


def _settled(cell: Cell, share: float) -> Cell:
    if cell.confidence is None:
        return cell
    confidence = agreed(cell.confidence, share)
    doubts = tuple(doubt for doubt in cell.doubts if doubt != "low_confidence" or confidence < SETTLED)
    return replace(cell, confidence=confidence, doubts=doubts)
