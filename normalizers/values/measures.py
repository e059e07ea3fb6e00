"""A printed value to a number with unit and comparator: `控制在90万元以内` -> at most 900000 元, `增长15%` -> a change.

Texts are in plain signs (`characters.plain`). What has two readings is `Unread` with the readings it could have; a text
that says no number is None. What only OCR can have written is put right where its neighbours prove it, and is marked.
"""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec.structs import replace

from normalizers.values.chinese_numerals import DIGITS, NUMERALS
from normalizers.values.comparators import Operator, take_comparators
from normalizers.values.compound import read_compound
from normalizers.values.decimal_text import spell
from normalizers.values.figures import Change, Measure, Unread, read_figures, with_unit
from normalizers.values.money_words import read_money
from normalizers.values.numbers import FIGURES, leading_zero, read_number, repair_figures
from normalizers.values.ranges import read_range
from normalizers.values.several_values import read_several
from normalizers.values.units import Unit, is_duration, listed_unit

LONGEST = 60
"""Characters of the longest text that may be one value; longer ones are sentences."""

_NO_UNIT = Unit("")
_SURELY_IN_RANGE = 10
"""Figures that multiplied by 亿 still fit the columns; longer ones are checked."""
_SIMPLE = re.compile(f"(?:(>=|<=|[≥≤<>=])(?!-))?([+-]?{FIGURES})(|[^0-9.,'。·].*)", re.DOTALL)
_ONLY_A_NUMBER = re.compile("[+-]?[0-9][0-9,'. 。·]*(?:[eE][+-]?[0-9]+)?")
_WITHOUT_ZERO = re.compile("([+-]?)(\\.[0-9]{1,6})")
"""`.5` as people and some exports write 0.5; with a sign or a unit the point may as well be a speck: `.90%以上`."""
_SIGNS: dict[str, Operator] = {"≥": "ge", ">=": "ge", "≤": "le", "<=": "le", ">": "gt", "<": "lt", "=": "eq"}
_HAS_NUMBER = re.compile(f"[0-9{NUMERALS}半]")
_BRACKETED = re.compile("\\(([0-9][0-9,']*(?:\\.[0-9]+)?)(%?)\\)(%?)")
_CHANGE = re.compile(
    "(?P<basis>同比|环比|逐年|每年|年均|年均复合|(?:较|比|与)?(?:上年度?|去年|上期|年初|上一年度?|20[0-9]{2}年度?)(?:同期)?(?:相比|底|末)?|(?:较|比)?同期)?[,、]?"
    "(?P<verb>提高|提升|增长|增加|上升|上涨|增幅|涨幅|增速|负增长|下降|降低|减少|下滑|降幅|减幅|缩短|压减)(?:了|幅度)?(?:为|达(?!到))?(?![到至率])"
)
_FROM = re.compile(
    "(?:由(?!于)|从)[^由从]{0,12}[0-9][^由从]{0,8}?(?=(?:提高|提升|增加|增长|上升|扩大|下降|降低|减少|压缩|缩短|降)[到至])"
)
"""What was before: `由85%提高到95%` says 95 %."""
_TIMES = re.compile("(?:翻(?P<fold>[一两二三1-3])番|零增长)")
_AFTER_EVENT = re.compile("[TtＴ]\\+(?P<number>[0-9]{1,2})(?P<unit>个?[\u4e00-\u9fff]{1,3}?)(?:以内|之内|内)?")
_YUAN = re.compile("人民币|RMB|[¥￥]|[0-9一二三四五六七八九十]+元[0-9一二三四五六七八九]角?")
_MULTIPLES = frozenset({"倍", "‰"})
"""Units in which an increase is a change: `增长3倍`; `增加100人` is rather 100 people."""
_CHANGES: dict[str, Change] = {"%": "percent", "百分点": "points"}
_TURNED: dict[Operator, Operator] = {"ge": "le", "gt": "lt", "le": "ge", "lt": "gt", "eq": "eq"}
"""`下降5%以上` is a change of at most -5 %."""
_DECREASES = frozenset({"下降", "降低", "减少", "下滑", "降幅", "减幅", "缩短", "压减", "负增长"})
_WITHIN = re.compile(
    f"(?P<anchor>[^0-9≥≤<>=~-]{{0,20}}?)(?P<number>{FIGURES}|[{NUMERALS}]+|半)(?P<unit>[^0-9内]{{1,5}}?)(?:以内|之内|内)"
    "(?P<tail>[^0-9]{0,12})"
)
_NO_ANCHOR = re.compile("(?:约|在|于|控制在|不超过|自)?")
_PER = re.compile(
    "((?:每(?:年|半年|月|日|天|周|学年|学期|季度|次|人次|人|户|亩|名|个|套|生|公里|平方米))+(?:年|月)?|[人户亩年月周日](?=均))"
    "均?(?:补助|补贴|奖励|奖补|资助|投入|收费|支出|成本|费用|发放|接待|服务|培训|增收|收入|产值|产量)?"
    "(?:标准|金额|水平)?(?=为|不|至少|最[少多]|约|达|[0-9≥≤<>=])"
)
_SIGN_FIRST = re.compile("[≥≤<>=]=?(?=[每人户亩])")
"""A sign before what a standard is per: `≥每年2次`."""
_REMARK = re.compile(
    "(?:(?<=%)|(?<=[\\u4e00-\\u9fff])(?!\\([^()]{1,3}\\)))\\((?!含|不含)[^()0-9A-Za-z%]+\\)$"
    "|(?<=[\\u4e00-\\u9fff])\\((?:其中|包括)[^()]+\\)$"
)
"""Words in brackets behind a value, `92%(抽样调查)`; up to three behind a word may belong to the unit, `台(套)`. Parts
of what is counted may have figures: `3个(其中新建1个)`."""
_DENIAL = re.compile("[未不没无]")
_AS_SIGN = re.compile("(?:(?:^|(?<=[\\u4e00-\\u9fff]))W|^[》《]=?|^[〉⟩]=|^>_)(?=[0-9])")
_AT_LEAST = ("≥", "ocr_fix")
_SIGN_MEANT = {**dict.fromkeys("》〉⟩>", _AT_LEAST), "《": ("≤", "ocr_fix"), "W": ("≤", "ocr_le_as_W")}
"""First letter of what OCR reads -> the comparator printed, and the flag that says so."""
_TOKEN = re.compile("(?:^!)?[0-9OoОоΟοlI|丨,.]*[0-9][0-9OoОоΟοlI|丨,.]*")
_PERCENT_SIGN = re.compile("(?<=[0-9OolI])(?:%%|℅|[°ºo]/[oO0。])$")
_SUSPECT = re.compile("([SBZOolI|0-9][SBZOolI|0-9.,]*)(?<=[0-9SBZOolI|])([^0-9SBZOolI|]*)")
_SUSPECT_LETTER = re.compile("[SBZOolI|]")
_SUSPECTS = str.maketrans("SBZOolI|", "58200111")
_LETTER_FIGURES = re.compile("[≥≤<>=]?=?[OolI|g]")
_ONLY_LOOK_ALIKES = re.compile("[OolI|]{2,3}")
"""Letters that before a % can be nothing but digits: `lOO%`."""
_RANKS = frozenset({"级", "类", "等", "档", "期", "段", "线", "路", "班", "组", "种", "面", "层", "版", "卷"})
"""Units that letters count too: `I级`, `O类`."""
_OPEN_SIGN = re.compile("[<>]-(?=[0-9])|[〉〈⟩⟨三亖](?=[0-9]+(?:\\.[0-9]+)?%)")
"""What may be ≥ or ≤, or a sign of another meaning: `>—95%`."""
_GARBLED = re.compile("(?=.*[0-9%])[≥≤<>=》《]?[0-9A-Za-z.,%≥≤<>=]+%|[≥≤<>=》《][0-9A-Za-z.,%≥≤<>=]+")
"""Figures and letters in no order that says a number, beside signs that only numbers have: `≥go%`."""
_HAS_LATIN = re.compile("[A-Za-z|]")
_MISREAD_UNIT = re.compile("(?<=[0-9十百千万亿])([兀入]|[方力刀](?=[元兀]))")
_UNIT_MEANT = {"兀": "元", "入": "人", "方": "万", "力": "万", "刀": "万"}


