"""Tables with rules between their rows and none between their columns, to grids.

Most programs draw the border of each cell by itself: then two pieces with the same ends, one under the other, are a
cell's upper and lower side. Where rules are drawn in one stroke, a rule that begins further right leaves room for a
label that spans rows, and columns are told by the white of all rows between two long rules (`row_columns`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from msgspec.structs import replace

from extractors.document import Box
from extractors.layer import PageLayer, Rule
from extractors.tables.grid import EDGE_TOLERANCE, Grid, boxes_overlap, cluster_positions, grid_of_boxes
from extractors.tables.lines import SHORTEST_LINE, join_rules
from extractors.tables.row_columns import PrintedRow, RowCell, RowSection, cells_of_sections
from extractors.tables.stretches import WrittenLine, written_lines

LONG = 0.4
"""Share of the page's width; the rules over and under a form are longer, underlines and header rules of a page not."""

SAME_ENDS = 6.0
"""Points by which the long rules of one table may differ at their ends."""

SAME_PIECE = 2.0
"""Points by which the upper and the lower side of a cell may differ at their ends."""

TALLEST_ROW = 320.0
"""Points between two rules of one table: a cell of running text may take a third of a page, not more."""

TITLE_SIZE = 1.2
"""Times the height of most writing: larger writing between two rules is the title of the next table."""

PARTING = 0.25
"""Share of a table's width: a rule that ends before the table's side is at least this long."""

LEAST_EDGES = 4
"""Rules of a table whose columns only white tells: the frame of three rows."""

TILED = 0.9
"""Share of a table's area that cells of matched pieces must cover to be believed."""

CELL_GAP = 0.3
"""Ems of white that may part two cells in a line: Word pads them by 0.5, and puts 0.25 between 汉字 and digits."""


def find_row_ruled(layer: PageLayer) -> tuple[Grid, ...]:
    """Return the grids of the tables on a page that have horizontal rules only; cells of unsure columns are unsure."""
    pieces = [rule for rule in layer.rules if not rule.vertical and rule.end - rule.start >= SHORTEST_LINE]
    printed = [Box(glyph.x0, glyph.top, glyph.x1, glyph.bottom) for glyph in layer.glyphs if not glyph.text.isspace()]
    em = median([glyph.size for glyph in layer.glyphs] or [1.0])
    lines = written_lines(layer.glyphs, CELL_GAP)
    blocks = _blocks(join_rules(pieces), lines, layer.width)
    grids = (_grid(_row_cells(_whole_rules(block), pieces, printed, em)) for block in blocks)
    return tuple(grid for grid in grids if grid is not None and grid.columns > 1)


def _grid(cells: Sequence[RowCell]) -> Grid | None:
    grid = grid_of_boxes([cell.box for cell in cells])
    unsure = [cell.box for cell in cells if cell.unsure]
    if grid is None or not unsure:
        return grid
    spans = (replace(span, unsure=_is_any(span.box, unsure)) for span in grid.spans)
    return replace(grid, spans=tuple(spans))


def _is_any(box: Box, others: Iterable[Box]) -> bool:
    return any(boxes_overlap(box, other, EDGE_TOLERANCE) for other in others)


def _whole_rules(block: Sequence[Rule]) -> list[Rule]:
    """Leave out what is too short to part rows and does not reach the table's side: strokes of writing."""
    left, right = min(rule.start for rule in block), max(rule.end for rule in block)
    least = PARTING * (right - left)
    return [rule for rule in block if rule.end >= right - SAME_ENDS or rule.end - rule.start >= least]


def _row_cells(block: Sequence[Rule], pieces: Sequence[Rule], print_boxes: Sequence[Box], em: float) -> list[RowCell]:
    edges = cluster_positions(rule.at for rule in block)
    outline = Box(min(r.start for r in block), edges[0], max(r.end for r in block), edges[-1])
    boxes = boxes_of_pieces(outline, pieces)
    if boxes or len(edges) < LEAST_EDGES:
        return [RowCell(box) for box in boxes]
    sections: list[RowSection] = []
    full = [edge for edge in edges if _starts_at(block, edge, outline.x0)]
    for top, bottom in pairwise(sorted({outline.top, *full, outline.bottom})):
        inner = [rule for rule in block if top + EDGE_TOLERANCE < rule.at < bottom - EDGE_TOLERANCE]
        labels, rows = _labels_and_rows(Box(outline.x0, top, outline.x1, bottom), inner)
        # labels of two levels that end at the same rule have their columns from the rules between other rows
        printed = (PrintedRow(box, tuple(one for one in print_boxes if _is_in(one, box))) for box in [*labels, *rows])
        sections.append(RowSection(tuple(printed), tuple(rule.start for rule in inner)))
    return cells_of_sections(sections, em)


