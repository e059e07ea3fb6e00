"""How far each row can be trusted: its confidence from its cells, and whether a person should look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec
from msgspec import Struct

from extractors.document import Cell, Paragraph
from normalizers.places import Place, Remark
from normalizers.schema import Form, Funding, Goal, Indicator, Management

_SLIGHT = {"touches_rule"}
_SETTLED = {"seal", "seal_settled"}
"""The doubts of a cell under a seal that enough witnesses read alike."""
_POINT_FIRST = re.compile(r"\s*[-+]?[.．。·]\s?\d")
_SURE = 0.97
"""Confidence from which print that touches a rule is believed: a rule that cuts a stroke off costs certainty."""

RowT = TypeVar("RowT", Form, Funding, Goal, Indicator, Management)


class Trust(Struct, frozen=True):
    """What is known about the cells of one form: row path -> confidence, and the rows that are in doubt."""

    confidence: dict[str, float]
    doubtful: frozenset[str]


def weigh(
    places: Iterable[Place],
    remarks: Iterable[Remark],
    proven: frozenset[str],
    suspect: frozenset[str] = frozenset(),
    *,
    inferred: bool,
    settled: frozenset[str] = frozenset(),
) -> Trust:
    """Return the trust of each row: the product of its cells' confidences, each cell counted once.

    A cell in doubt makes its row doubtful, unless arithmetic proves the value (`proven` holds the paths); a recognised
    figure that takes part in what does not add up does (`suspect`). Where the columns are `inferred`, because no rules
    are drawn, every row is in doubt that is not `settled` by its own values.
    """
    confidence: dict[str, float] = {}
    doubtful: set[str] = {row_path(path) for path in suspect}
    counted: set[tuple[str, int]] = set()
    for place in places:
        row = row_path(place.path)
        printed = place.printed
        if printed.confidence is not None and (row, id(printed)) not in counted:
            counted.add((row, id(printed)))
            confidence[row] = confidence.get(row, 1.0) * printed.confidence
        if (inferred and row not in settled) or (is_doubtful(printed) and place.path not in proven):
            doubtful.add(row)
    doubtful.update(row_path(remark.field) for remark in remarks if remark.doubtful and remark.field)
    return Trust(confidence, frozenset(doubtful))


def is_doubtful(printed: Cell | Paragraph) -> bool:
    """Say whether a text should be looked at: for any doubt but touching a rule or a seal and yet being sure.

    Recognised figures that begin with a point, `.5`, are 0.5, or 5 behind a speck.
    """
    if printed.confidence is not None and _POINT_FIRST.match(printed.text):
        return True
    doubts = set(printed.doubts)
    if doubts - (_SETTLED if doubts >= _SETTLED else set()) <= _SLIGHT:
        return bool(printed.doubts) and (printed.confidence or 0.0) < _SURE
    return True


def row_path(path: str) -> str:
    """Return the row that a field path belongs to: `funding[2].budget` -> `funding[2]`."""
    return path.split(".", 1)[0]


def row_of_field(path: str | None) -> str:
    """Return the row that what is said of a field is about: `funding[2].budget` -> `funding[2]`; what is said of a
    table as a whole, `indicators`, or of no field, is about the form."""
    row = row_path(path or "form")
    return row if "[" in row else "form"


def marked(rows: Sequence[RowT], name: str, trust: Trust) -> tuple[RowT, ...]:
    """Return the rows with `confidence` and `needs_review` filled in; `name` is the table's path, such as `funding`."""
    return tuple(
        msgspec.structs.replace(
            row,
            confidence=trust.confidence.get(f"{name}[{row.ordinal}]"),
            needs_review=f"{name}[{row.ordinal}]" in trust.doubtful,
        )
        for row in rows
    )
