"""Labels that OCR misread, proved by the vocabulary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.label_repair import label_among, repair_label


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("项Fl资金(万兀)", "项目资金(万元)"),
        ("指标值(八)", "指标值(A)"),
        ("考值参分", "参考分值"),
        ("指标L", "指标1"),
        ("年度资金总颔", "年度资金总额"),
        ("全年执行教(8)", "全年执行数(B)"),
        ("二圾指标", "二级指标"),
        ("预算执行宰(B/八)", "预算执行率(B/A)"),
        ("满意庋指标", "满意度指标"),
    ],
)
def test_repairs(read: str, printed: str) -> None:
    assert repair_label(read) == printed


@pytest.mark.parametrize("label", ["一级指标", "三级指标", "分值", "全年预算数(A)", "项目资金(万元)"])
def test_sound_labels_stay(label: str) -> None:
    assert repair_label(label) == label


@pytest.mark.parametrize("text", ["X级指标", "居民健康档案建档率", "abc", "分X", "", "一" * 100])
def test_what_could_be_several_labels_or_none_is_left(text: str) -> None:
    assert repair_label(text) is None


@given(st.text(max_size=50))
def test_never_raises(text: str) -> None:
    repair_label(text)


@pytest.mark.parametrize(
    ("text", "readings", "label"),
    [
        ("级指标", ("级指标", "三级指标", "设指标"), "三级指标"),
        ("级指标", ("一级指标", "三级指标"), None),
        ("分值", ("得分", "分值"), None),
        ("护林员人数", ("护林员人救",), None),
    ],
)
def test_the_label_that_one_reader_saw(text: str, readings: tuple[str, ...], label: str | None) -> None:
    assert label_among(text, readings) == label
