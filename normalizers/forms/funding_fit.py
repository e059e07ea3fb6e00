"""How well a text suits a column of the funding table: `中央财政资金` a label, `105.97%` a rate, `—` nothing said."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from normalizers.forms.alignment import Fit
from normalizers.forms.cell_cuts import cuts
from normalizers.forms.double_columns import fit_double, parts_of
from normalizers.forms.indicator_fit import fold_points
from normalizers.labels import meaning
from normalizers.values.money import read_amount, read_points, read_rate
from normalizers.values.qualitative import is_blank

_CANNOT = -8.0
_AMOUNTS = {"initial", "budget", "change", "executed", "arrived", "forecast", "balance"}
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}|[A-Za-z]{4}")
_POINTS = re.compile(r"^\d{1,3}(?:\.\d{1,2})?分?$")
_GAPS = {
    "block": 0.0, "group": 0.0, "other": 0.1, "label": 6.0, "budget": 2.5, "executed": 2.5, "initial": 2.0, "rate": 1.5,
}  # fmt: skip
_GAP = 1.0
_BLANKS = {"label": 6.0, "budget": 0.6, "executed": 0.6, "initial": 0.6}
_BLANK = 0.2
_MOST_WEIGHT = 40
"""Points that a budget's execution may count for; a greater figure is money."""
_PART_WEIGHT = 3.5
"""Cost of a weight on a line that is a part: only the total is scored."""
_THEN_FIGURE = re.compile(r"[\u4e00-\u9fff)）] [0-9][0-9,.]*$")
_WITH_FIGURE = -2.0
"""Points of a label with an amount behind it: the next cell ran into it."""
_FIGURE_FOR_REASON = -4.0
"""Points of a figure where a reason should stand: it is a score that was pushed there."""
_EARNED_SHARE = Decimal("0.02")
"""Share of the weight by which the points for execution may differ from weight times rate and still be those."""
_EARNED = 0.7
"""Points of a line whose score is weight times rate."""
_POINTS_PRINTED = frozenset({"10", "20"})
"""Points that templates print for the rate of execution."""
_RATE_TOLERANCE = Decimal("0.006")
"""How far a printed rate may be from the computed one and still be it, rounded: half a percent and some."""


@lru_cache(maxsize=50_000)
def fit_text(role: str, text: str) -> float:
    """Return the points for `text` under the column `role`; -8 cannot be, 5 certainly is."""
    if len(parts_of(role)) > 1:
        return fit_double(fit_text, role, text, _CANNOT)
    if role == "block":
        return 5.0 if meaning("blocks", text) == "funding" else _CANNOT
    if role == "label":
        return _fit_label(text)
    if role == "group":
        return 1.0 if meaning("sources", text) is not None else _CANNOT
    if is_blank(text):
        return 0.5
    percent = "%" in text or "％" in text or text.startswith("#")
    if role in _AMOUNTS:
        if percent:
            return _CANNOT
        return 2.0 if read_amount(text).state == "value" else (0.5 if _is_figure(text) else -4.0)
    if role in {"rate", "arrival_rate"}:
        if percent and " " in text and cuts(text):
            return 0.0
        return 4.0 if percent else (0.0 if read_amount(text).state == "value" else -4.0)
    if role in {"weight", "score"}:
        return 1.5 if _POINTS.match(fold_points(text)) else _CANNOT
    if role == "reason" and meaning("sources", text) is not None:
        return -4.0
    if role == "reason":
        return 0.5 if read_amount(text).state != "value" else _FIGURE_FOR_REASON
    return -1.0


def _fit_label(text: str) -> float:
    if _THEN_FIGURE.search(text):
        return _WITH_FIGURE
    if meaning("sources", text) is not None:
        return 5.0
    if meaning("indicator_columns", text) is not None:
        return _CANNOT
    return _CANNOT if is_blank(text) or _is_figure(text) or read_amount(text).state == "value" else 1.0


def _is_figure(text: str) -> bool:
    """Say whether a text is a figure, be it misread (`8493,0000`), and no label: it has no words."""
    return _WORDS.search(text) is None


def fit_row(roles: dict[str, str]) -> float:
    """Return points for what the line says together: the rate is executed / budget, no score is above its weight."""
    if not roles:
        return -1.0
    budget, executed = (read_amount(roles.get(role, "")).yuan for role in ("budget", "executed"))
    points = 0.0
    if budget is not None and executed is not None and budget and roles.get("rate"):
        rate = read_rate(roles["rate"], expected=executed / budget).value
        if rate is not None:
            points += 2.0 if abs(rate - executed / budget) <= _RATE_TOLERANCE else -2.0
    if budget == 0 and roles.get("rate") and "%" not in roles["rate"] and not _says_nothing(roles["rate"]):
        points -= 1.5  # nothing of nothing has no rate: the figure is another one, doubled
    most, earned = (read_points(fold_points(roles.get(role, ""))).value for role in ("weight", "score"))
    if most is not None and earned is not None and roles.get("rate"):
        points += _EARNED * _is_earned(most, earned, roles["rate"])
    points -= 3.0 * sum(value is not None and value > _MOST_WEIGHT for value in (most, earned))
    if meaning("sources", roles.get("label", "")) not in {None, "total"}:
        points -= _PART_WEIGHT * sum(value is not None for value in (most, earned))
    figures = [role for role in ("initial", "budget", "executed", "score") if not is_blank(roles.get(role, ""))]
    if most is None and len(figures) == 1 and roles[figures[0]].strip() in _POINTS_PRINTED:
        points -= 3.0  # a blank form prints the points that the rate may earn, and nothing else
    if most is not None:
        points += (0.5 if earned <= most else -4.0) if earned is not None else 0.0
    return points


def _is_earned(most: Decimal, earned: Decimal, rate: str) -> bool:
    """Say whether the points are those that the rate of execution earns."""
    value = read_rate(rate).value
    return value is not None and abs(most * min(value, Decimal(1)) - earned) <= most * _EARNED_SHARE


def _says_nothing(text: str) -> bool:
    return is_blank(text) or read_amount(text).yuan == 0


def _gap(role: str) -> float:
    return _GAPS.get(role, _GAP)


def _blank(role: str) -> float:
    return _BLANKS.get(role, _BLANK)


FIT = Fit(text=fit_text, gap=_gap, blank=_blank, whole=fit_row, cuts=cuts)
