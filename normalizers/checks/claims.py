"""What a text claims: that all money was paid, that indicators reached so much: `各项指标完成90%以上` -> 0.9."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import Struct

from normalizers.characters import plain

_CLAUSE = re.compile("[^。；;！!\n]+")
_PAID = re.compile(
    "(?:已|均)?(?:全部|全额|足额|均已)[^。；;]{0,12}?(?:拨付|支付|兑付|发放)[^。；;，,]{0,4}?(?:到位|完毕|到账|到专户|至专户)"
    "|(?:拨付|支付|兑付)(?:已|均)*(?:全部|全额|足额)(?:到位|完成)"
    "|(?:已|均)(?:全部|全额|足额)(?:拨付|支付|支出|执行)(?:到位|完毕|到账|到专户|至专户)?"
    "|(?:全部|全额|足额)(?:拨付|支付)至专户"
)
"""Ways to say that all of the money was paid out; being issued (下达) or planned (安排) alone is none."""
_NOT_CLAIMED = re.compile("确保|保证|力争|应当|必须|需要|要求|将|未|没有|尚|不能")
"""Words before that make it an aim, a duty or its contrary."""
_INDICATORS = re.compile(
    "(?:(?P<level>产出|效益|满意度)(?:指标)?[^。；;]{0,10}?)?(?:各项|各|全部|所有|总体)[^。；;，,]{0,6}?指标"
    "[^。；;，,0-9]{0,8}?(?:完成|达到|实现)[^。；;，,0-9]{0,6}?(?P<share>[0-9]{1,3}(?:\\.[0-9]+)?)%(?:以上)?"
)
_ALL_REACHED = re.compile(
    "(?:(?P<level>产出|效益|满意度)[^。；;]{0,4}?)?(?:各项|全部|所有)(?:三级|绩效|年度)*(?:目标|指标)(?:值)?"
    "[^。；;，,0-9]{0,4}?(?:均|全部|已|圆满|全面|全)+[^。；;，,0-9未]{0,4}?(?:完成|实现|达到|达标)"
)
_FULL_LEVEL = {"产出": "产出指标", "效益": "效益指标", "满意度": "满意度指标"}


class ReachedClaim(Struct, frozen=True):
    """A claim that every indicator, or every one of a first level, reached at least a share of its target."""

    text: str
    share: Decimal
    level1: str | None = None


def paid_claim(text: str) -> str | None:
    """Return the words that say that all money was paid, None where nothing claims it."""
    level = plain(text).replace(" ", "")
    for match in _PAID.finditer(level):
        start = max(level.rfind(mark, 0, match.start()) for mark in "。；;\n") + 1
        before = re.split("[,，]", level[start : match.start()])[-1]
        if not _NOT_CLAIMED.search(before + match.group()):
            return match.group()
    return None


def reached_claims(text: str) -> list[ReachedClaim]:
    """Return the claims about indicators in a text, one a sentence at most."""
    found = []
    for clause in _CLAUSE.findall(plain(text).replace(" ", "")):
        match = _INDICATORS.search(clause)
        share = Decimal(match["share"]) / 100 if match else Decimal(1)
        match = match or _ALL_REACHED.search(clause)
        if match is None:
            continue
        before = re.split("[,，]", clause[: match.start()])[-1]
        if not _NOT_CLAIMED.search(before + match.group()):
            found.append(ReachedClaim(match.group(), share, _FULL_LEVEL.get(match["level"] or "")))
    return found
