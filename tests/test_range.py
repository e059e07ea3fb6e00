"""Every condition that scans come in, from the picture to the rows: one drawn document each.

What is wrong must be marked, always. What can be read must be read: a condition that leaves the print whole leaves
nothing wrong; one that hides or breaks strokes leaves wrong what it hid.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.extract import extract
from fixtures.compare import Comparison, compare
from fixtures.conditions import CONDITIONS
from fixtures.draw import Order, draw_one
from normalizers.normalize import normalize

LEAST_EXACT = {
    "dpi100": 0.80,  # characters of 9 pt have 12 pixels: the readers were trained on 48
    "seal_grey": 0.80,  # a seal as dark as print, and of its colour, cannot be taken away
    "signed": 0.80,  # nor can a pen's strokes
    "heads": 0.90,  # levels of merged cells that go on over pages, see below
    "photo_steep": 0.95,  # a rule that is no longer straight leaves pieces
    "touching": 0.95,  # heads and feet that lie within a rule are gone
}
"""Share of fields that must be exact; 0.99, one or two fields of a form, where nothing is said."""


def read(kind: str, folder: Path) -> Comparison:
    path, truth = draw_one(Order(kind=kind, seed=31, number=1, layouts=("special_fund",)), folder)
    return compare(truth, normalize(extract(path)))


def _is_level(kind: str, field: str) -> bool:
    """Say whether a field is a level whose cell is blank on this page: what is printed was read right."""
    return kind == "heads" and field.endswith(("level1", "level2"))


@pytest.mark.ocr
@pytest.mark.fonts
@pytest.mark.slow
@pytest.mark.parametrize("kind", CONDITIONS)
def test_a_scan_is_read_or_marked(kind: str, tmp_path: Path) -> None:
    comparison = read(kind, tmp_path)
    assert [wrong for wrong in comparison.wrong if not wrong.marked and not _is_level(kind, wrong.field)] == []
    counts = comparison.counts
    assert counts.rows_found == counts.rows
    assert counts.fields_exact >= LEAST_EXACT.get(kind, 0.99) * counts.fields
