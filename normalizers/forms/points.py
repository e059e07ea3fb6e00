"""Weights and scores that are printed and could not be read as points."""

from __future__ import annotations

from normalizers.forms.alignment import Alignment
from normalizers.forms.indicator_fit import fold_points
from normalizers.places import Remark
from normalizers.rules import remark
from normalizers.values.money import read_points

_ROLES = ("weight", "score")


def unreadable_points(path: str, cells: Alignment, page: int | None) -> list[Remark]:
    """Return a remark for each weight or score of a row that is no number of points: `96%，9.6`, `优`."""
    return [
        remark("points_unreadable", field=f"{path}.{role}", observed=cells.text(role), page=page, doubtful=True)
        for role in _ROLES
        if read_points(fold_points(cells.text(role))).state == "unreadable"
    ]
