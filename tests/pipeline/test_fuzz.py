"""Documents with bytes changed at random: `make fuzz` tries thousands, this some."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.fuzz import find_seeds, fuzz, mutate


@given(st.binary(max_size=200), st.binary(max_size=200), st.integers())
def test_a_mutant_is_the_same_each_time(content: bytes, other: bytes, seed: int) -> None:
    assert mutate(content, other, random.Random(seed)) == mutate(content, other, random.Random(seed))


def test_there_is_something_to_change() -> None:
    assert {path.suffix for path in find_seeds(["pdf", "txt", "html", "md"])} == {".pdf", ".txt", ".html", ".md"}


@pytest.mark.slow
@pytest.mark.ocr
def test_mutants_end_as_rows_with_known_codes() -> None:
    report = fuzz(150, 11, ["pdf", "txt", "html", "md"], workers=2)
    assert report.is_clean(), report
    # how many large tables take too long depends on the machine
    assert [row.error_message for row in report.faults if row.error_code != "timeout"] == []
    assert sum(report.by_code.values()) >= 140  # some mutants are the same file
    assert {"unknown_format", "damaged_pdf", "no_form"} <= report.by_code.keys()
