from __future__ import annotations

from collections import Counter
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from pipeline.report.attainment import attainment_chart
from pipeline.report.charts import DARK, LIGHT, Pair, histogram, paired_bars
from tests.pipeline.report.contents import EVIL

NAMES = ("预算", "执行")


def drawn(chart: Markup) -> ElementTree.Element:
    """The drawing as any reader of SVG sees it; fails where it is not whole."""
    return ElementTree.fromstring(chart)


def bars(chart: Markup, fill: str) -> list[float]:
    found = [float(bar.get("width", "")) for bar in drawn(chart).iter("rect") if bar.get("fill") == fill]
    return found[1:]  # without the legend's


def pair(label: str, first: str | None, second: str | None) -> Pair:
    return Pair(label, *(None if value is None else Decimal(value) for value in (first, second)), figures=("甲", "乙"))


def test_bars_are_as_long_as_their_amounts() -> None:
    chart = paired_bars("a", "标题", "说明", NAMES, [pair("中央", "100", "50"), pair("省级", "25", "0")])
    first, second = bars(chart, LIGHT)
    (executed,) = bars(chart, DARK)
    assert second == pytest.approx(first / 4, abs=0.1) and executed == pytest.approx(first / 2, abs=0.1)


def test_a_chart_can_be_heard() -> None:
    svg = next(drawn(paired_bars("a", "标题", "说明", NAMES, [pair("中央", "1", "1")])).iter("svg"))
    ids = {element.get("id"): element.text for element in svg.iter() if element.get("id")}
    assert svg.get("role") == "img"
    assert [ids[name] for name in (svg.get("aria-labelledby") or "").split()] == ["标题", "说明"]


def test_nothing_to_compare_is_no_chart() -> None:
    assert paired_bars("a", "t", "d", NAMES, []) == ""
    assert paired_bars("a", "t", "d", NAMES, [pair("中央", None, None), pair("省级", "0", "-5")]) == ""
    assert histogram("a", "t", "d", [("<50%", 0)]) == ""
    assert attainment_chart("a", {}, "zh") == ""


def test_one_unknown_amount_leaves_its_bar_out() -> None:
    chart = paired_bars("a", "t", "d", NAMES, [pair("中央", "100", None), pair("省级", "1", "-3")])
    assert len(bars(chart, LIGHT)) == 2 and bars(chart, DARK) == []


def test_labels_are_escaped_and_cut_but_told_whole() -> None:
    long = f"<b>{'长' * 40}</b>{EVIL}".replace("\x00", "").replace("\x1b", "")
    chart = paired_bars("a", "t", "d", NAMES, [pair(long, "1", "1")])
    (label,) = [text for text in drawn(chart).iter("text") if text.get("class") == "label"]
    assert [title.text for title in label.iter("title")] == [long]
    shown = "".join(label.itertext()).removeprefix(long)
    assert shown.endswith("…") and len(shown) < 20


def test_attainment_is_counted_by_level() -> None:
    counts = Counter({("产出指标", "met"): 3, ("产出指标", "missed"): 1, (None, "asserted"): 2})
    chart = attainment_chart("a", counts, "zh")
    titles = [title.text for title in drawn(chart).iter("title")]
    assert {"完成 3", "未完成 1", "仅称完成 2"} <= set(titles)
    text = "".join(drawn(chart).itertext())
    assert "（未注明）" in text and "无法比较" not in text


def test_a_histogram_shows_every_bin_and_its_count() -> None:
    chart = histogram("a", "t", "d", [("<50%", 0), ("100%", 1200), (">100%", 300)])
    heights = [float(bar.get("height", "")) for bar in drawn(chart).iter("rect") if bar.get("fill") == DARK]
    assert heights[0] == pytest.approx(4 * heights[1], abs=0.3)
    assert "1,200" in "".join(drawn(chart).itertext())


def test_no_font_and_no_style_is_named() -> None:
    chart = str(attainment_chart("a", {("产出指标", "met"): 1}, "en"))
    assert "font-family" not in chart and "style=" not in chart and "href" not in chart
