"""Pages to one flow of paragraphs and whole tables: a table that runs over pages becomes one table again.

A table continues the one before where it is the first thing on its page, the other was the last thing on the page
before, and their columns stand in the same places. Repeated header rows stay in: whoever reads rows knows headers.
Page numbers, headers and footers are left out of the flow.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from statistics import median

import msgspec

from extractors.document import Cell, Document, Page, Paragraph, Table
from normalizers.forms.furniture import without_furniture
from normalizers.forms.leaves import leaves, span_across

_EDGE_TOLERANCE = 8.0
"""Points by which the same column may stand elsewhere on the next page: scans are placed by hand."""
_SAME_RULE = 4.0
"""Points between two edges that are one rule, which leans: no column is that narrow."""
_KEPT_ALONE = frozenset("无有是否")
"""Single characters that say something by themselves; others beside the table of a picture are dirt."""
_SEEN_WIDER = 0.1
"""Share of the page's width by which a table looks wider or narrower on the next photograph."""
_EDGE_SHARE = 0.6
"""Share of the shorter table's column edges that must recur for two tables to be one."""

_WHITE = "row_ruled"
"""The finder of tables whose columns are told by white."""

Flow = tuple[Paragraph | Table, ...]


def flow_of(document: Document) -> Flow:
    """Return everything that is printed, in reading order, without page furniture and with tables joined."""
    sheets = [leaf for page in document.pages for leaf in leaves(page)]
    pages = {page.number: page for page in document.pages}
    flow: list[Paragraph | Table] = []
    for body in without_furniture(sheets):
        blocks = _without_dirt(body)
        if blocks and flow and isinstance(blocks[0], Table) and isinstance(flow[-1], Table):
            joined = join(flow[-1], blocks[0], pages)
            if joined is not None:
                flow[-1] = joined
                blocks = blocks[1:]
        flow.extend(blocks)
    return tuple(flow)


def _without_dirt(blocks: list[Paragraph | Table]) -> list[Paragraph | Table]:
    """Leave out single recognised characters at the top and the bottom of a page."""
    first, last = 0, len(blocks)
    while first < last and _is_dirt(blocks[first]):
        first += 1
    while first < last and _is_dirt(blocks[last - 1]):
        last -= 1
    return blocks[first:last]


def _is_dirt(block: Paragraph | Table) -> bool:
    if not isinstance(block, Paragraph) or block.confidence is None:
        return False
    text = block.text.strip()
    return len(text) == 1 and text not in _KEPT_ALONE and not text.isdigit()


def join(above: Table, below: Table, pages: Mapping[int, Page]) -> Table | None:
    """Return the two as one table, or None where their columns differ too much or have no places.

    Columns of both parts are counted anew in the edges that either has. `pages` tell how each page was turned.
    """
    upper, lower = _edges(above, pages), _edges(below, pages)
    if not upper or not lower:
        return None
    edges, others = sorted(set(upper.values())), sorted(set(lower.values()))
    if _is_seen_aslant(below) and _in_same_order(edges, others):
        lower = {column: edges[others.index(place)] for column, place in lower.items()}
        others = edges
    if not _are_same_columns(edges, others, told_by_white=_WHITE in (above.finder, below.finder)):
        return None
    merged = sorted([*edges, *(edge for edge in others if _nearest(edges, edge)[1] > _EDGE_TOLERANCE)])
    cells = (*_regrid(above, upper, merged, first_row=0), *_regrid(below, lower, merged, first_row=above.rows))
    return msgspec.structs.replace(above, rows=above.rows + below.rows, columns=len(merged) - 1, cells=cells, box=None)


def _are_same_columns(edges: list[float], others: list[float], told_by_white: bool) -> bool:
    """Say whether two tables have their sides and most columns in the same places.

    Where columns have no rules their edges may lie anywhere in the white; then the sides alone tell.
    """
    if abs(edges[-1] - others[-1]) > 2 * _EDGE_TOLERANCE:
        return False
    if told_by_white and abs(edges[0] - others[0]) <= 2 * _EDGE_TOLERANCE:
        return True
    near = sum(_nearest(edges, edge)[1] <= _EDGE_TOLERANCE for edge in others)
    return near >= _EDGE_SHARE * min(len(edges), len(others))


def _is_seen_aslant(table: Table) -> bool:
    """Say whether the table comes from a picture, which two photographs never show from the same place."""
    return any(cell.confidence is not None for cell in table.cells)


def _in_same_order(edges: list[float], others: list[float]) -> bool:
    """Say whether two tables have the same columns, each a little shifted: every edge is nearest to its own."""
    if len(edges) != len(others) or abs(edges[-1] - edges[0] - others[-1] + others[0]) > _SEEN_WIDER * edges[-1]:
        return False
    scale = (edges[-1] - edges[0]) / max(1.0, others[-1] - others[0])
    moved = [edges[0] + (place - others[0]) * scale for place in others]
    return all(_nearest(edges, place)[0] == at for at, place in enumerate(moved))


def _edges(table: Table, pages: Mapping[int, Page]) -> dict[int, float]:
    """Return column -> place of its first edge, with the table's last edge; empty where cells have no places."""
    places: dict[int, list[float]] = {}
    for cell in table.cells:
        if cell.box is None:
            return {}
        first, last = span_across(cell.box, pages.get(cell.page))
        places.setdefault(cell.column, []).append(first)
        places.setdefault(cell.column + cell.column_span, []).append(last)
    edges: dict[int, float] = {}
    for column, found in sorted(places.items()):
        place, before = median(found), next(reversed(edges.values()), float("-inf"))
        edges[column] = before if place - before < _SAME_RULE else place
    return edges


def _nearest(edges: list[float], place: float) -> tuple[int, float]:
    """Return the index of the edge nearest to `place` and its distance."""
    right = bisect_left(edges, place)
    candidates = [index for index in (right - 1, right) if 0 <= index < len(edges)]
    best = min(candidates, key=lambda index: abs(edges[index] - place))
    return best, abs(edges[best] - place)


def _regrid(table: Table, edges: dict[int, float], merged: list[float], first_row: int) -> Iterator[Cell]:
    """Yield the table's cells with rows counted from `first_row` and columns counted in the merged edges."""
    for cell in table.cells:
        column = _nearest(merged, edges[cell.column])[0]
        stop = _nearest(merged, edges[cell.column + cell.column_span])[0]
        yield msgspec.structs.replace(cell, row=cell.row + first_row, column=column, column_span=max(1, stop - column))
