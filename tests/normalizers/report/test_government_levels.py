"""Levels of government in text."""

from __future__ import annotations

import pytest

from normalizers.report.government_levels import joined_levels, levels_in, says_no_level


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("中央财政资金", "central"),
        ("财政部下达", "central"),
        ("自治区补助资金", "province"),
        ("省级资金", "province"),
        ("盟级补助资金", "prefecture"),
        ("市本级预算安排", "prefecture"),
        ("旗县财政资金", "county"),
        ("县级配套", "county"),
        ("县(市、区)级", "county"),
        ("市县资金", "prefecture+county"),
        ("中央、自治区、盟市及旗县", "central+province+prefecture+county"),
        ("中央、省级、市级补助资金", "central+province+prefecture"),
        ("地方各级财政配套", "local"),
        ("乡镇级资金", "township"),
        ("云溪市补助资金", None),
        ("市财政局将资金", None),
        ("东林县、西山区", None),
        ("企业自筹", None),
        ("", None),
    ],
)
def test_levels(text: str, levels: str | None) -> None:
    assert joined_levels(levels_in(text)) == levels


def test_money_of_nobodys_budget() -> None:
    assert says_no_level("企业自筹")
    assert not says_no_level("县级自筹")
