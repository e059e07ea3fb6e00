"""The figures of a form as the search sees them: what was read, and what may be printed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from normalizers.reconcile.figures import Candidate, Witness


class Variable(Struct, frozen=True):
    """One figure of the form. `read` is the figure as the reading has it, None where it is unreadable."""

    path: str
    read: Decimal | None
    candidates: tuple[Candidate, ...]
    """The cheapest first; one only where the reading is not open to doubt."""
    text: str = ""
    """The reading's text."""
    witnesses: tuple[Witness, ...] = ()
    """All readings of an open figure."""
    whole: str = ""
    """All that was read in the cell, lines of dirt beside the figure too: `1 38.9028`."""
    recognised: bool = False
    """A recogniser read it, ours or that of whoever exported the text; a PDF's own text is what is printed."""

    @property
    def likeliest(self) -> Candidate:
        """The cheapest candidate."""
        return self.candidates[0]

    @property
    def is_open(self) -> bool:
        """Say whether the reading may be wrong."""
        return len(self.candidates) > 1


def printed_text(number: int, variables: Sequence[Variable], values: Sequence[Decimal | None]) -> str:
    """Return the text of a figure as it must be printed, '' for a blank cell."""
    return next((one.text for one in variables[number].candidates if one.value == values[number]), "")
