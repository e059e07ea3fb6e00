"""A whole dataset counted: documents, marks, findings, rates, outliers, units and years beside each other.

Read part by part and column by column; what is kept of a form is its keys and its total, some hundred bytes.
"""

from __future__ import annotations

import time
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from sys import intern
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct

from normalizers.across.card import body_key, fund_key
from pipeline.errors import NoDataset
from pipeline.places import Place
from pipeline.report.figures import Figures, figures_of
from pipeline.run_row import RunRow
from pipeline.tables import open_dataset_table, part_files, read_parquet, read_table

TABLES = ("forms", "funding", "management", "goals", "indicators")
"""The tables whose rows may be marked."""
KINDS = ("digital", "scanned", "ocr_layer", "export", "mixed", "unread")

_DOCUMENT = [
    "doc_id", "status", "file_name", "source", "page_count", "pages_digital", "pages_scanned", "pages_ocr_layer",
    "error_code", "error_message",
]  # fmt: skip
_FORM = [
    "form_id", "doc_id", "template", "title", "fiscal_year", "project_name", "department", "implementing_unit",
    "needs_review",
]  # fmt: skip
_FUNDING = [
    "form_id", "doc_id", "source", "period", "budget", "executed", "execution_rate_computed", "needs_review"
]  # fmt: skip
_INDICATOR = ["form_id", "doc_id", "level1", "level3", "attainment", "completion", "needs_review"]
_NOT_EVALUATED = {"goal_declaration", "monitoring"}
"""Forms that do not tell what was reached in a whole year."""
_LOOKS = 10
_PAUSE = 0.2
"""Seconds between two looks at a dataset that a run is writing."""


class Failed(Struct, frozen=True):
    """A document that could not be read."""

    doc_id: str
    source: str
    code: str
    message: str


class RuleCount(Struct, frozen=True):
    """How often one finding was made, and in how many documents."""

    rule: str
    name: str
    severity: str
    count: int
    documents: int


class FormLine(Struct, frozen=True, gc=False):
    """One evaluation form: who used which fund in which year, and its total in yuan."""

    file_name: str
    form_id: str
    unit: str
    """As printed."""
    fund: str
    """As printed."""
    unit_key: str
    fund_key: str
    year: int | None
    regional: bool
    budget: Decimal | None
    executed: Decimal | None
    rate: Decimal | None
    doubtful: bool


class Collection(Struct, frozen=True, kw_only=True):
    """What is in a dataset."""

    place: str
    by_status: Mapping[str, int]
    pages: Mapping[str, int]
    """Pages by kind."""
    page_count: int
    by_kind: Mapping[str, int]
    """Documents by what kind of pages they have."""
    failed: Sequence[Failed]
    rows: Mapping[tuple[str, str], int]
    """(table, kind of document) -> rows."""
    marked: Mapping[tuple[str, str], int]
    """The same for rows that a person should check."""
    rules: Sequence[RuleCount]
    runs: Sequence[RunRow]
    """The newest first."""
    attainment: Mapping[tuple[str | None, str], int]
    """(first level, attainment) -> indicators."""
    figures: Figures

    @property
    def documents(self) -> int:
        """Documents in all."""
        return sum(self.by_status.values())

    @property
    def forms(self) -> int:
        """Forms in all."""
        return sum(count for (table, _), count in self.rows.items() if table == "forms")


def count_dataset(dataset: Place) -> Collection:
    """Return what is in a dataset; raises `NoDataset` where there is none. Nothing is written into it."""
    for _ in range(_LOOKS - 1):
        try:
            return _count(dataset)
        except FileNotFoundError:  # a run has replaced a file meanwhile
            time.sleep(_PAUSE)
    return _count(dataset)


class _Tally:
    """What is added up over the parts."""

    def __init__(self) -> None:
        self.by_status: Counter[str] = Counter()
        self.pages: Counter[str] = Counter()
        self.page_count = 0
        self.by_kind: Counter[str] = Counter()
        self.failed: list[Failed] = []
        self.rows: Counter[tuple[str, str]] = Counter()
        self.marked: Counter[tuple[str, str]] = Counter()
        self.rules: Counter[tuple[str, str, str]] = Counter()
        self.documents_of_rule: Counter[tuple[str, str, str]] = Counter()
        self.attainment: Counter[tuple[str | None, str]] = Counter()
        self.forms: list[FormLine] = []
        self.completions = Completions()


