"""Measures what people have to do until a dataset is right: `python -m benchmarks.corrections --seed 7 --count 3`.

Draws scans, reads them into a dataset, and lets a person who knows the truth work through the queue: take the first
row, type what is wrong in it as it is printed, accept it, look at the queue again. Tells how many marked rows that
took care of, how many lost their mark by themselves, what is wrong afterwards, and what stayed marked and why.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec import UNSET, Struct

from fixtures.alignment import folded
from fixtures.compare import Counts, compare, equal, paired_rows, wrong_fields
from fixtures.draw import draw_one, orders
from fixtures.truth import DocumentTruth
from normalizers.forms.money_unit import FACTORS
from normalizers.schema import Evaluation
from pipeline.batch import run
from pipeline.corrections.again import evaluate_again
from pipeline.corrections.decisions import accept_row, decided
from pipeline.corrections.preview import Previewer
from pipeline.corrections.row import Correction
from pipeline.corrections.store import Corrections
from pipeline.dataset import Dataset
from pipeline.documents import DocumentRow
from pipeline.doubtful import DoubtfulField, DoubtfulRow, doubtful_rows, rows_of_form
from pipeline.options import RunOptions

_AMOUNTS = {"budget_initial", "budget", "executed"}
_COLUMNS = {"indicators.target": "target_raw", "indicators.actual": "actual_raw"}
"""Field -> column of the truth that says what is printed."""


class Work(Struct):
    """What was done, over all documents."""

    marked: int = 0
    looked: int = 0
    accepted: int = 0
    typed: int = 0
    written: int = 0
    documents: int = 0
    ok: int = 0
    left: int = 0
    reasons: Counter[str] = Counter()


def correct(store: Dataset, row: DocumentRow, truth: DocumentTruth, work: Work, *, whole: bool) -> Evaluation:
    """Work through the queue of one document, and return what it says then; `whole` looks at all cells of a row."""
    corrections = Corrections(store)
    given_up: set[str] = set()
    marked = _marked(Previewer(store, row.doc_id).before.evaluation)
    work.marked += marked
    while True:
        document = Previewer(store, row.doc_id)
        queue = doubtful_rows(document.before.document, document.before.evaluation)
        todo = [one for one in queue if (one.form_id or "") + one.path not in given_up]
        if not todo:
            break
        first = max(todo, key=lambda one: one.importance)
        given_up.add((first.form_id or "") + first.path)  # is not there any more if it is accepted
        expected = paired_rows(truth, document.before.evaluation).get((first.form_id or "", first.path))
        if expected is None:
            work.reasons[f"{first.table}: no such row is printed"] += 1
            continue
        texts = {field.spot: _typed(field, first, expected, document, whole) for field in first.fields}
        typed = {spot: text for spot, text in texts.items() if text is not None}
        decision = accept_row(document, first, "reader", typed)
        after = understood_with(document, decision.corrections)
        if wrong := _wrong(first, after, truth):  # a person does not accept what is not so
            work.reasons.update(f"{first.table}: no cell is taken for the {name}" for name in wrong)
            told = [one for one in decision.corrections if one.action == "text" and one.new != one.old]
            decision = decided(document, told)
        corrections.add(decision.corrections, decision.seen)
        evaluate_again(store, row.doc_id)
        work.accepted += not wrong
        work.looked += 1
        work.typed += len(typed)
        work.written += len(decision.corrections)
    last = Previewer(store, row.doc_id).before
    for one in doubtful_rows(last.document, last.evaluation):
        work.reasons.update({f"{one.table}: {reason.rule or ''} {reason.name}" for reason in one.reasons})
    work.left += _marked(last.evaluation)
    return last.evaluation


def _typed(field: DoubtfulField, row: DoubtfulRow, expected: Any, document: Previewer, whole: bool) -> str | None:
    """Return what a person would type in place of what is proposed, None where that is right."""
    column = field.path.partition(".")[2]
    column = _COLUMNS.get(field.path.split("[")[0] + "." + column, column)
    told = getattr(expected, column, UNSET)
    if told is UNSET or not (field.doubtful or whole):
        return None
    got = getattr(row.row, column, None)
    if not equal(told, got):
        return _printed(told, column, row, document)
    # a person types a label that was read badly, though it was understood
    wrong = column in ("level1", "level2") and folded(str(told)) not in folded(field.proposed)
    return str(told) if wrong and field.doubtful else None


def _printed(value: Any, column: str, row: DoubtfulRow, document: Previewer) -> str:
    """Return a value as it is printed: amounts in the form's unit, rates in percent, a blank for nothing."""
    if value is None:
        return ""
    if column in _AMOUNTS:
        form = next(form for form in document.before.evaluation.forms if form.form_id == row.form_id)
        return f"{value / FACTORS.get(form.effective_unit or '', Decimal(1)):f}"
    if column == "execution_rate":
        return f"{value * 100:f}%"
    return f"{value}年度" if column == "fiscal_year" else str(value)


