"""How well a text suits a column of the indicator table: `数量指标` a second level, `≥90%` a target, `无` a reason."""

from __future__ import annotations

import re
from functools import lru_cache

from normalizers.characters import fold, plain
from normalizers.forms.alignment import Fit
from normalizers.forms.cell_cuts import cuts
from normalizers.forms.double_columns import fit_double, parts_of
from normalizers.forms.levels import COST
from normalizers.labels import level1, level2, meaning, near_levels
from normalizers.values.money import read_points
from normalizers.values.qualitative import is_blank, is_none_stated, qualitative_class
from normalizers.values.quantity import read_quantity
from normalizers.values.recurring import read_recurring
from normalizers.values.units import listed_unit

_CANNOT = -8.0
_SIGN = re.compile(r"^(?:[≥≤＝=><＞＜⩾⩽]{1,2}|定性|大于等于|小于等于|等于|大于|小于|正向|反向|正向指标|反向指标)$")
_POINTS = re.compile(r"^\d{1,3}(?:[.．]\d{1,2})?分?$")
_UNIT = re.compile(r"^(?:%|％|‰|℃|[^\W\d_]{1,6}(?:/[^\W\d_]{1,4})?(?:[(（][^\W\d_]{1,3}[)）])?)$")
_LETTERS = re.compile(r"[^\W\d_]")
_INNER_BLANK = re.compile(r"[\u4e00-\u9fff）)] [\u4e00-\u9fff（(]")
_SENTENCE = re.compile(r"[，,；;。].{2}|^.{20,}[，,]")
"""A sentence, or two clauses: an explanation more likely than a value."""
_NAME_LIKE = re.compile(r"^[^\d≥≤＞＜>=<＝]{2,}(?:率|数|数量|面积|时间|时限|满意度|情况|作用|标准|程度|金额)$")
"""A text that says what is counted, not how much."""
_NAME_LIKE_END = re.compile(r"(?:率|比例|时间|时限|满意度|情况|程度|金额|里程|面积|数量)$")
"""The same where figures or a date stand before: `截至次年3月底前资金支付比例`."""
_LEVEL_FIRST = re.compile(r"^(.{2,8}?指标)(?:[^\d:：、.（(]|\d{4}年).*$", re.DOTALL)
_LONGEST_LEVEL = 12
"""Characters of the longest name of a level, known or not."""
_LONGEST_OWN_LEVEL = 6
"""Characters of the longest level of a form's own that is not called 指标: 决策依据."""
_SHORT_LEVEL = 4
"""Characters up to which another name of a level is nothing but that: 数量, 产出数量."""
_MOST_POINTS = 60
"""Points that one indicator may have: its whole first level has 50, or 60 where another level is missing."""
_POINTS_DOUBLED = 2.0
"""Cost of a value that is the row's weight or score again: that cell was doubled."""
_NOTHING_EARNED = 1.5
"""Points of a row without an actual that earned nothing: the one explains the other."""
_FULL_POINTS = 0.9
"""Points of a row that earned all it could: most do."""
_SAME_SIZE = 5
"""Times that an actual may be its target, or the target the actual, and still be figures of one thing."""
_OTHER_SIZE = -0.5
_NOTHING_FOR_ALL = 5.0
"""Cost of a row that earned nothing though its actual is its target: the target is doubled, the actual blank."""
_NO_WEIGHT = 3.0
"""Cost of a weight of 0: no indicator has one."""
_REPEATED = 3.0
"""Cost of a text that repeats its neighbour where no form would: the cell was doubled."""
_SIGNED = re.compile(r"^[≥≤＞＜>=<＝]|^不(?:低于|少于|超过|高于|大于|小于|多于)|以[上内]$")
_THEN_FIGURE = re.compile(r"[\u4e00-\u9fff] \d{1,3}(?:\.\d{1,2})?$")
"""Words and, behind a blank, a bare figure: the points of the next cell ran into it."""
_SENTENCE_THEN_FIGURE = re.compile(r"[\u4e00-\u9fff]{4}[。；]? \d{1,3}(?:\.\d{1,2})?$")
_POINTS_THEN_WORDS = re.compile(r"^\d{1,2}(?:\.\d)? ([\u4e00-\u9fff]+)$")
"""The points of the cell before, run into a state: `4 合理`."""
_CRITERION = re.compile(r"得满分|不得分|扣\d+(?:\.\d+)?分|每[有低超高少多降]")
"""Words of a rule by which points are given, which stands in a column of its own."""
_TREND = re.compile(
    r"^(?:基本|更加|保持|持续|逐[步年渐]|不断|稳步|有所|明显|显著|进一步|有效|长期|[较比]上年|同比|较为?)?"
    r"(?:稳定|向好|提[高升]|改善|增[长强加]|下降|降低|减少|减轻|缓解|好转|显著|明显|良好|规范|合理|合规|达标|到位|缩小|扩大|优化"
    r"|健全|完善|巩固|长期|持续|清零)$"
)
"""A state or a trend, which is what a value in words says and hardly ever a reason."""
_LONG_REASON = 12
"""Characters from which a text is more likely an explanation than a value."""


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