def read_simple(text: str) -> Measure | None:
    """Return the value of a plain text in the commonest form, `≥90%`, `2499.31` or `15台(套)`; None for any other."""
    simple = _SIMPLE.fullmatch(text)
    if not simple:
        return None
    sign, figures, rest = simple.groups()
    unit = listed_unit(rest) if rest else _NO_UNIT
    if unit is None or (unit.factor != 1 and len(figures) > _SURELY_IN_RANGE):
        return None
    flags = leading_zero(figures) if figures[0] in "0+-" else ()
    return with_unit(Decimal(figures), unit, _SIGNS[sign] if sign else None, flags)


def read_measure(text: str, *, numeric_column: bool = False) -> Measure | Unread | None:
    """Return the value that the whole of a plain text says.

    `numeric_column`: the text stands in a column of figures, where brackets around a number mean a negative one.
    """
    simple = read_simple(text)
    if simple is not None:
        return simple
    if _ONLY_A_NUMBER.fullmatch(text):
        number = read_number(text)
        if number.value is None:
            return Unread(number.flags or ("unreadable",), number.candidates)
        return Measure(number.value, flags=number.flags)
    without_zero = _WITHOUT_ZERO.fullmatch(text)
    if without_zero:
        return Measure(Decimal(f"{without_zero[1]}0{without_zero[2]}"))
    if len(text) > LONGEST:
        return None
    if not _HAS_NUMBER.search(text):
        return _only_letters(text)
    bracketed = _BRACKETED.fullmatch(text)
    if bracketed:
        return _in_brackets(bracketed, numeric_column)
    remark = _REMARK.search(text)
    if remark and not _DENIAL.search(remark.group()):
        return read_measure(text[: remark.start()], numeric_column=numeric_column)
    found = _any_form(text)
    if isinstance(found, Measure) and "unknown_unit" not in found.flags and not _OPEN_SIGN.match(text):
        return found
    return _repaired(text) or found or read_several(text, _any_form) or read_compound(text, _compared)


