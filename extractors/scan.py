"""A page picture to a page: tables with merged cells, paragraphs, places, readings and doubts.

The steps, in order: make upright, find rules, cells and lines, turn over if on its head, read, assemble.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.document import Page, Paragraph, Reading, Table
from extractors.ocr import ENGINES
from extractors.ocr.line_picture import LinePicture
from extractors.ocr.other_pictures import softened
from extractors.ocr.ppocr import LineText, load_model, read_lines
from extractors.picture.assemble import CLEAR_DPI, Readings, tables
from extractors.picture.characters import NOISY
from extractors.picture.comparators import with_true_comparators
from extractors.picture.crumbled_signs import told_by_dots
from extractors.picture.facing import find_fold, fold_on_page, halves
from extractors.picture.geometry import make_upright, turn_over
from extractors.picture.layer_witness import LayerWord, with_layer
from extractors.picture.layout import SPECKED, Layout, lay_out, line_crop
from extractors.picture.lines import Inside, LineBox
from extractors.picture.lone_sign import told_by_shape
from extractors.picture.lone_stroke import doubted_strokes
from extractors.picture.marks import lone_mark
from extractors.picture.running_text import paragraphs
from extractors.render import PageImage
from extractors.settings import ExtractSettings

__all__ = ["LayerWord", "read_scan"]

MARK_CONFIDENCE = 0.98
"""Of 160 dashes and slashes told by their shape on measured pages none was another sign."""
UPRIGHT_SAMPLE = 7
"""Lines read to tell whether a page lies on its head."""
RAGGED_SAMPLE = 16
"""The same on ragged print, of which single lines read as badly one way as the other; there both ways are tried."""
SAMPLE_SHAPE = (2.5, 14.0)
"""Width over height of lines that tell it: single characters do not, and long lines cost time."""
UPRIGHT_SURE = 0.8
"""How well the middle line must read for a page to be upright without reading it turned over."""
NARROWEST_LINE = 0.8
"""Characters of a line for each time that it is as wide as high: 汉字 are square, and a line's crop a little higher."""


def read_scan(image: PageImage, settings: ExtractSettings, layer: Sequence[LayerWord] = ()) -> Page:
    """Read one page picture. Words of an OCR `layer` are one more witness beside the readers."""
    cv2.setNumThreads(1)  # its threads save no time on one page, and cost a fifth more processor time
    layout = _right_way_up(lay_out(make_upright(image), settings.threads), settings)
    readings = _read(layout, settings)
    fold = find_fold(layout)
    blocks = [block for half in halves(layout, fold) for block in _in_reading_order(half, readings, image.number)]
    page = Page(
        number=image.number,
        kind="ocr_layer" if layer else "scanned",
        width=image.width,
        height=image.height,
        blocks=tuple(blocks),
        turned=layout.sheet.turned,
        skew=layout.sheet.skew,
        dpi=round(image.dpi, 1),
        fold=fold_on_page(layout, fold),
    )
    return with_layer(page, layer)


def _in_reading_order(layout: Layout, readings: Readings, page: int) -> list[Table | Paragraph]:
    """Return the blocks from top to bottom of the upright sheet: on a leaning page a table's box reaches over the
    line above it.
    """
    points = 72.0 / layout.sheet.dpi
    found: list[tuple[float, float, Table | Paragraph]] = [
        (grid.ys[0] * points, grid.xs[0] * points, table)
        for grid, table in zip(layout.grids, tables(layout, readings, page), strict=True)
    ]
    found += [(box.top, box.x0, paragraph) for box, paragraph in paragraphs(layout, readings, page)]
    return [block for _, _, block in sorted(found, key=lambda item: item[:2])]