def understood_with(document: Previewer, corrections: Sequence[Correction]) -> Evaluation:
    """Return what a document says with corrections that are not written yet."""
    return document.after({one.spot: one.new or "" for one in corrections if one.action == "text"}).evaluation


def _wrong(row: DoubtfulRow, after: Evaluation, truth: DocumentTruth) -> list[str]:
    """Return what is still wrong in a row: no cell was taken for it, or what is typed is understood wrongly."""
    expected = paired_rows(truth, after).get((row.form_id or "", row.path))
    form = next((form for form in after.forms if form.form_id == row.form_id), None)
    new = dict(rows_of_form(form, after)).get(row.path) if form else None
    return wrong_fields(expected, new) if expected is not None and new is not None else []


def _marked(evaluation: Evaluation) -> int:
    tables = (evaluation.forms, evaluation.funding, evaluation.management, evaluation.goals, evaluation.indicators)
    return sum(row.needs_review for rows in tables for row in rows)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=2)
    parser.add_argument("--kinds", default="fax,photocopy")
    parser.add_argument("--doubtful-cells-only", action="store_true", help="look at no other cell of a row")
    parser.add_argument("--keep", help="draw and read into this folder, and leave it")
    parser.add_argument("--show", type=int, default=20, help="wrong fields to print")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="jixiao-corrections-") as temporary:
        folder = options.keep or temporary
        inbox = Path(folder, "inbox")
        inbox.mkdir(parents=True, exist_ok=True)
        drawn = [draw_one(order, inbox) for order in orders(options.seed, options.count, options.kinds, "")]
        truths = {path.name: truth for path, truth in drawn}
        run([str(path) for path, _ in drawn], Path(folder, "out"), RunOptions(workers=1))
        store = Dataset(Path(folder, "out"))
        work, before, after = Work(), Counts(), Counts()
        wrong: list[str] = []
        for row in list(store.known.values()):
            if row.status == "failed":
                continue
            truth = truths[row.file_name]
            before.add(compare(truth, Previewer(store, row.doc_id).before.evaluation).counts)
            found = compare(truth, correct(store, row, truth, work, whole=not options.doubtful_cells_only))
            after.add(found.counts)
            wrong += [f"{one.document} {one.field}: {one.expected!r} is {one.got!r}" for one in found.wrong]
            now = store.find(row.doc_id)
            work.documents += 1
            work.ok += bool(now and now.status == "ok")
    _tell(work, before, after)
    print("\n".join(wrong[: options.show]))
    return 0


def _tell(work: Work, before: Counts, after: Counts) -> None:
    print(f"{work.documents} documents, {work.ok} of them without a mark at the end")
    print(f"marked rows {work.marked}, looked at {work.looked}, accepted {work.accepted}, still marked {work.left}")
    print(f"texts typed {work.typed}, rows of corrections {work.written}")
    for name, counts in (("before", before), ("after", after)):
        wrong = counts.fields - counts.fields_exact
        print(
            f"{name}: wrong fields {wrong} of {counts.fields}, rows lost {counts.rows - counts.rows_found}, "
            f"invented {counts.rows_invented}; wrong and unmarked {counts.wrong_unmarked}"
        )
    for reason, count in work.reasons.most_common():
        print(f"  {count:>4} {reason}")


if __name__ == "__main__":
    sys.exit(main())
