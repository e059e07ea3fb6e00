"""Pages on which a form may have been lost whole."""

from __future__ import annotations

import msgspec
import pytest

from normalizers.normalize import normalize
from tests.normalizers.printed import document, grid, line

ROWS = ("专项 | 甲 | 乙 | 丙", "丁 | 12 | 13 | 14", "戊 | 15 | 16 | 17")


def told(doubtful: int, rows: tuple[str, ...] = ROWS) -> list[tuple[str, int | None]]:
    table = grid(*rows)
    cells = tuple(
        msgspec.structs.replace(
            cell,
            method="rapidocr",
            confidence=0.3 if at < doubtful else 0.999,
            doubts=("low_confidence",) if at < doubtful else (),
        )
        for at, cell in enumerate(table.cells)
    )
    found = normalize(document(line("某县财政局"), msgspec.structs.replace(table, cells=cells))).findings
    return [(finding.name, finding.page) for finding in found if finding.rule == "R-unrecognised"]


@pytest.mark.parametrize(("doubtful", "said"), [(5, False), (6, True), (12, True)])
def test_a_table_read_mostly_in_doubt_may_be_a_form(doubtful: int, said: bool) -> None:
    assert told(doubtful) == [("table_unreadable", 1)] * said


def test_a_table_of_a_few_cells_is_no_form() -> None:
    assert told(4, ROWS[:1]) == []
