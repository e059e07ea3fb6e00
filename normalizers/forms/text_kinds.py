"""What kind of text a cell holds: a number, a date, a level's name, a state, a sentence, or two texts run together."""

from __future__ import annotations

import re
from functools import lru_cache

from normalizers.characters import fold, plain
from normalizers.labels import level1, level2
from normalizers.values.qualitative import is_blank, is_none_stated, qualitative_class
from normalizers.values.quantity import read_quantity
from normalizers.values.recurring import read_recurring

LETTERS = re.compile(r"[^\W\d_]")
SENTENCE = re.compile(r"[，,；;。].{2}|^.{20,}[，,]")
"""A sentence, or two clauses: an explanation more likely than a value."""
_LEVEL_FIRST = re.compile(r"^(.{2,8}?指标)(?:[^\d:：、.（(]|\d{4}年).*$", re.DOTALL)
_SHORT_LEVEL = 4
"""Characters up to which another name of a level is nothing but that: 数量, 产出数量."""
SIGNED = re.compile(r"^[≥≤＞＜>=<＝]|^不(?:低于|少于|超过|高于|大于|小于|多于)|以[上内]$")
_POINTS_THEN_WORDS = re.compile(r"^\d{1,2}(?:\.\d)? ([\u4e00-\u9fff]+)$")
"""The points of the cell before, run into a state: `4 合理`."""
TREND = re.compile(
    r"^(?:基本|更加|保持|持续|逐[步年渐]|不断|稳步|有所|明显|显著|进一步|有效|长期|[较比]上年|同比|较为?)?"
    r"(?:稳定|向好|提[高升]|改善|增[长强加]|下降|降低|减少|减轻|缓解|好转|显著|明显|良好|规范|合理|合规|达标|到位|缩小|扩大|优化"
    r"|健全|完善|巩固|长期|持续|清零)$"
)
"""A state or a trend, which is what a value in words says and hardly ever a reason."""
_EXPLAINS = re.compile(
    r"原因|由于|因(?!地|材|素|果)|[今以]后|下一?年|下一?步|后续|滞后|偏低|偏高|不足|未能|尚未|未及时|较晚|延期|推迟|影响|受限"
    r"|[将拟](?=.{0,6}(?:加强|加大|加快|推进|提高|完善|严格|督促|按|丰富|调整))|整改|改进"
)
"""Words with which a sentence says why something was not reached, or what will be done about it."""
_RULE_THEN_FIGURE = re.compile(
    r"(?:标准|水平|规定|要求|办法|政策|计划|方案|规范|上年|同期|目标值) ?[≥≤＞＜>=<＝]?\d[\d,.，．]*\S{0,8}$"
)
"""A rule that is the target, and the figure of the next cell: `不高于当地最低工资标准 1708.14元`."""


@lru_cache(maxsize=50_000)
def kind_of(text: str) -> str:
    """Return what a text looks like: `blank`, `none`, `number`, `date`, `words`, or `level`."""
    if is_blank(text):
        return "blank"
    if is_none_stated(text):
        return "none"
    if level1(text) or level2(text):
        return "level"
    quantity = read_quantity(text)
    return quantity.kind if quantity.kind in {"number", "date"} else "words"


def is_explanation(text: str) -> bool:
    """Say whether a text is a sentence that gives a reason, which is no value: `指标值偏低，今后提高编制精准度`."""
    return is_sentence(text) and _EXPLAINS.search(text) is not None


def is_sentence(text: str) -> bool:
    """Say whether a text in words is of two clauses or long: an explanation more likely than a value."""
    return SENTENCE.search(text) is not None and kind_of(text) == "words"


def is_rule_and_figure(text: str) -> bool:
    """Say whether a figure stands behind a rule and a blank: the target is the rule, the figure what was reached."""
    return " " in text and _RULE_THEN_FIGURE.search(text) is not None


def is_named_like_level(text: str) -> bool:
    """Say whether a level's everyday name may as well be an indicator's: `群众满意度`; no `社会效益`, no `…指标`."""
    known = level2(text)
    name = fold(text)
    return known is not None and len(name) > _SHORT_LEVEL and not name.endswith("指标") and f"{name}指标" != known


def is_doubled(text: str) -> bool:
    """Say whether a text in words is one text twice: `完成 完成`, `达成预期指标达成预期指标`."""
    half = len(text) // 2
    first, second = text[:half].strip(), text[len(text) - half :].strip()
    return half > 1 and first == second and bool(LETTERS.search(first)) and len(set(first)) > 1


def holds_level(text: str) -> bool:
    """Say whether a level's name ran into the text behind it: `数量指标新建道路`, `质量 道路合格率`."""
    first, _, rest = text.partition(" ")
    if rest and (level1(first) or level2(first)):
        return True
    found = _LEVEL_FIRST.match(text)
    return found is not None and (level1(found[1]) or level2(found[1])) is not None


def ends_in_value(text: str) -> bool:
    """Say whether a value stands behind a blank at the end of a name: `运行维护费用 181.16万元`."""
    first, _, last = text.rpartition(" ")
    if not LETTERS.search(first):
        return False
    if read_recurring(plain(last)) is not None:
        return True  # `发放时间 每月10日前`
    return kind_of(last) in {"number", "date"} or qualitative_class(last) != "statement" or bool(
        TREND.match(last) or SIGNED.search(last)
    )


def names_state(text: str) -> bool:
    """Say whether a text is a state or a trend and no part of a name: `不断缩小`, `基本健全`."""
    return TREND.match(text) is not None


def reads_as_two(role: str, text: str) -> bool:
    """Say whether a text under a column still looks like two that ran together: `服务对象满意度指标职工满意度`."""
    if role == "level3":
        return holds_level(text) or ends_in_value(text)
    if role in {"target", "actual"} and (points := _POINTS_THEN_WORDS.match(text)) is not None:
        return names_state(points[1]) or qualitative_class(points[1]) != "statement"
    two = is_two_states(text) or is_doubled(text) or then_nothing(text) or is_rule_and_figure(text)
    return role in {"target", "actual"} and two


def then_nothing(text: str) -> bool:
    """Say whether a reason that says nothing ran into a value: `11月15日前 无`."""
    first, _, last = text.rpartition(" ")
    return bool(first) and (is_none_stated(last) or is_blank(last))


def begins_with_value(text: str) -> bool:
    """Say whether a value stands before a blank: `853.6元/生 项目尾款待验收后支付`."""
    first, _, rest = text.partition(" ")
    return bool(rest) and kind_of(first) in {"number", "date"}


def is_two_states(text: str) -> bool:
    """Say whether two states ran together: `有所减轻 明显减轻`, `显著增强 达成预期指标`."""
    first, _, rest = text.partition(" ")
    return bool(rest) and all(
        TREND.match(part) or qualitative_class(part) in {"attain_full", "attain_partial", "attain_none"}
        for part in (first, rest.strip())
    )
