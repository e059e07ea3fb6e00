"""The notebook for analysts runs from top to bottom on a fresh dataset, also where there is no Chinese font."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.docs.pages import ROOT

NOTEBOOK = ROOT / "examples" / "county_questions.ipynb"


def _run(dataset: Path, monkeypatch: pytest.MonkeyPatch, first: str = "") -> str:
    """Run it and return all that it shows as text."""
    pytest.importorskip("polars")
    monkeypatch.setenv("JIXIAO_DATASET", str(dataset))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    if first:
        notebook.cells.insert(2, nbformat.v4.new_code_cell(first))
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute(cwd=str(dataset.parent))
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert sum("image/png" in output.get("data", {}) for output in outputs) == 2
    return "\n".join(output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in outputs)


@pytest.mark.slow
def test_it_answers_on_a_fresh_dataset(small_dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _run(small_dataset, monkeypatch)
    assert "石州区" in shown and "missed_without_reason" in shown
    assert "annex_export.txt" in shown and "F-03" in shown
    assert "Glyph" not in shown, "a character without a font was drawn as a box"


@pytest.mark.slow
def test_without_a_chinese_font_it_says_so_and_labels_in_english(
    small_dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fonts = "font_manager.fontManager.ttflist"
    only_latin = f"{fonts} = [font for font in {fonts} if font.name == 'DejaVu Sans']"
    shown = _run(small_dataset, monkeypatch, only_latin)
    assert "No Chinese font found" in shown and "Glyph" not in shown


def test_no_outputs_are_committed() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert all(not cell.outputs and cell.execution_count is None for cell in notebook.cells if cell.cell_type == "code")
