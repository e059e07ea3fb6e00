"""A dataset to what a person wants to know of it: how much is in it, what failed and why, what wants review."""

from __future__ import annotations

from collections import Counter

import pyarrow.compute as pc
from msgspec import Struct

from pipeline.columns import ROW_TYPES
from pipeline.documents import Status
from pipeline.places import Place
from pipeline.summary import Failure, describe_failures, describe_review, describe_statuses
from pipeline.tables import read_table


class RuleCount(Struct, frozen=True):
    """How often one rule was found to be broken."""

    rule: str
    name: str
    severity: str
    count: int


class DatasetStatus(Struct, frozen=True, kw_only=True):
    """What is in a dataset."""

    folder: str
    by_status: dict[Status, int]
    rows: dict[str, int]
    """Rows by table."""
    to_review: dict[str, int]
    """Rows with `needs_review` by table."""
    failures: tuple[Failure, ...]
    review: tuple[str, ...]
    """Sources of the documents that a person should look at."""
    rules: tuple[RuleCount, ...]
    """Findings, the most frequent errors first."""


def look(folder: Place) -> DatasetStatus:
    """Return what is in the dataset; raises `NoDataset` where there is none."""
    documents = read_table(folder, "documents", ["source", "status", "error_code", "error_message"]).to_pylist()
    failed = [row for row in documents if row["status"] == "failed"]
    return DatasetStatus(
        folder=str(folder),
        by_status=dict(Counter(row["status"] for row in documents)),
        rows={name: read_table(folder, name, ["doc_id"]).num_rows for name in ROW_TYPES},
        to_review={name: _count_marked(folder, name) for name in ROW_TYPES if _has_mark(name)},
        failures=tuple(Failure(row["source"], row["error_code"], row["error_message"]) for row in failed),
        review=tuple(row["source"] for row in documents if row["status"] == "review"),
        rules=_count_rules(folder),
    )


def describe_dataset(status: DatasetStatus) -> str:
    """Return the status as text for a person."""
    lines = [f"{sum(status.by_status.values())} documents in {status.folder}"]
    lines += describe_statuses(status.by_status)
    for table, rows in status.rows.items():
        marked = status.to_review.get(table, 0)
        lines.append(f"  {rows:>8} {table}" + (f", {marked} to review" if marked else ""))
    lines += describe_failures(status.failures)
    lines += describe_review(status.review)
    if status.rules:
        lines.append("findings:")
        lines += [f"  {rule.count:>6} {rule.severity:<8} {rule.rule} {rule.name}" for rule in status.rules]
    return "\n".join(lines)


def _has_mark(table: str) -> bool:
    return "needs_review" in ROW_TYPES[table].__struct_fields__


def _count_marked(folder: Place, table: str) -> int:
    return int(pc.sum(read_table(folder, table, ["needs_review"])["needs_review"]).as_py() or 0)


_SEVERITIES = ("error", "warning", "info")


def _count_rules(folder: Place) -> tuple[RuleCount, ...]:
    columns = ["rule", "name", "severity"]
    groups = read_table(folder, "findings", columns).group_by(columns).aggregate([([], "count_all")]).to_pylist()
    counts = [RuleCount(row["rule"], row["name"], row["severity"], row["count_all"]) for row in groups]
    return tuple(sorted(counts, key=lambda rule: (_SEVERITIES.index(rule.severity), -rule.count, rule.rule)))
