"""Headers with misread labels to what a person should know: which text was taken for which column."""

from __future__ import annotations

from collections.abc import Sequence

from normalizers.forms.headers import GROUPS, NAMELESS
from normalizers.forms.sections import Section
from normalizers.labels import by_words, closest, meaning, short_closest
from normalizers.places import Remark
from normalizers.rules import remark


def header_remarks(sections: Sequence[Section]) -> list[Remark]:
    """Return a remark for each header with labels that do not say by themselves what they head.

    A label with one wrong character that one label only is near to is told of; one that crumbled is marked.
    """
    remarks = []
    for section in sections:
        crumbled, near = _repaired(section), _near(section)
        page = section.header.page if section.header else None
        if crumbled:
            texts, roles = _listed(crumbled)
            remarks.append(
                remark("header_repaired", field="form", observed=texts, expected=roles, page=page, doubtful=True)
            )
        if near:
            texts, roles = _listed(near)
            remarks.append(remark("header_label_repaired", field="form", observed=texts, expected=roles, page=page))
    return remarks


def _listed(found: Sequence[tuple[str, str]]) -> tuple[str, str]:
    return "、".join(text for text, _ in found), "、".join(role for _, role in found)


def _near(section: Section) -> list[tuple[str, str]]:
    """Return text and role of each label that is in no vocabulary but one character from one, or its beginning."""
    group = next((group for kind, group in GROUPS if kind == section.kind), None)
    if group is None:
        return []
    roles = {column.start: column.role for column in section.columns if column.role not in NAMELESS}
    return [
        (piece.text, roles[piece.column])
        for row in section.header_rows
        for piece in row.starting
        if piece.column in roles
        and meaning(group, piece.text) is None
        and (near := closest(group, piece.text) or short_closest(group, piece.text)) is not None
        and roles[piece.column] == near != by_words(group, piece.text)
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