class Completions:
    """The completion ratios of indicators that nobody doubts, in three columns; a name is kept once."""

    def __init__(self) -> None:
        self.form = array("q")
        """Number of the form in the list of all."""
        self.name = array("q")
        self.value = array("d")
        self.names: dict[str, int] = {}

    def add(self, form: int, name: str, value: float) -> None:
        """Add one."""
        self.form.append(form)
        self.name.append(self.names.setdefault(name, len(self.names)))
        self.value.append(value)


def _count(dataset: Place) -> Collection:
    tally = _Tally()
    names = ("documents", "findings", *TABLES)
    files = {name: part_files(open_dataset_table(dataset, name)) for name in names}
    for part in sorted(files["documents"]):
        read = _Part(dataset, {name: found[part] for name, found in files.items() if part in found})
        kinds = _count_documents(tally, read.rows("documents", _DOCUMENT))
        _count_marks(tally, read, kinds)
        _count_rules(tally, read)
        _read_forms(tally, read)
    return Collection(
        place=str(dataset),
        by_status=tally.by_status,
        pages=tally.pages,
        page_count=tally.page_count,
        by_kind=tally.by_kind,
        failed=tuple(sorted(tally.failed, key=lambda one: (one.code, one.source))),
        rows=tally.rows,
        marked=tally.marked,
        rules=_rules(tally),
        runs=_runs(dataset),
        attainment=dict(sorted(tally.attainment.items(), key=lambda item: _level_order(item[0][0]))),
        figures=figures_of(tally.forms, tally.completions),
    )


class _Part:
    """The files of one part; a table that has no rows of its documents has none."""

    def __init__(self, dataset: Place, files: Mapping[str, str]) -> None:
        self._dataset = dataset
        self._files = files

    def table(self, name: str, columns: Sequence[str]) -> pa.Table | None:
        """Return some columns of a table."""
        file = self._files.get(name)
        return None if file is None else read_parquet(self._dataset / name / file, list(columns))

    def rows(self, name: str, columns: Sequence[str]) -> list[dict[str, Any]]:
        """Return the rows of a table that has one for each document or form."""
        table = self.table(name, columns)
        return [] if table is None else list(table.to_pylist())


