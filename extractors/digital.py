"""A born-digital page's layer to its blocks: tables with their cells, and paragraphs, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import msgspec

from extractors.document import Box, Page, Paragraph, Table
from extractors.layer import Glyph, PageLayer, turn_box, turn_layer
from extractors.paragraphs import column_of, paragraphs_of
from extractors.tables import PageSource, find_tables
from extractors.triage import LARGE_PICTURE
from extractors.writing import TextLine, text_lines

SIDEWAYS_SHARE = 0.6
"""Share of the glyphs that must be turned the same way for the page to be a sideways one."""

_Block: TypeAlias = Table | Paragraph


def read_digital(source: PageSource) -> Page:
    """Return the page read from its text layer alone; a form printed sideways is turned upright to be read."""
    layer = source.layer
    turned = upright_turn(layer)
    upright = msgspec.structs.replace(source, layer=turn_layer(layer, turned), turned=turned != 0)
    found = find_tables(upright)
    paragraphs = _paragraphs(found.rest, found.tables, source.number, upright.layer.width)
    blocks: list[_Block] = [*found.tables, *paragraphs]
    blocks.sort(key=_reading_order)
    return Page(
        source.number,
        "digital",
        layer.width,
        layer.height,
        tuple(_turned_back(block, turned, upright.layer) for block in blocks),
        turned=turned,
        issues=layer.issues + found.issues + _noticed(layer),
    )


def upright_turn(layer: PageLayer) -> int:
    """Return the degrees clockwise that make most of the writing upright: 90 for a page whose lines run upwards."""
    angles = [glyph.angle for glyph in layer.glyphs if glyph.angle >= 0 and not glyph.text.isspace()]
    for angle in (90, 180, 270):
        if angles and angles.count(angle) >= SIDEWAYS_SHARE * len(angles):
            return 360 - angle
    return 0


def _paragraphs(glyphs: Iterable[Glyph], tables: Iterable[Table], page: int, width: float) -> list[Paragraph]:
    """Make paragraphs of the lines above, between and below the tables; a paragraph never runs past a table."""
    lines = text_lines(glyph for glyph in glyphs if glyph.angle == 0)
    boxes = [table.box for table in tables if table.box is not None]
    column = column_of(lines, boxes, width)
    stretches: dict[int, list[TextLine]] = {}
    for line in lines:
        middle = (line.box.top + line.box.bottom) / 2
        stretches.setdefault(sum(box.top < middle for box in boxes), []).append(line)
    return [paragraph for some in stretches.values() for paragraph in paragraphs_of(some, page, column)]


def _reading_order(block: _Block) -> tuple[float, float]:
    return (block.box.top, block.box.x0) if block.box is not None else (0.0, 0.0)


def _turned_back(block: _Block, turned: int, upright: PageLayer) -> _Block:
    """Give a block's places in the page's own frame, not in the one it was turned to for reading."""
    if turned == 0:
        return block

    def back(box: Box | None) -> Box | None:
        return None if box is None else turn_box(box, 360 - turned, upright.width, upright.height)

    if isinstance(block, Paragraph):
        return msgspec.structs.replace(block, box=back(block.box))
    cells = tuple(msgspec.structs.replace(cell, box=back(cell.box)) for cell in block.cells)
    return msgspec.structs.replace(block, box=back(block.box), cells=cells)


def large_pictures(layer: PageLayer) -> tuple[Box, ...]:
    """Return the places of pictures that may hold a form or a page of text of their own."""
    area = layer.width * layer.height
    return tuple(picture.box for picture in layer.pictures if _area(picture.box) >= LARGE_PICTURE * area)


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)


def with_pictures(page: Page, scan: Page, pictures: Sequence[Box]) -> Page:
    """Add to a page read from its layer what was read in its pictures, which a reading of the whole page found."""
    read = [block for block in scan.blocks if any(_lies_in(block.box, picture) for picture in pictures)]
    blocks = sorted([*page.blocks, *read], key=_reading_order)
    issue = f"picture_read: {len(read)} blocks were read from pictures"
    return msgspec.structs.replace(page, blocks=tuple(blocks), issues=(*page.issues, issue))


def _lies_in(box: Box | None, picture: Box) -> bool:
    if box is None:
        return False
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return picture.x0 <= x <= picture.x1 and picture.top <= y <= picture.bottom


def _noticed(layer: PageLayer) -> tuple[str, ...]:
    issues = []
    oblique = "".join(glyph.text for glyph in layer.glyphs if glyph.angle < 0)
    if oblique.strip():
        issues.append(f"oblique_text: {oblique[:40]}")
    if any(not glyph.text.isspace() for glyph in layer.hidden):
        issues.append(f"hidden_text: {len(layer.hidden)} characters that cannot be seen were left out")
    return tuple(issues)
