"""Tables with rules between their rows and none between their columns, to grids.

Most programs draw the border of each cell by itself: then two pieces with the same ends, one under the other, are a
cell's upper and lower side. Where rules are drawn in one stroke, a rule that begins further right leaves room for a
label that spans rows, and columns are told by the white that runs down through the rows between two long rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

import numpy as np
from msgspec import Struct

from extractors.document import Box
from extractors.layer import PageLayer, Rule
from extractors.tables.grid import EDGE_TOLERANCE, Grid, boxes_overlap, cluster_positions, grid_of_boxes
from extractors.tables.lines import SHORTEST_LINE, join_rules
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

LEAST_EDGES = 4
"""Rules of a table whose columns only white tells: the frame of three rows."""

TILED = 0.9
"""Share of a table's area that cells of matched pieces must cover to be believed."""

CELL_GAP = 0.3
"""Ems of white that may part two cells in a line: Word pads them by 0.5, and puts 0.25 between 汉字 and digits."""

CLEAR_GAP = 0.8
"""Ems of white that part two cells though only one line shows it; a blank within a cell is half an em."""

SAME_COLUMN = 10.0
"""Points by which the middle of the white between two columns may differ from section to section."""

CROSSING = 0.25
"""Share of the lines whose writing may lie across a gap between columns: heads over two columns, merged cells."""


class _Row(Struct, frozen=True):
    """One row of a section, from the right end of its label, with its lines' stretches of writing."""

    box: Box
    lines: tuple[tuple[Box, ...], ...]

    @property
    def stretches(self) -> list[Box]:
        return [stretch for line in self.lines for stretch in line]


def find_row_ruled(layer: PageLayer) -> tuple[Grid, ...]:
    """Return the grids of the tables on a page that have horizontal rules only."""
    pieces = [rule for rule in layer.rules if not rule.vertical and rule.end - rule.start >= SHORTEST_LINE]
    lines = written_lines(layer.glyphs, CELL_GAP)
    grids = (_grid(block, pieces, lines) for block in _blocks(join_rules(pieces), lines, layer.width))
    return tuple(grid for grid in grids if grid is not None)


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


def _grid(block: Sequence[Rule], pieces: Sequence[Rule], lines: Sequence[WrittenLine]) -> Grid | None:
    edges = cluster_positions(rule.at for rule in block)
    outline = Box(min(r.start for r in block), edges[0], max(r.end for r in block), edges[-1])
    boxes = boxes_of_pieces(outline, pieces)
    if not boxes and len(edges) >= LEAST_EDGES:
        boxes = boxes_of_sections(outline, block, edges, lines)
    grid = grid_of_boxes(boxes)
    return grid if grid is not None and grid.columns > 1 else None


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


def boxes_of_sections(
    outline: Box, block: Sequence[Rule], edges: Sequence[float], lines: Sequence[WrittenLine]
) -> list[Box]:
    """Cut the table at the rules that run from side to side, and each of these sections into labels and rows."""
    boxes: list[Box] = []
    sections: list[tuple[list[_Row], list[float]]] = []
    full = [edge for edge in edges if _starts_at(block, edge, outline.x0)]
    for top, bottom in pairwise(sorted({outline.top, *full, outline.bottom})):
        inner = [rule for rule in block if top + EDGE_TOLERANCE < rule.at < bottom - EDGE_TOLERANCE]
        labels, row_boxes = _labels_and_rows(Box(outline.x0, top, outline.x1, bottom), inner)
        boxes.extend(labels)
        rows = [_row(box, lines) for box in row_boxes]
        sections.append((rows, [*(rule.start for rule in inner), *_gutters(rows)]))
    shared = cluster_positions((cut for _, cuts in sections for cut in cuts), SAME_COLUMN)
    for rows, cuts in sections:
        boxes.extend(box for row in rows for box in _cells(row, cuts, shared))
    return boxes


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


def _row(box: Box, lines: Sequence[WrittenLine]) -> _Row:
    inside = (
        tuple(stretch for stretch in line.stretches if box.x0 <= (stretch.x0 + stretch.x1) / 2 <= box.x1)
        for line in lines
        if box.top <= (line.top + line.bottom) / 2 <= box.bottom
    )
    return _Row(box, tuple(filter(None, inside)))


def _cells(row: _Row, cuts: Sequence[float], shared: Sequence[float]) -> list[Box]:
    """Cut a row at its section's columns, and at other sections' where it has writing at both sides of them.

    A cut is moved to where the other sections have it, and left out where the row's own writing runs on.
    """
    own = {at for cut in cuts if (at := _free_cut(row, cut, shared)) is not None}
    for cut in shared:
        x0 = max([row.box.x0, *(at for at in own if at < cut)])
        x1 = min([row.box.x1, *(at for at in own if at > cut)])
        within = [stretch for stretch in row.stretches if x0 <= stretch.x0 and stretch.x1 <= x1]
        if cut not in own and _parts(within, cut, cut):
            own.add(cut)
    box = row.box
    inside = sorted(at for at in own if box.x0 + SAME_ENDS < at < box.x1 - SAME_ENDS)
    return [Box(x0, box.top, x1, box.bottom) for x0, x1 in pairwise([box.x0, *inside, box.x1])]


def _free_cut(row: _Row, cut: float, shared: Sequence[float]) -> float | None:
    near = [at for at in shared if abs(at - cut) <= SAME_COLUMN]
    free = (at for at in (*near, cut) if not any(stretch.x0 < at < stretch.x1 for stretch in row.stretches))
    return next(free, None)


def _gutters(rows: Sequence[_Row]) -> list[float]:
    """Return the middles of the white gaps that run down through nearly all lines, with writing at both sides."""
    lines = [line for row in rows for line in row.lines]
    if not lines:
        return []
    by_row = [row.stretches for row in rows]  # a label in the middle of its row stands beside no line of the next cell
    em = median(stretch.bottom - stretch.top for line in lines for stretch in line)
    return [
        (start + end) / 2
        for start, end in _white(lines, min(row.box.x0 for row in rows), max(row.box.x1 for row in rows))
        if (parted := max(sum(_parts(some, start, end) for some in by) for by in (lines, by_row))) >= 1
        and end - start >= (CELL_GAP if parted > 1 else CLEAR_GAP) * em - 1
    ]


def _white(lines: Sequence[Sequence[Box]], left: float, right: float) -> list[tuple[float, float]]:
    """Return the stretches between `left` and `right` over which nearly no line has writing, to the point."""
    covered = np.zeros(int(right - left) + 2, dtype=int)
    for line in lines:
        for stretch in line:
            covered[max(int(stretch.x0 - left), 0) : int(stretch.x1 - left) + 1] += 1
    free = covered <= int(CROSSING * len(lines))
    steps = np.flatnonzero(np.diff(np.concatenate(([0], free.astype(np.int8), [0]))))
    return [(left + float(a), left + float(b)) for a, b in zip(steps[::2], steps[1::2], strict=True)]


def _parts(line: Sequence[Box], start: float, end: float) -> bool:
    """Say whether a line has writing at both sides of a gap and none in its middle."""
    middle = (start + end) / 2
    sides = [stretch.x0 > middle for stretch in line]
    return any(sides) and not all(sides) and not any(stretch.x0 < middle < stretch.x1 for stretch in line)
