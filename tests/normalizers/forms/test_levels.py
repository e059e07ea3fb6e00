"""Labels of levels."""

from __future__ import annotations

import pytest

from extractors.document import Cell
from normalizers.forms.levels import Levels
from normalizers.forms.rows import Piece


def piece(text: str) -> Piece:
    return Piece(Cell(0, 0, text, page=1), text, starts=True)


@pytest.mark.parametrize(
    ("first", "second", "roles"),
    [
        ("产出指标", "质量指标", ()),
        ("质量指标", "公路养护", ("level1",)),
        ("产出指标", "产出指标", ("level2",)),
        ("成本指标", "成本指标", ()),  # names either level
        ("本地特色", "质量指标", ()),  # nobody knows it: the author's own
    ],
)
def test_labels_that_only_name_the_other_level(first: str, second: str, roles: tuple[str, ...]) -> None:
    assert Levels(piece(first), piece(second)).displaced() == roles
