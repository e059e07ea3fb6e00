"""How well a text suits a column of the indicator table: `数量指标` a second level, `≥90%` a target, `无` a reason."""

from __future__ import annotations

import re
from functools import lru_cache

from normalizers.characters import fold
from normalizers.forms.alignment import Fit
from normalizers.forms.cell_cuts import cuts
from normalizers.forms.double_columns import fit_double, parts_of
from normalizers.forms.levels import COST
from normalizers.forms.text_kinds import (
    LETTERS,
    SENTENCE,
    SIGNED,
    TREND,
    begins_with_value,
    ends_in_value,
    holds_level,
    is_doubled,
    is_explanation,
    is_named_like_level,
    is_rule_and_figure,
    is_two_states,
    kind_of,
    names_state,
    then_nothing,
)
from normalizers.labels import level1, level2, meaning, near_levels
from normalizers.values.money import read_points
from normalizers.values.qualitative import is_blank, is_none_stated, qualitative_class
from normalizers.values.quantity import read_quantity
from normalizers.values.units import listed_unit

_CANNOT = -8.0
_SIGN = re.compile(r"^(?:[≥≤＝=><＞＜⩾⩽]{1,2}|定性|大于等于|小于等于|等于|大于|小于|正向|反向|正向指标|反向指标)$")
_POINTS = re.compile(r"^\d{1,3}(?:[.．]\d{1,2})?分?$")
_UNIT = re.compile(r"^(?:%|％|‰|℃|[^\W\d_]{1,6}(?:/[^\W\d_]{1,4})?(?:[(（][^\W\d_]{1,3}[)）])?)$")
_INNER_BLANK = re.compile(r"[\u4e00-\u9fff）)] [\u4e00-\u9fff（(]")
_NAME_LIKE = re.compile(r"^[^\d≥≤＞＜>=<＝]{2,}(?:率|数|数量|面积|时间|时限|满意度|情况|作用|标准|程度|金额)$")
"""A text that says what is counted, not how much."""
_NAME_LIKE_END = re.compile(r"(?:率|比例|时间|时限|满意度|情况|程度|金额|里程|面积|数量)$")
"""The same where figures or a date stand before: `截至次年3月底前资金支付比例`."""
_LONGEST_LEVEL = 12
"""Characters of the longest name of a level, known or not."""
_LONGEST_OWN_LEVEL = 6
"""Characters of the longest level of a form's own that is not called 指标: 决策依据."""
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
_NAME_AS_LEVEL = 6.0
"""Cost of a name that is its own second level below no first one, `社会公众满意度 | 社会公众满意度`: it is doubled."""
_THEN_FIGURE = re.compile(r"[\u4e00-\u9fff] \d{1,3}(?:\.\d{1,2})?$")
"""Words and, behind a blank, a bare figure: the points of the next cell ran into it."""
_SENTENCE_THEN_FIGURE = re.compile(r"[\u4e00-\u9fff]{4}[。；]? \d{1,3}(?:\.\d{1,2})?$")
_CRITERION = re.compile(r"得满分|不得分|扣\d+(?:\.\d+)?分|每[有低超高少多降]")
"""Words of a rule by which points are given, which stands in a column of its own."""
_EXPLANATION = 2.5
"""Points against an explanation under the values: its column is that of the reasons."""
_FIGURE_BEHIND = re.compile(r"\S \d{1,3}(?:\.\d{1,2})?$")
"""A bare figure behind a blank: points that ran into the cell before."""
_LEVEL_AND_POINTS = 5.0
"""Points against a level's everyday name with a bare figure behind it, `社会公众满意度 10`: a name and its points."""
_LONG_REASON = 12
"""Characters from which a text is more likely an explanation than a value."""


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
    if role in {"target", "actual", "level3"} and SENTENCE.search(text) and kind_of(text) == "words":
        points -= 1.5
    if role in {"target", "actual"}:
        points -= _value_doubt(text)
    if role in {"reason", "criteria", "explanation"}:
        points -= _reason_doubt(text) + (3.0 if role == "reason" and _CRITERION.search(text) else 0.0)
    if role == "level3":
        points -= _name_doubt(text) + (2.5 if SIGNED.search(text) or names_state(text) else 0.0)
    if role in {"reason", "criteria", "explanation"} and kind_of(text) == "words" and len(text) >= _LONG_REASON:
        points += 0.5
    return points


def _value_doubt(text: str) -> float:
    """Return what speaks against a value: it is a name, is doubled, or holds the next column's value as well."""
    doubled = is_doubled(text) or _THEN_FIGURE.search(text) or is_two_states(text) or then_nothing(text)
    doubled = doubled or is_rule_and_figure(text)
    named = _NAME_LIKE.search(text) and not SIGNED.search(text)  # 不高于当地最低工资标准 is a limit
    doubt = (2.0 if named else 0.0) + (3.0 if doubled else 0.0) + (4.0 if holds_level(text) else 0.0)
    return doubt + (_EXPLANATION if is_explanation(text) else 0.0)


def _reason_doubt(text: str) -> float:
    """Return what speaks against a reason: it is a state, an indicator's name, or begins with a value."""
    named = _NAME_LIKE.search(text) or _NAME_LIKE_END.search(text)
    doubled = 3.0 if is_doubled(text) or _SENTENCE_THEN_FIGURE.search(text) else 0.0
    return doubled + (3.5 if TREND.match(text) or named else 0.0) + (4.0 if begins_with_value(text) else 0.0)


def _name_doubt(text: str) -> float:
    """Return what speaks against a name: nothing but signs, a doubled text, a level or a value that ran into it."""
    if not LETTERS.search(text) or _SIGN.match(text):
        return 5.0
    if is_doubled(text):
        return 3.0
    if holds_level(text) or ends_in_value(text):
        return 4.0
    return 0.7 if _INNER_BLANK.search(text) else 0.0


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
        named = is_named_like_level(text) and _FIGURE_BEHIND.search(text)
        return (4.0 if usual else 3.0) - (_LEVEL_AND_POINTS if named else 0.0)
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
    if roles.get("level2") == roles.get("level3") and "level3" in roles and "level1" not in roles:
        points -= _NAME_AS_LEVEL
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
    if SIGNED.search(actual) and not SIGNED.search(target):
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
