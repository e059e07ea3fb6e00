from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.schema import Evaluation, Funding
from pipeline.columns import to_batches
from pipeline.decimals import fit, fit_decimals

MONEY = pa.decimal128(20, 2)

EXAMPLES = [
    ("6351000", "6351000.00"),
    ("0.005", "0.01"),
    ("-0.005", "-0.01"),
    ("999999999999999999.99", "999999999999999999.99"),
    ("999999999999999999.995", None),
    ("1E+18", None),
    ("1E-30", "0.00"),
    ("NaN", None),
    ("Infinity", None),
]


@pytest.mark.parametrize(("value", "expected"), EXAMPLES)
def test_a_number_is_rounded_half_up_or_does_not_fit(value: str, expected: str | None) -> None:
    assert fit(Decimal(value), MONEY) == (None if expected is None else Decimal(expected))


@given(st.decimals(allow_nan=True, allow_infinity=True))
def test_what_fits_goes_into_the_column_and_is_within_half_a_cent(value: Decimal) -> None:
    fitted = fit(value, MONEY)
    if fitted is not None:
        assert pa.array([fitted], MONEY).to_pylist() == [fitted]
        assert abs(fitted - value) <= Decimal("0.005")


def test_amounts_that_ran_together_are_null_with_a_finding_and_a_mark() -> None:
    fused = Funding(
        form_id="f-1", doc_id="f", ordinal=2, source="total", source_label="资金总额",
        budget=Decimal("63510000006351000000123"), executed=Decimal("1.5"), page=4,
    )  # fmt: skip
    evaluation = fit_decimals(Evaluation(doc_id="f", funding=(fused,)))
    (row,), (finding,) = evaluation.funding, evaluation.findings
    assert (row.budget, row.executed, row.needs_review) == (None, Decimal("1.50"), True)
    assert (finding.rule, finding.field, finding.page) == ("R-unreadable", "funding[2].budget", 4)
    assert finding.observed == "63510000006351000000123"
    assert to_batches(evaluation)["funding"].num_rows == 1


def test_the_finding_is_said_in_the_readers_language() -> None:
    fused = Funding(form_id="f-1", doc_id="f", ordinal=1, source="total", source_label="总额", budget=Decimal(10) ** 23)
    (finding,) = fit_decimals(Evaluation(doc_id="f", funding=(fused,)), "en").findings
    assert "digits" in finding.message
