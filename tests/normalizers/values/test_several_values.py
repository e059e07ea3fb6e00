"""Several values in one text."""

from __future__ import annotations

import pytest

from normalizers.values.figures import Unread, read_figures
from normalizers.values.quantity import read_quantity
from normalizers.values.several_values import read_several


@pytest.mark.parametrize(
    ("text", "flag", "values"),
    [
        ("上半年145元,下半年150元", "several_values", ("145", "150")),
        ("145元/150元", "several_values", ("145", "150")),
        ("3个乡镇、12个村", "several_values", ("3", "12")),
        ("95、5%", "list_or_decimal", ("95", "5")),
    ],
)
def test_lists(text: str, flag: str, values: tuple[str, ...]) -> None:
    assert read_several(text, read_figures) == Unread((flag,), values)


@pytest.mark.parametrize("text", ["", "145元", "12,34", "150元/人·月", "完成任务,达到目标", "1,2,3,4,5,6,7元"])
def test_other_texts(text: str) -> None:
    assert read_several(text, read_figures) is None


def test_a_target_with_several_values_is_text_without_a_doubt() -> None:
    quantity = read_quantity("上半年145元，下半年150元")
    assert (quantity.kind, quantity.value, quantity.flags) == ("text", None, ("several_values",))
    assert "unreadable" in read_quantity("95、5%").flags
