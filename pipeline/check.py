"""A dataset to what its forms say against each other: `jixiao check DATASET` (rules X-11, X-09, F-03).

What is found is written into the table `findings`, under the document that it is about and with `scope` = `dataset`,
in place of what the last check wrote.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import pyarrow as pa

from normalizers.across import check_cards
from normalizers.across.card import Crossing
from normalizers.rules import finding_of
from normalizers.schema import Finding, Language
from pipeline.cards import read_cards
from pipeline.columns import to_batch
from pipeline.dataset import Dataset
from pipeline.places import Place, place
from pipeline.tables import damage_as_error, look_again


def check(folder: str | Place, language: Language = "zh", *, write: bool = True) -> tuple[Finding, ...]:
    """Return what the forms of a dataset say against each other, and write it into the dataset.

    Raises `NoDataset` where there is none.
    """
    folder = place(folder)
    with damage_as_error(folder):
        cards = look_again(lambda: list(read_cards(folder)))
    findings = tuple(_finding(crossing, language) for crossing in check_cards(cards))
    if write:
        Dataset(folder).write_checks(_by_document(findings))
    return findings


def _finding(crossing: Crossing, language: Language) -> Finding:
    card = crossing.card
    return finding_of(crossing.remark, language, doc_id=card.doc_id, form_id=card.form_id, scope="dataset")


def _by_document(findings: Iterable[Finding]) -> dict[str, pa.RecordBatch]:
    rows: dict[str, list[Finding]] = {}
    for finding in findings:
        rows.setdefault(finding.doc_id, []).append(finding)
    return {doc_id: to_batch("findings", found) for doc_id, found in rows.items()}


def describe_findings(findings: Sequence[Finding]) -> str:
    """Return the findings as text for a person: one line each, and how many of each kind."""
    lines = [f"{finding.form_id}  {finding.rule}  {finding.message}" for finding in findings]
    counts = Counter((finding.severity, finding.rule, finding.name) for finding in findings)
    lines.append(f"{len(findings)} findings")
    lines += [f"  {count:>6} {severity:<8} {rule} {name}" for (severity, rule, name), count in sorted(counts.items())]
    return "\n".join(lines)
