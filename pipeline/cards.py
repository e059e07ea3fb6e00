"""A dataset's forms as cards: what `jixiao check` compares, read part by part so that memory stays small.

A card has the keys by which forms belong together (unit, fund, year), the money of the total line, and the indicators'
numbers. What is compared only when two forms already belong together is looked up later.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from sys import intern
from typing import Any

import pyarrow as pa

from normalizers.across.card import Card, Figure, body_key, fund_key
from normalizers.across.signature import token
from pipeline.places import Place
from pipeline.tables import open_dataset_table, part_files, read_parquet

_FORM_COLUMNS = [
    "form_id", "doc_id", "ordinal", "template", "title", "fiscal_year", "project_name", "department",
    "implementing_unit",
]  # fmt: skip
_FUNDING_COLUMNS = ["form_id", "source", "budget_initial", "budget", "executed", "needs_review"]
_INDICATOR_COLUMNS = [
    "form_id", "ordinal", "level3", "target_raw", "actual_raw", "target_comparator", "target_value", "actual_value",
    "target_unit", "direction", "needs_review",
]  # fmt: skip
_DOCUMENT_COLUMNS = ["doc_id", "file_name"]


def read_cards(folder: Place) -> Iterator[Card]:
    """Yield the cards of a dataset's forms; raises `NoDataset` where there is none."""
    tables = {name: _files(folder, name) for name in ("forms", "funding", "indicators", "documents")}
    for part in sorted(tables["forms"]):
        rows = {
            name: _rows(folder / name / files[part], columns) if part in files else []
            for (name, files), columns in zip(
                tables.items(), (_FORM_COLUMNS, _FUNDING_COLUMNS, _INDICATOR_COLUMNS, _DOCUMENT_COLUMNS), strict=True
            )
        }
        yield from _cards(rows)


def _files(folder: Place, name: str) -> dict[str, str]:
    return part_files(open_dataset_table(folder, name))


def _rows(path: Place, columns: list[str]) -> list[dict[str, Any]]:
    table: pa.Table = read_parquet(path, columns)
    return list(table.to_pylist())


def _cards(rows: dict[str, list[dict[str, Any]]]) -> Iterator[Card]:
    names = {row["doc_id"]: row["file_name"] for row in rows["documents"]}
    funding = _by_form(rows["funding"])
    indicators = _by_form(rows["indicators"])
    for form in rows["forms"]:
        lines, figures = funding.get(form["form_id"], []), indicators.get(form["form_id"], [])
        total = next((line for line in lines if line["source"] == "total"), None)
        yield Card(
            form_id=form["form_id"],
            doc_id=form["doc_id"],
            name=f"{names.get(form['doc_id'], form['doc_id'][:16])}（{form['ordinal']}）",
            unit=intern(body_key(form["implementing_unit"] or form["department"])),
            fund=intern(fund_key(form["project_name"] or form["title"], form["department"])),
            year=form["fiscal_year"],
            template=intern(form["template"]),
            department=intern(body_key(form["department"])),
            regional="区域" in (form["title"] or ""),
            initial=total["budget_initial"] if total else None,
            budget=total["budget"] if total else None,
            executed=total["executed"] if total else None,
            carryover=next((line["budget"] for line in lines if line["source"] == "carryover"), None),
            figures=tuple(_figure(row) for row in figures if row["level3"]),
            tokens=_tokens(lines, figures),
            money_doubtful=bool(total and total["needs_review"]),
        )


def _by_form(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["form_id"], []).append(row)
    return found


def _figure(row: dict[str, Any]) -> Figure:
    return Figure(
        intern(row["level3"]), row["ordinal"], _number(row["target_value"]), _number(row["actual_value"]),
        intern(row["target_unit"] or ""), row["direction"] == "higher", intern(row["target_raw"] or ""),
        bool(row["needs_review"]),
    )  # fmt: skip


def _number(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.normalize()


def _tokens(lines: list[dict[str, Any]], figures: list[dict[str, Any]]) -> tuple[int, ...]:
    """Return what the form says as numbers, one a funding line and one an indicator."""
    said = [f"{row['source']}|{row['budget']}|{row['executed']}" for row in lines if row["budget"] is not None]
    said += [f"{row['level3']}|{row['target_raw']}|{row['actual_raw']}" for row in figures]
    return tuple(sorted({token(text) for text in said}))
