from __future__ import annotations

import base64
import hashlib
import re
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest

from normalizers.schema import Evaluation, Finding, Funding, Indicator
from pipeline.report.crops import Crops, cut_out
from pipeline.report.document import load_document
from pipeline.report.document_page import document_page
from pipeline.report.page import field_name, money, number, percent, text
from tests.pipeline.report.contents import (
    DOC,
    EVIL,
    content_of,
    empty_form,
    evil_doubt,
    evil_evaluation,
)  # fmt: skip

NONE = Crops({})


class Outline(HTMLParser):
    """The tags of a page, and its text as a browser shows it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_real_document_is_shown_whole(plain: Path, language: str) -> None:
    content = load_document(plain, "annex_export.txt", language)  # type: ignore[arg-type]
    page = Outline(document_page(content, NONE, language))  # type: ignore[arg-type]
    assert page.open == []
    for form in content.evaluation.forms:
        assert form.title and form.title in page.text
    for line in content.evaluation.funding:
        for value in (line.budget, line.executed):
            assert money(value) in page.text
    for row in content.evaluation.indicators:
        assert (row.level3 or "—") in page.text
        assert " ".join((row.actual_raw or "—").split()) in page.text
    for finding in content.evaluation.findings:
        assert " ".join(finding.message.split()) in page.text


def test_the_findings_are_in_the_language_that_is_asked_for(plain: Path) -> None:
    zh, en = (load_document(plain, "annex_export.txt", language) for language in ("zh", "en"))  # type: ignore[arg-type]
    assert not zh.other_language and not en.other_language
    assert [one.name for one in zh.evaluation.findings] == [one.name for one in en.evaluation.findings]
    assert "The header says 万元" in " ".join(one.message for one in en.evaluation.findings)
    assert "表头单位是万元" in " ".join(one.message for one in zh.evaluation.findings)


def test_the_sums_are_shown_with_their_terms(plain: Path) -> None:
    page = Outline(document_page(load_document(plain, "annex_export.txt", "zh"), NONE, "zh"))
    assert "17,220,310.74 + 0.00 + 40,370,000.00 + 11,049,284.60 = 68,639,595.34 ✓" in page.text


def test_what_does_not_add_up_says_by_how_much() -> None:
    form = empty_form(effective_unit="元")
    lines = [("total", "合计", 100), ("central", "中央", 60), ("province", "省级", 30)]
    evaluation = Evaluation(doc_id=DOC, forms=(form,), funding=tuple(
        Funding(form_id=form.form_id, doc_id=DOC, ordinal=at, source=source, source_label=label, budget=Decimal(yuan))
        for at, (source, label, yuan) in enumerate(lines, start=1)
    ))  # type: ignore[arg-type]  # fmt: skip
    page = Outline(document_page(content_of(evaluation), NONE, "zh"))
    assert "60.00 + 30.00 = 90.00 ✗ “合计”为100.00，相差10.00" in page.text


def test_whatever_a_document_says_is_shown_and_does_nothing() -> None:
    evaluation = evil_evaluation(EVIL)
    content = content_of(evaluation, [evil_doubt(evaluation, EVIL)], file_name=EVIL, source=EVIL, error_message=EVIL)
    page = Outline(document_page(content, NONE, "zh"))
    tags = [tag for tag, _ in page.tags]
    assert "script" not in tags and "img" not in tags
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert page.text.count("<script>alert('坏')</script>") > 15
    assert "{{ 7*7 }}" in page.text
    assert not re.search("[\x00-\x08\x1b]", page.text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_fetches_nothing_and_its_policy_forbids_the_rest(plain: Path, language: str) -> None:
    content = load_document(plain, "project_scored.pdf", language)  # type: ignore[arg-type]
    page = document_page(content, NONE, language)  # type: ignore[arg-type]
    outline = Outline(page)
    policy = next(at["content"] for tag, at in outline.tags if at.get("http-equiv") == "Content-Security-Policy")
    style = re.search("<style>(.*?)</style>", page, re.DOTALL)
    assert style and policy
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'")
    links = [value for _, at in outline.tags for name, value in at.items() if name in ("href", "src", "xlink:href")]
    assert all(value and value.startswith(("#", "data:")) for value in links)
    assert "url(" not in style[1] and "@import" not in style[1]
    assert not any("style" in attributes for _, attributes in outline.tags)


def test_every_link_within_a_page_has_its_target(plain: Path) -> None:
    outline = Outline(document_page(load_document(plain, "annex_export.txt", "zh"), NONE, "zh"))
    targets = [at["id"] for _, at in outline.tags if "id" in at]
    assert len(targets) == len(set(targets))
    links = {at["href"] for tag, at in outline.tags if tag == "a"}
    assert links and links <= {f"#{target}" for target in targets}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_form_of_which_nothing_is_known_is_readable(language: str) -> None:
    evaluation = Evaluation(doc_id=DOC, forms=(empty_form(),))
    page = Outline(document_page(content_of(evaluation), NONE, language))  # type: ignore[arg-type]
    assert "None" not in page.text and "nan" not in page.text
    assert ("表中没有资金数据" if language == "zh" else "The form has no money") in page.text


def test_rows_of_which_everything_is_null_are_readable() -> None:
    form = empty_form()
    evaluation = Evaluation(
        doc_id=DOC, forms=(form,),
        funding=(Funding(form_id=form.form_id, doc_id=DOC, ordinal=1, source="unknown", source_label=""),),
        indicators=(Indicator(form_id=form.form_id, doc_id=DOC, ordinal=1),),
        findings=(Finding(doc_id=DOC, rule="F-01", name="x", severity="info", message=""),),
    )  # fmt: skip
    page = Outline(document_page(content_of(evaluation, page_count=None, pages_digital=None), NONE, "zh"))
    assert "None" not in page.text
    assert "未填" in page.text


def test_a_document_without_a_form_says_so(plain: Path) -> None:
    page = Outline(document_page(load_document(plain, "none.txt", "zh"), NONE, "zh"))
    assert "没有找到绩效自评表" in page.text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_failed_document_says_why_and_what_to_do(plain: Path, language: str) -> None:
    content = load_document(plain, "encrypted.pdf", language)  # type: ignore[arg-type]
    page = Outline(document_page(content, cut_out(content.row, None, ()), language))  # type: ignore[arg-type]
    assert "needs a password" in page.text and "--password" in page.text
    assert len(page.text) < 900  # no empty tables, no headings of nothing


def test_thirty_forms_have_contents() -> None:
    evaluation = Evaluation(doc_id=DOC, forms=tuple(empty_form(at, title=f"第{at}张表") for at in range(1, 31)))
    outline = Outline(document_page(content_of(evaluation), NONE, "zh"))
    assert [at["href"] for tag, at in outline.tags if tag == "a"] == [f"#form-{at}" for at in range(1, 31)]


def test_a_long_text_scrolls_on_the_screen() -> None:
    shown = text("长" * 10_000)
    assert 'class="said long" tabindex="0"' in shown and shown.count("长") == 10_000
    assert "long" not in text("短文")
    assert "long" in text("中" * 300, table=True)


def test_values_are_shown_as_people_write_them() -> None:
    assert money(Decimal("1234567.8")) == "1,234,567.80"
    assert percent(Decimal("0.963200")) == "96.32%"
    assert percent(Decimal("0.96325")) == "96.32%"
    assert number(Decimal("10.00")) == "10"
    assert (money(None), percent(None), number(None)) == ("—", "—", "—")


@pytest.mark.parametrize(
    ("path", "zh", "en"),
    [
        ("funding[2].budget", "资金2 · 全年预算数", "Funding 2 · budget"),
        ("form.department", "表头 · 地方主管部门", "Form · department"),
        ("indicators", "绩效指标", "Indicator"),
        ("passages[5]", "passages[5]", "passages[5]"),
        ("funding[1].new_column", "资金1 · new_column", "Funding 1 · new_column"),
        (None, "", ""),
    ],
)
def test_paths_are_named(path: str | None, zh: str, en: str) -> None:
    assert field_name(path, language="zh") == zh
    assert field_name(path, language="en") == en