_GAPS = {
    "block": 0.0,
    "other": 0.1,
    "level1": 0.2,
    "level2": 0.4,
    "level3": 6.0,
    "target": 3.5,
    "actual": 3.5,
    "sign": 2.0,
    "unit": 1.5,
    "reason": 0.4,
    "weight": 2.0,
    "score": 2.0,
}
"""Cost of finding no cell for a column: merged levels and reasons that say nothing are lost first, a name never is."""

_BLANKS = {
    "block": 0.0,
    "level1": 0.0,
    "level2": 0.0,
    "level3": 4.0,
    "target": 0.8,
    "actual": 0.8,
    "reason": 0.0,
    "weight": 1.2,
    "score": 1.2,
}
"""Cost of a blank cell under a column; what is not named costs `_BLANK`."""
_BLANK = 0.2

_BY_KIND: dict[str, dict[str, float]] = {
    "level3": {"words": 2.0, "number": -3.0, "date": -4.0, "none": -5.0, "blank": -5.0, "level": -4.0},
    "target": {"words": 0.0, "number": 2.0, "date": 2.0, "none": -2.0, "blank": -0.8, "level": -5.0},
    "actual": {"words": 0.0, "number": 2.0, "date": 2.0, "none": -1.5, "blank": -0.8, "level": -5.0},
    "reason": {"words": 0.5, "number": -4.0, "date": -3.0, "none": 3.0, "blank": 2.5, "level": -5.0},
    "deviation": {"words": -2.0, "number": 1.0, "date": -4.0, "none": 0.0, "blank": 0.5, "level": -5.0},
    "forecast": {"words": 0.0, "number": 2.0, "date": 2.0, "none": -1.5, "blank": 0.0, "level": -5.0},
    "possibility": {"words": 1.0, "number": -4.0, "date": -4.0, "none": -1.0, "blank": 0.0, "level": -5.0},
    "criteria": {"words": 0.5, "number": -3.0, "date": -4.0, "none": -1.0, "blank": 0.0, "level": -5.0},
    "explanation": {"words": 0.5, "number": -3.0, "date": -4.0, "none": -1.0, "blank": 0.0, "level": -5.0},
    "previous": {"words": -0.5, "number": 1.0, "date": 1.0, "none": 0.0, "blank": 0.0, "level": -5.0},
    "number": {"words": -6.0, "number": 1.0, "date": -6.0, "none": -6.0, "blank": 0.0, "level": -6.0},
    "other": {"words": -0.5, "number": -0.5, "date": -0.5, "none": 0.0, "blank": 0.5, "level": -3.0},
}

_ANSWERED = {"actual": 2.0, "target": 0.5, "reason": -4.0, "level3": -2.0}
"""Points for an answer of the official pick-list (`达成预期指标`), which is what an actual says."""


@lru_cache(maxsize=100_000)
def fit_text(role: str, text: str) -> float:
    """Return the points for `text` under the column `role`; -8 cannot be, 5 certainly is."""
    if len(parts_of(role)) > 1:
        return fit_double(fit_text, role, text, _CANNOT)
    return _fit_one(role, text)


def _fit_one(role: str, text: str) -> float:
    if role == "block":
        return 5.0 if meaning("blocks", text) == "indicators" else _CANNOT
    if role in {"level1", "level2"}:
        return _fit_level(role, text)
    if role in {"weight", "score", "other_score"}:
        return 2.0 if _POINTS.match(fold_points(text)) else (0.5 if is_blank(text) else _CANNOT)
    if role == "sign":
        return 4.0 if _SIGN.match(text.strip()) else (0.5 if is_blank(text) else -6.0)
    if role == "unit":
        return _fit_unit(text.strip())
    named = role == "level3" and (is_named_like_level(text) or _NAME_LIKE_END.search(text))
    kind = "words" if named else kind_of(text)
    points = _BY_KIND.get(role, _BY_KIND["other"])[kind]
    if role in _ANSWERED and qualitative_class(text) in {"attain_full", "attain_partial"}:
        points += _ANSWERED[role]
    if role in {"target", "actual", "level3"} and _SENTENCE.search(text) and kind_of(text) == "words":
        points -= 1.5
    if role in {"target", "actual"}:
        points -= _value_doubt(text)
    if role in {"reason", "criteria", "explanation"}:
        points -= _reason_doubt(text) + (3.0 if role == "reason" and _CRITERION.search(text) else 0.0)
    if role == "level3":
        points -= _name_doubt(text) + (2.5 if _SIGNED.search(text) or names_state(text) else 0.0)
    if role in {"reason", "criteria", "explanation"} and kind_of(text) == "words" and len(text) >= _LONG_REASON:
        points += 0.5
    return points


