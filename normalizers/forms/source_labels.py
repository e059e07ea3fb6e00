"""A funding line's label to its wording as printed: `人员类项自支出`, recognised, to `人员类项目支出`."""

from __future__ import annotations

from normalizers.forms.rows import Piece
from normalizers.places import Remark
from normalizers.rules import remark
from normalizers.values.texts import read_misread_label


def source_label_of(piece: Piece) -> str:
    """Return a line's label; of one that was recognised a misread character is put right by the vocabulary."""
    if piece.cell.confidence is None:
        return piece.text
    value = read_misread_label(piece.text)
    return value.canonical or piece.text if "ocr_fix" in value.flags else piece.text


def source_label_remarks(piece: Piece, path: str) -> list[Remark]:
    """Return what a person should know of the label of the line at `path`: that it was put right."""
    printed = source_label_of(piece)
    if printed == piece.text:
        return []
    return [
        remark(
            "label_repaired",
            field=f"{path}.source_label",
            observed=piece.text,
            expected=printed,
            page=piece.cell.page,
            doubtful=True,
        )
    ]
