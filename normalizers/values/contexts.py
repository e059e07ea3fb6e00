"""The place of a value to its reader: `资金列, header 万元` -> amounts in 万元, `得分` -> points.

A place is recognised by its words, in the order of the table below, so that `年度指标值` is a value and `年度` a year.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache, partial

from normalizers.values import readers, texts
from normalizers.values.types import Value

Reader = Callable[[str], Value]

_FISCAL_YEAR = re.compile("fiscal_year=([0-9]{4})")
_HEADER_UNIT = re.compile("header ?[:：]?([百千万亿]*[美欧日港]?元)")
_TARGET = re.compile("target ?[:：]?(.+)$")
_ACTUAL = re.compile("actual ?[:：]?(.+)$")
_EXPECTED = re.compile("B/A ?= ?([0-9]+(?:\\.[0-9]+)?)")
_WORDS: tuple[tuple[str, Reader], ...] = (
    ("header/label", texts.read_misread_label),
    ("header", texts.read_header),
    ("label", texts.read_label),
    ("title", texts.read_year),
    ("正文行首", texts.read_line_start),
    ("正文", texts.read_text),
    ("附注", texts.read_text),
    ("文号", texts.read_text),
    ("代码", texts.read_code),
    ("编码", texts.read_code),
    ("评级", texts.read_grade),
    ("等级", texts.read_grade),
    ("三级指标", texts.read_indicator_name),
    ("得分", readers.read_score),
    ("分值", readers.read_score),
    ("权重", readers.read_score),
    ("评分", readers.read_score),
    ("指标值", readers.read_any),
    ("目标值", readers.read_any),
    ("完成值", readers.read_actual),
    ("执行率", readers.read_percent),
    ("率类", readers.read_percent),
    ("占比", readers.read_percent),
    ("比例", readers.read_percent),
    ("日期", readers.read_day),
    ("时间", readers.read_day),
    ("money", readers.read_money_cell),
    ("数值", readers.read_figure),
    ("单价", readers.read_figure),
    ("数量", readers.read_figure),
    ("金额", readers.read_amount_without_unit),
    ("资金", readers.read_amount_without_unit),
    ("年度", texts.read_year),
    ("主管部门", texts.read_name),
    ("单位", texts.read_name),
    ("名称", texts.read_name),
    ("说明", texts.read_remark),
    ("问题", texts.read_remark),
    ("措施", texts.read_remark),
    ("原因", texts.read_remark),
    ("备注", texts.read_remark),
)


@lru_cache(maxsize=4096)
def reader_for(ctx: str) -> Reader:
    """Return the reader of a place; one in which no word is known holds a value of an indicator."""
    fiscal_year = _FISCAL_YEAR.search(ctx)
    if fiscal_year:
        return partial(readers.read_any, fiscal_year=int(fiscal_year[1]), in_dates=True)
    if ctx == "-":
        return partial(readers.read_any, in_dates=True)
    header_unit = _HEADER_UNIT.search(ctx)
    if header_unit:
        return partial(readers.read_amount_under, unit=header_unit[1])
    fused = _ACTUAL.search(ctx)
    if fused and "分值" in ctx:
        return partial(readers.read_fused, actual=fused[1])
    if "两行合并" in ctx:
        return readers.read_two_rows
    target = _TARGET.search(ctx)
    if target:
        return partial(readers.read_beside_target, target=target[1])
    expected = _EXPECTED.search(ctx)
    if expected:
        return partial(readers.read_rate_of, expected=Decimal(expected[1]))
    if "%" in ctx or "％" in ctx:
        return readers.read_percent_column
    return next((reader for word, reader in _WORDS if word in ctx), readers.read_any)
