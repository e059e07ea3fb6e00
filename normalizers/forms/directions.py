"""What attains a target, more or less of it, and how that is known: `≥90%` -> higher, explicit; costs -> lower."""

from __future__ import annotations

import re

from normalizers.schema import Direction, DirectionOrigin
from normalizers.values.quantity import Quantity
from normalizers.values.units import is_duration

_HARM = re.compile(
    "事故|投诉|差错|违规|死亡率|病死率|发生率|发病率|控制率|变动率|超支|违法|违纪|流失率|失误|返贫|辍学|逾期|误差|空置率|闲置率|损失率|拖欠|欠薪|退化"
    "|排放量|排放强度|能耗|失业率|上访|信访|缺陷率|故障率|漏损率|损耗率|破损率"
)
"""Words in an indicator's name that make less of it better."""
_REMEDY = re.compile(
    "(?<![未不没无])(?:处理|处置|办结|整改|解决|化解|查处|响应|回复|回访|受理|结案|治理|达标|完成|修复|安置|收回|报告|上报|下降|降低|减少"
    "|降幅|减排|清偿|劝返|消除|销号|监测|预警|防控|及时|准确|报送|落实|到位|合格)|血压|血糖|覆盖"
)
"""What is done against a harm, of which more is better: 投诉办结率, 事故起数下降率, 血压控制率."""
_TIME_TAKEN = re.compile("时限|时长|工期|周期|(?:办理|审批|响应|完成|拨付|下达|到位|处理|等待)时间|用时|耗时|天数$")
_TIME_KEPT = re.compile("年限|寿命|服务天数|供餐|使用时间|持续时间|运行时间|保存|质保|有效期|在岗|开放")
"""Times of which more is better: 使用年限, 供餐天数."""


def direction_of(
    target: Quantity, level1: str | None, level2: str | None, name: str, *, sign_column: bool
) -> tuple[Direction | None, DirectionOrigin | None]:
    """Return the direction of a target and where it comes from; None for a target in words."""
    explicit: DirectionOrigin = "column" if sign_column else "explicit"
    if target.kind not in {"number", "date"}:
        return None, None
    if target.comparator in {"ge", "gt"}:
        return "higher", explicit
    if target.comparator in {"le", "lt", "by"}:
        return "lower", explicit
    if target.comparator == "between":
        return "exact", explicit
    if target.kind == "date":
        return "lower", "inferred"
    if target.value == 0:
        return "exact", "inferred"
    return ("lower" if _less_is_better(target, level1, level2, name) else "higher"), "inferred"


def _less_is_better(target: Quantity, level1: str | None, level2: str | None, name: str) -> bool:
    if "decrease" in target.flags or "成本" in (level2 or "") or "成本" in (level1 or ""):
        return True
    if _HARM.search(name) and not _REMEDY.search(name):
        return True
    if not (is_duration(target.unit) or target.unit in {"小时", "分钟"}) or _TIME_KEPT.search(name):
        return False
    return "时效" in (level2 or "") or bool(_TIME_TAKEN.search(name))
