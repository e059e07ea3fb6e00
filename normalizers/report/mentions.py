"""Facts inside running text: amounts, document numbers, percentages, dates and counts, and what each is about.

`扎兰屯市城乡居民2024年…补助资金共6064.19万元，其中（内财社 2023 1599 号）下达4780万元` has two amounts about the same
programme, 60641900 and 47800000 yuan, and the document number `内财社〔2023〕1599号`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from normalizers.characters import plain
from normalizers.report.attributions import NOWHERE, Kind, Place, Span, attribute
from normalizers.report.money_actions import Action
from normalizers.report.subjects import find_subjects, subject_behind
from normalizers.values.chinese_numerals import MULTIPLIERS, NUMERALS
from normalizers.values.comparators import approximate_between
from normalizers.values.dates import read_date
from normalizers.values.decimal_text import spell
from normalizers.values.document_numbers import find_document_numbers
from normalizers.values.figures import Measure
from normalizers.values.measures import read_measure
from normalizers.values.money_words import read_money
from normalizers.values.units import listed_unit


class Found(Struct, frozen=True):
    """One fact at `start`..`end` of the text; money in yuan, a percentage in percent, a count in its canonical unit."""

    kind: Kind
    text: str
    start: int
    end: int
    value: Decimal | None = None
    unit: str | None = None
    normalized: str | None = None
    """`内财社〔2023〕1599号`, `2025-03-06`, `≥90%`, `80~90%`; None where unit and value say it all."""
    subject: str | None = None
    """The words that say what it is about, as printed."""
    programme: str | None = None
    level: str | None = None
    """Level of government: `central`, or several as `central+county`."""
    action: Action | None = None
    """What is said to happen with the money: `allocated`, `received`, `spent`, `unspent`, `recovered`."""


_LEVEL = str.maketrans("０１２３４５６７８９．，％（）／～－　\u00a0\n\r\t", "0123456789.,%()/~-     ")
_SPACE = " {0,2}"
_CHINESE_DAY = "[一二三四五六七八九十]{1,3}"
_DATE = re.compile(
    f"(?:(?:19|20)[0-9]{{2}}|[一二][〇零○九OoＯ][〇零○一二三四五六七八九OoＯ]{{2}}){_SPACE}年{_SPACE}"
    f"(?:[0-9]{{1,2}}|{_CHINESE_DAY}){_SPACE}月(?:{_SPACE}(?:[0-9]{{1,2}}|{_CHINESE_DAY}){_SPACE}[日号]|{_SPACE}[底末])?(?:以前|之前|前)?"
    f"|(?:19|20)[0-9]{{2}}{_SPACE}年{_SPACE}年?[底末](?:以前|之前|前)?"
    "|(?:19|20)[0-9]{2}([./-])[0-9]{1,2}\\1[0-9]{1,2}(?![0-9./-])"
    f"|(?<![0-9])[0-9]{{1,2}}{_SPACE}月{_SPACE}(?:[0-9]{{1,2}}{_SPACE}日|底)(?:以前|之前|前)?"
)
_ARABIC = "[0-9]{1,3}(?:,[0-9]{3})+(?:\\.[0-9]{1,8})?|[0-9]{1,18}(?:\\.[0-9]{1,8})?"
_MULTIPLIERS = "".join(MULTIPLIERS)
_NUMBER = re.compile(
    f"(?<![0-9A-Za-z.#第-])(?<![0-9],)(?<!第 )(?:{_ARABIC})"
    f"(?:[{_MULTIPLIERS}]+[0-9]+(?:\\.[0-9]+)?(?=[{_MULTIPLIERS}元]))?"
)
_LONGEST_NUMERAL = 26
"""Characters of a number in words: 9999亿9999万9999 has 25."""
_RANGE = re.compile(f"(?:{_ARABIC}) ?[%万亿元年月日人个℃]{{0,2}} ?[-~至到] ?(?:{_ARABIC})")
_WORDS = re.compile(f"百分之[{NUMERALS}点]+|(?<![{NUMERALS}])[{NUMERALS}]{{2,{_LONGEST_NUMERAL}}}(?=元)")
_UNIT = re.compile("[\\u4e00-\\u9fffA-Za-z%‰℃㎡²³/·() ]{1,12}")
_BEFORE = re.compile(
    f"(?:不低于|不少于|不超过|不高于|不大于|不小于|大于等于|小于等于|大于|小于|高于|低于|超过|少于|至少|最多|[≥≤＞＜><⩾⩽≧≦]=?){_SPACE}$"
)
_BEHIND = re.compile(f"{_SPACE}(?:及以上|及以下|以上|以下|以内|左右)")
_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "eq": "="}
_NOT_COUNTED = frozenset(
    {"月", "日", "年", "等", "级", "点", "线", "路", "面", "字", "里", "度", "方", "市", "县", "生"}
)
"""Units that behind a figure in a sentence more often mean a date, a rank or the start of another word."""
_COUNTED_TIME = ("天", "个")
"""Times that are counted and no dates: `200天`, `3个月`."""
_OTHER_WORD = re.compile(
    "项目|个人|个体|部门|部分|部署|次年|家庭|条例|条件|处理|处置|组织|类别|类型|期间|期末|分配|分别|分析|分解|人民|人社|人均|人力|所有|所需|节约|队伍"
    "|本级|本年|本次|户籍|站点|门诊|口径|件事|版面|集中|片区|段落|卷烟|副本|批复|批准|道路|支付|支出|支持|台账|场所|张贴|份额|对象|对于|层面|包括|例如"
)
_LONGEST_UNIT = 8


def find_mentions(text: str, place: Place = NOWHERE) -> tuple[Found, ...]:
    """Return the facts of a text in order; they do not overlap, and list numbers (`1.`, `（一）`) are none.

    `place` are the headings that the text stands under; they say what the text itself leaves out.
    """
    level = text.translate(_LEVEL)
    taken = [*_documents(text), *_dates(text, level)]
    covered = [(found.start, found.end) for found in taken]
    figures = [found for found in _figures(text, level) if not _overlaps(found, covered)]
    ordered = sorted([*_apart(taken), *figures], key=lambda found: found.start)
    subjects = [
        subject_behind(text, found.end) if subject is None and found.kind == "document_number" else subject
        for found, subject in zip(
            ordered, find_subjects(text, tuple((found.start, found.end) for found in ordered)), strict=True
        )
    ]
    spans = [Span(found.kind, found.start, found.end) for found in ordered]
    return tuple(
        replace(found, subject=subject, programme=about.programme, level=about.level, action=about.action)
        for found, subject, about in zip(ordered, subjects, attribute(text, spans, place), strict=True)
    )


def _overlaps(found: Found, covered: list[tuple[int, int]]) -> bool:
    return any(found.start < end and start < found.end for start, end in covered)


def _apart(found: list[Found]) -> list[Found]:
    """Return document numbers and dates without those that lie over an earlier one."""
    kept: list[Found] = []
    for one in found:
        if not _overlaps(one, [(other.start, other.end) for other in kept]):
            kept.append(one)
    return kept


def _documents(text: str) -> Iterator[Found]:
    for document in find_document_numbers(text):
        yield Found("document_number", document.text, document.start, document.end, normalized=document.canonical)


def _dates(text: str, level: str) -> Iterator[Found]:
    for match in _DATE.finditer(level):
        span = read_date(plain(match.group()).replace(" ", ""))
        if span is None or (span.last is None and "year_missing" not in span.flags):
            continue
        day = span.last.isoformat() if span.last else None
        month = day[:7] if day and span.kind == "period" else day
        yield Found("date", text[match.start() : match.end()], match.start(), match.end(), normalized=month)


def _figures(text: str, level: str) -> Iterator[Found]:
    end = 0
    for match in sorted((*_NUMBER.finditer(level), *_WORDS.finditer(level)), key=lambda match: match.start()):
        if match.start() < end:
            continue
        found = _with_unit(text, level, match)
        if found is not None:
            end = found.end
            yield found


def _with_unit(text: str, level: str, match: re.Match[str]) -> Found | None:
    """Return the figure at `match` with the longest unit that follows it, None where no unit does."""
    span = _RANGE.match(level, match.start()) or match
    end = span.end() if span.group().startswith("百分之") else _unit_end(level, span.end())
    if end is None:
        return None
    before, behind = _BEFORE.search(level, max(0, match.start() - 6), match.start()), _BEHIND.match(level, end)
    start = before.start() if before else match.start()
    end = behind.end() if behind else end
    return _found(text[start:end], start, end)


def _unit_end(level: str, start: int) -> int | None:
    following = _UNIT.match(level, start)
    if not following:
        return None
    words = following.group()
    for length in range(min(len(words), _LONGEST_UNIT), 0, -1):
        printed = words[:length].replace(" ", "")
        unit = listed_unit(printed) or listed_unit(approximate_between(printed) or "")
        if unit is None or not unit.name or words[length - 1] == " ":
            continue
        printed = printed.strip()
        letter = len(printed) == 1 and printed.isascii() and printed != "%"
        if letter or (unit.name in _NOT_COUNTED and not printed.startswith(_COUNTED_TIME)):
            return None
        last = start + length - 1
        return None if _OTHER_WORD.match(level, last) else start + length
    return None


def _found(printed: str, start: int, end: int) -> Found | None:
    measure = read_measure(plain(printed).replace(" ", ""))
    if not isinstance(measure, Measure):
        money = read_money(plain(printed).replace(" ", ""))
        if money is None or money.value is None or money.unit != "元":
            return None
        return Found("money", printed, start, end, money.value, "元")
    if measure.unit is None:
        return None
    kind: Kind = "money" if measure.unit == "元" else "percent" if measure.unit in {"%", "‰", "百分点"} else "count"
    if measure.upper is not None:
        ends = f"{spell(measure.value)}~{spell(measure.upper)}{measure.unit}"
        return Found(kind, printed, start, end, None, measure.unit, ends)
    sign = _SIGNS[measure.op] if measure.op else "≈" if measure.about else None
    normalized = f"{sign}{spell(measure.value)}{measure.unit}" if sign else None
    return Found(kind, printed, start, end, measure.value, measure.unit, normalized)
