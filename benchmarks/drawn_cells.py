"""Draws one document with the cells that stand on its pages: the truth of tables, taken from the drawing itself."""

from __future__ import annotations

from pathlib import Path
from random import Random

from msgspec import Struct

from benchmarks.cells import PlacedCell
from fixtures.draw import EVERY_KIND, Order, truth_path
from fixtures.drawing import Drawing, Wish
from fixtures.form_pages import PageStyle, page_cells
from fixtures.grid import FormCell
from fixtures.kinds import Job
from fixtures.truth import DocumentTruth, save_truth


class DrawnDocument(Struct, frozen=True, kw_only=True):
    """One document that was drawn; `tables` is None where nobody can say how its cells lie on pages."""

    path: Path
    truth: DocumentTruth
    tables: tuple[tuple[PlacedCell, ...], ...] | None = None


class ListeningJob(Job, frozen=True):
    """A job that keeps what was drawn and how its pages look."""

    drawn: list[Drawing]
    looks: list[tuple[Drawing, PageStyle]]

    def drawing(self, rng: Random, wish: Wish) -> Drawing:
        """Keep the drawing too."""
        self.drawn.append(super().drawing(rng, wish))
        return self.drawn[-1]

    def dressed(self, drawing: Drawing, style: PageStyle) -> PageStyle:
        """Keep the look too."""
        self.looks.append((drawing, style))
        return style


def draw_with_cells(order: Order, folder: Path) -> DrawnDocument:
    """Draw as `fixtures.draw.draw_one` does, byte for byte, and say which cells stand on the pages."""
    rng = Random(f"{order.seed}/{order.kind}/{order.number}")
    job = ListeningJob(
        stem=folder / (order.name or f"{order.kind}_{order.seed}_{order.number}"), seed=order.seed,
        best_quality=order.best_quality, layouts=order.layouts, drawn=[], looks=[],
    )  # fmt: skip
    path, truth = EVERY_KIND[order.kind](rng, job)
    save_truth(truth, truth_path(path))
    return DrawnDocument(path=path, truth=truth, tables=_tables(job, truth))


def _tables(job: ListeningJob, truth: DocumentTruth) -> tuple[tuple[PlacedCell, ...], ...] | None:
    if job.looks:
        return tuple(
            _placed(cells)
            for drawing, style in job.looks
            for form in drawing.forms
            for cells in page_cells(form.grid, style)
        )
    # a browser broke these pages, and where is known only where no form needed a second page
    whole = [drawing for drawing in job.drawn if drawing.report is None and len(drawing.forms) == truth.pages]
    return tuple(_placed(form.grid.cells) for form in whole[0].forms) if whole else None


def _placed(cells: tuple[FormCell, ...]) -> tuple[PlacedCell, ...]:
    return tuple(PlacedCell(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in cells)
