"""Forms written by hand as officials write them, each beside what a person read on it (`*.read`).

A line a row of a table; what was read is kept by hand: a line that changes is compared with the form again.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.extract import extract
from extractors.settings import ExtractSettings
from normalizers.normalize import normalize
from normalizers.schema import Evaluation, Form

FORMS = sorted(path for path in (Path(__file__).parent / "handwritten").iterdir() if path.suffix != ".read")
_FORM = (
    "template", "layout", "title", "fiscal_year", "project_name", "department", "implementing_unit", "effective_unit",
    "score_total", "remarks",
)  # fmt: skip
_FUNDING = (
    "source", "source_label", "budget_initial", "budget", "executed", "execution_rate", "weight", "score", "period",
)  # fmt: skip
_INDICATOR = (
    "level1", "level2", "level3", "target_raw", "target_comparator", "target_value", "target_upper", "target_unit",
    "target_date", "actual_raw", "actual_value", "actual_unit", "actual_date", "direction", "attainment", "weight",
    "score", "reason",
)  # fmt: skip


def shown(evaluation: Evaluation) -> Iterator[str]:
    for form in evaluation.forms:
        yield _line("form", form, _FORM)
        yield from (_line("funding", row, _FUNDING) for row in evaluation.funding if _of(form, row))
        yield from (_line("goal", row, ("goal", "actual")) for row in evaluation.goals if _of(form, row))
        yield from (_line("indicator", row, _INDICATOR) for row in evaluation.indicators if _of(form, row))


def _of(form: Form, row: object) -> bool:
    return getattr(row, "form_id", None) == form.form_id


def _line(table: str, row: object, names: tuple[str, ...]) -> str:
    values = (getattr(row, name) for name in names)
    marked = " !" if getattr(row, "needs_review", False) else ""
    return f"{table}{marked}: " + " | ".join("" if value is None else str(value) for value in values).rstrip(" |")


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_handwritten_forms(path: Path) -> None:
    read = path.with_suffix(".read").read_text(encoding="utf-8").splitlines()
    assert list(shown(normalize(extract(path, ExtractSettings())))) == read
