"""The reports in a real Chromium: nothing is fetched, nothing sticks out, tables go on over printed pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from normalizers.schema import Evaluation, Indicator
from pipeline.report.collection import count_dataset
from pipeline.report.collection_page import collection_page
from pipeline.report.crops import Crops, cut_out
from pipeline.report.document import load_document
from pipeline.report.document_page import document_page
from tests.pipeline.report.contents import DOC, EVIL, content_of, empty_form, evil_doubt, evil_evaluation

pytestmark = pytest.mark.browser

A4 = (595, 842)
Open = Callable[..., Any]


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Any:
    """Opens a page's HTML and keeps what it complained of and asked for."""
    pages = []

    def show(content: str, width: int = 1200, **how: Any) -> Any:
        (tmp_path / "r.html").write_text(content, encoding="utf-8")
        page = browser.new_page(viewport={"width": width, "height": 900}, **how)
        page.told = []
        page.on("console", lambda message: page.told.append(message.text))
        page.on("pageerror", lambda error: page.told.append(str(error)))
        page.on("dialog", lambda dialog: page.told.append(dialog.message))
        page.on("request", lambda asked: page.told.append(asked.url) if asked.url.startswith("http") else None)
        page.goto((tmp_path / "r.html").as_uri())
        pages.append(page)
        return page

    yield show
    for page in pages:
        page.close()


def many_indicators(count: int) -> Evaluation:
    form = empty_form(title="自评表")
    return Evaluation(doc_id=DOC, forms=(form,), indicators=tuple(
        Indicator(form_id=form.form_id, doc_id=DOC, ordinal=at, level1="产出指标", level3=f"第{at}个指标",
                  target_raw="≥1", actual_raw="2", attainment="met", completion=Decimal(2))
        for at in range(1, count + 1)
    ))  # fmt: skip


def printed(page: Any) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))


@pytest.mark.parametrize("width", [360, 768, 1400])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_document_fits_every_screen(plain: Path, opened: Open, width: int, language: str) -> None:
    content = load_document(plain, "annex_export.txt", language)  # type: ignore[arg-type]
    page = opened(document_page(content, Crops({}), language), width)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert page.told == []
    assert page.locator("section.form").count() == len(content.evaluation.forms)


@pytest.mark.parametrize("width", [360, 1400])
def test_a_dataset_fits_every_screen(plain: Path, opened: Open, width: int) -> None:
    page = opened(collection_page(count_dataset(plain), "zh"), width)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert page.told == []


def test_the_style_is_let_through_by_the_policy(plain: Path, opened: Open) -> None:
    page = opened(document_page(load_document(plain, "annex_export.txt", "zh"), Crops({}), "zh"))
    assert page.locator("td.n").first.evaluate("cell => getComputedStyle(cell).textAlign") == "right"
    assert page.locator(".chart .label").first.evaluate("text => getComputedStyle(text).fill") == "rgb(27, 31, 36)"


def test_the_policy_stops_what_a_page_does_not_hold(opened: Open) -> None:
    """Were a text ever let through as markup, its script would still not run, nor its picture be fetched."""
    page = document_page(content_of(Evaluation(doc_id=DOC)), Crops({}), "zh")
    bad = page.replace("</body>", "<script>alert(1)</script><img src='http://127.0.0.1:9/x.png'></body>")
    told = opened(bad).told
    refused = [line for line in told if "Content Security Policy" in line]
    assert any("script" in line for line in refused) and any("x.png" in line for line in refused)
    assert "1" not in told


def test_a_hostile_document_is_only_shown(opened: Open) -> None:
    evaluation = evil_evaluation(EVIL)
    content = content_of(evaluation, [evil_doubt(evaluation, EVIL)], file_name=EVIL, source=EVIL)
    page = opened(document_page(content, Crops({}), "zh"))
    assert page.told == []
    assert page.locator("script, img").count() == 0
    assert "<script>alert('坏')</script>" in page.locator("h1").inner_text()


def test_a_word_without_end_does_not_widen_the_page(opened: Open) -> None:
    content = content_of(evil_evaluation("A" * 3000), file_name="B" * 300, source="C" * 600)
    page = opened(document_page(content, Crops({}), "en"), 500)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_a_long_text_scrolls_on_the_screen_and_is_whole_on_paper(opened: Open) -> None:
    page = opened(document_page(content_of(evil_evaluation("末尾在后面。" * 1700 + "到此为止")), Crops({}), "zh"))
    long = page.locator(".long").first
    assert long.evaluate("box => box.clientHeight") < 320
    assert long.evaluate("box => box.scrollHeight > box.clientHeight")
    page.emulate_media(media="print")
    assert long.evaluate("box => box.scrollHeight <= box.clientHeight + 1")


def test_a_long_table_goes_on_with_its_head_on_each_page(opened: Open) -> None:
    pdf = printed(opened(document_page(content_of(many_indicators(120)), Crops({}), "zh")))
    assert len(pdf) >= 3
    texts = [page.get_textpage().get_text_bounded() for page in pdf]
    assert pdf[0].get_size() == pytest.approx(A4, abs=2)
    with_rows = [text for text in texts if "个指标" in text]
    assert len(with_rows) >= 3
    assert all("实际完成值" in text and "完成情况" in text for text in with_rows)
    whole = "".join(texts)
    assert all(f"第{at}个指标" in whole for at in range(1, 121))


def test_each_form_begins_on_a_page_of_its_own(plain: Path, opened: Open) -> None:
    content = load_document(plain, "annex_export.txt", "zh")
    pdf = printed(opened(document_page(content, Crops({}), "zh")))
    texts = [page.get_textpage().get_text_bounded().replace("\r\n", "") for page in pdf]
    starts = [
        max(number for number, text in enumerate(texts) if f"{form.ordinal}. {form.title}" in text)
        for form in content.evaluation.forms  # the first page lists them all
    ]
    assert starts == sorted(set(starts))
    for start in starts[1:]:
        assert texts[start].lstrip()[0].isdigit()


def test_charts_can_be_told_apart_without_colours(plain: Path, opened: Open) -> None:
    """In grey, the two kinds of bars are far from each other, and both from the paper."""
    page = opened(document_page(load_document(plain, "annex_export.txt", "zh"), Crops({}), "zh"))
    chart = page.locator("svg.chart").first
    levels = []
    for fill in ("#b4c7dc", "#1f4e79"):
        bar = chart.locator(f"rect[fill='{fill}']").first
        with Image.open(io.BytesIO(bar.screenshot())) as shot:
            levels.append(float(np.median(np.asarray(shot.convert("L")))))
    assert 255 - levels[0] > 40 and levels[0] - levels[1] > 80


@pytest.mark.ocr
def test_pictures_of_doubtful_rows_are_shown(scans: Path, opened: Open) -> None:
    content = load_document(scans, "seal_over_figures.pdf", "zh")
    page = opened(document_page(content, cut_out(content.row, content.reading, content.doubtful), "zh"), 500)
    pictures = page.locator(".doubt img")
    assert pictures.count() >= len(content.doubtful)
    for at in range(pictures.count()):
        assert pictures.nth(at).evaluate("picture => picture.complete && picture.naturalWidth > 0")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert page.told == []
