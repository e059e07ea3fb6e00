"""What the checks of a whole document look at: its forms, its report, the facts in texts and what these repeat."""

from __future__ import annotations

from msgspec import Struct

from normalizers.checks.facts import FormFacts, Stated
from normalizers.checks.matching import Match, match_amounts
from normalizers.schema import Passage


class DocumentFacts(Struct, frozen=True):
    """A document's forms, the passages of its report, the facts stated in them, and the amounts with their matches."""

    forms: tuple[FormFacts, ...]
    passages: tuple[Passage, ...]
    stated: tuple[Stated, ...]
    matches: tuple[Match, ...]


def document_facts(
    forms: tuple[FormFacts, ...], passages: tuple[Passage, ...], stated: tuple[Stated, ...]
) -> DocumentFacts:
    """Return the facts of a document, each stated amount with the form's amount that it repeats."""
    return DocumentFacts(forms, passages, stated, match_amounts(forms, stated))