def _in_brackets(found: re.Match[str], numeric_column: bool) -> Measure | Unread | None:
    """Return `(1,234.00)` as -1234.00 in a column of figures; elsewhere it may be a number in a list."""
    figures = read_figures(found[1] + (found[2] or found[3]))
    if not isinstance(figures, Measure):
        return figures
    if numeric_column:
        return replace(figures, value=-figures.value)
    return Unread(("bracketed_number",), (f"-{found[1]}", found[1]))


def _any_form(text: str) -> Measure | Unread | None:
    before = _FROM.match(text) if text[:1] in {"由", "从"} else None
    if before:
        text = text[before.end() :]
    found = _changed(text) or (_fold(text) if text[:1] in {"翻", "零"} else None) or read_range(text)
    if found is None and ("内" in text or "+" in text):
        found = _within(text)
    if found is None and ("每" in text or "均" in text[1:4]):
        found = _per(text)
    return found or _compared(text) or _in_yuan(text)


def _in_yuan(text: str) -> Measure | None:
    """Return an amount with the sign of the currency, or down to 角 and 分: `￥50万` -> 500000 元, `3元5角`."""
    if not _YUAN.match(text):
        return None
    money = read_money(text)
    unit = listed_unit(money.unit or "元") if money is not None else None
    if money is None or money.value is None or unit is None:
        return None
    return with_unit(money.value, unit, flags=money.flags)


def _compared(text: str) -> Measure | Unread | None:
    """Return a number with its comparing words: `不低于90%`, `500人左右`, `验收合格率达到95%以上`."""
    compared = take_comparators(text)
    found = read_figures(compared.rest)
    if not isinstance(found, Measure):
        return found
    if compared.conflict:
        return Unread(("comparators_contradict",))
    return replace(found, op=compared.op, attained=compared.attained, about=compared.about or found.about)


def _changed(text: str) -> Measure | Unread | None:
    """Return a change: `同比增长31.39%`, `提高3个百分点`; with another unit only a decrease (`增加100人` is 100)."""
    match = _CHANGE.match(text)
    if not match or match.end() == len(text):
        return None
    found = read_range(text[match.end() :]) or _compared(text[match.end() :])
    if found is None:
        return None
    if not isinstance(found, Measure):
        return Unread(("unreadable",))
    falls = match["verb"] in _DECREASES
    if falls:
        found = _turned(found)
    change = _CHANGES.get(found.unit or "", "amount")
    is_change = falls or change != "amount" or found.unit in _MULTIPLES or match["basis"] is not None
    return replace(found, change=change, basis=match["basis"]) if is_change else None


def _turned(found: Measure) -> Measure:
    """Return a decrease as a negative change: `下降5%以上` is at most -5 %."""
    op = _TURNED[found.op] if found.op else None
    if found.upper is None:
        return replace(found, value=-found.value, op=op)
    return replace(found, value=-found.upper, upper=-found.value, includes=found.includes[::-1])


