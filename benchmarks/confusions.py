"""Measures what recognition makes of figures on poor paper: `python -m benchmarks.confusions --seed 7 --pages 2`.

Draws ruled pages full of amounts and rates, spoils them as scanners, copiers and fax machines do, reads them, and
tells how sure the readings were, how often they were right, whether another witness had it right, and which
character was taken for which. The constants of `normalizers.reconcile.channel` come from these tables.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from pathlib import Path
from random import Random

import msgspec
from msgspec import Struct
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Cell, Document, Table
from extractors.extract import extract
from extractors.settings import ExtractSettings
from fixtures import scans
from fixtures.drawing import A4
from fixtures.fonts import FACES
from fixtures.form_pages import PageStyle, Rules, draw_form
from fixtures.grid import FormGrid, GridWriter
from fixtures.image_files import save_fax_pdf, save_jpeg_pdf
from fixtures.money import MoneyStyle, draw_budget, draw_style, money_text
from fixtures.scans import Image
from fixtures.seals import stamped

ROWS, COLUMNS = 36, 6


class Paper(Struct, frozen=True):
    """What is done to a page: its resolution, its rules, the spoiling, if it is one-bit, the print's size."""

    dpi: int
    rules: Rules
    spoil: Callable[[Image, Random], Image]
    one_bit: bool = False
    sizes: tuple[float, ...] = (8.0, 9.0)
    """Points of the print to choose from."""


def _sealed(image: Image, rng: Random) -> Image:
    return scans.coloured_office(stamped(image, rng, "扎兰屯市人力资源和社会保障局", 200), rng)


PAPERS: dict[str, Paper] = {
    "office": Paper(200, "full", scans.office),
    "seal": Paper(200, "full", _sealed),
    "faint": Paper(150, "faint", scans.office),
    "fax": Paper(200, "full", scans.fax, one_bit=True),
    "photocopy": Paper(200, "full", scans.photocopy),
    "small_fax": Paper(200, "full", scans.fax, one_bit=True, sizes=(6.0, 6.5, 7.0)),
    "small_photocopy": Paper(200, "full", scans.photocopy, sizes=(6.0, 6.5, 7.0)),
}
"""The papers of `fixtures.kinds`, and two with print so small that about one figure in ten is misread."""


class Seen(Struct, frozen=True, kw_only=True):
    """One figure: what was printed and how it was read."""

    paper: str
    printed: str
    cell: Cell


def draw_figures(rng: Random) -> list[str]:
    """Draw amounts and rates for a page, one style of money a row."""
    figures = []
    for _ in range(ROWS):
        style = draw_style(rng, yuan_share=0.4)
        figures += [_figure(rng, style) for _ in range(COLUMNS)]
    return figures


def _figure(rng: Random, style: MoneyStyle) -> str:
    if rng.random() < 0.2:
        return f"{Decimal(rng.randint(0, 11000)) / 100}%"
    return money_text(draw_budget(rng, style, rng.choice([600_000, 6_000_000, 90_000_000])), style)


def read_figures(rng: Random, name: str, figures: Sequence[str], folder: Path) -> list[Seen]:
    """Print up to a page of figures on a paper, read them, and pair what was printed with what was read.

    A page whose grid was not found whole tells nothing about characters and gives nothing.
    """
    paper = PAPERS[name]
    writer = GridWriter(COLUMNS)
    for place, figure in enumerate(figures):
        writer.put(place % COLUMNS, figure, "number")
        if place % COLUMNS == COLUMNS - 1:
            writer.next_row()
    if len(figures) % COLUMNS:
        writer.next_row()
    grid = FormGrid(title=(), widths=(1.0,) * COLUMNS, rows=writer.row, cells=writer.finished())
    face, size = rng.choice(FACES), rng.choice(paper.sizes)
    style = PageStyle(width=A4[0], height=A4[1], face=face, size=size, rules=paper.rules)
    path = folder / "figures.pdf"
    canvas = Canvas(str(path), invariant=1)
    draw_form(canvas, grid, style)
    canvas.save()
    images = [paper.spoil(image, rng) for image in scans.rendered(path, paper.dpi)]
    if paper.one_bit:
        save_fax_pdf(images, path, paper.dpi)
    else:
        save_jpeg_pdf(images, path, paper.dpi, 70)
    return list(_paired(name, grid, extract(path, ExtractSettings())))


def _paired(name: str, grid: FormGrid, document: Document) -> Iterable[Seen]:
    tables = [block for page in document.pages for block in page.blocks if isinstance(block, Table)]
    if any(page.turned for page in document.pages):
        return  # pages are drawn upright; without a word on it, a page of figures may be taken to lie on its head
    if len(tables) != 1 or (tables[0].rows, tables[0].columns) != (grid.rows, COLUMNS):
        return
    printed = {(cell.row, cell.column): cell.text for cell in grid.cells}
    for cell in tables[0].cells:
        if printed.get((cell.row, cell.column)) and cell.row_span == cell.column_span == 1:
            yield Seen(paper=name, printed=printed[cell.row, cell.column], cell=cell)


def plain(text: str) -> str:
    """Return a text without the blanks that readers put between groups."""
    return "".join(text.split())


def confusions(seen: Sequence[Seen]) -> Counter[tuple[str, str]]:
    """Count what was printed and what was read for it, character by character; '' where one was lost or added."""
    counts: Counter[tuple[str, str]] = Counter()
    for item in seen:
        read = plain(item.cell.text)
        for tag, i, j, k, m in SequenceMatcher(None, item.printed, read, autojunk=False).get_opcodes():
            if tag != "equal":
                counts[item.printed[i:j], read[k:m]] += 1
    return counts


BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 1.01)


def calibration(seen: Sequence[Seen]) -> list[str]:
    """Return a line for each bin of confidence: figures, right, another witness right."""
    lines = []
    for low, high in zip(BINS, BINS[1:], strict=False):
        inside = [item for item in seen if low <= (item.cell.confidence or 0.0) < high]
        right = [item for item in inside if plain(item.cell.text) == item.printed]
        rest = [item for item in inside if plain(item.cell.text) != item.printed]
        other = [item for item in rest if any(plain(r.text) == item.printed for r in item.cell.readings)]
        undoubted = [item for item in rest if not item.cell.doubts]
        lines.append(
            f"{low:.3f}..{high:.3f}  {len(inside):6} figures  {len(right):6} right  {len(other):4} right in another"
            f" witness  {len(undoubted):4} wrong without a doubt"
        )
    return lines


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.confusions", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=int, default=1, help="pages of each paper")
    parser.add_argument("--papers", default=",".join(PAPERS), help="comma-separated")
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    options = parser.parse_args(arguments)
    seen: list[Seen] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in options.papers.split(","):
            for number in range(options.pages):
                rng = Random(f"{options.seed}/{name}/{number}")
                seen += read_figures(rng, name, draw_figures(rng), Path(folder))
                if options.json:
                    options.json.write_bytes(msgspec.json.encode(seen))
    for name in options.papers.split(","):
        own = [item for item in seen if item.paper == name]
        wrong = sum(plain(item.cell.text) != item.printed for item in own)
        print(f"{name}: {len(own)} figures, {wrong} misread")
    print("\n".join(calibration(seen)))
    for (printed, read), count in confusions(seen).most_common(40):
        print(f"{count:5}  {printed or '(nothing)'} -> {read or '(nothing)'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
