"""One contradiction in a drawn document is found at its field; on one without any, nothing is said that is grave."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from benchmarks.findings import ALL_PLANTS, CLEAN, WRITERS, Case, cases, is_found
from extractors.extract import extract
from extractors.settings import ExtractSettings
from normalizers.normalize import normalize
from normalizers.schema import Evaluation

SEED = 2024
OF_EACH = 2
"""Documents a plant, of different layouts."""


def read(case: Case, folder: Path) -> Evaluation:
    return normalize(extract(WRITERS["html"](case, folder / "document"), ExtractSettings()))


@pytest.mark.parametrize("plant", ALL_PLANTS)
def test_what_is_planted_is_found(plant: str, tmp_path: Path) -> None:
    planted = list(islice((case for case in cases(SEED, 2, (plant,)) if case.expected is not None), OF_EACH))
    assert planted, plant
    missed = [case.key for case in planted if case.expected and not is_found(read(case, tmp_path), case.expected)]
    assert missed == []


def test_clean_documents_say_nothing_grave(tmp_path: Path) -> None:
    clean = [case for case in cases(SEED, 1, ()) if case.plant == CLEAN]
    grave = [
        (case.key, finding.rule, finding.field)
        for case in clean
        for finding in read(case, tmp_path).findings
        if finding.severity != "info"
        and not finding.rule.startswith("R-")
        and not ("scoring_sheet" in case.key and finding.rule == "I-04")  # its rows are drawn exactly on target
    ]
    assert grave == []


@pytest.mark.parametrize(
    ("plant", "unit", "marked"),
    [
        ("F-03 goal", "元", False),
        ("F-03 report", "元", False),
        ("F-03 suspected", "元", True),
        ("F-03 万元 under 元", "万元", False),
        ("F-03 no header", "万元", False),
    ],
)
def test_the_real_unit_is_used_and_a_mere_suspicion_marked(
    plant: str, unit: str, marked: bool, tmp_path: Path
) -> None:
    case = next(case for case in cases(SEED, 1, (plant,)) if case.expected is not None)
    evaluation = read(case, tmp_path)
    assert evaluation.forms[0].effective_unit == unit
    amounts = [row for row in evaluation.funding if row.form_id == evaluation.forms[0].form_id and row.budget]
    assert all(row.needs_review is marked for row in amounts)
