"""Labelled fields in the lines above a table: `项目名称：乡镇卫生院能力提升　主管部门：某县卫生健康局　单位：万元`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from msgspec import Struct

from extractors.document import Paragraph
from normalizers.characters import clean_text
from normalizers.labels import meaning

_COLON = re.compile(r"\s*[:：]\s*")
_BREAK = re.compile(r"[\s　，,；;]")
_SHORTEST_RUN_IN = 4
"""Characters of the shortest label that is told from the value it ran into: `…工程主管部门：`."""
_FILLING = " _＿　，,；;"
"""What stands around a value that is written on a line to be filled in."""


class Above(Struct, frozen=True):
    """A field's text in a line above the table, and that line."""

    text: str
    line: Paragraph


def fields_above(lines: Iterable[Paragraph]) -> dict[str, Above]:
    """Return field name -> its text; of two lines with one field the one next to the table counts."""
    found: dict[str, Above] = {}
    for line in lines:
        for field, text in _labelled(clean_text(line.text)):
            if text:
                found[field] = Above(text, line)
    return found


def _labelled(text: str) -> list[tuple[str, str]]:
    """Return (field, value) for each label with a colon; a value ends where the next label begins."""
    labels: list[tuple[int, int, str]] = []
    for colon in _COLON.finditer(text):
        start = labels[-1][1] if labels else 0
        label = _label_before(text[start : colon.start()])
        if label is not None:
            field, length = label
            labels.append((colon.start() - length, colon.end(), field))
    labels.append((len(text), 0, ""))
    return [(field, text[start:end].strip(_FILLING)) for (_, start, field), (end, _, _) in pairwise(labels)]


def _label_before(text: str) -> tuple[str, int] | None:
    """Return the field that the last words before a colon name, and how many characters the label has."""
    breaks = [match.end() for match in _BREAK.finditer(text)]
    starts = [0, *breaks, *range((breaks or [0])[-1] + 1, len(text) - _SHORTEST_RUN_IN + 1)]
    for start in starts:
        field = meaning("fields", text[start:].strip())
        if field is not None:
            return field, len(text) - start
    return None
