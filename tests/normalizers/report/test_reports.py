"""Whole reports of a city, a province and a county department with a reviewed table of what they state."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from extractors.extract import extract
from normalizers.normalize import normalize
from normalizers.schema import Evaluation, Mention

REPORTS = sorted((Path(__file__).parent / "reports").glob("*.txt"))
OPEN = "*"
"""A cell of the table that the report leaves open."""


def _evaluation(path: Path) -> Evaluation:
    return normalize(extract(path))


def _key(mention: Mention) -> tuple[str, str | None]:
    value = mention.normalized if mention.kind in {"document_number", "date"} else str(mention.value)
    return mention.kind, value if mention.value is None else str(mention.value.normalize() + 0)


def _truth(path: Path) -> list[dict[str, str]]:
    head, *lines = path.with_suffix(".tsv").read_text(encoding="utf-8").splitlines()
    return [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]


def _wanted(row: dict[str, str]) -> tuple[str, str]:
    if row["kind"] == "document_number":
        return row["kind"], row["text"]
    return row["kind"], row["value"] if row["kind"] == "date" else str(Decimal(row["value"]).normalize() + 0)


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_every_fact_is_found_and_nothing_else(path: Path) -> None:
    assert [_key(mention) for mention in _evaluation(path).mentions] == [_wanted(row) for row in _truth(path)]


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_facts_are_about_the_right_programme_level_and_action(path: Path) -> None:
    for mention, row in zip(_evaluation(path).mentions, _truth(path), strict=True):
        said = {
            "level": mention.government_level,
            "programme": mention.programme,
            "action": mention.action if mention.kind == "money" else "-",
        }
        wanted = {name: row[name] for name in said if row[name] != OPEN}
        assert {name: said[name] or "-" for name in wanted} == wanted, mention.text


@pytest.mark.parametrize(
    ("name", "headings"),
    [
        ("city", {"一、绩效目标分解下达情况": 1, "（二）资金分解情况": 2, "（三）绩效指标完成情况": 2}),
        ("province", {"第一部分 基本情况": 1, "1.1 资金下达": 2, "2.3 项目完成": 2}),
        ("department", {"一、项目概况": 1, "（二）重大传染病防控经费": 2, "四、下一步措施": 1}),
    ],
)
def test_headings(name: str, headings: dict[str, int]) -> None:
    path = next(path for path in REPORTS if path.stem == name)
    found = {passage.section: passage.level for passage in _evaluation(path).passages if passage.section}
    assert found.items() >= headings.items()
