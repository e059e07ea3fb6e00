"""Which levels of government a text names: `中央、省级、市级补助资金` -> central, province, prefecture.

Only words that stand for a level count: `市级`, `盟市财政`, `省补助`; the 市 of a place (`云溪市`) does not.
"""

from __future__ import annotations

import re
from typing import Literal

Level = Literal["central", "province", "prefecture", "county", "township", "local"]

_MONEY = (
    "级|本级|财政(?!局|厅|所|部)|补助|配套|匹配|资金|自筹|预算|安排|承担|负担|投入|拨"
    "|下达|下拨|追加|统筹|出资|共|以(?![下上内外])"
)
_LIST = "、|及|和|与|以及"
_ALONE = "(?<![\\u4e00-\\u9fff])|(?<=[、及和与中省市县央级含由括年度月日经向])"
_LEVELS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    ("central", re.compile("中央|财政部(?!门)|国家级|国家财政|国家补助")),
    ("province", re.compile(f"(?:自治区|省)(?={_MONEY}|{_LIST}|市|盟|级)|^(?:自治区|省)$|省区市|区财政厅|省财政厅")),
    (
        "prefecture",
        re.compile(
            f"盟市|^[市州盟]$|盟(?={_MONEY})|(?:地|州|设区)?市(?:级|本级)|地级市|地市|州级|州本级"
            f"|(?:{_ALONE})市(?={_MONEY}|{_LIST}|县|区)"
        ),
    ),
    (
        "county",
        re.compile(
            f"旗县|^[县区旗]$|县(?:级|本级|区)|区县|(?<!治)区(?:级|本级)|旗(?:级|本级)|县(?:、|\\()?[市区]|(?<!我)旗(?={_MONEY})"
            f"|(?:{_ALONE})[县区](?={_MONEY}|{_LIST})"
        ),
    ),
    ("township", re.compile("(?:乡镇|乡|镇)(?:级|财政(?!所))")),
    ("local", re.compile("地方(?:各级)?(?:财政|配套|资金|政府|补助|自筹|安排|投入|承担)|地方各级")),
)
_COUNTIES = re.compile("县\\((?:市|区|、)+\\)")
"""`县（市、区）` is one level and no 市."""
_ORDER = tuple(name for name, _ in _LEVELS)
_OWN_MONEY = re.compile("上级|自筹|自有|社会资本|社会资金|银行贷款|贷款|捐赠|专项债")


def levels_in(text: str) -> tuple[Level, ...]:
    """Return the levels that a plain text without blanks names, from the centre down."""
    text = _COUNTIES.sub("县区", text)
    return tuple(name for name, pattern in _LEVELS if pattern.search(text))


def says_no_level(text: str) -> bool:
    """Say whether money is of nobody's budget: `企业自筹`, `社会资金`."""
    return bool(_OWN_MONEY.search(text)) and not levels_in(text)


def joined_levels(levels: tuple[Level, ...]) -> str | None:
    """Return levels as one word, `central+county`, None for none."""
    return "+".join(name for name in _ORDER if name in levels) or None
