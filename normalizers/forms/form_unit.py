"""What a form says of its unit of money beside the header, and what is to be said of a wrong one (rule F-03)."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from normalizers.forms.money_unit import UnitVerdict
from normalizers.places import Remark
from normalizers.rules import remark
from normalizers.schema import Form, Funding, Indicator

_WHOLE_COST = re.compile("成本|资金|投入|投资|预算|支出|经费|总额")
"""Names of indicators whose amount is the fund's: `项目总成本 ≤50万元`."""
_EACH = re.compile("均|每|单位|标准|单价|户|[/／]")
"""Names and values of what one person or thing costs."""
_FINDINGS = {
    "confirmed": "unit_conflict_confirmed",
    "suspected": "unit_conflict_suspected",
    "open": "unit_open",
    "undeclared": "unit_not_declared",
    "found": "unit_from_text",
}


def amounts_of_indicators(rows: Sequence[Indicator]) -> list[str]:
    """Return the amounts that indicators of the whole cost print with their unit: `≤50万元`."""
    return [
        text
        for row in rows
        if _WHOLE_COST.search(row.level3 or "")
        for text in (row.target_raw, row.actual_raw)
        if text and "元" in text and not _EACH.search(f"{row.level3}{text}")
    ]


def unit_remarks(unit: UnitVerdict, form: Form, funding: Sequence[Funding]) -> list[Remark]:
    """Say what is wrong with the printed unit; a mere suspicion puts every amount in doubt."""
    if unit.state == "agrees" or not funding:
        return []
    declared = form.declared_unit
    first = remark(
        _FINDINGS[unit.state], field="form.effective_unit", observed=declared, expected=unit.unit,
        doubtful=not unit.proven, figure=unit.figure, text=unit.text, declared=declared or "", unit=unit.unit,
        evidence=unit.evidence,
    )  # fmt: skip
    first = msgspec.structs.replace(first, facts=(*first.facts, *unit.facts))
    if unit.proven:
        return [first]
    rows = [row for row in funding if any((row.budget_initial, row.budget, row.executed))]
    return [first, *(msgspec.structs.replace(first, field=f"funding[{row.ordinal}]", page=row.page) for row in rows)]
