"""Remarks about one row of a form: its field path, its page and its name are the row's own."""

from __future__ import annotations

import re

from normalizers.places import Fact, Remark
from normalizers.rules import remark
from normalizers.schema import Funding, Indicator

_OF_WHICH = re.compile("^其中[:：]?")


def on_row(
    name: str,
    row: Indicator,
    column: str,
    /,
    *,
    observed: str | None = None,
    expected: str | None = None,
    doubtful: bool = False,
    **facts: Fact,
) -> Remark:
    """Return a finding about a column of an indicator; its label, target and actual are among the facts."""
    return remark(
        name,
        field=f"indicators[{row.ordinal}].{column}",
        observed=observed,
        expected=expected,
        page=row.page,
        doubtful=doubtful,
        label=row.level3 or "",
        target=row.target_raw or "",
        actual=row.actual_raw or "",
        **facts,
    )


def on_line(
    name: str,
    line: Funding,
    column: str,
    /,
    *,
    observed: str | None = None,
    expected: str | None = None,
    doubtful: bool = False,
    **facts: Fact,
) -> Remark:
    """Return a finding about a column of a funding line; its label, without `其中：`, is among the facts."""
    return remark(
        name,
        field=f"funding[{line.ordinal}].{column}",
        observed=observed,
        expected=expected,
        page=line.page,
        doubtful=doubtful,
        label=_OF_WHICH.sub("", line.source_label),
        **facts,
    )
