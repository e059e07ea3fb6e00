"""What is said of a row whose cells were moved under the columns that they belong to."""

from __future__ import annotations

import msgspec

from normalizers.forms.alignment import Alignment
from normalizers.forms.rows import Row
from normalizers.places import Remark
from normalizers.rules import remark


def row_realigned(
    path: str, row: Row, cells: Alignment, page: int | None, *, doubtful: bool, moved: str = ""
) -> Remark:
    """Return the remark on the row at `path`: its cells as printed, where each stands now, and which `moved`.

    It is a warning where the cells may as well stand under other columns.
    """
    found = remark(
        "row_realigned",
        field=path,
        observed=" | ".join(piece.text for piece in row.pieces),
        expected="；".join(f"{role}={piece.text}" for role, piece in cells.pieces),
        page=page,
        doubtful=doubtful,
        moved=moved or "、".join(piece.text for _, piece in cells.pieces),
    )
    return msgspec.structs.replace(found, severity="warning" if doubtful else "info")
