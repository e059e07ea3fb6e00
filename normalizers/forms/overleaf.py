"""A table row that a page break cut in two: the texts at the top of the new page go on where the last row's ended."""

from __future__ import annotations

import msgspec

from normalizers.characters import clean_text
from normalizers.forms.alignment import Alignment
from normalizers.forms.rows import Piece, Row
from normalizers.forms.text_kinds import kind_of
from normalizers.values.qualitative import is_placeholder

_VALUES = ("target", "actual", "weight", "score")
_LEVELS = {"level1", "level2", "block"}


def goes_on_overleaf(above: Alignment, below: Alignment, row_above: Row, row_below: Row) -> bool:
    """Say whether a row at the top of a page is the rest of the row above: no row of its own would be so empty.

    The rest of a row has no values; or no name, and only words that go on under words.
    """
    if row_below.from_export or row_above.page is None or row_above.page == row_below.page:
        return False
    texts = {role: piece.text for role, piece in below.pieces if role not in _LEVELS}
    if not texts or not above.text("level3") or is_placeholder(texts.get("level3", "")):
        return False
    if not any(role in texts for role in _VALUES):
        return all(above.text(role) for role in texts)
    words = all(kind_of(text) == "words" and above.text(role) for role, text in texts.items())
    return "level3" not in texts and words


def continued(above: Alignment, below: Alignment) -> Alignment:
    """Return the upper row with the lower row's texts added to its own, column by column."""
    rest = {role: piece for role, piece in below.pieces if role not in _LEVELS}
    pieces = tuple((role, joined(piece, rest.get(role))) for role, piece in above.pieces)
    return msgspec.structs.replace(above, pieces=pieces)


def joined(piece: Piece, rest: Piece | None) -> Piece:
    """Return a piece with the text of another added, as if its cell had never been cut."""
    if rest is None or not rest.text:
        return piece
    text = clean_text(f"{piece.text}\n{rest.text}")
    return msgspec.structs.replace(piece, text=text, rest=(*piece.rest, rest.cell))
