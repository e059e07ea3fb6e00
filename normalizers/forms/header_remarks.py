"""Headers whose labels crumbled to what a person should know: which label was taken for which column."""

from __future__ import annotations

from collections.abc import Sequence

from normalizers.forms.headers import GROUPS, NAMELESS
from normalizers.forms.sections import Section
from normalizers.labels import closest
from normalizers.places import Remark
from normalizers.rules import remark


def header_remarks(sections: Sequence[Section]) -> list[Remark]:
    """Return a remark for each header with doubtful labels that do not say by themselves what they head."""
    return [
        remark(
            "header_repaired",
            field="form",
            observed="、".join(text for text, _ in found),
            expected="、".join(role for _, role in found),
            page=section.header.page if section.header else None,
            doubtful=True,
        )
        for section in sections
        if (found := _repaired(section))
    ]


def _repaired(section: Section) -> list[tuple[str, str]]:
    """Return text and role of each label of a header that was repaired."""
    group = next((group for kind, group in GROUPS if kind == section.kind), None)
    if section.header is None or group is None:
        return []
    roles = {column.start: column.role for column in section.columns if column.role not in NAMELESS}
    return [
        (piece.text, roles[piece.column])
        for piece in section.header.starting
        if piece.column in roles and piece.cell.confidence is not None and closest(group, piece.text) is None
    ]
