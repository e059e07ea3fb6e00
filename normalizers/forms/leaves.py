"""A page of the file to its leaves: a picture of two facing pages is two, each with columns measured from its own left.

A table at the foot of the left leaf goes on at the head of the right one, as it would overleaf.
"""

from __future__ import annotations

from msgspec.structs import replace

from extractors.document import Box, Page, Paragraph, Table


def leaves(page: Page) -> tuple[Page, ...]:
    """Return the page, or the two that face each other in its picture, in reading order, each with its own blocks."""
    if not page.fold:
        return (page,)
    right = next((at for at, block in enumerate(page.blocks) if _stands_right(block, page)), len(page.blocks))
    return replace(page, blocks=page.blocks[:right]), replace(page, blocks=page.blocks[right:])


def span_across(box: Box, page: Page | None) -> tuple[float, float]:
    """Return the left and right end of a box on its upright leaf, in points from the leaf's left side."""
    if page is None:
        return box.x0, box.x1
    start, end = _upright_span(box, page)
    leaf = page.fold if page.fold and (start + end) / 2 >= page.fold else 0.0
    return start - leaf, end - leaf


def _upright_span(box: Box, page: Page) -> tuple[float, float]:
    if page.turned == 90:
        return page.height - box.bottom, page.height - box.top
    if page.turned == 180:
        return page.width - box.x1, page.width - box.x0
    return (box.top, box.bottom) if page.turned == 270 else (box.x0, box.x1)


def _stands_right(block: Paragraph | Table, page: Page) -> bool:
    return block.box is not None and sum(_upright_span(block.box, page)) / 2 >= page.fold
