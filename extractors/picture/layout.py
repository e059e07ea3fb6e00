"""An upright sheet to its layout: ruled tables with the text lines of each cell, and the text lines outside tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.detect import find_lines
from extractors.picture.characters import find_print
from extractors.picture.connected import connected
from extractors.picture.crossings import find_crossings, spared
from extractors.picture.crumbs import with_crumbs
from extractors.picture.geometry import Sheet
from extractors.picture.grid import Grid, GridCell, find_grids, rule_mask
from extractors.picture.line_ends import grown, united
from extractors.picture.lines import Inside, LineBox, cell_lines, crop, inside, usual_height
from extractors.picture.open_tables import find_open_tables, without_brackets
from extractors.picture.rules import find_rules

DETECTION_DPI = 90.0
"""Dots per inch of the detector's picture: 9 pt characters become 11 pixels high, which it finds well."""
BAND_GAP = 60
"""Pixels at 200 dpi without print that separate two bands, each of which is searched on its own."""
BAND_MARGIN = 16
"""Pixels at 200 dpi of paper around a band."""
NOISY = 7.0
"""Levels of noise from which print is read from a smoothed picture; on photographs, with less, that does harm."""
SPECKED = 5.0
"""Levels of noise from which paper has specks, and rules have burr."""
SPECK_NOISE = 7.5
"""Levels of noise that stand for paper with specks where it is even between them: it is read as dark copies are."""
BURR = 7
"""Pixels at 200 dpi: longer marks beside a rule are print that touches it."""
REMAINS = 20
"""Pixels at 200 dpi of print, no line of writing, that make an empty cell doubtful; two specks are fewer."""
CRUMBLED = 0.06
"""Share of ink in an area as high as a line and twice as wide from which it is writing that has crumbled: specks
cover a hundredth of the worst copies."""
SOFTENED = 0.8
"""Pixels of the smoothing."""
LOWEST_CELL = 22
"""Pixels at 200 dpi, 8 pt: the least height of cells that hold 6 pt writing."""
LEAST_PRINT = 12
"""Pixels of print in a row of pixels outside tables from which the row is searched for text."""
USUAL_LINE = 24
"""Pixels at 200 dpi from the top to the foot of a line of 9 pt characters."""
OVERLOOKED_LENGTH, OVERLOOKED_INK = 2.5, 0.08
"""Length over height, and share of ink, of print that is a line of writing though the detector did not see it."""
TABLE_MARGIN = 4
"""Pixels at 200 dpi around a table that belong to its rules."""


@dataclass(frozen=True)
class CellLines:
    """A cell of a grid, its inside, its text lines from top to bottom, and whether it has only `remains` of print.

    `cut` says that print crosses its rules and parts of it may be another cell's.
    """

    cell: GridCell
    place: Inside
    lines: tuple[LineBox, ...]
    remains: bool = False
    cut: bool = False


@dataclass(frozen=True)
class Layout:
    """What lies where on a sheet; `clean` is the sheet's grey without rules, `usual` a cell line's height in pixels."""

    sheet: Sheet
    clean: NDArray[Any]
    print_mask: NDArray[Any]
    rules: NDArray[Any]
    usual: float
    grids: tuple[Grid, ...]
    cells: tuple[tuple[CellLines, ...], ...]
    outside: tuple[LineBox, ...]
    ragged: bool = False