def _fold(text: str) -> Measure | None:
    """Return what 番 says: `翻一番` is a change by 100 %, `翻两番` by 300 %; `零增长` by none."""
    match = _TIMES.fullmatch(text)
    if not match:
        return None
    times = match["fold"]
    doubled = 0 if times is None else int(times) if times.isdigit() else DIGITS[times]
    return Measure(Decimal(100 * (2**doubled - 1)), "%", change="percent")


def _within(text: str) -> Measure | None:
    """Return the time in which something is done: `收到指标发文30日内拨付到位` -> at most 30 日."""
    event = _AFTER_EVENT.fullmatch(text)
    match = event or _WITHIN.fullmatch(text)
    if not match or (event is None and _DENIAL.search(match["tail"])):
        return None
    unit = listed_unit(match["unit"])
    found = read_figures(match["number"] + match["unit"])
    if unit is None or not isinstance(found, Measure) or not (is_duration(unit.name) or unit.name in {"小时", "分钟"}):
        return None
    anchor = "T" if event else match["anchor"]
    return replace(found, op="le", within=True, anchor=None if _NO_ANCHOR.fullmatch(anchor) else anchor)


def _per(text: str) -> Measure | Unread | None:
    """Return a standard whose `per` stands first: `每人每月150元` -> 150 元/(人·月)."""
    sign = _SIGN_FIRST.match(text)
    start = sign.end() if sign else 0
    match = _PER.match(text, start)
    if not match:
        return None
    rest = text[:start] + text[match.end() :]
    found = read_range(rest) or _compared(rest)
    if not isinstance(found, Measure) or found.unit is None:
        return found
    unit = listed_unit(found.unit + (match[1] if match[1][0] == "每" else f"每{match[1]}"))
    return replace(found, unit=unit.name) if unit is not None else None


def _repaired(text: str) -> Measure | Unread | None:
    """Return a value after putting right what OCR reads for ≥, ≤, digits and 元; None where nothing proves it."""
    sign = _AS_SIGN.search(text)
    if sign:
        meant, flag = _SIGN_MEANT[sign.group()[0]]
        return _flagged(_any_form(meant + text[sign.end() :]), flag)
    if _OPEN_SIGN.match(text):
        return Unread(("sign_in_doubt",))
    repaired = _PERCENT_SIGN.sub("%", text)
    repaired = _TOKEN.sub(lambda token: repair_figures(token.group()) or token.group(), repaired)
    repaired = _MISREAD_UNIT.sub(lambda unit: _UNIT_MEANT[unit[1]], repaired)
    found = None if repaired == text else _flagged(_any_form(repaired), "ocr_fix")
    if found is not None or not _HAS_LATIN.search(text):
        return found
    return _suspected(text) or (Unread(("unreadable",)) if _GARBLED.fullmatch(text) else None)


def _only_letters(text: str) -> Measure | Unread | None:
    """Return figures of which every digit may be a letter, `≥l次`; `I级` is a class and no number."""
    if not _LETTER_FIGURES.match(text):
        return None
    return _suspected(text) or (Unread(("unreadable",)) if _GARBLED.fullmatch(text) else None)


def _suspected(text: str) -> Measure | Unread | None:
    """Return figures with a letter that may be a digit or itself, `9S%`, `≥l次`, with the number it may be."""
    match = _SUSPECT.fullmatch(take_comparators(text).rest)
    if not match or not _SUSPECT_LETTER.search(match[1]):
        return None
    if match[2] == "%" and _ONLY_LOOK_ALIKES.fullmatch(match[1]):
        value = Decimal(match[1].translate(_SUSPECTS))
        return Measure(value, "%", op=take_comparators(text).op, flags=("ocr_fix",))
    digits = sum(map(str.isdigit, match[1]))
    unit = listed_unit(match[2]) if match[2] else None
    if (match[2] and unit is None) or (digits == 0 and (unit is None or unit.name in _RANKS)):
        return None
    if digits and 2 * len(_SUSPECT_LETTER.findall(match[1])) > digits + 1:  # ISO9001 is a name
        return None
    number = read_number(match[1].translate(_SUSPECTS))
    return None if number.value is None else Unread(("ocr_suspect",), (spell(number.value),))


def _flagged(found: Measure | Unread | None, flag: str) -> Measure | None:
    if not isinstance(found, Measure) or "unknown_unit" in found.flags:
        return None
    return replace(found, flags=(*found.flags, flag))
