"""Facts stated in a document's running text, and the table of mentions: each with the form's amount that it repeats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from normalizers.checks.document_facts import DocumentFacts
from normalizers.checks.facts import Stated
from normalizers.report.attributions import NOWHERE, Place
from normalizers.report.mentions import find_mentions
from normalizers.report.passages import places_in_report
from normalizers.schema import Goal, Mention, Passage


def find_statements(
    passages: Sequence[Passage], goals: Sequence[Goal], projects: Mapping[str, str | None]
) -> tuple[Stated, ...]:
    """Return the facts of the forms' goals and then of the report's passages, in order; `projects` by form id."""
    return tuple(_statements(passages, goals, projects))


def _statements(
    passages: Sequence[Passage], goals: Sequence[Goal], projects: Mapping[str, str | None]
) -> Iterator[Stated]:
    for goal in goals:
        project = projects.get(goal.form_id)
        place = Place((project,)) if project else NOWHERE
        for text, reached in ((goal.goal, False), (goal.actual, True)):
            for found in find_mentions(text, place) if text else ():
                yield Stated(found, text or "", goal.page, goal.form_id, reached=reached)
    for passage, place in zip(passages, places_in_report(passages), strict=True):
        for found in find_mentions(passage.text, place):
            yield Stated(found, passage.text, passage.page, passage=passage.ordinal)


def mentions_of(facts: DocumentFacts, doc_id: str) -> tuple[Mention, ...]:
    """Return the mentions, ordinals from 1 in the document, each amount with the field that it was found to repeat."""
    matched = {id(match.stated): match for match in facts.matches if match.columns}
    mentions = []
    for ordinal, stated in enumerate(facts.stated, start=1):
        found, match = stated.found, matched.get(id(stated))
        mentions.append(
            Mention(
                doc_id=doc_id,
                form_id=stated.form_id,
                ordinal=ordinal,
                kind=found.kind,
                text=found.text,
                value=found.value,
                unit=found.unit,
                normalized=found.normalized,
                subject=found.subject,
                programme=found.programme,
                government_level=found.level,
                action=found.action,
                page=stated.page,
                passage=stated.passage,
                matched_form_id=match.line.form_id if match and match.line else None,
                matched_field=f"funding[{match.line.ordinal}].{match.meaning}" if match and match.line else None,
            )
        )
    return tuple(mentions)
