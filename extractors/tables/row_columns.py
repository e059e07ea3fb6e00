"""Rows between level rules to cells: one set of columns for all rows of a section, told by white that they share.

    年度资金总额 │ 647414.47 │ 478965.80 │ 73.98%
    县级财政资金 │      0.00 │      0.00 │            the blank cell at the end is one, too

A wide white in any row must be parted; where, is told by all rows of its section together, and by the ends of rules.
What the print leaves open is said: a cell beside white that may or may not part it is unsure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from extractors.document import Box

LEAST_WHITE = 0.3
"""Ems of white at which an edge may lie in a row: characters of one word stand nearer."""

WIDE_WHITE = 1.0
"""Ems of white that part two cells in any row; a blank within a cell is half an em, after a comma even less."""

DOUBTED_WHITE = 0.8
"""Ems of white from which it is not sure that it parts nothing, and from which an edge in it is beyond doubt."""

MOST_WORTH = 1.5
"""Ems: wider white tells no more about where an edge lies than this does."""

CROSSED = 1.5
"""Ems of white in another row that make up for one row whose print an edge would cut."""

LOOSE, LOOSER = 0.75, 0.2
"""Share of a row's characters that stand no farther apart than usual; and ems by which narrow white that parts cells is
wider: some fonts leave a third of an em between all characters."""

SHARED_WHITE = 0.6
"""Ems of white in a row by itself at a place where other rows have a column."""

COLUMN_ROWS = 3
"""Rows that have an edge in narrow white for it to be one: two may have a blank in the same place by chance."""

SAME_EDGE = 3.0
"""Points by which the same edge may differ from row to row."""

SHARED_EDGES = 2
"""Edges that rows between full rules must have in common to be rows of one list; with one label each they need not."""

Span = tuple[float, float]
"""From the left to the right, in points."""


class PrintedRow(Struct, frozen=True):
    """One row from the right end of its label, with the boxes of its characters, or of pieces of print."""

    box: Box
    characters: tuple[Box, ...]

    @property
    def print_spans(self) -> list[Span]:
        """Where the row has print in any of its lines, from left to right."""
        spans: list[Span] = []
        for x0, x1 in sorted((one.x0, one.x1) for one in self.characters):
            if spans and x0 <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(spans[-1][1], x1))
            else:
                spans.append((x0, x1))
        return spans

    @property
    def gaps(self) -> list[Span]:
        """The white between print."""
        return [(left[1], right[0]) for left, right in pairwise(self.print_spans)]

    def usual_gap(self, wide: float) -> float:
        """Return the white that parts nearly all of its characters; `wide` is none of it."""
        narrow = sorted(high - low for low, high in self.gaps if high - low < wide)
        return narrow[int(LOOSE * len(narrow))] if narrow else 0.0


class RowSection(Struct, frozen=True):
    """Rows between two rules that run from side to side; `starts` are places where rules between them begin."""

    rows: tuple[PrintedRow, ...]
    starts: tuple[float, ...] = ()


class RowCell(Struct, frozen=True):
    """A cell's box, and whether its sides are `unsure`."""

    box: Box
    unsure: bool = False


class _Edge(Struct, frozen=True):
    """An edge of a section lies between `low` and `high`; `rows` have white there between print."""

    low: float
    high: float
    rows: int = 0
    fixed: bool = False

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2


class _Columns(Struct, frozen=True):
    """A section with its edges and the place that each was given."""

    section: RowSection
    edges: tuple[_Edge, ...]


def cells_of_sections(sections: Sequence[RowSection], em: float) -> list[RowCell]:
    """Cut the rows of a table's sections, from top to bottom, into cells; `em` is the size of its writing in points."""
    solved = [_Columns(part, tuple(_edges(part, em))) for part in _lists_joined(sections, em)]
    edges = [edge for columns in solved for edge in columns.edges]
    shared = _shared_places([*edges, *(edge for part in solved for edge in _maybe_edges(part, edges, em))])
    common = [place for place in shared if any(edge.low <= place <= edge.high and _is_common(edge) for edge in edges)]
    return [cell for columns in solved for cell in _cells(columns, shared, common, em)]


