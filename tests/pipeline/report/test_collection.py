from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest

from normalizers.schema import Form, Funding, Indicator
from pipeline.columns import to_batch
from pipeline.dataset import Dataset
from pipeline.errors import NoDataset
from pipeline.report.collection import Collection, count_dataset
from pipeline.report.collection_book import collection_book
from pipeline.report.collection_page import collection_page
from pipeline.report.figures import changes
from pipeline.tables import read_table
from pipeline.tasks import Outcome
from tests.pipeline.report.contents import EVIL
from tests.pipeline.report.made_up import outcomes, row_of, write
from tests.pipeline.report.test_document_page import Outline

FORMS = 360


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("made_up") / "dataset", outcomes(FORMS))


@pytest.fixture(scope="module")
def counted(made_up: Path) -> Collection:
    return count_dataset(made_up)


def test_documents_and_pages_are_counted(made_up: Path, counted: Collection) -> None:
    rows = read_table(made_up, "documents").to_pylist()
    assert counted.by_status == Counter(row["status"] for row in rows)
    assert counted.documents == FORMS
    assert counted.page_count == sum(row["page_count"] or 0 for row in rows)
    assert counted.pages == {"digital": 2 * counted.by_kind["digital"], "scanned": 2 * counted.by_kind["scanned"]}
    assert counted.by_kind["unread"] == len(counted.failed) == counted.by_status["failed"] == FORMS // 50


def test_marks_are_counted_by_kind_of_document(made_up: Path, counted: Collection) -> None:
    for table in ("forms", "funding", "indicators"):
        rows = read_table(made_up, table, ["needs_review"])["needs_review"].to_pylist()
        assert sum(number for (name, _), number in counted.rows.items() if name == table) == len(rows)
        assert sum(number for (name, _), number in counted.marked.items() if name == table) == sum(rows)
    assert counted.marked[("funding", "digital")] == 0
    assert counted.marked[("funding", "scanned")] == counted.rows[("funding", "scanned")] > 0


def test_findings_are_counted_by_rule(made_up: Path, counted: Collection) -> None:
    rows = read_table(made_up, "findings", ["doc_id"])["doc_id"].to_pylist()
    (rule,) = counted.rules
    assert (rule.rule, rule.severity, rule.count, rule.documents) == ("F-01", "error", len(rows), len(set(rows)))


def test_attainment_is_counted(made_up: Path, counted: Collection) -> None:
    table = read_table(made_up, "indicators", ["level1", "attainment"]).to_pylist()
    assert counted.attainment == Counter((row["level1"], row["attainment"]) for row in table)
    assert list(dict.fromkeys(level for level, _ in counted.attainment)) == ["产出指标", "效益指标", "满意度指标"]


def test_rates_are_those_of_totals_that_nobody_doubts(counted: Collection) -> None:
    assert sum(count for _, count in counted.figures.rates) == counted.figures.rate_count
    assert counted.figures.rate_count == counted.rows[("funding", "digital")]
    assert Decimal("0.9") <= (counted.figures.rate_median or 0) <= 1


def form_of(number: int, **facts: Any) -> tuple[str, dict[str, Any]]:
    doc_id = f"{number:064x}"
    usual = {
        "unit": f"{number}县", "fund": "养老补助", "year": 2023, "budget": 1000 + number, "rate": "0.95",
        "completion": "1.00", "marked": False, "template": "transfer_payment", "title": "自评表",
    }  # fmt: skip
    return doc_id, {**usual, **facts}


def outcome_of(doc_id: str, facts: dict[str, Any]) -> Outcome:
    ids: dict[str, Any] = {"form_id": f"{doc_id[-16:]}-1", "doc_id": doc_id, "ordinal": 1}
    form = Form(
        **ids, template=facts["template"], title=facts["title"], fiscal_year=facts["year"], project_name=facts["fund"],
        implementing_unit=facts["unit"],
    )  # fmt: skip
    rate = None if facts["rate"] is None else Decimal(facts["rate"])
    budget = None if facts["budget"] is None else Decimal(facts["budget"])
    total = Funding(
        **ids, source="total", source_label="合计", budget=budget, needs_review=facts["marked"],
        executed=None if budget is None or rate is None else budget * rate, execution_rate_computed=rate,
    )  # fmt: skip
    row = Indicator(**ids, level3="补助人数", completion=Decimal(facts["completion"]), needs_review=facts["marked"])
    batches = {
        name: to_batch(name, [one]) for name, one in (("forms", form), ("funding", total), ("indicators", row))
    }
    return Outcome(row=row_of(doc_id, f"{facts['unit']}.pdf"), batches=batches)


def figures(folder: Path, forms: Iterator[tuple[str, dict[str, Any]]]) -> Any:
    return count_dataset(write(folder / "dataset", (outcome_of(*form) for form in forms))).figures


def usual(many: int = 12) -> list[tuple[str, dict[str, Any]]]:
    return [form_of(number) for number in range(many)]


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        ({"rate": "0.30"}, {"rate"}),
        ({"rate": "0.05"}, {"rate", "executed"}),
        ({"budget": 10_000_000}, {"budget", "executed"}),
        ({"completion": "9.00"}, {"completion"}),
        ({}, set()),
        ({"rate": "0.90"}, set()),
        ({"rate": "0.30", "budget": 10_000_000, "completion": "9.00", "marked": True}, set()),
        ({"rate": "0.30", "year": 2022}, set()),
        ({"rate": "0.30", "fund": "别的资金"}, set()),
        ({"rate": "0.30", "template": "monitoring"}, set()),
        ({"rate": None, "budget": None}, set()),
        ({"budget": 0, "rate": None}, set()),
    ],
)
def test_outliers_are_those_of_the_same_fund_and_year(tmp_path: Path, facts: dict[str, Any], kinds: set[str]) -> None:
    found = figures(tmp_path, iter([*usual(), form_of(99, **facts)])).outliers
    assert {one.kind for one in found if one.form.unit == "99县"} == kinds
    assert all(one.form.unit == "99县" for one in found)