def lay_out(sheet: Sheet, threads: int) -> Layout:
    """Find the tables, their cells' text lines, and the text lines outside them."""
    found = find_print(sheet)
    if found.specked and sheet.noise <= SPECKED:
        sheet = replace(sheet, noise=SPECK_NOISE)
        found = find_print(sheet)
    maps = find_rules(sheet, found)
    grids = [grid for grid in find_grids(sheet, maps) if not _is_writing(grid, sheet.unit)]
    grids = without_brackets(grids, maps, sheet.unit)
    rules = rule_mask(sheet, maps, grids)
    print_mask = cv2.bitwise_and(sheet.ink, cv2.bitwise_not(rules | found.dirt))
    outside = _outside_lines(sheet, print_mask, grids, threads)
    opened = find_open_tables(sheet, maps, grids, outside, print_mask)
    grids = sorted([*grids, *opened], key=lambda grid: grid.ys[0])
    rules = rule_mask(sheet, maps, grids) if opened else rules
    if sheet.noise <= SPECKED and not found.ragged:
        rules = spared(rules, found.solid, sheet.ink, sheet.unit)
    print_mask = cv2.bitwise_and(sheet.ink, cv2.bitwise_not(cv2.bitwise_or(rules, found.dirt)))
    if sheet.noise > SPECKED:
        print_mask = _without_burr(print_mask, rules, sheet.unit)
    usual = usual_height(print_mask, grids, sheet)
    insides = {cell: inside(cell, sheet) for grid in grids for cell in grid.cells}
    crossings = find_crossings(print_mask, rules, grids, insides, usual, sheet.unit)
    print_mask, rules = print_mask | crossings.bridges, cv2.subtract(rules, crossings.bridges)
    dirt = cv2.bitwise_and(sheet.ink, cv2.bitwise_not(rules))
    insides |= crossings.places
    cells = tuple(
        tuple(
            _cell_lines(cell, insides[cell], sheet, print_mask, dirt, usual, cell in crossings.cut, found.ragged)
            for cell in grid.cells
        )
        for grid in grids
    )
    clean = cv2.bitwise_or(_without_noise(sheet), rules)
    left = tuple(line for line in outside if not any(_lies_in(line, grid) for grid in opened))
    return Layout(sheet, clean, print_mask, rules, usual, tuple(grids), cells, left, found.ragged)


def _cell_lines(
    cell: GridCell, place: Inside, sheet: Sheet, print_mask: NDArray[Any], ink: NDArray[Any], usual: float, cut: bool,
    ragged: bool,
) -> CellLines:
    """Cut a cell into lines; where there are none, look whether more `ink` lies there than specks would leave."""
    lines = tuple(cell_lines(print_mask, place, usual, sheet.unit, sheet.noise > SPECKED))
    if ragged and sheet.noise <= SPECKED:
        lines = with_crumbs(lines, ink, place, usual)
    if lines:
        return CellLines(cell, place, lines, cut=cut)
    middle = (slice(place.top, place.bottom), slice(place.x0, place.x1))
    print_left = int(np.count_nonzero(print_mask[middle]))
    crumbled = sheet.noise <= SPECKED and _is_crumbled(ink[middle], usual)
    return CellLines(cell, place, (), crumbled or print_left >= REMAINS * sheet.unit**2, cut)


def _is_crumbled(ink: NDArray[Any], usual: float) -> bool:
    """Say whether the specks of a cell are so dense somewhere that they are what is left of a line of print."""
    side = max(3, round(usual))
    if min(ink.shape) < side:
        return False
    dense = cv2.blur((ink > 0).astype(np.float32), (2 * side, side), borderType=cv2.BORDER_CONSTANT)
    return bool(dense.max() >= CRUMBLED)


def _without_burr(print_mask: NDArray[Any], rules: NDArray[Any], unit: float) -> NDArray[Any]:
    """Take away the small marks along rules that rough paper leaves where rules were taken from the print."""
    found = connected(print_mask)
    small = found.stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) < BURR * unit
    burr = found.mask(small & found.touched(cv2.dilate(rules, np.ones((5, 5), np.uint8))))
    return cv2.copyTo(print_mask, 1 - burr)


def _lies_in(line: LineBox, grid: Grid) -> bool:
    x0, top, x1, bottom = grid.box
    return x0 <= (line.x0 + line.x1) / 2 <= x1 and top <= (line.top + line.bottom) / 2 <= bottom


def _without_noise(sheet: Sheet) -> NDArray[Any]:
    """Take specks and grain away on noisy paper: of 784 lines of dark copies 725 were then read right, before 668."""
    if sheet.noise <= NOISY:
        return sheet.grey
    return cv2.GaussianBlur(cv2.medianBlur(sheet.grey, 3), (0, 0), SOFTENED)