def _maybe_edges(columns: _Columns, edges: Sequence[_Edge], em: float) -> Iterable[_Edge]:
    """Yield for the narrow white of a row by itself, as of a total, where it agrees with a column of many rows."""
    if len(columns.section.rows) != 1:
        return
    (row,) = columns.section.rows
    for low, high in row.gaps:
        if _may_be_shared((low, high), row, em) and not any(low <= edge.middle <= high for edge in columns.edges):
            for edge in edges:
                if _is_common(edge) and not edge.fixed and max(low, edge.low) < min(high, edge.high):
                    yield _Edge(max(low, edge.low), min(high, edge.high), 1)


def _is_common(edge: _Edge) -> bool:
    return edge.fixed or edge.rows >= COLUMN_ROWS


def _lists_joined(sections: Sequence[RowSection], em: float) -> list[RowSection]:
    """Join rows that are sections by themselves, because all rules run from side to side, to lists."""
    joined: list[RowSection] = []
    for section in sections:
        both = RowSection((*joined[-1].rows, *section.rows)) if joined else section
        if joined and not joined[-1].starts and not section.starts and _is_one_list(joined[-1], section, both, em):
            joined[-1] = both
        else:
            joined.append(section)
    return joined


def _is_one_list(above: RowSection, below: RowSection, both: RowSection, em: float) -> bool:
    edges = _edges(both, em)
    if any(_is_crossed(row, edge.middle) for row in both.rows for edge in edges):
        return False
    most = max(len(_edges(above, em)), len(_edges(below, em)))
    shared = sum(all(_has_white(part, edge.middle, em) for part in (above, below)) for edge in edges)
    return len(edges) == most and shared >= SHARED_EDGES


def _has_white(section: RowSection, place: float, em: float) -> bool:
    gaps = (_gap_at(row, place) for row in section.rows)
    return any(gap is not None and gap[1] - gap[0] >= DOUBTED_WHITE * em for gap in gaps)


def _edges(section: RowSection, em: float) -> list[_Edge]:
    """Find the edges of a section's columns: where rules begin, in all wide white, and in narrow white of many rows."""
    starts = _distinct(section.starts)
    edges = [_Edge(start, start, fixed=True) for start in starts]
    gaps = [(gap, row) for row in section.rows for gap in row.gaps if gap[1] - gap[0] >= LEAST_WHITE * em]
    places = _places_between([gap for gap, _ in gaps])
    worth = {place: _worth(place, section.rows, em) for place in places}
    wide = [gap for gap, row in gaps if gap[1] - gap[0] >= WIDE_WHITE * em and not _is_parted(gap, row, edges)]
    while wide:
        fitting = [place for place in places if any(low < place < high for low, high in wide)]
        best = max(fitting, key=lambda place: worth[place] + MOST_WORTH * _parting(place, wide))
        edges.append(_edge_at(best, section.rows, em))
        wide = [gap for gap in wide if not gap[0] < best < gap[1]]
    for place in sorted(places, key=lambda place: -worth[place]):
        if _is_narrow_column(place, section.rows, edges, em):
            edges.append(_edge_at(place, section.rows, em))
    return _without_idle(sorted(edges, key=lambda edge: edge.middle), section.rows)


def _parting(place: float, wide: Sequence[Span]) -> int:
    return sum(low < place < high for low, high in wide)


def _distinct(starts: Iterable[float]) -> list[float]:
    """Put starts of rules that are one edge together."""
    groups: list[list[float]] = []
    for start in sorted(starts):
        if groups and start - groups[-1][0] <= SAME_EDGE:
            groups[-1].append(start)
        else:
            groups.append([start])
    return [sum(group) / len(group) for group in groups]


def _is_parted(gap: Span, row: PrintedRow, edges: Sequence[_Edge]) -> bool:
    """Say whether an edge lies in a gap, or is the left side of the row: its label ends there."""
    return any(gap[0] - SAME_EDGE < edge.middle < gap[1] + SAME_EDGE for edge in edges)


