"""One printed funding line, before the unit of its figures is known, and the level that its label names."""

from __future__ import annotations

from msgspec import Struct

from normalizers.forms.alignment import Alignment
from normalizers.forms.rows import Piece, Row
from normalizers.labels import by_words, meaning
from normalizers.schema import Source


class FundingLine(Struct, frozen=True):
    """One printed line: its cells under their roles, before the figures' unit is known."""

    label: Piece
    cells: Alignment
    row: Row
    percent_in_header: bool = False
    units: tuple[tuple[str, str], ...] = ()
    """Role and unit of amounts whose columns print units that differ: `全年预算数（万元）`, `全年执行数（元）`."""
    whole_period: bool = False
    """The money is that of the project's whole period, not of a year."""
    is_total: bool = False
    """The line is the year's total, whatever its label says: `预算数：`."""

    blank_values: tuple[str, ...] = ()
    """Amounts and rates whose cell on a picture shows no text and may yet have print."""

    def text(self, role: str) -> str:
        """Return the text under a role, '' where none is printed."""
        return self.cells.text(role)


def source_of(label: str) -> Source:
    """Return the level of a funding line by its label: `其中:旗县财政资金` -> `county`; `unknown` where it has none."""
    known = meaning("sources", label) or by_words("sources", label)
    return known if known is not None else "unknown"  # type: ignore[return-value]  # the file's keys are Source