def _value_doubt(text: str) -> float:
    """Return what speaks against a value: it is a name, is doubled, or holds the next column's value as well."""
    doubled = _is_doubled(text) or _THEN_FIGURE.search(text) or _is_two_states(text) or _then_nothing(text)
    return (2.0 if _NAME_LIKE.search(text) else 0.0) + (3.0 if doubled else 0.0) + (4.0 if holds_level(text) else 0.0)


def _reason_doubt(text: str) -> float:
    """Return what speaks against a reason: it is a state, an indicator's name, or begins with a value."""
    named = _NAME_LIKE.search(text) or _NAME_LIKE_END.search(text)
    doubled = 3.0 if _is_doubled(text) or _SENTENCE_THEN_FIGURE.search(text) else 0.0
    return doubled + (3.5 if _TREND.match(text) or named else 0.0) + (4.0 if _begins_with_value(text) else 0.0)


def is_named_like_level(text: str) -> bool:
    """Say whether a level's everyday name may as well be an indicator's: `群众满意度`; no `社会效益`, no `…指标`."""
    known = level2(text)
    name = fold(text)
    return known is not None and len(name) > _SHORT_LEVEL and not name.endswith("指标") and f"{name}指标" != known


def _name_doubt(text: str) -> float:
    """Return what speaks against a name: nothing but signs, a doubled text, a level or a value that ran into it."""
    if not _LETTERS.search(text) or _SIGN.match(text):
        return 5.0
    if _is_doubled(text):
        return 3.0
    if holds_level(text) or _ends_in_value(text):
        return 4.0
    return 0.7 if _INNER_BLANK.search(text) else 0.0


def _is_doubled(text: str) -> bool:
    """Say whether a text in words is one text twice: `完成 完成`, `达成预期指标达成预期指标`."""
    half = len(text) // 2
    first, second = text[:half].strip(), text[len(text) - half :].strip()
    return half > 1 and first == second and bool(_LETTERS.search(first)) and len(set(first)) > 1


def holds_level(text: str) -> bool:
    """Say whether a level's name ran into the text behind it: `数量指标新建道路`, `质量 道路合格率`."""
    first, _, rest = text.partition(" ")
    if rest and (level1(first) or level2(first)):
        return True
    found = _LEVEL_FIRST.match(text)
    return found is not None and (level1(found[1]) or level2(found[1])) is not None


def _ends_in_value(text: str) -> bool:
    """Say whether a value stands behind a blank at the end of a name: `运行维护费用 181.16万元`."""
    first, _, last = text.rpartition(" ")
    if not _LETTERS.search(first):
        return False
    if read_recurring(plain(last)) is not None:
        return True  # `发放时间 每月10日前`
    return kind_of(last) in {"number", "date"} or qualitative_class(last) != "statement" or bool(
        _TREND.match(last) or _SIGNED.search(last)
    )


def names_state(text: str) -> bool:
    """Say whether a text is a state or a trend and no part of a name: `不断缩小`, `基本健全`."""
    return _TREND.match(text) is not None


def reads_as_two(role: str, text: str) -> bool:
    """Say whether a text under a column still looks like two that ran together: `服务对象满意度指标职工满意度`."""
    if role == "level3":
        return holds_level(text) or _ends_in_value(text)
    if role in {"target", "actual"} and (points := _POINTS_THEN_WORDS.match(text)) is not None:
        return names_state(points[1]) or qualitative_class(points[1]) != "statement"
    return role in {"target", "actual"} and (_is_two_states(text) or _is_doubled(text) or _then_nothing(text))


def _then_nothing(text: str) -> bool:
    """Say whether a reason that says nothing ran into a value: `11月15日前 无`."""
    first, _, last = text.rpartition(" ")
    return bool(first) and (is_none_stated(last) or is_blank(last))


def _begins_with_value(text: str) -> bool:
    """Say whether a value stands before a blank: `853.6元/生 项目尾款待验收后支付`."""
    first, _, rest = text.partition(" ")
    return bool(rest) and kind_of(first) in {"number", "date"}


def _is_two_states(text: str) -> bool:
    """Say whether two states ran together: `有所减轻 明显减轻`, `显著增强 达成预期指标`."""
    first, _, rest = text.partition(" ")
    return bool(rest) and all(
        _TREND.match(part) or qualitative_class(part) in {"attain_full", "attain_partial", "attain_none"}
        for part in (first, rest.strip())
    )


