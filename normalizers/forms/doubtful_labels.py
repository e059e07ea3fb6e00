"""A label that the readers are not sure of to what it names: `上体目标`, also read `总体目标`, to `goal`.

Where readers disagree on a cell, one of them may have read a label; the vocabulary tells which. Nothing is repaired in
cells that are not in doubt, and what is repaired stays in doubt.
"""

from __future__ import annotations

from normalizers.characters import clean_text
from normalizers.forms.rows import Piece
from normalizers.labels import closest, meaning


def is_doubtful(piece: Piece) -> bool:
    """Say whether a piece is printed in its row and readers are unsure of it or differ."""
    return piece.starts and bool(piece.text) and bool({"low_confidence", "readers_disagree"} & set(piece.cell.doubts))


def readings_of(piece: Piece) -> tuple[str, ...]:
    """Return what the readers made of a piece, the chosen text first; that alone where it is not in doubt."""
    others = (clean_text(reading.text) for reading in piece.cell.readings) if is_doubtful(piece) else ()
    return tuple(dict.fromkeys((piece.text, *others)))


def closest_of(group: str, piece: Piece) -> str | None:
    """Return what the text of a piece is closest to; if to nothing, the only meaning that its other readings have."""
    chosen = closest(group, piece.text)
    if chosen is not None:
        return chosen
    seen = {meant for text in readings_of(piece)[1:] if (meant := closest(group, text)) is not None}
    return seen.pop() if len(seen) == 1 else None


def meant(group: str, piece: Piece) -> str | None:
    """Return what a piece names, of a doubtful one also with one character wrong."""
    return meaning(group, piece.text) or (closest_of(group, piece) if is_doubtful(piece) else None)
