"""A whole dataset to a workbook: the tables of the page, with all their rows."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from normalizers.rules import load_rules
from normalizers.schema import Language
from pipeline.report.collection import KINDS, TABLES, Collection
from pipeline.report.collection_page import share, table_name
from pipeline.report.figures import changes
from pipeline.report.sheets import MONEY, PERCENT, Book, Column, workbook
from pipeline.report.words import in_language, name_of, word
from pipeline.version import pipeline_version

_COUNT = "#,##0"
_STATUSES = ("ok", "review", "no_form", "failed")


def collection_book(found: Collection, language: Language, path: Path) -> None:
    """Write the workbook of a dataset; raises `OSError`."""
    with workbook(path, language) as book:
        _coverage(book, found)
        _failed(book, found)
        _quality(book, found)
        _runs(book, found)
        _rules(book, found)
        _rates(book, found)
        _outliers(book, found)
        _units(book, found)
        _years(book, found)
        _attainment(book, found)


def _columns(book: Book, *keys: str, numbers: dict[str, str] | None = None) -> list[Column]:
    return [Column(word("text", key, book.language), (numbers or {}).get(key, _COUNT)) for key in keys]


def _sheet(book: Book, key: str, columns: list[Column], rows: list[tuple[object, ...]]) -> None:
    book.sheet(word("text", key, book.language)).table(columns, rows)


def _coverage(book: Book, found: Collection) -> None:
    language = book.language
    rows: list[tuple[object, ...]] = [
        (word("text", "status", language), name_of("status", status, language), found.by_status.get(status, 0),
         share(found.by_status.get(status, 0), found.documents))
        for status in _STATUSES
    ]  # fmt: skip
    rows += [
        (word("text", "kind_of_page", language), name_of("page_kinds", kind, language), number,
         share(number, sum(found.pages.values())))
        for kind, number in found.pages.items()
    ]  # fmt: skip
    rows.append((word("text", "made_at", language),
                 f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, jixiao {pipeline_version()}", None, None))  # fmt: skip
    rows.append((word("text", "source", language), found.place, None, None))
    columns = _columns(book, "kind", "name", "number", "share", numbers={"share": PERCENT})
    _sheet(book, "sheet_coverage", columns, rows)


def _failed(book: Book, found: Collection) -> None:
    rows: list[tuple[object, ...]] = [
        (one.source, one.code, one.message, name_of("mends", one.code, book.language)) for one in found.failed
    ]
    _sheet(book, "sheet_failed", _columns(book, "file", "kind", "cause", "what_to_do"), rows)


def _quality(book: Book, found: Collection) -> None:
    rows: list[tuple[object, ...]] = [
        (name_of("page_kinds", kind, book.language), table_name(table, book.language), found.rows[(table, kind)],
         found.marked.get((table, kind), 0), share(found.marked.get((table, kind), 0), found.rows[(table, kind)]))
        for kind in KINDS for table in TABLES if found.rows.get((table, kind))
    ]  # fmt: skip
    columns = _columns(
        book, "kind_of_document", "table", "number", "marked_rows", "share", numbers={"share": PERCENT}
    )  # fmt: skip
    _sheet(book, "sheet_quality", columns, rows)


def _runs(book: Book, found: Collection) -> None:
    rows: list[tuple[object, ...]] = [
        (run.started, run.read, run.skipped, run.ok, run.review, run.no_form, run.failed, run.pages, run.forms,
         run.errors, f"{run.pipeline_version} {run.reader} / {run.normalizer}")
        for run in found.runs
    ]  # fmt: skip
    statuses = [Column(name_of("status", status, book.language), _COUNT) for status in _STATUSES]
    columns = [*_columns(book, "started", "read", "skipped"), *statuses,
               *_columns(book, "pages_tile", "forms", "errors", "version")]  # fmt: skip
    _sheet(book, "runs", columns, rows)


def _rules(book: Book, found: Collection) -> None:
    rules = load_rules()
    rows: list[tuple[object, ...]] = [
        (one.rule, in_language(rules[one.rule].title, book.language) if one.rule in rules else "", one.name,
         name_of("severity", one.severity, book.language), one.count, one.documents)
        for one in found.rules
    ]  # fmt: skip
    _sheet(book, "sheet_rules", _columns(book, "rule", "title", "name", "severity", "number", "in_documents"), rows)


def _rates(book: Book, found: Collection) -> None:
    rows: list[tuple[object, ...]] = [
        (name, count, share(count, found.figures.rate_count)) for name, count in found.figures.rates
    ]
    columns = _columns(book, "range", "number", "share", numbers={"share": PERCENT})
    _sheet(book, "sheet_rates", columns, rows)


def _outliers(book: Book, found: Collection) -> None:
    """Money and ratios stand in one column: money in yuan, ratios as 1 = 100 %."""
    rows: list[tuple[object, ...]] = [
        (one.form.unit, one.form.fund, one.form.year, name_of("outlier_kinds", one.kind, book.language), one.label,
         one.value, one.median, one.distance, one.members, one.form.file_name)
        for one in found.figures.outliers
    ]  # fmt: skip
    keys = ("unit", "fund", "year", "kind_of_value", "indicator", "value", "median", "distance", "members", "file")
    numbers = {"year": "0", "value": "#,##0.0000", "median": "#,##0.0000", "distance": "0.0"}
    _sheet(book, "sheet_outliers", _columns(book, *keys, numbers=numbers), rows)


_MONEY = {"year": "0", "budget": MONEY, "executed": MONEY, "rate": PERCENT, "change": PERCENT}


def _units(book: Book, found: Collection) -> None:
    rows: list[tuple[object, ...]] = [
        (group.fund, group.year, line.unit, line.budget, line.executed, line.rate, line.doubtful, line.file_name)
        for group in found.figures.units for line in group.lines
    ]  # fmt: skip
    keys = ("fund", "year", "unit", "budget", "executed", "rate", "needs_review", "file")
    _sheet(book, "sheet_units", _columns(book, *keys, numbers=_MONEY), rows)


def _years(book: Book, found: Collection) -> None:
    rows: list[tuple[object, ...]] = []
    for group in found.figures.years:
        changed = changes(group.lines)
        rows += [
            (group.unit, group.fund, line.year, line.budget, changed[line.form_id], line.executed, line.rate,
             line.doubtful, line.file_name)
            for line in group.lines
        ]  # fmt: skip
    keys = ("unit", "fund", "year", "budget", "change", "executed", "rate", "needs_review", "file")
    _sheet(book, "sheet_years", _columns(book, *keys, numbers=_MONEY), rows)


def _attainment(book: Book, found: Collection) -> None:
    rows: list[tuple[object, ...]] = [
        (level or word("text", "no_level", book.language), name_of("attainment", kind, book.language), count)
        for (level, kind), count in found.attainment.items()
    ]
    _sheet(book, "attainment_by_level", _columns(book, "level", "attainment", "number"), rows)
