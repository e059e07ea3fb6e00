"""A column of comparing signs whose label nobody knows: under it stand nothing but `≥`, `=`, `定性`."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from normalizers.forms.headers import Column
from normalizers.forms.indicator_fit import fit_text
from normalizers.forms.rows import Row
from normalizers.values.qualitative import is_blank

_LEAST = 2
"""Signs that show what the column holds."""
_SURE = 4.0
"""Points of a text that is a sign and nothing else."""


def with_sign_column(columns: tuple[Column, ...], rows: Sequence[Row]) -> tuple[Column, ...]:
    """Return the columns with the one of signs named, if its label is of no known wording; else as they are."""
    if any(column.role == "sign" for column in columns):
        return columns
    signs = [column for column in columns if column.role == "other" and _holds_signs(column, rows)]
    if len(signs) != 1:
        return columns
    return tuple(msgspec.structs.replace(column, role="sign") if column is signs[0] else column for column in columns)


def _holds_signs(column: Column, rows: Sequence[Row]) -> bool:
    texts = [piece.text for row in rows for piece in row.starting if piece.column == column.start]
    filled = [text for text in texts if not is_blank(text)]
    return len(filled) >= _LEAST and all(fit_text("sign", text) >= _SURE for text in filled)
