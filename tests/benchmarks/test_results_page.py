from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from benchmarks.cells import CellCounts
from benchmarks.measurements import Measurement, Ran, Run, cells_of, cost_of, ratios, spread
from benchmarks.results_page import ACCURACY, COST, results_text, write_results
from benchmarks.tools import load_catalogue
from fixtures.compare import Counts


def measurement(tool: str, kind: str, cpu: float, right: int | None, error: str = "") -> Measurement:
    cells = None if right is None else CellCounts(10, 10, right, 10)
    fields = Counts(documents=1, fields=50, fields_exact=49, rows=8, rows_found=8) if tool == "jixiao" else None
    return Measurement(
        tool=tool, kind=kind, document=f"{kind}.pdf", pages=2, cells=cells, fields=fields, cpu=cpu, wall=2 * cpu,
        megabytes=300, error=error,
    )  # fmt: skip


FOUND = (
    measurement("jixiao", "digital", 0.2, 10),
    measurement("jixiao", "office", 2.0, 9),
    measurement("jixiao", "seal", 4.0, 8),
    measurement("jixiao", "export_clean", 0.1, None),
    measurement("tablers", "digital", 0.02, 5),
    measurement("tablers", "office", 0.02, 0, "no text layer"),
    measurement("floor: lines", "office", 1.0, None),
)
RUN = Run(
    day=date(2026, 11, 23), machine="a machine", load=0.5, minutes=12.3, command="python -m benchmarks.side_by_side",
    ran=(
        Ran("jixiao", 1.5, {"onnxruntime": "1.2"}), Ran("tablers"), Ran("floor: lines"),
        Ran("tabula lattice", skipped="the program java is not installed"),
    ),
    found=FOUND,
)  # fmt: skip


def test_cells_and_costs_are_summed() -> None:
    assert cells_of(FOUND, "jixiao", ["office", "seal"]) == CellCounts(20, 20, 17, 20)
    assert cells_of(FOUND, "jixiao", ["export_clean"]) is None
    scans = cost_of(FOUND, "jixiao", "scans", lambda one: one.cpu / one.pages)
    assert scans is not None
    assert scans.count == 2
    assert (scans.low, scans.median, scans.high) == (1.25, 1.5, 1.75)
    assert cost_of(FOUND, "tablers", "scans", lambda one: one.cpu) is None  # it refused the only one
    times = ratios(FOUND, "jixiao", "floor: lines")
    assert times is not None
    assert times.median == 2.0


def test_a_spread_of_one_or_none() -> None:
    assert str(spread([1.0])) == "1.00 (1.00–1.00)"
    assert spread([]) is None


def test_the_page_has_all_that_was_found() -> None:
    page = results_text(RUN, load_catalogue())
    for line in (
        "| office (1) | 90.0 | 0.0† |",
        "| **scans** (2) | **85.0** | **0.0†** |",
        "| **born-digital** (1) | **100.0** | **50.0** |",
        "- tabula lattice: the program java is not installed",
        "- jixiao takes 2.00 (2.00–2.00) times the CPU seconds of “floor: lines” (1 documents).",
    ):
        assert line in page
    assert "1: no text layer" in page
    assert "export_clean (1) | 100.00 | 98.00" in page
    assert "2026-11-23" in page


def test_the_plots_are_svg_and_named_in_the_page(tmp_path: Path) -> None:
    page = results_text(RUN, load_catalogue())
    write_results(RUN, page, tmp_path / "RESULTS.md")
    for name in (ACCURACY, COST):
        assert f"({name})" in page
        drawing = ElementTree.fromstring((tmp_path / name).read_text(encoding="utf-8"))
        texts = {"".join(element.itertext()).strip() for element in drawing.iter()}
        assert {"jixiao", "scans"} <= texts
