"""The words of the pages: both languages, none missing, none left over."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from extractors.document import Method
from normalizers.schema import Template
from pipeline.importance import KINDS
from pipeline.review.words import load_words, words_in

FOLDER = Path(__file__).parents[3] / "pipeline" / "review"
SCRIPTS = "\n".join(path.read_text(encoding="utf-8") for path in (FOLDER / "static").glob("*.js"))
TEMPLATES = "\n".join(path.read_text(encoding="utf-8") for path in (FOLDER / "templates").glob("*.html"))
KEYS = SCRIPTS.partition("const KEYS")[2].partition("];")[0]
FACT = re.compile(r"\{(\w+)\}")


def test_both_languages_say_everything_with_the_same_facts() -> None:
    for key, words in load_words().items():
        assert words.zh, key
        assert words.en, key
        if key != "other_language":
            assert re.search("[\u4e00-\u9fff]|^(PP-OCR|Tesseract)$", FACT.sub("字", words.zh)), key
            assert not re.search("[\u4e00-\u9fff]", words.en.replace("汉字", "")), key
        assert set(FACT.findall(words.zh)) >= set(FACT.findall(words.en)), key
    assert words_in("zh").keys() == words_in("en").keys()


def used() -> set[str]:
    """Return every key that a script or a template names, those that are put together too."""
    plain = set(re.findall(r'say\("(\w+)"', SCRIPTS)) | set(re.findall(r"words\.(\w+)", TEMPLATES))
    plain |= set(re.findall(r'say\([^()]*?\? "(\w+)" : "?', SCRIPTS)) | set(re.findall(r'"(\w+)"', SCRIPTS))
    kinds = {f"kind_{kind}" for kind in KINDS}
    templates = {f"template_{name}" for name in (*get_args(Template), "none")}
    methods = {f"method_{name}" for name in (*get_args(Method), "arithmetic", "answer")}
    missing = {f"no_picture_{why}" for why in ("export", "gone", "changed", "failed")}
    turns = {f"double_{turn}" for turn in ("first", "waiting", "third")}
    states = {"state_open", "state_skipped", "order_urgency", "order_document"}
    helped = {f"help_{what}" for what in re.findall(r'\["[^"]+", "(\w+)"\]', KEYS)}
    return plain | kinds | templates | methods | missing | turns | states | helped


def test_every_word_that_is_named_is_there() -> None:
    told = set(re.findall(r'say\("(\w+)"', SCRIPTS)) | set(re.findall(r"words\.(\w+)", TEMPLATES))
    told |= {f"kind_{kind}" for kind in KINDS}
    told |= {f"template_{name}" for name in (*get_args(Template), "none")}
    told |= {f"method_{name}" for name in (*get_args(Method), "arithmetic", "answer")}
    told |= {f"help_{what}" for what in re.findall(r'\["[^"]+", "(\w+)"\]', KEYS)}
    assert told - load_words().keys() == set()


def test_no_word_is_left_over() -> None:
    assert load_words().keys() - used() == set()


def test_nothing_is_fetched_from_outside() -> None:
    styles = (FOLDER / "static" / "review.css").read_text(encoding="utf-8")
    for text in (SCRIPTS, TEMPLATES, styles):
        assert not re.search(r"https?://|//cdn|@import|url\(", text)
    assert "innerHTML" not in SCRIPTS
    assert "insertAdjacentHTML" not in SCRIPTS
    assert "eval(" not in SCRIPTS