def _is_in(inner: Box, outer: Box) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    return outer.x0 <= x <= outer.x1 and outer.top <= y <= outer.bottom


def _blocks(rules: Sequence[Rule], lines: Sequence[WrittenLine], width: float) -> list[list[Rule]]:
    """Part the rules into tables: from one long rule to the last of the same length before a title or a wide gap."""
    usual = median([line.size for line in lines] or [0.0])
    titles = [line.baseline for line in lines if line.size > TITLE_SIZE * usual]
    blocks: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if rule.end - rule.start < LONG * width:
            continue
        above = blocks[-1][-1] if blocks else None
        if above is not None and _is_same_table(above, rule, titles):
            blocks[-1].append(rule)
        else:
            blocks.append([rule])
    return [_with_short_rules(block, rules) for block in blocks if len(block) >= 2]


def _is_same_table(above: Rule, rule: Rule, titles: Sequence[float]) -> bool:
    # a rule may begin further right than the one above, beside a label, but both end at the table's side
    same = abs(above.end - rule.end) <= SAME_ENDS and rule.at - above.at <= TALLEST_ROW
    return same and not any(above.at < title < rule.at for title in titles)


def _with_short_rules(block: Sequence[Rule], rules: Sequence[Rule]) -> list[Rule]:
    left, right = min(rule.start for rule in block), max(rule.end for rule in block)
    top, bottom = block[0].at, block[-1].at
    return [
        rule
        for rule in rules
        if top <= rule.at <= bottom and rule.start >= left - SAME_ENDS and rule.end <= right + SAME_ENDS
    ]


def boxes_of_pieces(outline: Box, pieces: Sequence[Rule]) -> list[Box]:
    """Match upper and lower sides to cells; nothing where they do not tile the table: its rules are whole lines."""
    inside = [p for p in pieces if outline.top - EDGE_TOLERANCE <= p.at <= outline.bottom + EDGE_TOLERANCE]
    ordered = sorted(inside, key=lambda piece: piece.at)
    boxes: list[Box] = []
    for index, upper in enumerate(ordered):
        lower = _lower_side(upper, ordered[index + 1 :])
        if lower is not None:
            box = Box(upper.start, upper.at, upper.end, lower.at)
            if not any(boxes_overlap(box, other, EDGE_TOLERANCE) for other in boxes):
                boxes.append(box)
    area = sum((box.x1 - box.x0) * (box.bottom - box.top) for box in boxes)
    whole = (outline.x1 - outline.x0) * (outline.bottom - outline.top)
    return boxes if area >= TILED * whole and _has_columns(boxes, outline) else []


def _lower_side(upper: Rule, below: Iterable[Rule]) -> Rule | None:
    """Return the next piece with the same ends, unless another piece lies between."""
    for piece in below:
        if piece.at - upper.at <= EDGE_TOLERANCE:
            continue
        if abs(piece.start - upper.start) <= SAME_PIECE and abs(piece.end - upper.end) <= SAME_PIECE:
            return piece
        if min(piece.end, upper.end) - max(piece.start, upper.start) > SAME_PIECE:
            return None
    return None


def _has_columns(boxes: Sequence[Box], outline: Box) -> bool:
    wide = sum(box.x1 - box.x0 >= outline.x1 - outline.x0 - 2 * SAME_ENDS for box in boxes)
    return wide < len(boxes) / 2


def _starts_at(block: Sequence[Rule], edge: float, left: float) -> bool:
    return any(abs(rule.at - edge) <= EDGE_TOLERANCE and rule.start <= left + SAME_ENDS for rule in block)


def _labels_and_rows(area: Box, inner: Sequence[Rule]) -> tuple[list[Box], list[Box]]:
    """A rule that begins further right leaves a label at its left; a row has no rule through it."""
    if not inner:
        return [], [area]
    left = min(rule.start for rule in inner)
    labels = [Box(area.x0, area.top, left, area.bottom)] if left > area.x0 + SAME_ENDS else []
    cuts = cluster_positions(rule.at for rule in inner if rule.start <= left + SAME_ENDS)
    rows: list[Box] = []
    for top, bottom in pairwise([area.top, *cuts, area.bottom]):
        within = [rule for rule in inner if top + EDGE_TOLERANCE < rule.at < bottom - EDGE_TOLERANCE]
        more_labels, more_rows = _labels_and_rows(Box(left if labels else area.x0, top, area.x1, bottom), within)
        labels.extend(more_labels)
        rows.extend(more_rows)
    return labels, rows
