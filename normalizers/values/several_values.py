"""Several values in one text to its parts: `上半年145元，下半年150元` -> 145 元 and 150 元.

No single number stands for them. Where only the last one has a unit, `95、5%`, a point may have been misread.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from normalizers.values.decimal_text import spell
from normalizers.values.figures import Measure, Unread

_MAY_BE = re.compile("[0-9][^0-9]*[,;、/和及][^0-9]*[0-9]")
_SEPARATOR = re.compile("[,;、]|/(?=[0-9])|[和及](?=[^0-9]{0,6}[0-9])")
_LABEL = re.compile("[^0-9≥≤<>=]{0,12}?(?=不?[低高少多大小超]于?[过]?[0-9]|[≥≤<>=0-9])[:为]?")
_MOST = 6
"""Values in one text; more are a table in a cell."""


def read_several(text: str, read_one: Callable[[str], Measure | Unread | None]) -> Unread | None:
    """Return that a plain text says several values, each of which `read_one` reads; None where it does not."""
    if not _MAY_BE.search(text):
        return None
    parts = [part for part in _SEPARATOR.split(text) if part]
    if not 1 < len(parts) <= _MOST:
        return None
    values: list[str] = []
    bare = 0
    for part in parts:
        label = _LABEL.match(part)
        found = read_one(part[label.end() :] if label else part)
        if not isinstance(found, Measure) or "unknown_unit" in found.flags:
            return None
        values.append(spell(found.value))
        bare += found.unit is None
    if bare == len(parts):
        return None
    return Unread(("list_or_decimal",) if bare else ("several_values",), tuple(values))
