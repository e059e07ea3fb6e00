from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from normalizers.schema import Evaluation, Finding, Form, Funding, Indicator
from pipeline.check import check, describe_findings
from pipeline.columns import to_batches
from pipeline.commands import call
from pipeline.dataset import Dataset
from pipeline.documents import DocumentRow
from pipeline.errors import NoDataset
from pipeline.tables import read_table
from pipeline.tasks import Outcome


def outcome(
    name: str, *, year: int = 2024, budget: str = "300", unit: str = "云溪县人社局", version: str = "2"
) -> Outcome:
    """A document with one form of a pension fund, and one finding of its own."""
    doc_id = sha256(name.encode()).hexdigest()
    form_id = f"{doc_id[:16]}-1"
    evaluation = Evaluation(
        doc_id=doc_id,
        forms=(
            Form(
                form_id=form_id, doc_id=doc_id, ordinal=1, template="transfer_payment", fiscal_year=year,
                project_name="养老保险补助资金", department=unit, implementing_unit=unit,
            ),
        ),
        funding=(
            Funding(
                form_id=form_id, doc_id=doc_id, ordinal=1, source="total", source_label="年度资金总额",
                budget=Decimal(budget), executed=Decimal(budget),
            ),
        ),
        indicators=tuple(
            Indicator(
                form_id=form_id, doc_id=doc_id, ordinal=at, level3=f"指标{at}", target_raw=f"≥{at}人",
                actual_raw=f"{at}人", target_value=Decimal(at), actual_value=Decimal(at), target_unit="人",
                actual_unit="人", direction="higher",
            )
            for at in range(1, 7)
        ),
        findings=(
            Finding(
                doc_id=doc_id, form_id=form_id, rule="F-01", name="sources_do_not_sum", severity="error", message="x"
            ),
        ),
    )  # fmt: skip
    row = DocumentRow(
        doc_id=doc_id, source=name, file_name=name, status="ok", pipeline_version="0", reader="r", normalizer=version,
        extracted_at=datetime.now(UTC), seconds=0.0, location=f"/there/{name}", page_count=1, form_count=1,
    )  # fmt: skip
    return Outcome(row=row, batches=to_batches(evaluation))


def written(folder: Path) -> list[tuple[str, str]]:
    """Name and document of the findings that the dataset has from checks."""
    rows = read_table(folder, "findings", ["doc_id", "name", "scope"]).to_pylist()
    return sorted((row["name"], row["doc_id"]) for row in rows if row["scope"] == "dataset")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dataset of two versions of one form, and a form of another year."""
    Dataset(tmp_path).replace([outcome("a.pdf"), outcome("b.pdf", budget="320"), outcome("c.pdf", year=2019)])
    return tmp_path


def test_two_versions_are_told_under_the_later_one(folder: Path) -> None:
    (first, second) = check(folder)
    assert (first.name, first.rule, first.doc_id) == ("revised_figures", "X-11", outcome("b.pdf").row.doc_id)
    assert "a.pdf（1）" in first.message
    assert second.name == "nearly_the_same_form"  # what the form of 2019 says was copied
    assert written(folder) == sorted((one.name, one.doc_id) for one in (first, second))


def test_the_next_check_replaces_what_the_last_one_wrote(folder: Path) -> None:
    check(folder)
    before = written(folder)
    check(folder)
    assert written(folder) == before
    Dataset(folder).replace([outcome("b.pdf")])
    check(folder)
    assert "revised_figures" not in dict(written(folder))
    assert "scanned_twice" in dict(written(folder))


def test_a_check_that_finds_the_same_writes_nothing(folder: Path) -> None:
    check(folder)
    files = sorted(path.name for path in (folder / "findings").glob("*.parquet"))
    check(folder)
    assert sorted(path.name for path in (folder / "findings").glob("*.parquet")) == files


def test_what_was_found_outlasts_another_reading_once(folder: Path) -> None:
    check(folder)
    before = written(folder)
    Dataset(folder).replace([outcome("b.pdf", budget="320", version="3")])
    assert written(folder) == before
    assert read_table(folder, "findings").num_rows == len(before) + 3  # and each document's own finding is there once


def test_a_document_that_goes_takes_its_findings_with_it(folder: Path) -> None:
    check(folder)
    gone = outcome("b.pdf").row.doc_id
    successor = outcome("b2.pdf", year=2010, unit="石河县人社局")
    row = msgspec.structs.replace(successor.row, location="/there/b.pdf")
    Dataset(folder).replace([Outcome(row=row, batches=successor.batches, replaces=(gone,))])
    assert gone not in {doc_id for _, doc_id in written(folder)}


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    assert len(check(folder, write=False)) == 2
    assert written(folder) == []


def test_messages_in_english(folder: Path) -> None:
    assert check(folder, "en", write=False)[0].message.startswith("There is another form of this unit")


def test_where_there_is_no_dataset(tmp_path: Path) -> None:
    with pytest.raises(NoDataset):
        check(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


def test_the_command_prints_lines_and_objects(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert call(["check", str(folder), "--dry-run"]) == 0
    assert "2 findings" in capfd.readouterr().out
    assert call(["check", str(folder), "--dry-run", "--log-format", "json"]) == 0
    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert {line["scope"] for line in lines} == {"dataset"}


def test_a_summary_counts_each_kind(folder: Path) -> None:
    text = describe_findings(check(folder, write=False))
    assert "1 info     X-11 revised_figures" in text
