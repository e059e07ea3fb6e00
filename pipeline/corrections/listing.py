"""Corrections to lines for a person: who said what of which place, and what holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from pipeline.corrections.importing import Imported
from pipeline.corrections.row import Action, Correction
from pipeline.corrections.store import Corrections

_SHOWN = 40
"""Characters of a text in a list."""
_PROBLEMS = 50
"""Lines told of a file; the rest is counted."""


class Listed(Struct, frozen=True):
    """A correction in a list."""

    correction: Correction
    file_name: str
    """Of its document, '' where that is not in the dataset."""
    holds: bool


def listed(
    corrections: Corrections, document: str | None = None, reviewer: str | None = None, action: Action | None = None
) -> list[Listed]:
    """Return the corrections of a dataset in the order in which they were made.

    `document` is a part of a file's name or the beginning of a `doc_id`.
    """
    found = []
    for doc_id in corrections.doc_ids():
        row = corrections.dataset.find(doc_id)
        name = row.file_name if row else ""
        if not is_named(document, doc_id, name):
            continue
        holding = {one.correction_id for one in corrections.of(doc_id)}
        for one in corrections.history(doc_id):
            if (reviewer is None or one.reviewer == reviewer) and (action is None or one.action == action):
                found.append(Listed(one, name, one.correction_id in holding))
    return sorted(found, key=lambda one: (one.correction.at, one.correction.correction_id))


def is_named(document: str | None, doc_id: str, file_name: str) -> bool:
    """Say whether a document is asked for: by a part of its file's name, or the beginning of its `doc_id`."""
    return document is None or document in file_name or doc_id.startswith(document)


def describe(rows: Sequence[Listed]) -> str:
    """Return a line for each correction, and how many of each kind."""
    lines = [_line(one) for one in rows]
    counts = Counter(one.correction.action for one in rows)
    holding = sum(one.holds for one in rows)
    lines.append(f"{len(rows)} corrections, {holding} of them hold")
    lines += [f"  {count:>6} {action}" for action, count in sorted(counts.items())]
    return "\n".join(lines)


def describe_import(imported: Imported) -> str:
    """Return what became of a file."""
    lines = [f"line {problem.line}: {problem.reason}" for problem in imported.problems[:_PROBLEMS]]
    if (rest := len(imported.problems) - _PROBLEMS) > 0:
        lines.append(f"… and {rest} more lines that were not taken")
    lines.append(
        f"{imported.added} added, {imported.known} known already, {len(imported.problems)} not taken; "
        f"{len(imported.documents)} documents understood again"
    )
    if imported.absent:
        lines.append(f"{imported.absent} are of documents that are not in the dataset, and wait for them")
    return "\n".join(lines)


def _line(one: Listed) -> str:
    row = one.correction
    where = one.file_name or row.doc_id[:16]
    what = {
        "text": f"{_short(row.old)} → {_short(row.new)}",
        "answer": f"says {_short(row.new)}",
        "accept": f"accepts {row.rule or 'the row'}",
        "undo": f"takes back {row.undoes}",
    }[row.action]
    mark = "" if one.holds or row.action in ("undo", "answer") else "  (holds no more)"
    at = f"{row.at:%Y-%m-%d %H:%M}"
    return f"{row.correction_id}  {at}  {row.reviewer}  {where} p.{row.page} {row.field or ''}  {what}{mark}"


def _short(text: str | None) -> str:
    if text is None:
        return "?"
    shown = " ".join(text.split())
    return f"“{shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + '…'}”"


def in_file_order(rows: Iterable[Listed]) -> list[Correction]:
    """Return the rows of a list as a file holds them."""
    return [one.correction for one in rows]