def _fit_unit(text: str) -> float:
    if is_blank(text):
        return 0.5
    if not _UNIT.match(text) or kind_of(text) == "level" or qualitative_class(text) not in {None, "statement"}:
        return -6.0
    return 2.0 if listed_unit(text) is not None else 0.0


def fold_points(text: str) -> str:
    """Return a score's text in ASCII digits and without blanks: `１０ 分` -> `10分`."""
    return re.sub(r"\s", "", text).translate(str.maketrans("０１２３４５６７８９．", "0123456789."))


def _fit_level(role: str, text: str) -> float:
    """Return the points of a level's name; one that names either level (成本, 满意度) suits its usual one more."""
    first, second = level1(text), level2(text)
    own, other = (first, second) if role == "level1" else (second, first)
    if own is not None:
        usual = other is None or (role == "level2") == (first == COST)
        return 4.0 if usual else 3.0
    if other is not None:
        return -3.0
    if near_levels(role, text):
        return 2.0
    folded = fold(text)
    if len(folded) > _LONGEST_LEVEL or is_none_stated(text) or _POINTS.match(fold_points(text)):
        return -7.0
    if folded.endswith("指标"):
        return -1.0
    return -4.0 if len(folded) <= _LONGEST_OWN_LEVEL else -7.0


def fit_row(roles: dict[str, str]) -> float:
    """Return points for what the row says together: a target and an actual of one kind, `100%` and `98%`."""
    target, actual = roles.get("target"), roles.get("actual")
    points = 0.0
    if target is not None and actual is not None:
        points += _together(target, actual)
    points -= _REPEATED * _repeats(roles)
    weight, score = roles.get("weight"), roles.get("score")
    values = [text for text in (target, actual) if text is not None and _POINTS.match(fold_points(text))]
    if len(values) == 1:  # a value in figures beside one in other signs
        points -= _POINTS_DOUBLED * (values[0] in {weight, score})
    if weight is not None and score is not None:
        most, earned = read_points(fold_points(weight)).value, read_points(fold_points(score)).value
        if most is not None and earned is not None:
            points += (_FULL_POINTS if earned == most else 0.5) if earned <= most else -4.0
            points += _NOTHING_EARNED * (earned == 0 and actual is None)
            points -= _NOTHING_FOR_ALL * (earned == 0 and actual is not None and actual == target)
            points -= _NO_WEIGHT * (most == 0)
    elif score is not None and weight is None and read_points(fold_points(score)).value == 0:
        points += _NOTHING_EARNED if actual is None else -_NOTHING_FOR_ALL * (actual == target)
    points -= sum(4.0 for text in (weight, score) if text is not None and _is_too_much(text))
    return points


def _is_too_much(text: str) -> bool:
    """Say whether a figure is too great for the points of one indicator: it is a value that slipped."""
    points = read_points(fold_points(text)).value
    return points is not None and points > _MOST_POINTS


def _repeats(roles: dict[str, str]) -> int:
    """Return how many texts only repeat a neighbour's: a name is no target, what was reached is no reason."""
    pairs = (("level3", "target"), ("actual", "reason"), ("target", "reason"))
    texts = [(roles.get(left, ""), roles.get(right, "")) for left, right in pairs]
    count = sum(left == right for left, right in texts if left and not is_blank(left))
    return count + sum(right.startswith(f"{left} ") for left, right in texts if left)


def _together(target: str, actual: str) -> float:
    if target == actual:
        return 2.0 if kind_of(target) in {"number", "date"} else 1.3
    if _SIGNED.search(actual) and not _SIGNED.search(target):
        return -1.0
    kinds = kind_of(target), kind_of(actual)
    if kinds[0] == kinds[1]:
        return _figures_together(target, actual) if kinds[0] == "number" else 1.0 if kinds[0] == "date" else 0.3
    if set(kinds) == {"number", "date"}:
        return -4.0
    if kinds == ("number", "words") and qualitative_class(actual) == "statement":
        return -0.7
    return -1.5 if kinds == ("words", "number") else 0.0


def _figures_together(target: str, actual: str) -> float:
    """Return the points of two figures: 1 for those of one size, less for `1179.33` beside `5`, which is a score."""
    aim = read_quantity(target)
    wanted, reached = aim.value, read_quantity(actual, like=aim).value
    if not reached:
        return 1.0 if wanted == reached else 0.0
    if not wanted:
        return 1.0
    near = max(abs(wanted / reached), abs(reached / wanted)) <= _SAME_SIZE
    return 1.0 if near else _OTHER_SIZE


def _gap(role: str) -> float:
    return _GAPS.get(role, 1.0)


def _blank(role: str) -> float:
    return _BLANKS.get(role, _BLANK)


FIT = Fit(text=fit_text, gap=_gap, blank=_blank, whole=fit_row, cuts=cuts)
