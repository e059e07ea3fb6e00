"""The pages in a real Chromium: by keyboard alone, in both languages, with hostile documents and several people."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from extractors.document import Cell, Reading
from pipeline.review.settings import ReviewSettings
from tests.pipeline.corrections.samples import dataset, form
from tests.pipeline.review.samples import CHANGES, archive, served

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium"),
]

Page = sync_api.Page
Enter = Callable[..., Page]
expect = sync_api.expect


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def enter(chromium: object) -> Iterator[Enter]:
    """Opens the address in a browser of its own and gives a name; every fault of the page fails the test."""
    faults: list[str] = []
    contexts = []

    def come(url: str, name: str = "张三", **options: object) -> Page:
        context = chromium.new_context(viewport={"width": 1280, "height": 720}, **options)  # type: ignore[attr-defined]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.on("dialog", lambda dialog: (faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(url)
        page.wait_for_selector("#name")
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        page.wait_for_selector("#work > *")
        return page

    yield come
    for context in contexts:
        context.close()
    # a refusal that a test provokes, and the end of the server, are told by the browser too; nothing else may be
    assert [fault for fault in faults if not re.search("status of 409|ERR_CONNECTION", fault)] == []


def title(page: Page) -> str:
    return page.locator(".item-head h2").text_content()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_the_whole_flow_by_keyboard(folder: Path, enter: Enter) -> None:
    with served(folder) as url:
        page = enter(url)
        assert "token" not in page.url
        assert "年度资金总额" in title(page)
        expect(page.locator("#row [aria-current]")).to_have_text("7,600.00")
        expect(page.locator("#row [aria-current]")).to_be_focused()
        assert "相差6,000,000.00元" in page.locator(".why").inner_text()
        expect(page.locator("#viewer canvas")).to_have_attribute("aria-label", "第1页 全年执行数")  # it is drawn

        press(page, "2")  # the second reading
        expect(page.locator("#row .edited")).to_have_text("7,500.00")
        expect(page.locator("#preview .raises").first).to_contain_text("相差5,000,000.00元")
        press(page, "Escape")
        expect(page.locator("#row .edited")).to_have_count(0)

        press(page, "e")
        page.keyboard.type("7,000.00")
        expect(page.locator("#preview")).to_contain_text("70,000,000元")
        expect(page.locator("#preview .clear")).to_be_visible()
        press(page, "Enter")
        expect(page.locator("#toast")).to_contain_text("7,600.00 → 7,000.00")
        expect(page.locator("#toast")).to_contain_text("另有2项")
        expect(page.locator(".item-head h2")).to_contain_text("工程验收合格率")

        press(page, "2")  # 98%
        expect(page.locator("#row .edited")).to_have_text("98%")
        press(page, "Enter")
        expect(page.locator(".item-head h2")).to_contain_text("受益人口数")
        press(page, "Enter")  # right as it is
        expect(page.locator(".empty h2")).to_have_text("都看完了")

        press(page, "u")
        expect(page.locator(".item-head h2")).to_contain_text("受益人口数")
        press(page, "u")
        expect(page.locator(".item-head h2")).to_contain_text("工程验收合格率")
        expect(page.locator("#row [aria-current]")).to_have_text("98％?")
    rows = pd.read_parquet(folder / "corrections")
    assert set(rows.reviewer) == {"张三"}
    assert not pd.read_parquet(folder / "funding").needs_review.any()
    assert pd.read_parquet(folder / "indicators").needs_review.sum() == 2


def test_cells_help_filters_history_and_the_page(tmp_path: Path, enter: Enter) -> None:
    with served(archive(tmp_path, "一.png", "二.png")) as url:
        page = enter(url)
        press(page, "ArrowRight")
        expect(page.locator("#row [aria-current]")).to_have_text("87.50%")
        press(page, "ArrowLeft", "ArrowLeft")
        expect(page.locator("#row [aria-current]")).to_have_text("8,000.00")
        press(page, "Tab")
        expect(page.locator("#row [aria-current]")).to_have_text("7,600.00")
        press(page, ".")  # no command: typing begins
        expect(page.locator("#typed")).to_be_focused()
        expect(page.locator("#typed")).to_have_value(".")
        press(page, "Escape")
        press(page, "Delete")
        expect(page.locator("#row .edited")).to_have_text("（空白）")
        press(page, "Escape")

        press(page, "?")
        expect(page.locator("#help-dialog")).to_contain_text("撤销我最近的一次")
        press(page, "Escape")
        expect(page.locator("#help-dialog")).to_be_hidden()
        press(page, "z")
        expect(page.locator("#page-dialog canvas")).to_be_visible()
        press(page, "Escape")

        first = page.locator(".where .file").inner_text()
        press(page, "n")
        expect(page.locator(".where .file")).not_to_have_text(first)
        press(page, "p")
        expect(page.locator(".where .file")).to_have_text(first)
        before = title(page)
        press(page, "s")
        expect(page.locator("#toast")).to_contain_text("已跳过")
        press(page, "b")
        expect(page.locator(".item-head h2")).to_have_text(before)

        press(page, "f")
        expect(page.locator("#queue-dialog input[name=document]")).to_be_focused()
        page.keyboard.type("二")
        press(page, "Tab")
        expect(page.locator("#queue-dialog .count")).to_contain_text("共5项")
        page.select_option("#queue-dialog select[name=kind]", "indicators")
        expect(page.locator("#queue-dialog .count")).to_contain_text("共2项")
        press(page, "Escape")
        expect(page.locator(".where .file")).to_have_text("二.png")
        expect(page.locator("#progress")).to_contain_text("已筛选")
        press(page, "Enter")
        expect(page.locator("#toast")).to_contain_text("已认可")
        press(page, "q")
        expect(page.locator("#queue-dialog .items button").first).to_be_focused()
        press(page, "Enter")
        expect(page.locator("#queue-dialog")).to_be_hidden()
        press(page, "h")
        expect(page.locator("#history-dialog li")).to_have_count(1)
        page.locator("#history-dialog li button").click()
        expect(page.locator("#toast")).to_contain_text("已撤销")


def test_english_and_back(one_scan: Path, enter: Enter) -> None:
    with served(one_scan) as url:
        page = enter(url, "Ann")
        at = title(page)
        page.locator("#language").click()
        expect(page.locator("#accept")).to_contain_text("Accept")
        assert "年度资金总额" in title(page)
        assert page.locator("html").get_attribute("lang") == "en"
        assert not re.search("[\u4e00-\u9fff]", page.locator(".bar .tools").inner_text().replace("中文", ""))
        assert "apart" in page.locator(".why").inner_text()
        page.locator("#language").click()
        expect(page.locator("#accept")).to_contain_text("认可")
        assert title(page) == at


HOSTILE = (
    "<script>window.hit=1</script>",
    "<img src=x onerror='window.hit=2'>",
    "javascript:window.hit=3",
    "\u202e00.007,7\u202c\u0007\u200b",
    "{{7*7}}${7*7}\"'></textarea><svg onload=window.hit=4>",
    "&lt;b&gt;" + "很长" * 1500,
)


def test_a_hostile_document_is_shown_and_does_nothing(tmp_path: Path, enter: Enter) -> None:
    doubts = ("low_confidence",)
    cells = {
        (7 + at % 3, 2 + at // 3): Cell(
            0, 0, text, confidence=0.3, doubts=doubts, readings=(Reading(text, "rapidocr", 0.3, text[:60]),)
        )
        for at, text in enumerate(HOSTILE)
    }
    cells[1, 1] = Cell(0, 0, "<script>window.hit=5</script>", confidence=0.3, doubts=doubts)
    name = "<img src=x onerror=window.hit=6>.txt"
    dataset(tmp_path / "out", form(cells, export=True, name=name))
    with served(tmp_path / "out") as url:
        page = enter(url, "<script>window.hit=7</script>")
        shown = ""
        for _ in range(4):  # three indicators and the form's head
            page.locator("#row .cell").first.wait_for()
            for _ in page.locator("#row .cell").all():
                press(page, "ArrowRight")
            shown += page.locator("body").inner_text()
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            press(page, "s")
            expect(page.locator("#toast")).to_contain_text("已跳过")
        press(page, "q")
        shown += page.locator("#queue-dialog").inner_text()
        assert page.evaluate("window.hit") is None
        assert page.locator("#work script, #work img, #queue-dialog script, #queue-dialog img").count() == 0
    for text in (*HOSTILE[:3], "<script>window.hit=7</script>", name, "⟨202E⟩", "⟨0007⟩", "⟨200B⟩", "{{7*7}}${7*7}"):
        assert text in shown, text
    assert "\u202e" not in shown


def test_two_people_at_once(folder: Path, enter: Enter) -> None:
    with served(folder) as url:
        one, two = enter(url, "甲"), enter(url, "乙")
        assert title(one) != title(two)
        item = one.evaluate("location.hash")
        two.evaluate(f"location.hash = '{item}'")
        two.reload()
        expect(two.locator("#also-open")).to_contain_text("甲正在看")
        press(two, "e")
        two.keyboard.type("7,001.00")
        press(one, "e")
        one.keyboard.type("7,000.00")
        press(one, "Enter")
        expect(one.locator("#toast")).to_contain_text("已更正")
        press(two, "Enter")
        dialog = two.locator("#conflict-dialog")
        expect(dialog).to_contain_text("甲写的")
        expect(dialog).to_contain_text("7,000.00")
        expect(dialog).to_contain_text("7,001.00")
        press(two, "Enter")  # theirs
        expect(dialog).to_be_hidden()
        expect(two.locator(".item-head h2")).not_to_contain_text("年度资金总额")
    assert str(pd.read_parquet(folder / "funding").executed[0]) == "70000000.00"


def test_what_another_has_done_disappears(folder: Path, enter: Enter) -> None:
    with served(folder) as url:
        one = enter(url, "甲")
        two = enter(url, "乙")
        two.evaluate(f"location.hash = '{one.evaluate('location.hash')}'")
        two.reload()
        expect(two.locator(".item-head h2")).to_contain_text("年度资金总额")
        press(one, "Enter")
        expect(one.locator("#toast")).to_contain_text("已认可")
        expect(two.locator("#toast")).to_contain_text("甲", timeout=12_000)
        expect(two.locator(".item-head h2")).not_to_contain_text("年度资金总额")


def test_read_only(one_scan: Path, enter: Enter) -> None:
    with served(one_scan, ReviewSettings(read_only=True)) as url:
        page = enter(url)
        expect(page.locator(".badge")).to_have_text("只读")
        expect(page.locator("#accept")).to_have_count(0)
        expect(page.locator("#typed")).to_be_disabled()
        before = title(page)
        press(page, "Enter", "u", "2", "e", "Delete")
        assert title(page) == before
        expect(page.locator("#row .edited")).to_have_count(0)
        press(page, "s")
        expect(page.locator(".item-head h2")).not_to_have_text(before)
    assert pd.read_parquet(one_scan / "corrections").empty


def test_double_keying(folder: Path, enter: Enter) -> None:
    with served(folder, ReviewSettings(double=True)) as url:
        one = enter(url, "甲")
        expect(one.locator(".item-head .badge")).to_contain_text("请独立作答")
        press(one, "e")
        one.keyboard.type("7,000.00")
        press(one, "Enter")
        expect(one.locator("#toast")).to_contain_text("已记下您的答案")
        two = enter(url, "乙")
        expect(two.locator(".item-head h2")).to_contain_text("年度资金总额")
        assert "7,000.00" not in two.locator("#work").inner_text()
        press(two, "Enter")  # as it was read: another answer
        expect(two.locator("#toast")).to_contain_text("已记下您的答案")
        three = enter(url, "丙")
        expect(three.locator(".item-head .badge")).to_contain_text("请您裁定")
        expect(three.locator(".readings")).to_contain_text("答案 甲")
        press(three, "1")
        expect(three.locator("#row .edited")).to_have_text("7,000.00")
        press(three, "Enter")
        expect(three.locator("#toast")).to_contain_text("已更正")
    assert str(pd.read_parquet(folder / "funding").executed[0]) == "70000000.00"


def test_an_export_and_a_small_screen(tmp_path: Path, enter: Enter) -> None:
    dataset(tmp_path / "out", form(CHANGES, export=True, name="导出.txt"))
    with served(tmp_path / "out") as url:
        page = enter(url)
        expect(page.locator(".no-picture")).to_contain_text("没有图像")
        expect(page.locator("#viewer .this")).to_have_text("7,600.00")
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        expect(page.locator("#accept")).to_be_in_viewport()
        for wide, high in ((1280, 720), (1920, 1080)):
            page.set_viewport_size({"width": wide, "height": high})
            expect(page.locator("#accept")).to_be_in_viewport()
            assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
