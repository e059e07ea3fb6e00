"""Cells to a picture of what each reader says of them: `python -m examples.cell_readings docs/cell-readings.png`.

Left a page under a seal and a fax with the frames that were found, right some cells of each with their readings.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import matplotlib

matplotlib.use("agg")

from matplotlib import pyplot
from PIL import Image

from examples.page_to_tables import choose_font, save_small
from extractors.document import Cell, Document, Table
from pipeline import extract
from pipeline.debug_images import draw_reading
from pipeline.page_pictures import crop, page_picture

PAGES = (Path("fixtures/documents/seal_over_figures.pdf"), Path("fixtures/documents/fax.pdf"))
TOP = 0.52
"""Share of each page that is shown: its head, the money and the first indicators."""
SHOWN = 3
"""Cells of each page."""
COLOURS = 16
"""Grey print, three colours of frames, a seal."""


def draw(out: Path) -> None:
    """Write the picture."""
    choose_font()
    figure = pyplot.figure(figsize=(12, 9), dpi=100)
    for place, path in enumerate(PAGES):
        document = extract(path)
        bottom = 0.505 - 0.5 * place
        axes = figure.add_axes((0.01, bottom, 0.43, 0.485))
        axes.imshow(_framed(path, document))
        axes.axis("off")
        picture = page_picture(path, document, 1, dots_a_point=4.0)
        for number, cell in enumerate(chosen(document)):
            assert cell.box is not None
            top = bottom + 0.45 - 0.155 * number
            shown = figure.add_axes((0.46, top - 0.055, 0.2, 0.07), anchor="W")
            shown.imshow(crop(picture, document.pages[0], cell.box))
            shown.set(xticks=[], yticks=[])
            _write_readings(figure, cell, top)
    figure.savefig(out)
    save_small(out, COLOURS)


def chosen(document: Document) -> list[Cell]:
    """Return the cells of one line of which readers differ: figures first, those with the most readings."""
    differ = [cell for cell in _cells(document) if len(cell.readings) > 1 and cell.box and "\n" not in cell.text]
    differ.sort(key=lambda cell: (not any(map(str.isdigit, cell.text)), -len(cell.readings), len(cell.text)))
    return sorted(differ[:SHOWN], key=lambda cell: (cell.row, cell.column))


def _cells(document: Document) -> Iterator[Cell]:
    for block in document.pages[0].blocks:
        if isinstance(block, Table):
            yield from block.cells


def _framed(path: Path, document: Document) -> Image.Image:
    with TemporaryDirectory() as folder:
        drawn = Image.open(draw_reading(path, document, Path(folder))[0]).convert("RGB")
    return drawn.crop((0, round(0.05 * drawn.height), drawn.width, round((0.05 + TOP) * drawn.height)))


def _write_readings(figure: Any, cell: Cell, top: float) -> None:
    for line, reading in enumerate(cell.readings[:4]):
        sure = f"{reading.confidence:.2f}" if reading.confidence is not None else "–"
        weight = "bold" if line == 0 else "normal"
        figure.text(0.68, top - 0.027 * line, reading.text, fontsize=12, weight=weight)
        figure.text(0.835, top - 0.027 * line, sure, fontsize=11, weight=weight)
        figure.text(0.88, top - 0.027 * line, reading.reader.removeprefix("ppocr-"), fontsize=10, color="grey")
    below = top - 0.027 * min(4, len(cell.readings))
    figure.text(0.68, below, "doubts: " + ", ".join(cell.doubts), fontsize=9, color="#b8451f")


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
