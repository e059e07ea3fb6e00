"""The tables of a born-digital page: the fast finder, and two slower opinions where it is in doubt.

FINDERS is the table of names to extend: a finder turns a page into grids, which are then filled with its glyphs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct, structs

from extractors.document import Table
from extractors.errors import DamagedPdf
from extractors.layer import Glyph, PageLayer, Rule
from extractors.tables.aligned import find_aligned
from extractors.tables.cells import Filled, fill_grid, table_of
from extractors.tables.grid import EDGE_TOLERANCE, Grid, boxes_overlap, contains, same_cells
from extractors.tables.pdfplumber_page import PlumberPdf
from extractors.tables.row_ruled import find_row_ruled
from extractors.tables.vector import find_grids

LARGEST_PAGE = 2_100_000.0
"""Square points, A2: camelot draws the page at 300 dpi, which for larger ones would take gigabytes."""

DECORATION = 0.3
"""Share of the page's width below which a ruled grid without any writing is a bar code or an ornament."""


class PageSource(Struct, frozen=True):
    """One page for a table finder: its layer and where it comes from."""

    path: Path
    number: int
    layer: PageLayer
    password: str | None = None
    turned: bool = False
    """The layer was turned after it was read, so that other libraries see the page in another frame."""


Finder = Callable[[PageSource], tuple[Grid, ...]]


def _vector(source: PageSource) -> tuple[Grid, ...]:
    return find_grids(source.layer.rules)


def _pdfplumber(source: PageSource) -> tuple[Grid, ...]:
    with PlumberPdf(source.path, source.password, only=source.number) as pdf:
        return pdf.grids(source.number)


def _camelot(source: PageSource) -> tuple[Grid, ...]:
    # camelot brings pandas, and takes as long to import as all the rest; most documents never need a third opinion
    from extractors.tables.camelot_lattice import camelot_grids  # noqa: PLC0415

    return camelot_grids(source.path, source.number, source.layer.height, source.password)


def _row_ruled(source: PageSource) -> tuple[Grid, ...]:
    return find_row_ruled(source.layer)


def _aligned(source: PageSource) -> tuple[Grid, ...]:
    return find_aligned(source.layer)


FINDERS: dict[str, Finder] = {
    "vector": _vector,
    "pdfplumber": _pdfplumber,
    "camelot": _camelot,
    "row_ruled": _row_ruled,
    "aligned": _aligned,
}


class PageTables(Struct, frozen=True):
    """The tables of a page, the glyphs that are in none of them, and what was noticed, as `code: text`."""

    tables: tuple[Table, ...]
    rest: tuple[Glyph, ...]
    issues: tuple[str, ...] = ()


def find_tables(source: PageSource) -> PageTables:
    """Find the ruled tables of a page, then those whose rows alone are ruled, then those that only alignment holds."""
    ruled, rest, issues = _ruled(source)
    blank = PageLayer(source.layer.width, source.layer.height, rest, rules=_loose_rules(source, ruled))
    tables = list(ruled)
    for finder in ("row_ruled", "aligned"):
        left = structs.replace(blank, glyphs=rest)
        filled, rest = _fill(FINDERS[finder](PageSource(source.path, source.number, left)), rest)
        tables += (table_of(one, source.number, finder) for one in filled)
    tables.sort(key=lambda table: (table.box.top, table.box.x0) if table.box is not None else (0.0, 0.0))
    return PageTables(tuple(tables), rest, issues)


def _ruled(source: PageSource) -> tuple[list[Table], tuple[Glyph, ...], tuple[str, ...]]:
    filled, rest = _fill(FINDERS["vector"](source), source.layer.glyphs)
    finders = ["vector"] * len(filled)
    issues: list[str] = []
    doubtful = [index for index, one in enumerate(filled) if is_doubtful(one)]
    if doubtful:
        grids = [one.grid for one in filled]
        ask = cache(lambda name: _opinion(name, source))
        for index in doubtful:
            grids[index], finders[index], issue = settle(grids[index], ask)
            issues.extend([issue] if issue else [])
        filled, rest = _fill(grids, source.layer.glyphs)
    kept = [pair for pair in zip(filled, finders, strict=True) if not _is_ornament(pair[0], filled, source.layer.width)]
    return [table_of(one, source.number, finder) for one, finder in kept], rest, tuple(issues)


def _fill(grids: Sequence[Grid], glyphs: tuple[Glyph, ...]) -> tuple[list[Filled], tuple[Glyph, ...]]:
    """Fill the smallest grid first, so that a table within a table's cell keeps its own writing."""
    filled: dict[int, Filled] = {}
    for index in sorted(range(len(grids)), key=lambda index: _area(grids[index])):
        filled[index] = fill_grid(grids[index], glyphs)
        glyphs = filled[index].rest
    return [filled[index] for index in range(len(grids))], glyphs


def _area(grid: Grid) -> float:
    return (grid.box.x1 - grid.box.x0) * (grid.box.bottom - grid.box.top)


def is_doubtful(filled: Filled) -> bool:
    """Say whether a second opinion about a grid is worth its price."""
    return bool(filled.grid.doubts or filled.overflowing or filled.outside)


def settle(grid: Grid, ask: Callable[[str], tuple[Grid, ...]]) -> tuple[Grid, str, str | None]:
    """Ask the slower finders about a doubtful grid: one that agrees confirms it, two that agree against it replace it.

    `ask` gives a finder's grids for the page. Returns the grid, whose it is, and an issue where all three differ.
    """
    others: list[Grid] = []
    for name in ("pdfplumber", "camelot"):
        found = [other for other in ask(name) if boxes_overlap(grid.box, other.box)]
        if any(same_cells(grid, other) for other in found):
            return grid, "vector", None
        agreed = [other for other in found if any(same_cells(other, before) for before in others)]
        if agreed:
            return agreed[0], "camelot", None
        others.extend(found)
    doubts = ", ".join(grid.doubts) or "writing over a rule"
    return grid, "vector", f"grid_in_doubt: {grid.rows} rows by {grid.columns} columns ({doubts}); no finder agrees"


def _opinion(name: str, source: PageSource) -> tuple[Grid, ...]:
    """What a slower finder sees on the page; nothing where the page was turned, is huge, or cannot be read by it."""
    if source.turned or source.layer.width * source.layer.height > LARGEST_PAGE:
        return ()
    try:
        return FINDERS[name](source)
    except DamagedPdf:
        return ()  # no opinion: the page itself was read by another library


def _is_ornament(one: Filled, all_filled: Sequence[Filled], width: float) -> bool:
    """A grid without writing of its own that frames another, or is small."""
    if any(not glyph.text.isspace() for contents in one.contents for glyph in contents):
        return False
    frames = any(other is not one and contains(one.grid.box, other.grid.box) for other in all_filled)
    return frames or one.grid.box.x1 - one.grid.box.x0 < DECORATION * width


def _loose_rules(source: PageSource, tables: Sequence[Table]) -> tuple[Rule, ...]:
    """The rules that no ruled table uses: they may part the rows of a table without vertical lines."""
    taken = [table.box for table in tables if table.box is not None]
    return tuple(
        rule
        for rule in source.layer.rules
        if not any(box.top - EDGE_TOLERANCE <= _height(rule) <= box.bottom + EDGE_TOLERANCE for box in taken)
    )


def _height(rule: Rule) -> float:
    return (rule.start + rule.end) / 2 if rule.vertical else rule.at
