"""Labels of funding lines with a misread character."""

from __future__ import annotations

import pytest

from extractors.document import Cell
from normalizers.forms.rows import Piece
from normalizers.forms.source_labels import source_label_of, source_label_remarks


@pytest.mark.parametrize(
    ("text", "confidence", "label", "findings"),
    [
        ("年度资金总颔", 0.98, "年度资金总额", ["label_repaired"]),
        ("年度资金总额", 0.98, "年度资金总额", []),
        ("年度资金总颔", None, "年度资金总颔", []),
        ("扶贫专项", 0.98, "扶贫专项", []),
    ],
)
def test_a_label_of_a_picture_is_put_right_and_said(
    text: str, confidence: float | None, label: str, findings: list[str]
) -> None:
    piece = Piece(Cell(0, 0, text, confidence=confidence), text, starts=True)
    assert source_label_of(piece) == label
    assert [one.name for one in source_label_remarks(piece, "funding[1]")] == findings
