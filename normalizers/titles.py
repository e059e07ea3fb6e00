"""Lines above a form: its title (`…补助资金绩效自评表`) and its year (`（2024年度）`)."""

from __future__ import annotations

import re

_TITLE = re.compile(r"绩效.*(?:表|书)|自评表|监控表|申报表|目标表|(?:附件|附表)\s*[0-9一二三四五六七八九十\-—]*")
_YEAR_LINE = re.compile(r"^[(（]?\s*[0-9０-９〇○零一二三四五六七八九十oO\s]{0,12}[)）]?\s*年?\s*度?\s*[)）]?$")
_LABELLED_YEAR = re.compile(r"^\s*(?:预算|评价|填报|自评|项目)?年\s*度\s*[:：]\s*(?:19|20)\d{2}\s*年?度?\s*$")
"""A year behind its label: `预算年度：2022`."""
_CONTINUED = re.compile(r"[(（]\s*续\s*(?:表|[0-9一二三四五六七八九十]{1,2})?\s*[)）]\s*$|^\s*续\s*表")
MAX_TITLE_LENGTH = 60
"""Characters; a longer line above a table is a sentence of a report."""


def is_title(text: str) -> bool:
    """Say whether a line is a form's title: `…补助资金绩效自评表`."""
    return len(text) <= MAX_TITLE_LENGTH and bool(_TITLE.search(text)) and "。" not in text and "报告" not in text


def is_year_line(text: str) -> bool:
    """Say whether a line only gives the year: `(2024年度)`, or its blank `（年度）`."""
    return "年" in text and bool(_YEAR_LINE.match(text) or _LABELLED_YEAR.match(text))


def is_continued_title(text: str) -> bool:
    """Say whether a line only says that the form goes on: `项目支出绩效自评表（续表）`, `续表`."""
    return len(text) <= MAX_TITLE_LENGTH and bool(_CONTINUED.search(text))
