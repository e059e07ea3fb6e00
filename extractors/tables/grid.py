"""The ruled grid of one table, before there is text in it: spans with their boxes, in order of row, then column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from extractors.document import Box

EDGE_TOLERANCE = 3.0
"""Points; lines nearer than this are one edge. Browsers draw two borders 2.3 pt apart around every cell, Word shifts a
border by 1-2 pt where a row was dragged; the narrowest real row or column is 7 pt."""

GridDoubt = Literal["open", "split", "straddled", "outside"]
"""Why a grid may be wrong: a side of the table is not drawn; cells without a common rectangle were cut apart; writing
runs through a rule; writing stands inside the table and in no cell."""


class Span(Struct, frozen=True):
    """One cell's place in the grid, counted from 0, and on the page."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    unsure: bool = False
    """Its sides were told by white, and the white leaves open where they are."""


class Grid(Struct, frozen=True):
    """One table's cells; `broken_top` where its first row is open at the top."""

    box: Box
    rows: int
    columns: int
    spans: tuple[Span, ...]
    broken_top: bool = False
    doubts: tuple[GridDoubt, ...] = ()


def cluster_positions(positions: Iterable[float], tolerance: float = EDGE_TOLERANCE) -> list[float]:
    """Return the edges that positions along one axis stand for, in order: 10, 10.4, 52 to 10.2, 52."""
    edges: list[list[float]] = []
    for position in sorted(positions):
        # measured from the group's first member, so that a row of close lines cannot creep into one edge
        if edges and position - edges[-1][0] <= tolerance:
            edges[-1].append(position)
        else:
            edges.append([position])
    return [sum(edge) / len(edge) for edge in edges]


def nearest_edge(edges: Sequence[float], position: float) -> int:
    """Return the index of the edge nearest to a position."""
    return min(range(len(edges)), key=lambda index: abs(edges[index] - position))


def grid_of_boxes(boxes: Sequence[Box], broken_top: bool = False, doubts: tuple[GridDoubt, ...] = ()) -> Grid | None:
    """Return the grid whose cells are these boxes, rows and columns without a cell's edge left out; None for none."""
    xs = cluster_positions(x for box in boxes for x in (box.x0, box.x1))
    ys = cluster_positions(y for box in boxes for y in (box.top, box.bottom))
    spans = {span for box in boxes if (span := _span(box, xs, ys)) is not None}
    if not spans:
        return None
    ordered = sorted(spans, key=lambda span: (span.row, span.column))
    outline = Box(xs[0], ys[0], xs[-1], ys[-1])
    return Grid(outline, len(ys) - 1, len(xs) - 1, tuple(ordered), broken_top, doubts)


def _span(box: Box, xs: Sequence[float], ys: Sequence[float]) -> Span | None:
    left, right = nearest_edge(xs, box.x0), nearest_edge(xs, box.x1)
    top, bottom = nearest_edge(ys, box.top), nearest_edge(ys, box.bottom)
    if left == right or top == bottom:
        return None
    return Span(top, left, bottom - top, right - left, Box(xs[left], ys[top], xs[right], ys[bottom]))


def same_cells(one: Grid, other: Grid) -> bool:
    """Say whether two finders drew the same cells: the same rows, columns and spans in the same place."""
    if (one.rows, one.columns, len(one.spans)) != (other.rows, other.columns, len(other.spans)):
        return False
    return all(_same_span(a, b) for a, b in zip(one.spans, other.spans, strict=True))


def _same_span(one: Span, other: Span) -> bool:
    same = (one.row, one.column, one.row_span, one.column_span) == (
        other.row,
        other.column,
        other.row_span,
        other.column_span,
    )
    return same and boxes_overlap(one.box, other.box)


def boxes_overlap(one: Box, other: Box, slack: float = 0.0) -> bool:
    """Say whether two boxes have some area in common, each pulled in by `slack` points."""
    return (
        min(one.x1, other.x1) - max(one.x0, other.x0) > slack
        and min(one.bottom, other.bottom) - max(one.top, other.top) > slack
    )


def contains(outer: Box, inner: Box, slack: float = EDGE_TOLERANCE) -> bool:
    """Say whether `inner` lies within `outer`, give or take `slack` points."""
    return (
        outer.x0 - slack <= inner.x0
        and outer.top - slack <= inner.top
        and inner.x1 <= outer.x1 + slack
        and inner.bottom <= outer.bottom + slack
    )
