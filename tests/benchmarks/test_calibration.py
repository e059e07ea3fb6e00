from __future__ import annotations

import pytest

from benchmarks.calibration import Judged, bins, evidence
from extractors.document import Cell, Doubt, Reading

OTHER = Reading("46.32", "rapidocr", 0.1, "ppocr-v6-tiny")
CHOSEN = Reading("96.32", "rapidocr", 0.9, "ppocr-v6-small")


@pytest.mark.parametrize(
    ("readings", "doubts", "named"),
    [
        ((), (), "one reading"),
        ((CHOSEN, OTHER), ("readers_disagree",), "in dispute"),
        ((CHOSEN, OTHER), (), "readings differ, settled"),
        ((), ("seal",), "under a seal"),
        ((), ("seal_settled", "touches_rule"), "settled under a seal"),
    ],
)
def test_how_a_text_was_found_is_named(readings: tuple[Reading, ...], doubts: tuple[Doubt, ...], named: str) -> None:
    assert evidence(Cell(0, 0, "96.32", confidence=0.9, readings=readings, doubts=doubts)) == named


def test_cells_are_summed_by_their_range_and_1_is_in_the_last() -> None:
    said = [(0.3, False), (0.992, True), (0.994, False), (1.0, True)]
    points = bins([Judged("office", "one reading", chance, right, "", "") for chance, right in said])
    assert [(point.low, point.right, point.count) for point in points] == [(0.0, 0, 1), (0.99, 1, 2), (0.998, 1, 1)]
    assert points[1].said == pytest.approx(0.993)
