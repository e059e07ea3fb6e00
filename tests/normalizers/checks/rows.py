"""Rows and facts for the tests of checks: forms that say nothing but what a test is about."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from normalizers import labels
from normalizers.checks import check_document, check_form
from normalizers.checks.document_facts import document_facts
from normalizers.checks.facts import FormFacts
from normalizers.forms.attainment import judge
from normalizers.forms.funding import computed_rate
from normalizers.places import Remark
from normalizers.schema import Form, Funding, Goal, Indicator, Passage, Source
from normalizers.statements import find_statements
from normalizers.values.quantity import read_quantity


def funding(
    ordinal: int,
    source: Source,
    budget: str | None,
    executed: str | None = None,
    rate: str | None = None,
    **more: object,
) -> Funding:
    """A funding line; amounts in yuan, also as printed."""
    spent, planned = Decimal(executed) if executed else None, Decimal(budget) if budget else None
    columns: dict[str, object] = {
        "form_id": "f-1", "doc_id": "d", "ordinal": ordinal, "source": source, "source_label": source,
        "budget": planned, "executed": spent, "budget_raw": budget, "executed_raw": executed,
        "execution_rate": Decimal(rate.rstrip("%")) / 100 if rate and rate[0].isdigit() else None,
        "execution_rate_raw": rate, "execution_rate_computed": computed_rate(planned, spent),
    }  # fmt: skip
    return msgspec.convert(columns | more, Funding)


def indicator(ordinal: int, target: str = "", actual: str = "", **more: object) -> Indicator:
    """An indicator with its values read from what is printed; 产出/数量 unless said otherwise."""
    level2 = str(more.get("level2", "数量指标"))
    level1 = str(more.get("level1", labels.parent(level2)))
    name = str(more.get("level3", f"指标{ordinal}"))
    wanted = read_quantity(target, fiscal_year=2024)
    reached = read_quantity(actual, fiscal_year=2024, like=wanted)
    judged = judge(wanted, reached, level1=level1, level2=level2, name=name)
    columns: dict[str, object] = {
        "form_id": "f-1", "doc_id": "d", "ordinal": ordinal, "level1": level1, "level2": level2, "level3": name,
        "level1_raw": level1, "level2_raw": level2, "target_raw": target or None, "actual_raw": actual or None,
        "value_kind": wanted.kind if wanted.kind != "missing" else reached.kind,
        "target_comparator": wanted.comparator, "target_value": wanted.value, "target_upper": wanted.upper,
        "actual_value": reached.value, "target_unit": wanted.unit, "actual_unit": reached.unit,
        "target_date": wanted.date, "actual_date": reached.date, "direction": judged.direction,
        "attainment": judged.attainment, "completion": judged.completion,
    }  # fmt: skip
    return msgspec.convert(columns | more, Indicator)


def form(number: int = 1, **columns: object) -> Form:
    """A form's own row."""
    return msgspec.convert(
        {"form_id": f"f-{number}", "doc_id": "d", "ordinal": number, "template": "transfer_payment"} | columns, Form
    )


def facts(*lines: Funding, indicators: tuple[Indicator, ...] = (), **more: object) -> FormFacts:
    """What the checks of a form look at; figures in yuan, from a PDF with text."""
    columns: dict[str, object] = {
        "funding": lines, "indicators": indicators, "score_total": None, "unit_factor": Decimal(1),
        "recognised": False, "form": form(),
    }  # fmt: skip
    return FormFacts(**(columns | more))  # type: ignore[arg-type]


def goal(actual: str, number: int = 1) -> Goal:
    """What a form says was reached."""
    return Goal(form_id=f"f-{number}", doc_id="d", ordinal=1, actual=actual)


def found(one: FormFacts) -> list[tuple[str, str | None]]:
    """The names and fields of what the checks of a form find."""
    return [(remark.name, remark.field) for remark in check_form(one)]


def document(*forms: FormFacts, report: tuple[str, ...] = ()) -> list[tuple[str | None, Remark]]:
    """What the checks of a document find; a paragraph that begins with 一、 or （一） is a heading."""
    passages, section, level = [], None, None
    for ordinal, text in enumerate(report, start=1):
        if text[:2] in {"一、", "二、", "三、"} or text.startswith("（"):
            section, level = text, 1 if text[1] == "、" else 2
        passages.append(Passage(doc_id="d", ordinal=ordinal, section=section, level=level, text=text))
    goals = tuple(goal for one in forms for goal in one.goals)
    return check_document(document_facts(forms, tuple(passages), find_statements(passages, goals, {})))


def told(*forms: FormFacts, report: tuple[str, ...] = ()) -> list[tuple[str, str | None, str | None]]:
    """The names, forms and fields of what the checks of a document find."""
    return [(remark.name, form_id, remark.field) for form_id, remark in document(*forms, report=report)]
