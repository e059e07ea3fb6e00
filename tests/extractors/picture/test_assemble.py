from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from extractors.document import Reading
from extractors.picture.assemble import cell_readings, line_doubts, tables
from extractors.picture.geometry import Sheet
from extractors.picture.grid import Grid, GridCell
from extractors.picture.layout import CellLines, Layout
from extractors.picture.lines import Inside, LineBox

BOX = LineBox(100, 100, 200, 120)


def layout(*, sealed: bool) -> Layout:
    """A blank page of 200 dpi, with seal ink over the line or without."""
    blank = np.full((400, 400), 255, np.uint8)
    nothing = np.zeros_like(blank)
    seal = nothing.copy()
    if sealed:
        seal[100:120, 100:150] = 255
    points = np.diag([0.36, 0.36, 1.0])
    sheet = Sheet(blank, nothing, seal, 1.0, 200.0, points, (144.0, 144.0))
    return Layout(sheet, blank, nothing, nothing, 24.0, (), (), ())


def line(*said: tuple[str, float]) -> tuple[Reading, ...]:
    return tuple(Reading(text, "rapidocr", sure, f"reader {place}") for place, (text, sure) in enumerate(said))


@pytest.mark.parametrize(
    ("readings", "sealed", "doubts"),
    [
        (line(("96.32元", 0.999)), False, ()),
        (line(("96.32元", 0.8)), False, ("low_confidence",)),
        (line(("96.32元", 0.999)), True, ("seal",)),
        (line(("96.32元", 0.995), ("96.32元", 0.995), ("96.32元", 0.995)), True, ("seal", "seal_settled")),
        (line(("96.32元", 0.995), ("96.32元", 0.995), ("46.32元", 0.3)), True, ("readers_disagree", "seal")),
        (line(("96.32元", 0.975), ("96.32元", 0.975), ("96.32元", 0.975), ("46.32元", 0.3)), False, ()),
        (line(("96.32元", 0.5), ("96.32元", 0.5), ("96.32元", 0.5)), True, ("low_confidence", "seal")),
        ((), False, ("unreadable",)),
        (line(("“三公经费”变动率", 0.999)), False, ()),
        (line(("三公经费”变动率", 0.999)), False, ("unreadable",)),  # a narrow sign was lost
    ],
)
def test_a_majority_settles_what_two_witnesses_leave_open(
    readings: tuple[Reading, ...], sealed: bool, doubts: tuple[str, ...]
) -> None:
    assert line_doubts([BOX], [readings], layout(sealed=sealed)) == doubts


@pytest.mark.parametrize(
    ("text", "sure", "ragged", "doubts"),
    [
        ("213年", 0.9775, True, ("low_confidence",)),
        ("213年", 0.9775, False, ()),
        ("213年", 0.995, True, ()),
        ("数量指标", 0.9775, True, ()),
    ],
)
def test_figures_of_ragged_faxes_have_to_be_surer(
    text: str, sure: float, ragged: bool, doubts: tuple[str, ...]
) -> None:
    page = replace(layout(sealed=False), ragged=ragged)
    assert line_doubts([BOX], [line((text, sure))], page) == doubts


def test_a_cell_is_settled_under_a_seal_only_with_all_its_lines() -> None:
    settled, alone = line(*[("96.32元", 0.995)] * 3), line(("长期", 0.999))
    below = LineBox(100, 105, 200, 118)
    assert line_doubts([BOX, below], [settled, alone], layout(sealed=True)) == ("seal",)


def test_a_cell_keeps_what_other_readers_made_of_it_once() -> None:
    chosen, others = cell_readings([BOX], [line(("96.32元", 0.9), ("96.32元", 0.9), ("46.32元", 0.1))])
    assert (chosen.text, [other.text for other in others]) == ("96.32元", ["46.32元"])


@pytest.mark.parametrize(("beyond", "doubts"), [(True, ("clipped",)), (False, ())])
def test_a_text_that_runs_on_beyond_its_cell_is_in_doubt(beyond: bool, doubts: tuple[str, ...]) -> None:
    page = layout(sealed=False)
    print_mask = page.print_mask.copy()
    print_mask[100:120, 100:200] = 255
    if beyond:
        print_mask[100:120, 80:100] = 255
    cell = GridCell(0, 0, 1, 1, 98.0, 90.0, 300.0, 130.0)
    grid = Grid((98.0, 300.0), (90.0, 130.0), (cell,))
    part = CellLines(cell, Inside(100, 92, 298, 128), (BOX,))
    page = replace(page, print_mask=print_mask, grids=(grid,), cells=((part,),))
    (table,) = tables(page, {BOX: line(("政拨款", 0.999))}, 1)
    assert table.cells[0].doubts == doubts
