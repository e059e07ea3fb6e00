"""What is said to happen with money: `尚有26.4万元未支付` -> unspent, `已全部拨付到位，共计` -> spent."""

from __future__ import annotations

import re
from typing import Literal

Action = Literal["allocated", "received", "spent", "unspent", "recovered"]

_ACTIONS: tuple[tuple[Action, re.Pattern[str]], ...] = (
    ("recovered", re.compile("收回|上缴|缴回|退回|交回|收缴")),
    (
        "unspent",
        re.compile("结转(?!资金(?:支出|安排))|结余|未支付|未使用|未执行|未支出|未拨付|尚未|剩余|沉淀|闲置|留存|结存"),
    ),
    (
        "spent",
        re.compile(
            "支出(?!情况|责任|进度|率|预算|结构)|执行(?!率|进度|期|情况)|支付(?!率|进度)|发放(?!标准)|使用(?!规范|效益|单位|情况|率)|拨付(?!率)|兑付|花费|列支|报销|完成投资"
        ),
    ),
    ("received", re.compile("到位(?!率)|收到|拨入|筹集|争取|到账|入库")),
    ("allocated", re.compile("下达(?!率|及时|资金的)|安排|分配|下拨|分解|批复|划拨|核定")),
)
_GRANTED = re.compile("预算(?!执行|管理|绩效)|配套|匹配|补助|补贴|投入")
"""Words that name money as granted where no verb says what became of it."""


def action_in(text: str) -> Action | None:
    """Return what a verb in a plain text without blanks says of money; what is left over goes before what is spent."""
    return next((action for action, pattern in _ACTIONS if pattern.search(text)), None)


def granted_in(text: str) -> Action | None:
    """Return `allocated` where a text only names money as granted: `中央补助`, `县级配套`."""
    return "allocated" if _GRANTED.search(text) else None