def _count_documents(tally: _Tally, rows: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Count documents and pages; return doc_id -> kind of document."""
    kinds: dict[str, str] = {}
    for row in rows:
        pages = {kind: row[f"pages_{kind}"] or 0 for kind in ("digital", "scanned", "ocr_layer")}
        used = [kind for kind, number in pages.items() if number]
        kind = "unread" if row["status"] == "failed" else "export"
        if used:
            kind = used[0] if len(used) == 1 else "mixed"
        elif kind == "export":
            pages["export"] = row["page_count"] or 0
        kinds[row["doc_id"]] = kind
        tally.by_status[row["status"]] += 1
        tally.by_kind[kind] += 1
        tally.page_count += row["page_count"] or 0
        tally.pages.update({kind: number for kind, number in pages.items() if number})
        if row["status"] == "failed":
            tally.failed.append(
                Failed(row["doc_id"], row["source"], row["error_code"] or "", row["error_message"] or "")
            )
    return kinds


def _count_marks(tally: _Tally, part: _Part, kinds: Mapping[str, str]) -> None:
    for name in TABLES:
        table = part.table(name, ["doc_id", "needs_review"])
        if table is None:
            continue
        counted = table.group_by("doc_id").aggregate([("needs_review", "count"), ("needs_review", "sum")])
        for row in counted.to_pylist():
            key = (name, kinds.get(row["doc_id"], "unread"))
            tally.rows[key] += row["needs_review_count"]
            tally.marked[key] += row["needs_review_sum"] or 0


def _count_rules(tally: _Tally, part: _Part) -> None:
    table = part.table("findings", ["doc_id", "rule", "name", "severity"])
    if table is None:
        return
    keys = ["rule", "name", "severity"]
    for row in table.group_by(keys).aggregate([("doc_id", "count"), ("doc_id", "count_distinct")]).to_pylist():
        key = (row["rule"], row["name"], row["severity"])
        tally.rules[key] += row["doc_id_count"]
        tally.documents_of_rule[key] += row["doc_id_count_distinct"]


def _read_forms(tally: _Tally, part: _Part) -> None:
    names = {row["doc_id"]: row["file_name"] for row in part.rows("documents", ["doc_id", "file_name"])}
    totals = _totals(part)
    numbers: dict[str, int] = {}
    for row in part.rows("forms", _FORM):
        if row["template"] not in _NOT_EVALUATED:
            numbers[row["form_id"]] = len(tally.forms)
            tally.forms.append(_line(row, names.get(row["doc_id"], ""), totals.get(row["form_id"], {})))
    indicators = part.table("indicators", _INDICATOR)
    if indicators is None:
        return
    for row in indicators.group_by(["level1", "attainment"]).aggregate([([], "count_all")]).to_pylist():
        tally.attainment[(row["level1"], row["attainment"])] += row["count_all"]
    sure = pc.and_(pc.is_valid(indicators["completion"]), pc.invert(pc.fill_null(indicators["needs_review"], False)))
    told = indicators.filter(sure)
    values = pc.cast(told["completion"], pa.float64()).to_pylist()
    for form_id, name, value in zip(told["form_id"].to_pylist(), told["level3"].to_pylist(), values, strict=True):
        if name and value > 0 and form_id in numbers:
            tally.completions.add(numbers[form_id], name, value)


def _totals(part: _Part) -> dict[str, dict[str, Any]]:
    """Return form_id -> the total line of the year's money."""
    funding = part.table("funding", _FUNDING)
    if funding is None:
        return {}
    lines = funding.filter(pc.and_(pc.equal(funding["source"], "total"), pc.is_null(funding["period"])))
    return {row["form_id"]: row for row in reversed(lines.to_pylist())}


def _line(row: dict[str, Any], file_name: str, total: Mapping[str, Any]) -> FormLine:
    unit, fund = row["implementing_unit"] or row["department"], row["project_name"] or row["title"]
    return FormLine(
        file_name=file_name,
        form_id=row["form_id"],
        unit=intern(unit or ""),
        fund=intern(fund or ""),
        unit_key=intern(body_key(unit)),
        fund_key=intern(fund_key(fund, row["department"])),
        year=row["fiscal_year"],
        regional="区域" in (row["title"] or ""),
        budget=total.get("budget"),
        executed=total.get("executed"),
        rate=total.get("execution_rate_computed"),
        doubtful=bool(total.get("needs_review") or row["needs_review"]),
    )


_SEVERITIES = ("error", "warning", "info")


def _rules(tally: _Tally) -> tuple[RuleCount, ...]:
    counts = (
        RuleCount(*key, count, tally.documents_of_rule[key])
        for key, count in tally.rules.items()
    )  # fmt: skip
    return tuple(sorted(counts, key=lambda one: (_SEVERITIES.index(one.severity), -one.count, one.rule, one.name)))


def _runs(dataset: Place) -> tuple[RunRow, ...]:
    try:
        rows = read_table(dataset, "runs").to_pylist()
    except NoDataset:
        return ()
    return tuple(sorted(msgspec.convert(rows, list[RunRow]), key=lambda run: run.started, reverse=True))


_LEVELS = ("产出指标", "效益指标", "满意度指标", "成本指标")


def _level_order(level: str | None) -> tuple[int, str]:
    known = _LEVELS.index(level) if level in _LEVELS else len(_LEVELS) + (level is None)
    return known, level or ""


def failures_by_code(failed: Sequence[Failed]) -> Iterator[tuple[str, list[Failed]]]:
    """Yield the failures of each kind together, the most frequent kind first."""
    for code, _ in Counter(one.code for one in failed).most_common():
        yield code, [one for one in failed if one.code == code]