def _places_between(gaps: Sequence[Span]) -> list[float]:
    """Return a place in each stretch in which the same gaps lie over each other."""
    ends = sorted({end for gap in gaps for end in gap})
    return [(left + right) / 2 for left, right in pairwise(ends)]


def _worth(place: float, rows: Sequence[PrintedRow], em: float) -> float:
    """Measure in ems how well an edge at a place fits all rows."""
    worth = 0.0
    for row in rows:
        gap = _gap_at(row, place)
        if gap is not None and _is_loose(gap, row, em):
            worth += min(MOST_WORTH, (gap[1] - gap[0]) / em)
        elif gap is not None or _is_crossed(row, place):
            worth -= CROSSED
    return worth


def _gap_at(row: PrintedRow, place: float) -> Span | None:
    return next((gap for gap in row.gaps if gap[0] < place < gap[1]), None)


def _is_crossed(row: PrintedRow, place: float) -> bool:
    return any(x0 < place < x1 for x0, x1 in row.print_spans)


def _edge_at(place: float, rows: Sequence[PrintedRow], em: float) -> _Edge:
    """Return the edge around a place: the white that the rows have in common there."""
    gaps = [gap for row in rows if (gap := _gap_at(row, place)) is not None and gap[1] - gap[0] >= LEAST_WHITE * em]
    sides = [span for row in rows for span in row.print_spans if not _is_crossed(row, place)]
    low = max([gap[0] for gap in gaps] + [x1 for _, x1 in sides if x1 <= place])
    high = min([gap[1] for gap in gaps] + [x0 for x0, _ in sides if x0 >= place])
    return _Edge(low, high, len(gaps))


def _is_within_word(row: PrintedRow, place: float, em: float) -> bool:
    """Say whether the white at a place is only what parts the characters of the row."""
    gap = _gap_at(row, place)
    return gap is not None and gap[1] - gap[0] <= row.usual_gap(DOUBTED_WHITE * em)


def _is_narrow_column(place: float, rows: Sequence[PrintedRow], edges: Sequence[_Edge], em: float) -> bool:
    """Say whether enough rows have white at a place, no row's print lies across it, and none of it is parted yet."""
    if any(_is_crossed(row, place) for row in rows):
        return False
    gaps = [gap for row in rows if (gap := _gap_at(row, place)) is not None and _is_loose(gap, row, em)]
    free = [gap for gap in gaps if not any(gap[0] < edge.middle < gap[1] for edge in edges)]
    return len(free) >= COLUMN_ROWS


def _is_loose(gap: Span, row: PrintedRow, em: float) -> bool:
    """Say whether white is wider than what parts the characters of its row."""
    return gap[1] - gap[0] >= max(LEAST_WHITE * em, row.usual_gap(DOUBTED_WHITE * em) + LOOSER * em)


def _without_idle(edges: list[_Edge], rows: Sequence[PrintedRow]) -> list[_Edge]:
    """Leave out edges between which and the next no row has print: of two the one that fewer rows have."""
    for left, right in pairwise(edges):
        between = any(left.middle <= (x0 + x1) / 2 <= right.middle for row in rows for x0, x1 in row.print_spans)
        if not between and not (left.fixed and right.fixed):
            idle = min(left, right, key=lambda edge: (edge.fixed, edge.rows))
            return _without_idle([edge for edge in edges if edge is not idle], rows)
    return edges


def _shared_places(edges: Sequence[_Edge]) -> list[float]:
    """Choose places, as few as possible, such that each edge has one: forms draw one set of columns."""
    places = _distinct(edge.middle for edge in edges if edge.fixed)
    left = [edge for edge in edges if not any(edge.low <= place <= edge.high for place in places)]
    while left:
        high = min(edge.high for edge in left)
        first = [edge for edge in left if edge.low <= high]
        place = (max(edge.low for edge in first) + high) / 2
        places.append(place)
        left = [edge for edge in left if not edge.low <= place <= edge.high]
    return sorted(places)


