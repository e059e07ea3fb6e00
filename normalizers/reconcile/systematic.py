"""Figures of which one digit was read for another all over the form: a fax whose 4 has lost its stroke reads `1131` for
`4434`. Each such figure alone is read with certainty; that the sums then hold is what tells.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

import msgspec

from normalizers.reconcile.figures import Candidate
from normalizers.reconcile.variables import Variable

SYSTEMATIC = (("4", "1"),)
"""(printed, read) of what happens to every figure of a page: of 20 faxes on which more than two amounts of a form were
misread, 9 had lost the stroke of the 4."""
PRIOR = -math.log(0.02)
"""Cost of thinking so of a form."""
JUST_THIS = math.log(10)
"""What an error of the authors costs more if it is just this digit for that one: one in ten of those that look like a
recogniser's."""
_SHARE = 0.35
"""Share of the printed digits that are then misread."""
_MOST_PLACES, _MOST_KEPT = 6, 8
"""Places where the digit may stand in one figure, and candidates of one figure that are weighed."""
_NEAR = 3.0
"""How much dearer than the likeliest a reading may be whose digits are exchanged."""


def without_strokes(digits: str) -> str:
    """Return digits as they look without the strokes that faxes lose: `4434` -> `1131`."""
    for printed, read in SYSTEMATIC:
        digits = digits.replace(printed, read)
    return digits


def exchanged(variables: Sequence[Variable], printed: str, read: str) -> tuple[Variable, ...]:
    """Return the variables with the candidates that there are if `printed` was read as `read` all over the form."""
    return tuple(_exchanged(variable, printed, read) if variable.is_open else variable for variable in variables)


def _exchanged(variable: Variable, printed: str, read: str) -> Variable:
    found: dict[Decimal | None, Candidate] = {}
    for candidate in variable.candidates:
        near = candidate.cost <= variable.likeliest.cost + _NEAR
        for one in _spellings(candidate, printed, read) if near else (candidate,):
            known = found.get(one.value)
            if known is None or one.cost < known.cost:
                found[one.value] = one
    ordered = sorted(found.values(), key=lambda one: one.cost)
    return msgspec.structs.replace(variable, candidates=tuple(ordered[:_MOST_KEPT]))


def _spellings(candidate: Candidate, printed: str, read: str) -> Iterator[Candidate]:
    """Yield a candidate with the digit put back in none, one or several of its places."""
    text = candidate.text
    places = [at for at, sign in enumerate(text) if sign == read]
    number = _number(text)
    if candidate.value is None or not number or not 0 < len(places) <= _MOST_PLACES:
        yield candidate
        return
    for count in range(len(places) + 1):
        cost = candidate.cost - count * math.log(_SHARE) - (len(places) - count) * math.log(1 - _SHARE)
        for chosen in combinations(places, count):
            spelled = "".join(printed if at in chosen else sign for at, sign in enumerate(text))
            value = candidate.value * (_number(spelled) or Decimal(0)) / number
            yield Candidate(value, spelled, cost, f"{printed}>{read}" if count else candidate.fault)


def _number(text: str) -> Decimal | None:
    bare = text.rstrip("%％").replace(",", "")
    return Decimal(bare) if bare.replace(".", "", 1).isascii() and bare.replace(".", "", 1).isdigit() else None
