"""What is printed comes out: committed and freshly drawn documents against their truth, through both halves."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.extract import extract
from fixtures.compare import Comparison, compare
from fixtures.draw import Order, draw_one, truth_path
from fixtures.truth import load_truth
from normalizers.normalize import normalize

DOCUMENTS = Path(__file__).parents[1] / "fixtures" / "documents"
CLEAN = (
    "annex_export.txt", "blank_form.pdf", "chromium_printed.pdf", "declaration_export.html", "department_html.html",
    "encoded_export.txt", "hubei_export.md", "monitoring_export.txt", "project_scored.pdf", "rural_export.txt",
    "sichuan_export.html", "special_fund_slipped.txt", "transfer_two_pages.pdf", "transfer_with_report.pdf",
    "yinchuan_export.txt",
)  # fmt: skip
SCANNED = ("office_scan.pdf", "ocr_layer_misread.pdf", "ocr_layer_right.pdf", "scan_tiff.tiff")
HARD = (
    "dark_photocopy.pdf", "faint_rules.pdf", "fax.pdf", "no_vertical_rules.pdf",
    "phone_photo.jpg", "seal_over_figures.pdf", "turned_scan.pdf",
)  # fmt: skip


def measured(path: Path) -> Comparison:
    return compare(load_truth(truth_path(path)), normalize(extract(path)))


@pytest.mark.parametrize("name", CLEAN)
def test_text_is_read_exactly(name: str) -> None:
    assert measured(DOCUMENTS / name).wrong == ()


@pytest.mark.fonts
@pytest.mark.parametrize("seed", [3, 4])
@pytest.mark.parametrize("kind", ["digital", "export_clean", "export_slipped", "export_encoded", "annex", "blank"])
def test_text_drawn_afresh_is_read_exactly(kind: str, seed: int, tmp_path: Path) -> None:
    path, truth = draw_one(Order(kind=kind, seed=seed, number=1), tmp_path)
    assert compare(truth, normalize(extract(path))).wrong == ()


@pytest.mark.ocr
@pytest.mark.parametrize("name", SCANNED)
def test_good_scans_are_read_exactly(name: str) -> None:
    assert measured(DOCUMENTS / name).wrong == ()


@pytest.mark.ocr
@pytest.mark.slow
@pytest.mark.parametrize("name", HARD)
def test_what_is_wrong_on_a_hard_page_is_marked(name: str) -> None:
    comparison = measured(DOCUMENTS / name)
    assert [wrong for wrong in comparison.wrong if not wrong.marked] == []


@pytest.mark.ocr
@pytest.mark.slow
def test_a_form_that_is_lost_whole_is_said() -> None:
    """A scan without vertical rules: its columns are not found yet, and nothing else may hide that."""
    evaluation = normalize(extract(DOCUMENTS / "no_vertical_rules_scan.pdf"))
    said = any(finding.name == "form_not_recognised" for finding in evaluation.findings)
    assert said or all(form.needs_review for form in evaluation.forms)
    assert any("年度资金总额" in cell.text for cell in evaluation.cells)