def _right_way_up(layout: Layout, settings: ExtractSettings) -> Layout:
    """Turn a page over if its lines read better so."""
    places = [(box, part.place) for grid in layout.cells for part in grid for box in part.lines if not box.stacked]
    samples = [*((box, None) for box in layout.outside), *places]
    low, high = SAMPLE_SHAPE
    samples = [(box, place) for box, place in samples if low <= (box.x1 - box.x0) / max(1, box.height) <= high]
    most = RAGGED_SAMPLE if layout.ragged else UPRIGHT_SAMPLE
    crops = [line_crop(layout, box, place) for box, place in samples[:: max(1, len(samples) // most)]]
    crops = [softened(crop) for crop in crops] if layout.ragged else crops
    model = load_model("tiny", settings.threads)
    weigh = _sure_share if layout.ragged else _middle
    upright = weigh([_told(line, crop) for line, crop in zip(read_lines(model, crops), crops, strict=True)])
    if not crops or upright >= UPRIGHT_SURE and not layout.ragged:
        return layout
    over = [crop[::-1, ::-1].copy() for crop in crops]
    turned = weigh([_told(line, crop) for line, crop in zip(read_lines(model, over), over, strict=True)])
    return lay_out(turn_over(layout.sheet), settings.threads) if turned > upright else layout


def _told(line: LineText, crop: NDArray[Any]) -> float:
    """Give how well a line reads, 0..1: its mean character probability, less where it has too few characters.

    What lies on its head is also read surely, as one sign for many: `一` for a line four characters wide.
    """
    height, width = crop.shape[:2]
    expected = NARROWEST_LINE * width / height
    if not line.probabilities:
        return 0.0
    return float(np.mean(line.probabilities) * min(1.0, len(line.probabilities) / expected))


def _middle(lines: Sequence[float]) -> float:
    """Give how well the middle line reads."""
    return float(np.median(lines)) if lines else 0.0


def _sure_share(lines: Sequence[float]) -> float:
    """Give the mean square of how well lines read, in which lines that are surely read count most.

    Where most lines have crumbled beyond reading the middle one is as bad one way as the other.
    """
    return float(np.mean(np.square(lines))) if lines else 0.0


def _read(layout: Layout, settings: ExtractSettings) -> Readings:
    """Read all lines of a page with the engine of the settings; lone strokes are told by their shape."""
    places: list[tuple[LineBox, Inside | None]] = [
        (box, part.place) for grid in layout.cells for part in grid for box in part.lines
    ]
    places += [(box, None) for box in layout.outside]
    readings: dict[LineBox, tuple[Reading, ...]] = {}
    pictures: dict[LineBox, LinePicture] = {}
    alone = {part.lines[0] for grid in layout.cells for part in grid if len(part.lines) == 1}
    for box, place in places:
        mark = lone_mark(print_in(layout, box), layout.usual) if box in alone else None
        if mark is not None:
            readings[box] = (Reading(mark, "rapidocr", MARK_CONFIDENCE, "stroke"),)
        else:
            pictures[box] = line_picture(layout, box, place)
    read = ENGINES[settings.reader](list(pictures.values()), settings)
    for (box, picture), found in zip(pictures.items(), read, strict=True):
        told = told_by_shape(doubted_strokes(found, picture.pixels) if picture.careful else found, picture.pixels)
        if picture.ragged and box in alone:
            told = told_by_dots(told, print_in(layout, box))
        coarse = layout.sheet.dpi < CLEAR_DPI
        readings[box] = with_true_comparators(told, picture.pixels, picture.careful, coarse=coarse)
    return readings


def print_in(layout: Layout, box: LineBox) -> NDArray[Any]:
    """Return the mask of a line's print; with its crumbs where strokes have crumbled: `7` is no dash over crumbs."""
    part = (slice(box.top, box.bottom), slice(box.x0, box.x1))
    if not layout.ragged:
        return layout.print_mask[part]
    return cv2.bitwise_and(layout.sheet.ink[part], cv2.bitwise_not(layout.rules[part]))


def line_picture(layout: Layout, box: LineBox, place: Inside | None = None) -> LinePicture:
    """Cut a line out and say what may have hurt it: a seal over it, noise, the ragged edges of one-bit scans."""
    sealed = layout.sheet.coloured(box.x0, box.top, box.x1, box.bottom)
    careful = sealed or layout.sheet.noise > NOISY or layout.ragged
    crumbled = layout.ragged and layout.sheet.noise <= SPECKED  # on noisy paper crumbs are specks
    return LinePicture(line_crop(layout, box, place), careful, sealed, crumbled)
