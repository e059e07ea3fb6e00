"""What happens with money."""

from __future__ import annotations

import pytest

from normalizers.report.money_actions import action_in, granted_in


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("下达", "allocated"),
        ("分解下达至各县", "allocated"),
        ("全部到位", "received"),
        ("已全部拨付到位", "spent"),
        ("执行数", "spent"),
        ("预算执行率", None),
        ("支出进度", None),
        ("年末结转", "unspent"),
        ("尚有未支付", "unspent"),
        ("由财政收回", "recovered"),
        ("结余资金收回", "recovered"),
        ("占下达资金的", None),
        ("中央补助", None),
        ("", None),
    ],
)
def test_actions(text: str, action: str | None) -> None:
    assert action_in(text) == action


def test_money_that_is_only_named() -> None:
    assert granted_in("县级配套") == "allocated"
    assert granted_in("执行率") is None
