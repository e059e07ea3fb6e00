"""How much a doubt matters: what the queue of the review is ordered by. This is the only place where that is said.

A row's place in the queue is doubt × importance, both 0 to 1. Importance is what the row is about; doubt is how likely
it is wrong. A finding of severity error is certainly wrong, on paper or in the reading, so that an amount that does not
add up (1.0 × 1.0) comes before everything else.
"""

from __future__ import annotations

from typing import Literal

Kind = Literal["funding", "form", "document", "indicators", "goals", "management"]
"""What a row is about: a line of money, the form's head, the document as a whole, an indicator, prose."""

KINDS: tuple[Kind, ...] = ("funding", "form", "document", "indicators", "goals", "management")

IMPORTANCE: dict[Kind, float] = {
    "funding": 1.0,  # what the evaluation is about; one wrong figure spoils every sum it goes into
    "form": 0.8,  # year, unit and total score: one value for the whole form
    "document": 0.7,  # a form that was not recognised, amounts of the report that contradict the forms
    "indicators": 0.6,
    "goals": 0.3,  # prose: a misread character changes no figure
    "management": 0.2,
}

_ERROR_DOUBT = 1.0
_LEAST_DOUBT = 0.3
"""Of a row that was marked though its cells are sure: something else than the recogniser is in doubt."""
_MOST_DOUBT = 0.95
"""Of a row that is only marked: less than an error."""
_UNKNOWN_DOUBT = 0.5
"""Of a marked row without any confidence, as in text exports."""


def kind_of(row: str) -> Kind:
    """Return what a row is about: `funding[2]` → funding; what belongs to no table of a form is the document's."""
    table = row.partition("[")[0]
    return table if table in IMPORTANCE else "document"


def doubt(confidence: float | None, *, error: bool) -> float:
    """Return how likely a row is wrong, of its confidence and of whether a finding says that it is."""
    if error:
        return _ERROR_DOUBT
    if confidence is None:
        return _UNKNOWN_DOUBT
    return min(_MOST_DOUBT, max(_LEAST_DOUBT, 1.0 - confidence))


def urgency(row: str, confidence: float | None, *, error: bool) -> float:
    """Return doubt × importance of a row, 0 to 1: a total that does not add up → 1.0."""
    return doubt(confidence, error=error) * IMPORTANCE[kind_of(row)]
