from __future__ import annotations

import re
import string
from pathlib import Path
from typing import get_args

import pytest

import pipeline.report
from extractors.document import Method
from normalizers.schema import Attainment, Severity, Source, Template
from pipeline.documents import Status
from pipeline.mends import load_mends
from pipeline.report.words import load_words, name_of, word

FOLDER = Path(pipeline.report.__file__).parent
SOURCES = [*FOLDER.glob("*.py"), *(FOLDER / "templates").glob("*.html")]
USED = {key for path in SOURCES for key in re.findall(r'["\']([a-z_]+)["\']', path.read_text(encoding="utf-8"))}


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("group", load_words())
def test_everything_is_said_in_both_languages_with_the_same_facts(group: str) -> None:
    for key, words in load_words()[group].items():
        assert words.zh.strip() and words.en.strip(), key
        assert fields(words.zh) == fields(words.en), key
        assert re.search("[\u4e00-\u9fff]", words.zh), key
        assert not re.search("[\u4e00-\u9fff]", words.en), key


def test_every_word_of_the_reports_is_used() -> None:
    assert [key for key in load_words()["text"] if key not in USED] == []


def test_every_word_that_a_template_says_is_known() -> None:
    said = {
        key
        for path in (FOLDER / "templates").glob("*.html")
        for key in re.findall(r'\bt\("([a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert said - load_words()["text"].keys() == set()


@pytest.mark.parametrize(
    ("group", "values"),
    [
        ("status", get_args(Status)), ("severity", get_args(Severity)), ("attainment", get_args(Attainment)),
        ("sources", get_args(Source)), ("templates", get_args(Template)), ("methods", get_args(Method)),
    ],
)  # fmt: skip
def test_every_code_of_the_tables_has_a_name(group: str, values: tuple[str, ...]) -> None:
    assert set(values) <= load_words()[group].keys()


def test_facts_are_filled_in() -> None:
    assert word("text", "page", "zh", number=3) == "第3页"
    assert word("text", "page", "en", number=3) == "page 3"
    assert name_of("status", "ok", "zh") == "通过"


def test_a_value_that_a_newer_version_wrote_is_its_own_name() -> None:
    assert name_of("templates", "quarterly", "zh") == "quarterly"
    assert name_of("templates", None, "en") == ""


def test_the_advice_about_failures_is_that_of_the_commands() -> None:
    assert {code: words.en for code, words in load_words()["mends"].items()} == load_mends()
