"""Document numbers in any brackets, or without."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.values.document_numbers import find_document_numbers

ALONE = [
    ("财预〔2020〕10号", "财预〔2020〕10号", ()),
    ("财预（2020）10号", "财预〔2020〕10号", ()),
    ("财预【2020】10号", "财预〔2020〕10号", ()),
    ("财预［2020］10 号", "财预〔2020〕10号", ()),
    ("云县办发﹙2019﹚70号", "云县办发〔2019〕70号", ()),
    ("财预〔2020〕第10号", "财预〔2020〕10号", ()),
    ("宁财(农)指标[2022]605号", "宁财(农)指标〔2022〕605号", ()),
    ("豫财预〔二〇二四〕1号", "豫财预〔2024〕1号", ()),
    ("财办发〔2020〕10-1号", "财办发〔2020〕10-1号", ()),
    ("财预2015163 号", "财预〔2015〕163号", ("brackets_lost",)),
    ("内财社 2024 982 号", "内财社〔2024〕982号", ("brackets_lost",)),
    ("财预〔2020 10号", "财预〔2020〕10号", ("brackets_lost",)),
    ("财预〔202O〕10号", "财预〔2020〕10号", ("ocr_fix",)),
    ("粤财绩﹝xx﹞13号", None, ("placeholder_year",)),
]
IN_TEXT = [
    ("根据呼财社(2024)480号 呼伦贝尔市", ["呼财社〔2024〕480号"]),
    (
        "其中（内财社 2023 1599 号）下达4780万元；（内财社 2024 982 号）",
        ["内财社〔2023〕1599号", "内财社〔2024〕982号"],
    ),
    ("内财社〔2023〕1599号和内财社〔2024〕982号", ["内财社〔2023〕1599号", "内财社〔2024〕982号"]),
    ("自治区财政厅内财社〔2024〕5号文件", ["内财社〔2024〕5号"]),
    ("《项目支出绩效评价管理办法》（财预〔2020〕10号）", ["财预〔2020〕10号"]),
    ("按照财预〔2020〕10号有关规定", ["财预〔2020〕10号"]),
]


@pytest.mark.parametrize(("printed", "canonical", "flags"), ALONE)
def test_alone(printed: str, canonical: str | None, flags: tuple[str, ...]) -> None:
    (found,) = find_document_numbers(printed)
    assert (found.text, found.canonical, found.flags) == (printed, canonical, flags)


@pytest.mark.parametrize(("text", "canonical"), IN_TEXT)
def test_in_text(text: str, canonical: list[str]) -> None:
    found = find_document_numbers(text)
    assert [one.canonical for one in found] == canonical
    assert [text[one.start : one.end] for one in found] == [one.text for one in found]


@pytest.mark.parametrize(
    "text", ["", "附件 4", "2024年12号", "2024年 12号楼", "电话 2024 1234 号", "财预10号", "第2024号"]
)
def test_none(text: str) -> None:
    assert find_document_numbers(text) == ()


@given(
    st.sampled_from(["财预", "内财社", "呼财社", "湖政办发", "川财绩"]),
    st.integers(1990, 2035),
    st.integers(1, 9999),
    st.sampled_from(["〔〕", "()", "（）", "[]", "【】", "﹝﹞", "［］", "  "]),
)
def test_every_bracket_reads_back(org: str, year: int, number: int, brackets: str) -> None:
    (found,) = find_document_numbers(f"{org}{brackets[0]}{year}{brackets[1]}{number}号")
    assert found.canonical == f"{org}〔{year}〕{number}号"


@given(st.text(alphabet="财预社内号第年0123456789xX〔〕()（） 和根据", max_size=60))
def test_never_raises(text: str) -> None:
    for found in find_document_numbers(text):
        assert text[found.start : found.end] == found.text
