"""Datasets of made-up rows, written through the project's own dataset code, without any document being read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random

from normalizers.schema import Evaluation, Finding, Form, Funding, Indicator
from pipeline.columns import to_batches
from pipeline.dataset import Dataset
from pipeline.documents import DocumentRow
from pipeline.tasks import Outcome

AT_ONCE = 1000
UNITS_A_FUND = 40
LEVELS = ("产出指标", "产出指标", "效益指标", "满意度指标")
ATTAINMENTS = ("met", "met", "missed", "asserted", "not_comparable", "missing")


def row_of(doc_id: str, name: str = "a.pdf", **other: object) -> DocumentRow:
    facts: dict[str, object] = {
        "doc_id": doc_id, "source": name, "file_name": name, "status": "ok", "pipeline_version": "0", "seconds": 0.0,
        "extracted_at": datetime(2026, 1, 2, tzinfo=UTC), "location": f"/archive/{name}", "reader": "5-auto-all",
        "normalizer": "5", "page_count": 2, "pages_digital": 2, "form_count": 1,
    }  # fmt: skip
    return DocumentRow(**{**facts, **other})  # type: ignore[arg-type]


def outcomes(forms: int, seed: int = 1) -> Iterator[Outcome]:
    """Documents of one form each: 40 units a fund, three years; every 50th failed, every 10th scanned and marked."""
    rng = Random(seed)
    for number in range(forms):
        doc_id = sha256(f"{seed} {number}".encode()).hexdigest()
        name = f"{number}.pdf"
        if number % 50 == 49:
            yield Outcome(row=row_of(doc_id, name, status="failed", error_code="encrypted", error_message="密码",
                                     page_count=None, pages_digital=None, form_count=0))  # fmt: skip
            continue
        marked = number % 10 == 5
        evaluation = _evaluation(doc_id, number, rng, marked=marked)
        pages = {"pages_digital": 0, "pages_scanned": 2} if marked else {}
        row = row_of(doc_id, name, status="review" if marked else "ok", **pages)
        yield Outcome(row=row, batches=to_batches(evaluation))


def _evaluation(doc_id: str, number: int, rng: Random, *, marked: bool) -> Evaluation:
    year, unit, fund = 2022 + number % 3, number // 3 % UNITS_A_FUND, number // (3 * UNITS_A_FUND)
    form = Form(
        form_id=f"{doc_id[:16]}-1", doc_id=doc_id, ordinal=1, template="transfer_payment", title="绩效自评表",
        fiscal_year=year, project_name=f"第{fund}项补助资金", department="云溪市主管局",
        implementing_unit=f"第{unit}县实施单位", needs_review=False,
    )  # fmt: skip
    budget = Decimal(rng.randint(800, 1200)) * 1000
    rate = Decimal(rng.randint(900, 1000)) / 1000
    funding = Funding(
        form_id=form.form_id, doc_id=doc_id, ordinal=1, source="total", source_label="年度资金总额", budget=budget,
        executed=budget * rate, execution_rate_computed=rate, needs_review=marked,
    )  # fmt: skip
    indicators = tuple(
        Indicator(
            form_id=form.form_id, doc_id=doc_id, ordinal=at, level1=LEVELS[at % 4], level3=f"第{at}个指标",
            attainment=ATTAINMENTS[rng.randrange(6)], completion=Decimal(rng.randint(95, 105)) / 100,
        )  # type: ignore[arg-type]
        for at in range(1, 13)
    )  # fmt: skip
    finding = Finding(
        doc_id=doc_id, form_id=form.form_id, rule="F-01", name="sources_do_not_sum", severity="error",
        field="funding[1].budget", message="各项之和不等", observed="1", expected="2",
    )  # fmt: skip
    return Evaluation(
        doc_id=doc_id, forms=(form,), funding=(funding,), indicators=indicators,
        findings=(finding,) if number % 7 == 0 else (),
    )  # fmt: skip


def write(folder: Path, waiting: Iterator[Outcome]) -> Path:
    dataset = Dataset(folder)
    while some := list(islice(waiting, AT_ONCE)):
        dataset.replace(some)
    return folder
