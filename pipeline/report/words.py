"""The reports' own words, Chinese and English beside each other: `word("text", "findings", "zh")` to `发现的问题`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec

from normalizers.rules import Words
from normalizers.schema import Language

_FILE = Path(__file__).with_name("words.toml")


@cache
def load_words() -> dict[str, dict[str, Words]]:
    """Return group -> key -> words; raises `msgspec.ValidationError` naming what is missing."""
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return msgspec.convert(content, dict[str, dict[str, Words]])


def word(group: str, key: str, language: Language, **facts: object) -> str:
    """Return what is said, with its `{facts}` filled in; raises KeyError for what has no words."""
    return in_language(load_words()[group][key], language).format(**facts)


def name_of(group: str, value: str | None, language: Language) -> str:
    """Return what a value of the tables is called, the value itself where it is new, nothing for none."""
    known = load_words()[group].get(value or "")
    return (value or "") if known is None else in_language(known, language)


def in_language(words: Words, language: Language) -> str:
    """Return one of the two."""
    return words.zh if language == "zh" else words.en
