"""Measures `jixiao check` on made-up rows: `python -m benchmarks.check --forms 100000 --out DIR`.

Writes a dataset of so many forms through the project's own dataset code, without any document being read: 4,000 units,
four years, two funds each, five funding lines and fourteen indicators a form, many in two versions. Then checks it.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter, process_time

from normalizers.schema import Evaluation, Form, Funding, Indicator, Source
from pipeline.check import check
from pipeline.columns import to_batches
from pipeline.dataset import Dataset
from pipeline.documents import DocumentRow
from pipeline.tasks import Outcome

UNITS, FUNDS, INDICATORS = 4000, 80, 14
SOURCES: tuple[Source, ...] = ("total", "central", "province", "prefecture", "county")
AT_ONCE = 1000
"""Documents a commit."""


def outcomes(forms: int, seed: int) -> Iterator[Outcome]:
    """Yield documents of one form each."""
    rng = Random(seed)
    for number in range(forms):
        unit, fund = number // 8 % UNITS, number // 4 % 2 + 2 * (number // 8 % (FUNDS // 2))
        doc_id = sha256(f"{number}".encode()).hexdigest()
        form = Form(
            form_id=f"{doc_id[:16]}-1", doc_id=doc_id, ordinal=1, template="transfer_payment",
            fiscal_year=2019 + number % 4, project_name=f"第{fund}项补助资金", department=f"第{unit // 40}市主管局",
            implementing_unit=f"第{unit}县实施单位",
        )  # fmt: skip
        evaluation = Evaluation(
            doc_id=doc_id, forms=(form,), funding=_funding(form, rng), indicators=_indicators(form, fund, rng)
        )
        row = DocumentRow(
            doc_id=doc_id, source=f"{number}.pdf", file_name=f"{number}.pdf", status="ok", pipeline_version="0",
            extracted_at=datetime.now(UTC), seconds=0.0, location=f"/{number}.pdf", reader="made up", normalizer="0",
            page_count=2, form_count=1,
        )  # fmt: skip
        yield Outcome(row=row, batches=to_batches(evaluation))


def _funding(form: Form, rng: Random) -> tuple[Funding, ...]:
    budget = Decimal(rng.randint(1000, 900_000) * 100)
    return tuple(
        Funding(
            form_id=form.form_id, doc_id=form.doc_id, ordinal=at, source=source, source_label=source, budget=budget,
            executed=budget * Decimal("0.97"),
        )
        for at, source in enumerate(SOURCES, start=1)
    )  # fmt: skip


def _indicators(form: Form, fund: int, rng: Random) -> tuple[Indicator, ...]:
    actuals = [rng.randint(90, 2000) for _ in range(INDICATORS)]
    return tuple(
        Indicator(
            form_id=form.form_id, doc_id=form.doc_id, ordinal=at, level3=f"第{fund}项资金的第{at}个指标",
            target_raw=f"≥{100 + at}人", actual_raw=f"{actual}人", target_value=Decimal(100 + at),
            actual_value=Decimal(actual), target_unit="人", actual_unit="人", direction="higher",
        )
        for at, actual in enumerate(actuals, start=1)
    )  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.check", description=__doc__)
    parser.add_argument("--forms", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="keep the dataset in this folder")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.out or Path(temporary)
        dataset, waiting = Dataset(folder), outcomes(options.forms, options.seed)
        while some := list(islice(waiting, AT_ONCE)):
            dataset.replace(some)
        wall, processor = perf_counter(), process_time()
        findings = check(folder)
        print(f"{options.forms} forms: {perf_counter() - wall:.0f} s, {process_time() - processor:.0f} s of processor,")
        print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB; {len(findings)} findings")
        for name, count in Counter(finding.name for finding in findings).most_common():
            print(f"  {count:>8} {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
