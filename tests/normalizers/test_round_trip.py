"""Whatever is printed in a supported format reads back exactly, in any width; no text raises in any place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from normalizers.values.date_points import month_end
from normalizers.values.document_numbers import find_document_numbers
from normalizers.values.parse import read_value
from normalizers.values.types import Value
from tests.normalizers.written_numbers import in_chinese

FULL_WIDTH = str.maketrans({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
"""ASCII signs to their full widths; what is printed so says the same."""

whole = st.integers(0, 10**9)
amounts = st.decimals(0, 10**9, places=2)
shares = st.decimals(0, 100, places=2)
days = st.dates(date(1990, 1, 1), date(2049, 12, 31))
widths = st.booleans()
units = st.sampled_from(
    ["人", "人次", "户", "亩", "公里", "平方米", "立方米", "吨", "株", "台(套)", "元/月", "元/(人·月)"]
)
myriads = st.sampled_from([("", 1), ("万", 10_000), ("亿", 100_000_000)])
COMPARATORS = {
    "ge": [
        "≥{}",
        "≧{}",
        "⩾{}",
        ">={}",
        "不低于{}",
        "不少于{}",
        "至少{}",
        "大于等于{}",
        "{}以上",
        "{}及以上",
        "{}（含）以上",
        "达到{}以上",
    ],
    "le": [
        "≤{}",
        "≦{}",
        "⩽{}",
        "<={}",
        "不超过{}",
        "不高于{}",
        "小于等于{}",
        "{}以内",
        "{}以下",
        "{}及以下",
        "控制在{}以内",
    ],
    "gt": [">{}", "＞{}", "大于{}", "高于{}", "超过{}", "{}（不含）以上"],
    "lt": ["<{}", "＜{}", "小于{}", "低于{}", "不足{}", "不满{}"],
    "eq": ["={}", "＝{}", "等于{}"],
}


def _printed(text: str, wide: bool) -> str:
    return text.translate(FULL_WIDTH) if wide else text


def _number(value: Value) -> Decimal:
    assert isinstance(value.value, str)
    return Decimal(value.value)


@given(amounts, st.sampled_from(["", ",", "'", " "]), widths)
def test_figures(value: Decimal, separator: str, wide: bool) -> None:
    printed = _printed(f"{value:,.2f}".replace(",", separator), wide and separator != " ")
    assert _number(read_value("数值列", printed)) == value


@given(st.integers(1, 9), st.integers(0, 99), st.integers(0, 17))
def test_scientific_figures(first: int, decimals: int, exponent: int) -> None:
    printed = f"{first}.{decimals:02d}E+{exponent:02d}"
    assert _number(read_value("指标值", printed)) == Decimal(printed)


@given(amounts, st.sampled_from(["-{}", "－{}", "−{}", "({})", "（{}）", "负{}", "△{}"]))
def test_negative_figures(value: Decimal, form: str) -> None:
    assert _number(read_value("金额/数值列", form.format(value))) == -value


@given(st.just(0) | st.integers(2, 10**12 - 1), st.booleans())  # 一 alone may be a dash
def test_numbers_in_chinese(number: int, financial: bool) -> None:
    assert _number(read_value("数值列", in_chinese(number, financial=financial))) == number


@given(
    amounts,
    myriads,
    st.sampled_from(["{}{}元", "¥{}{}元", "人民币{}{}元", "{} {}元", "{}{}元整", "RMB {}{}元"]),
    widths,
)
def test_amounts_with_their_unit(value: Decimal, myriad: tuple[str, int], form: str, wide: bool) -> None:
    name, factor = myriad
    found = read_value("money cell", _printed(form.format(f"{value:,}", name), wide))
    assert isinstance(found.cny, str)
    assert Decimal(found.cny) == value * factor


@given(st.integers(1, 999), st.integers(1, 9999), st.integers(0, 9999))
def test_amounts_of_several_units(hundred_millions: int, myriad: int, rest: int) -> None:
    tail = f"{rest:04d}" if rest else ""
    found = read_value("money cell", f"{hundred_millions}亿{myriad}万{tail}元")
    assert found.cny == str(hundred_millions * 10**8 + myriad * 10**4 + rest)


@given(st.integers(0, 10**8), st.integers(1, 9), st.integers(1, 9), st.booleans())
def test_amounts_in_words(yuan: int, jiao: int, fen: int, financial: bool) -> None:
    digits = "零壹贰叁肆伍陆柒捌玖" if financial else "零一二三四五六七八九"
    found = read_value("money cell", f"{in_chinese(yuan, financial=financial)}元{digits[jiao]}角{digits[fen]}分")
    assert isinstance(found.cny, str)
    assert Decimal(found.cny) == yuan + Decimal(jiao) / 10 + Decimal(fen) / 100


@given(
    st.decimals(0, 999_999, places=2), st.sampled_from([("元", 1), ("千元", 1000), ("万元", 10**4), ("亿元", 10**8)])
)
def test_amounts_under_their_header(value: Decimal, unit: tuple[str, int]) -> None:
    found = read_value(f"资金列, header {unit[0]}", f"{value:,}")
    assert isinstance(found.cny, str)
    assert Decimal(found.cny) == value * unit[1]


@given(shares, widths)
def test_percentages(value: Decimal, wide: bool) -> None:
    assert read_value("率类指标", _printed(f"{value}%", wide)) == Value("percent", value=str(value))


@given(st.integers(1, 100), st.integers(0, 99))
def test_percentages_in_words(whole_part: int, hundredths: int) -> None:
    decimals = "".join("零一二三四五六七八九"[int(digit)] for digit in f"{hundredths:02d}")
    found = read_value("率类指标", f"百分之{in_chinese(whole_part)}点{decimals}")
    assert _number(found) == whole_part + Decimal(hundredths) / 100


@given(shares, st.sampled_from(["增长", "提高", "上升"]), st.sampled_from(["下降", "降低", "减少"]))
def test_changes(value: Decimal, rises: str, falls: str) -> None:
    assert read_value("实际完成值", f"{rises}{value}%") == Value("pct_change", value=str(value))
    assert _number(read_value("实际完成值", f"{falls}{value}个百分点")) == -value


@given(st.sampled_from([(op, form) for op, forms in COMPARATORS.items() for form in forms]), amounts, units)
def test_comparators(case: tuple[str, str], value: Decimal, unit: str) -> None:
    op, form = case
    found = read_value("指标值", form.format(f"{value}{unit}"))
    assert (found.kind, found.op, found.unit) == ("compare", op, unit)
    assert _number(found) == value


@given(amounts, myriads, units, widths)
def test_quantities(value: Decimal, myriad: tuple[str, int], unit: str, wide: bool) -> None:
    found = read_value("指标值", _printed(f"{value}{myriad[0]}{unit}", wide))
    assert (found.kind, found.unit) == ("quantity", unit)
    assert _number(found) == value * myriad[1]


@given(
    shares,
    shares,
    st.sampled_from(["-", "~", "～", "至", "到", "—", "－"]),
    st.sampled_from(["%", "人", "个工作日", ""]),
)
def test_ranges(one: Decimal, other: Decimal, sign: str, unit: str) -> None:
    low, high = sorted((one, other))
    found = read_value("指标值", f"{low}{unit}{sign}{high}{unit}")
    assert found.kind == "range"
    assert (found.lo, found.hi) == (str(low), str(high))


@given(st.integers(2, 9999), st.integers(1, 9999), st.sampled_from(["至", "到"]))
def test_ranges_in_chinese(low: int, more: int, sign: str) -> None:
    found = read_value("指标值", f"{in_chinese(low)}{sign}{in_chinese(low + more)}个")
    assert (found.kind, found.lo, found.hi, found.unit) == ("range", str(low), str(low + more), "个")


DAY_FORMS = [
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day.year} 年 {day.month} 月 {day.day} 日",
    lambda day: f"{day:%Y-%m-%d}",
    lambda day: f"{day:%Y/%m/%d}",
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day:%Y-%m-%d 00:00:00}",
]


@given(days, st.sampled_from(DAY_FORMS), widths)
def test_days(day: date, form: object, wide: bool) -> None:
    assert callable(form)
    assert read_value("-", _printed(form(day), wide)) == Value("date", date=day.isoformat())


@given(days, st.sampled_from(["前", "之前", "以前", "前完成", "前拨付到位"]))
def test_deadlines(day: date, before: str) -> None:
    found = read_value("-", f"{day.year}年{day.month}月{day.day}日{before}")
    assert found == Value("deadline", op="before", date=day.isoformat())
    found = read_value(f"fiscal_year={day.year}", f"{day.month}月底{before}")
    assert found == Value("deadline", op="before", date=month_end(day.year, day.month).isoformat())


@given(
    st.integers(1, 365),
    st.sampled_from([("日", "日"), ("天", "日"), ("个工作日", "工作日"), ("个月", "月"), ("年", "年")]),
)
def test_times_allowed(number: int, unit: tuple[str, str]) -> None:
    found = read_value("-", f"收到文件后{number}{unit[0]}内完成")
    assert found == Value("duration", value=str(number), unit=unit[1], op="le", anchor="收到文件后")


@given(
    st.sampled_from(["财预", "内财社", "豫财效", "扎政办发", "宁财(农)指标"]),
    st.integers(2000, 2029),
    st.integers(1, 9999),
    st.sampled_from(
        ["〔{}〕{}", "[{}]{}", "（{}）{}", "【{}】{}", "﹝{}﹞{}", "〔{}〕第{}", "〔 {} 〕 {} ", " {} {} ", "{}{}"]
    ),
)
def test_document_numbers(org: str, year: int, number: int, form: str) -> None:
    (found,) = find_document_numbers(f"{org}{form.format(year, number)}号")
    assert found.canonical == f"{org}〔{year}〕{number}号"
    assert (found.flags == ()) == ("〔" in form or form[0] in "[（【﹝")


@given(st.integers(1, 100), st.sampled_from(["（{}分）", "({}分)", "（ {} 分 ）", "{}分"]))
def test_labels_with_weights(weight: int, form: str) -> None:
    found = read_value("label", "产出指标" + form.format(weight))
    assert found == Value("label_weight", label="产出指标", weight=str(weight))


@given(
    st.decimals(0, 100, places=1),
    st.sampled_from(["{}", "{}分", "得分{}", "自评得分：{}分", "综合评分为{}分", "{}分（优）"]),
)
def test_scores(value: Decimal, form: str) -> None:
    assert read_value("自评得分", form.format(value)) == Value("score", value=str(value))


SIGNS = "0123456789.,%‰-~()（）〔〕≥≤<>=±#/ \n"
WORDS = "年月日号万亿元角分人个半成倍番每至以内上下约增长从由提高到财社十百一二三"
printed_anyhow = st.text(max_size=30) | st.text(alphabet=SIGNS + WORDS, max_size=16)


@given(
    st.sampled_from(["指标值", "money cell", "数值列", "-", "fiscal_year=2024", "得分", "率类指标", "正文", "label"]),
    printed_anyhow,
)
def test_ascii_widths_change_nothing_but_text(place: str, raw: str) -> None:
    narrow, wide = read_value(place, raw), read_value(place, raw.translate(FULL_WIDTH))
    if narrow.kind in {"number", "percent", "money", "compare", "quantity", "range", "date", "deadline", "score"}:
        assert (wide.kind, wide.value, wide.op, wide.unit) == (narrow.kind, narrow.value, narrow.op, narrow.unit)