def _cells(columns: _Columns, shared: Sequence[float], common: Sequence[float], em: float) -> list[RowCell]:
    """Cut a section's rows at its edges, each moved to the place that other sections have it at.

    A row by itself is cut where there is white at a place that is `common` to many rows, too.
    """
    places = _given_places(columns, shared)
    lone = len(columns.section.rows) == 1
    return [
        cell for row in columns.section.rows for cell in _row_cells(row, columns, places, common if lone else (), em)
    ]


def _given_places(columns: _Columns, shared: Sequence[float]) -> list[float]:
    """Give each edge the shared place within its white under which the print beside it stands best in its cells."""
    rows = columns.section.rows
    sides = [min(row.box.x0 for row in rows), *(edge.middle for edge in columns.edges), max(row.box.x1 for row in rows)]
    for number, edge in enumerate(columns.edges, 1):
        fitting = [place for place in shared if edge.low < place < edge.high and sides[number - 1] < place]
        if edge.fixed or not fitting:
            continue
        left, right = sides[number - 1], sides[number + 1]
        sides[number] = min(fitting, key=lambda place: sum(_stray(row, left, place, right) for row in rows))
    return sides[1:-1]


def _stray(row: PrintedRow, left: float, place: float, right: float) -> float:
    """Measure in points how far print is from standing in the middle of its cell, or at its left side."""
    total = 0.0
    for x0, x1 in ((left, place), (place, right)):
        inside = [span for span in row.print_spans if x0 <= (span[0] + span[1]) / 2 <= x1]
        if inside:
            start, end = inside[0][0], inside[-1][1]
            total += min(abs(start + end - x0 - x1) / 2, abs(start - x0))
    return total


def _row_cells(
    row: PrintedRow, columns: _Columns, places: Sequence[float], common: Sequence[float], em: float
) -> list[RowCell]:
    box = row.box
    cuts: list[float] = []
    doubted: list[float] = []
    for edge, place in zip(columns.edges, places, strict=True):
        if not box.x0 + SAME_EDGE < place < box.x1 - SAME_EDGE:
            continue
        if _is_crossed(row, place) or _is_within_word(row, place, em):
            doubted.append(place)
            continue
        cuts.append(place)
        if not _is_sure(row, edge, place, columns.section.rows, em):
            doubted.append(place)
    more = [at for gap in row.gaps if _may_be_shared(gap, row, em) for at in _common_place(gap, common, cuts)]
    cuts, doubted = sorted([*cuts, *more]), [*doubted, *more]
    doubted += [
        (low + high) / 2
        for low, high in row.gaps
        if high - low >= DOUBTED_WHITE * em and not any(low < cut < high for cut in cuts)
    ]
    return [
        RowCell(Box(x0, box.top, x1, box.bottom), any(x0 <= place <= x1 for place in doubted))
        for x0, x1 in pairwise([box.x0, *cuts, box.x1])
    ]


def _may_be_shared(gap: Span, row: PrintedRow, em: float) -> bool:
    return gap[1] - gap[0] >= SHARED_WHITE * em and _is_loose(gap, row, em)


def _common_place(gap: Span, common: Sequence[float], cuts: Sequence[float]) -> list[float]:
    """Return the one common place in white that no cut parts yet, or nothing."""
    low, high = gap
    return [] if any(low < cut < high for cut in cuts) else [place for place in common if low < place < high][:1]


def _is_sure(row: PrintedRow, edge: _Edge, place: float, rows: Sequence[PrintedRow], em: float) -> bool:
    """Say whether an edge is beyond doubt in a row: by its rule, by the row's own white, or by that of other rows."""
    gap = _gap_at(row, place)
    if edge.fixed or gap is None or gap[1] - gap[0] >= DOUBTED_WHITE * em:
        return True
    gaps = [gap for other in rows if (gap := _gap_at(other, place)) is not None]
    wide = sum(gap[1] - gap[0] >= DOUBTED_WHITE * em for gap in gaps)
    return (wide > 0 or len(gaps) >= COLUMN_ROWS) and not any(_is_crossed(other, place) for other in rows)
