from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from benchmarks.cells import CellCounts, PlacedCell
from benchmarks.third_party import Described, described, main, neighbours, regions, score

DESCRIPTION = """<?xml version="1.0" encoding="UTF-8"?>
<document filename="made_up.pdf"><table id="1">
<region col-increment="0" id="1" page="1" row-increment="0">
<cell id="1" start-col="0" start-row="0" end-col="1" end-row="0"><content>Sums & rates</content></cell>
<cell id="2" start-col="0" start-row="1"><content>Year</content></cell>
<cell id="3" start-col="1" start-row="1"><content>Sum</content></cell>
<cell id="4" start-col="0" start-row="2" end-row="0"><content>2024</content></cell>
<cell id="5" start-col="1" start-row="2"><content>96.32</content></cell>
</region></table></document>"""
CELLS = (
    PlacedCell(0, 0, 1, 2, "Sums & rates"),
    PlacedCell(1, 0, 1, 1, "Year"),
    PlacedCell(1, 1, 1, 1, "Sum"),
    PlacedCell(2, 0, 1, 1, "2024"),
    PlacedCell(2, 1, 1, 1, "96.32"),
)


def test_a_description_becomes_cells_with_spans() -> None:
    assert list(regions(DESCRIPTION.encode())) == [CELLS]


def test_neighbours_are_the_next_texts_to_the_right_and_below() -> None:
    assert neighbours([CELLS]) == {
        ("Sums&rates", "Year", "below"): 1,
        ("Sums&rates", "Sum", "below"): 1,
        ("Year", "Sum", "right"): 1,
        ("Year", "2024", "below"): 1,
        ("Sum", "96.32", "below"): 1,
        ("2024", "96.32", "right"): 1,
    }
    assert neighbours([(CELLS[1], PlacedCell(1, 1, 1, 1, ""), PlacedCell(1, 3, 1, 1, "Sum"))]) == {
        ("Year", "Sum", "right"): 1
    }


def test_a_score_counts_cells_and_neighbours() -> None:
    lost = [[cell for cell in CELLS if cell.text != "Year"]]
    found = score(Described(Path("x.pdf"), (CELLS,)), lost, failed=False)
    assert found.cells == CellCounts(5, 4, 4, 4)
    # without Year, what stands below the head on the left is 2024
    assert (found.expected, found.found, found.right) == (6, 4, 3)


@pytest.mark.slow
def test_a_folder_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    draw(inner / "made_up.pdf")
    (inner / "made_up-str.xml").write_text(DESCRIPTION, encoding="utf-8")
    (inner / "alone-str.xml").write_text(DESCRIPTION, encoding="utf-8")
    assert [one.path.name for one in described(tmp_path)] == ["made_up.pdf"]
    assert main(["--folder", str(tmp_path), "--tools", "jixiao"]) == 0
    said = capsys.readouterr().out
    assert "1 documents, 1 tables" in said
    assert "| jixiao | 100.0 | 100.0 | 100.0 | 100.0 | 100.0 |" in said


def test_a_folder_without_descriptions_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--folder", str(tmp_path)]) == 2
    assert "no NAME.pdf" in capsys.readouterr().err


def draw(path: Path) -> None:
    """Draw the table of the description, ruled."""
    canvas = Canvas(str(path), pagesize=(400, 300))
    for cell in CELLS:
        x, y = 50 + 120 * cell.column, 220 - 30 * cell.row
        canvas.rect(x, y, 120 * cell.column_span, 30)
        canvas.drawString(x + 8, y + 10, cell.text)
    canvas.save()