def test_an_outlier_is_told_with_what_is_usual(tmp_path: Path) -> None:
    found = figures(tmp_path, iter([*usual(), form_of(99, completion="9.00")])).outliers
    (one,) = found
    assert (one.label, one.form.file_name, one.members) == ("补助人数", "99县.pdf", 13)
    assert one.value == pytest.approx(9) and one.median == pytest.approx(1)


def test_units_of_a_fund_are_compared_once_each_the_lowest_rate_first(tmp_path: Path) -> None:
    forms = [form_of(1, rate="0.9"), form_of(2, rate="0.5"), form_of(3, rate=None), form_of(4, unit="1县（盖章）")]
    (group,) = figures(tmp_path, iter(forms)).units
    assert [line.unit for line in group.lines] == ["2县", "1县（盖章）", "3县"]
    assert (group.fund, group.year, group.budget) == ("养老补助", 2023, Decimal(1002 + 1003 + 1004))


def test_years_of_a_unit_s_fund_are_compared_in_their_order(tmp_path: Path) -> None:
    forms = [
        form_of(1, unit="甲", year=2024, fund="2024年养老补助", budget=1500),
        form_of(2, unit="甲", year=2022, budget=1000),
        form_of(3, unit="甲", year=2023, budget=None),
        form_of(4, unit="乙", year=2023),
    ]
    (group,) = figures(tmp_path, iter(forms)).years
    assert [line.year for line in group.lines] == [2022, 2023, 2024]
    assert list(changes(group.lines).values()) == [None, None, None]
    assert group.unit == "甲"


def test_the_change_of_a_budget_is_that_against_the_year_before(tmp_path: Path) -> None:
    forms = [form_of(at, unit="甲", year=2021 + at, budget=yuan) for at, yuan in enumerate((1000, 1500, 0, 10))]
    (group,) = figures(tmp_path, iter(forms)).years
    assert list(changes(group.lines).values()) == [None, Decimal("0.5"), Decimal(-1), None]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_says_what_was_counted(counted: Collection, language: str) -> None:
    outline = Outline(collection_page(counted, language))  # type: ignore[arg-type]
    assert outline.open == []
    links = {at["href"] for tag, at in outline.tags if tag == "a"}
    targets = [at["id"] for _, at in outline.tags if "id" in at]
    assert len(targets) == len(set(targets)) and {f"#{target}" for target in targets} >= links
    assert "#rule-F-01" in links
    assert f"{counted.rules[0].count}" in outline.text and "encrypted" in outline.text
    assert "None" not in outline.text
    assert not any("style" in attributes for _, attributes in outline.tags)


def test_the_workbook_has_all_rows(counted: Collection, tmp_path: Path) -> None:
    collection_book(counted, "zh", tmp_path / "b.xlsx")
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert book["未能读取"].max_row == 1 + len(counted.failed)
    assert book["单位比较"].max_row == 1 + sum(len(group.lines) for group in counted.figures.units)
    assert book["年度比较"].max_row == 1 + sum(len(group.lines) for group in counted.figures.years)
    assert book["单位比较"]["D2"].number_format == "#,##0.00"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_empty_dataset_is_readable(tmp_path: Path, language: str) -> None:
    Dataset(tmp_path / "dataset")
    found = count_dataset(tmp_path / "dataset")
    text = Outline(collection_page(found, language)).text  # type: ignore[arg-type]
    assert ("还没有文件" if language == "zh" else "no document in the dataset yet") in text
    assert "None" not in text and "nan" not in text
    collection_book(found, language, tmp_path / "b.xlsx")  # type: ignore[arg-type]
    assert openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0].max_row > 1


def test_without_a_dataset_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoDataset):
        count_dataset(tmp_path)


def test_names_of_files_and_units_do_nothing(tmp_path: Path) -> None:
    evil = EVIL.replace("\x00", "")
    forms = [form_of(at, unit=f"{evil}{at}", fund=evil) for at in range(10)]
    forms.append(form_of(99, unit=evil, fund=evil, rate="0.01"))
    waiting = [outcome_of(*form) for form in forms]
    failed = row_of("f" * 64, evil, status="failed", error_code=evil, error_message=evil, form_count=0)
    found = count_dataset(write(tmp_path / "dataset", iter([*waiting, Outcome(row=failed)])))
    outline = Outline(collection_page(found, "zh"))
    assert found.figures.outliers and outline.text.count("<script>alert") > 12
    assert not {"script", "img"} & {tag for tag, _ in outline.tags}
    assert msgspec.structs.asdict(found.failed[0])["source"] == evil


def test_a_real_dataset_is_counted(plain: Path) -> None:
    found = count_dataset(plain)
    assert found.by_status["failed"] == 1 and found.failed[0].code == "encrypted"
    assert found.by_status["no_form"] >= 1
    assert found.forms == read_table(plain, "forms", ["doc_id"]).num_rows
    assert len(found.runs) == 2 and found.runs[0].started > found.runs[1].started
    assert found.by_kind["export"] == 3 and found.pages["export"] == 3
