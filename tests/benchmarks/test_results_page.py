from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from msgspec.structs import replace

from benchmarks.cells import CellCounts
from benchmarks.measurements import Measurement, Ran, Run, cells_of, cost_of, ratios, spread
from benchmarks.results_page import ACCURACY, COST, results_text, write_results
from benchmarks.tools import load_catalogue
from fixtures.compare import Counts


def measurement(tool: str, kind: str, cpu: float, right: int | None, error: str = "") -> Measurement:
    cells = None if right is None else CellCounts(10, 10 if right else 0, right, 10 if right else 0)
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
        "| office (1) | 90.0 | cannot |",
        "| **scans** (2) | **85.0** | cannot |",
        "| **born-digital** (1) | **100.0** | **50.0** |",
        "- tabula lattice: the program java is not installed",
        "- jixiao takes 2.00 (2.00–2.00) times the CPU seconds of “floor: lines” (1 documents).",
    ):
        assert line in page
    assert "1: no text layer" in page
    assert "export_clean (1) | 100.00 | 98.00" in page
    assert "2026-11-23" in page


def test_only_who_reads_text_layers_cannot_read_scans() -> None:
    img2table = replace(measurement("img2table + RapidOCR", "office", 3.0, 0), error="no answer in 120 s")
    layer = replace(measurement("tablers", "ocr_layer", 0.1, 4), document="layer.pdf")
    run = replace(RUN, ran=(*RUN.ran, Ran("img2table + RapidOCR")), found=(*FOUND, img2table, layer))
    page = results_text(run, load_catalogue())
    assert "| office (1) | 90.0 | 0.0† | cannot |" in page  # refusing what one should read is nothing found
    assert "| ocr_layer (1) | – | – | 40.0 |" in page  # a scan with a text layer can be read
    assert f"| tablers | {cost_of(FOUND, 'tablers', 'born-digital', lambda one: one.cpu / one.pages)} |" in page
    lines = results_text(RUN, load_catalogue()).splitlines()
    (cost,) = (line for line in lines if line.startswith("| tablers |") and " 300 |" in line)
    assert "| – | – | 300 |" in cost  # what a tool needs to find nothing is no cost of reading


def test_the_plots_are_svg_and_named_in_the_page(tmp_path: Path) -> None:
    page = results_text(RUN, load_catalogue())
    write_results(RUN, page, tmp_path / "RESULTS.md")
    for name in (ACCURACY, COST):
        assert f"({name})" in page
        drawing = ElementTree.fromstring((tmp_path / name).read_text(encoding="utf-8"))
        texts = {"".join(element.itertext()).strip() for element in drawing.iter()}
        assert {"jixiao", "scans"} <= texts
    assert "cannot read scans" in (tmp_path / ACCURACY).read_text(encoding="utf-8")
