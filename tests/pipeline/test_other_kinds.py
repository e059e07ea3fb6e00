"""What is said of files that are passed over."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.other_kinds import describe_others, kind_of, perhaps_documents
from pipeline.sources import SUFFIXES


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("自评表.DOCX", ".docx"),
        ("README", ""),
        ("a.tar.gz", ".gz"),
        ("表1.一般公共预算支出绩效自评表汇总", ""),
        (".profile", ""),
    ],
)
def test_the_kind_of_a_file(name: str, kind: str) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ({".docx": 12, ".xls": 1}, "12 .docx, 1 .xls: save or print as PDF"),
        ({".docx": 2, ".zip": 5}, "5 .zip: unpack; 2 .docx: save or print as PDF"),
        ({".log": 3, "": 1}, "3 .log, 1 without a suffix"),
        ({".log": 9, ".csv": 1}, "1 .csv: save as tab-separated text; 9 .log"),
        ({f".{number}": 1 for number in range(9)}, "1 .0, 1 .1, 1 .2, 1 .3, 1 .4, 1 .5, 3 of other kinds"),
    ],
)
def test_others_are_counted_with_what_to_do(kinds: dict[str, int], said: str) -> None:
    assert describe_others(Counter(kinds)) == said


def test_only_kinds_that_may_have_been_meant_are_told_of() -> None:
    assert perhaps_documents({".docx": 2, ".parquet": 90, "": 1}) == {".docx": 2}
    assert perhaps_documents(dict.fromkeys(SUFFIXES, 1)) == {}
