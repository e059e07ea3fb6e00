"""Which printed cell each value came from, and what the reading had to do to it."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from extractors.document import Cell, Paragraph
from normalizers.forms.rows import Piece
from normalizers.schema import Severity

Fact = str | int | Decimal
"""What fills a message's template: words as printed, counts, amounts in yuan or ratios."""


class Place(Struct, frozen=True):
    """The cell or paragraph that a value came from; `path` as in findings: `indicators[5].actual`, ordinals from 1."""

    path: str
    printed: Cell | Paragraph


def is_recognised(printed: Cell | Paragraph) -> bool:
    """Say whether a text may be misread: not where a file holds it as characters, nor where a person said it."""
    return printed.method not in ("pdf_text", "correction")


def places_of(path: str, piece: Piece) -> list[Place]:
    """Return the places of a value: its cell, and what a page break cut off it."""
    return [Place(path, cell) for cell in (piece.cell, *piece.rest)]


class Remark(Struct, frozen=True):
    """Something that a reader of one form noticed; it becomes a finding when the form has its id."""

    rule: str
    name: str
    severity: Severity
    field: str | None = None
    observed: str | None = None
    expected: str | None = None
    page: int | None = None
    doubtful: bool = False
    """The row that `field` names may be wrong: a person should look before trusting it."""
    facts: tuple[tuple[str, Fact], ...] = ()
