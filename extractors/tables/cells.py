"""A grid and the glyphs of its page to a table: `6,351,000.00` in row 7, column 3."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from msgspec import Struct

from extractors.document import Cell, Doubt, Table
from extractors.layer import Glyph
from extractors.tables.grid import EDGE_TOLERANCE, Grid, Span
from extractors.writing import glyph_lines, text_of

STRADDLE = 0.2
"""Of the em; a glyph that reaches further than this over a rule belongs to writing that overflows its cell."""

TOUCHING = 0.3
"""Of the em; glyphs no further apart than this are one stretch of writing."""


OVERHANG = 60.0
"""Points beside a table in which writing may still run out of one of its cells; page numbers and margins are further
off or not on a line with a cell."""


class Filled(Struct, frozen=True):
    """A grid's spans with their glyphs, in the same order, and the glyphs of the page that are in none of them."""

    grid: Grid
    contents: tuple[tuple[Glyph, ...], ...]
    rest: tuple[Glyph, ...]
    overflowing: frozenset[int]
    """Spans whose writing runs over a rule."""
    outside: int = 0
    """Glyphs within the table's box and in no cell."""


def fill_grid(grid: Grid, glyphs: Iterable[Glyph]) -> Filled:
    """Put each glyph into the span in which its middle lies; writing that overflows a cell stays in one piece."""
    near: list[Glyph] = []
    rest: list[Glyph] = []
    for glyph in glyphs:
        (near if _is_within(glyph, grid, OVERHANG) else rest).append(glyph)
    places = _Places(grid)
    homes = [places.span_at(*glyph.middle) if _is_within(glyph, grid) else None for glyph in near]
    overflowing = _gather_overflow(near, homes, grid.spans)
    contents: list[list[Glyph]] = [[] for _ in grid.spans]
    for glyph, home in zip(near, homes, strict=True):
        (rest if home is None else contents[home]).append(glyph)
    outside = sum(home is None and _is_within(glyph, grid) for glyph, home in zip(near, homes, strict=True))
    return Filled(grid, tuple(map(tuple, contents)), tuple(rest), frozenset(overflowing), outside)


def table_of(filled: Filled, page: int, finder: str) -> Table:
    """Return the table with its texts; a cell with unknown glyphs or overflowing writing carries a doubt."""
    grid = filled.grid
    cells = tuple(
        Cell(
            span.row,
            span.column,
            text_of(contents),
            span.row_span,
            span.column_span,
            page,
            span.box,
            "pdf_text",
            doubts=_doubts(contents, index in filled.overflowing),
        )
        for index, (span, contents) in enumerate(zip(grid.spans, filled.contents, strict=True))
    )
    return Table(page, grid.rows, grid.columns, cells, finder, grid.box, grid.broken_top)


def _doubts(glyphs: Sequence[Glyph], overflows: bool) -> tuple[Doubt, ...]:
    doubts: list[Doubt] = []
    if any(not glyph.mapped for glyph in glyphs):
        doubts.append("bad_layer")
    if overflows:
        doubts.append("touches_rule")
    return tuple(doubts)


def _is_within(glyph: Glyph, grid: Grid, overhang: float = 0.0) -> bool:
    x, y = glyph.middle
    return grid.box.x0 - overhang <= x <= grid.box.x1 + overhang and grid.box.top <= y <= grid.box.bottom


class _Places:
    """Looks up the span at a point: by its row and column of smallest cells."""

    def __init__(self, grid: Grid) -> None:
        self.xs = sorted({edge for span in grid.spans for edge in (span.box.x0, span.box.x1)})
        self.ys = sorted({edge for span in grid.spans for edge in (span.box.top, span.box.bottom)})
        self.spans: dict[tuple[int, int], int] = {}
        for index, span in enumerate(grid.spans):
            for row in range(span.row, span.row + span.row_span):
                for column in range(span.column, span.column + span.column_span):
                    self.spans[row, column] = index

    def span_at(self, x: float, y: float) -> int | None:
        row = max(bisect_right(self.ys, y) - 1, 0)
        return self.spans.get((row, max(bisect_right(self.xs, x) - 1, 0)))


def _gather_overflow(glyphs: Sequence[Glyph], homes: list[int | None], spans: Sequence[Span]) -> set[int]:
    """Give a stretch of writing that runs through a rule to the span that holds most of it; return those spans."""
    if not any(_straddles(glyph, home, spans) for glyph, home in zip(glyphs, homes, strict=True)):
        return set()
    index_of = {id(glyph): index for index, glyph in enumerate(glyphs)}
    winners: set[int] = set()
    for line in glyph_lines(glyph for glyph in glyphs if glyph.angle == 0):
        for run in _runs([glyph for glyph in line if not glyph.text.isspace()]):
            indexes = [index_of[id(glyph)] for glyph in run]
            if any(_straddles(glyphs[i], homes[i], spans) for i in indexes):
                winner = _majority([homes[i] for i in indexes])
                for i in indexes:
                    homes[i] = winner
                if winner is not None:
                    winners.add(winner)
    return winners


def _straddles(glyph: Glyph, home: int | None, spans: Sequence[Span]) -> bool:
    if home is None or glyph.angle != 0 or glyph.text.isspace():
        return False
    box, reach = spans[home].box, max(STRADDLE * glyph.size, EDGE_TOLERANCE / 2)
    return glyph.x0 < box.x0 - reach or glyph.x1 > box.x1 + reach


def _runs(line: Sequence[Glyph]) -> list[list[Glyph]]:
    runs: list[list[Glyph]] = []
    for glyph in line:
        if runs and glyph.x0 - runs[-1][-1].x1 <= TOUCHING * glyph.size:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return runs


def _majority(homes: Sequence[int | None]) -> int | None:
    known = [home for home in homes if home is not None]
    return max(sorted(set(known)), key=known.count) if known else None