def _is_writing(grid: Grid, unit: float) -> bool:
    """Say whether a grid is made of the strokes of one line of large writing: no text would fit into its cells."""
    heights = sorted(cell.bottom - cell.top for cell in grid.cells)
    return heights[len(heights) // 2] < LOWEST_CELL * unit


def _outside_lines(sheet: Sheet, print_mask: NDArray[Any], grids: list[Grid], threads: int) -> list[LineBox]:
    """Find the text lines outside all tables; only bands with print are searched."""
    margin = round(TABLE_MARGIN * sheet.unit)
    grey, left = sheet.grey.copy(), print_mask.copy()
    for grid in grids:
        x0, top, x1, bottom = (round(side) for side in grid.box)
        part = (slice(max(0, top - margin), bottom + margin), slice(max(0, x0 - margin), x1 + margin))
        grey[part], left[part] = 255, 0
    lines = []
    for x0, top, x1, bottom in _bands(left, sheet.unit):
        found = find_lines(grey[top:bottom, x0:x1], min(1.0, DETECTION_DPI / sheet.dpi), threads)
        areas = united([(x0 + a, top + b, x0 + c, top + d) for a, b, c, d in found])
        for place, area in enumerate(areas):
            areas[place] = grown(left, area, areas)  # what one line has taken is not between it and the next any more
            lines += _tightened(left, Inside(*areas[place]), sheet.unit)
    return lines + _overlooked(left, lines, sheet.unit)


def _overlooked(print_mask: NDArray[Any], lines: list[LineBox], unit: float) -> list[LineBox]:
    """Find lines that the detector did not see: print as high and as long as writing, cut out by its own rows."""
    left = print_mask.copy()
    around = round(BAND_MARGIN * unit / 2)
    for line in lines:
        left[max(0, line.top - around) : line.bottom + around, max(0, line.x0 - around) : line.x1 + around] = 0
    usual = float(np.median([line.height for line in lines])) if lines else USUAL_LINE * unit
    found = []
    for x0, top, x1, bottom in _bands(left, unit):
        for line in cell_lines(left, Inside(x0, top, x1, bottom), usual, unit):
            dense = np.count_nonzero(left[line.top : line.bottom, line.x0 : line.x1])
            long = line.x1 - line.x0 >= OVERLOOKED_LENGTH * line.height
            if long and line.height >= usual / 2 and dense >= OVERLOOKED_INK * (line.x1 - line.x0) * line.height:
                found.append(line)
    return found


def _bands(print_mask: NDArray[Any], unit: float) -> list[tuple[int, int, int, int]]:
    """Give the boxes x0, top, x1, bottom of bands of rows with print."""
    rows = np.flatnonzero(np.count_nonzero(print_mask, axis=1) >= LEAST_PRINT)
    if not rows.size:
        return []
    height, width = print_mask.shape
    margin = round(BAND_MARGIN * unit)
    breaks = np.flatnonzero(np.diff(rows) > BAND_GAP * unit)
    bands = []
    for first, last in zip(np.r_[rows[0], rows[breaks + 1]], np.r_[rows[breaks], rows[-1]], strict=True):
        columns = np.flatnonzero(np.count_nonzero(print_mask[first : last + 1], axis=0) >= 2)
        if columns.size:
            x0, x1 = max(0, int(columns[0]) - margin), min(width, int(columns[-1]) + margin)
            bands.append((x0, max(0, int(first) - margin), x1, min(height, int(last) + margin)))
    return bands


def _tightened(print_mask: NDArray[Any], area: Inside, unit: float) -> list[LineBox]:
    """Fit a detected line to its print; where no print is in it, nothing is left."""
    height = area.bottom - area.top
    return cell_lines(print_mask, area, float(max(1, height)), unit) if height > 4 * unit else []


def line_crop(layout: Layout, box: LineBox, place: Inside | None = None) -> NDArray[Any]:
    """Cut a line out of the sheet for reading; `place` is the inside of its cell, None outside tables."""
    if place is not None:
        return crop(layout.clean, box, place, layout.usual, layout.sheet.unit)
    height, width = layout.clean.shape
    return crop(layout.clean, box, Inside(0, 0, width, height), float(box.height), layout.sheet.unit)
