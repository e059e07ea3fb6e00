"""A grid and the glyphs of its page to a table: `6,351,000.00` in row 7, column 3."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from msgspec import Struct

from extractors.document import Cell, Doubt, Table
from extractors.layer import Glyph
from extractors.tables.grid import Grid
from extractors.writing import glyph_lines, is_overprinted, text_of

TOUCHING = 0.3
"""Ems; glyphs of one cell no further apart than this are one stretch of writing."""

CROSSING = 0.12
"""Ems; glyphs on both sides of a rule that are this near overflow it: every program pads its cells by 1 pt or more."""

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
    overflowing = _gather_overflow(near, homes)
    contents: list[list[Glyph]] = [[] for _ in grid.spans]
    for glyph, home in zip(near, homes, strict=True):
        (rest if home is None else contents[home]).append(glyph)
    outside = sum(home is None and _is_within(glyph, grid) for glyph, home in zip(near, homes, strict=True))
    return Filled(grid, tuple(map(tuple, contents)), tuple(rest), frozenset(overflowing), outside)


def table_of(filled: Filled, page: int, finder: str) -> Table:
    """Return the table with its texts; unknown glyphs, overflowing writing and unsure sides make a cell doubtful."""
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
            doubts=_doubts(contents, index in filled.overflowing, span.unsure),
        )
        for index, (span, contents) in enumerate(zip(grid.spans, filled.contents, strict=True))
    )
    return Table(page, grid.rows, grid.columns, cells, finder, grid.box, grid.broken_top)


def _doubts(glyphs: Sequence[Glyph], overflows: bool, unsure: bool) -> tuple[Doubt, ...]:
    doubts: list[Doubt] = []
    if any(not glyph.mapped for glyph in glyphs) or is_overprinted(glyphs):
        doubts.append("bad_layer")
    if overflows:
        doubts.append("touches_rule")
    if unsure or any(glyph.clipped for glyph in glyphs):
        doubts.append("clipped")
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


def _gather_overflow(glyphs: Sequence[Glyph], homes: list[int | None]) -> set[int]:
    """Give a stretch of writing that runs through a rule to the span that holds most of it; return those spans."""
    index_of = {id(glyph): index for index, glyph in enumerate(glyphs)}
    winners: set[int] = set()
    for line in glyph_lines(glyph for glyph in glyphs if glyph.angle == 0 and not glyph.text.isspace()):
        for run in _runs([index_of[id(glyph)] for glyph in line], glyphs, homes):
            winner = _majority([homes[index] for index in run])
            if winner is not None and any(homes[index] != winner for index in run):
                winners.add(winner)
                for index in run:
                    homes[index] = winner
    return winners


def _runs(line: Sequence[int], glyphs: Sequence[Glyph], homes: Sequence[int | None]) -> list[list[int]]:
    """Part a line where cells part it: neighbours in two cells are one stretch only if they touch."""
    runs: list[list[int]] = []
    for index in line:
        if runs:
            before = runs[-1][-1]
            reach = (TOUCHING if homes[index] == homes[before] else CROSSING) * glyphs[index].size
            if glyphs[index].x0 - glyphs[before].x1 <= reach:
                runs[-1].append(index)
                continue
        runs.append([index])
    return runs


def _majority(homes: Sequence[int | None]) -> int | None:
    known = [home for home in homes if home is not None]
    return max(sorted(set(known)), key=known.count) if known else None
