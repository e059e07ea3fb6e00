"""What the pages say, in both languages: `words.toml`, a key with its Chinese and its English."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from normalizers.schema import Language

_FILE = Path(__file__).with_name("words.toml")


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """The same said in both languages."""

    zh: str
    en: str


@cache
def load_words() -> dict[str, Words]:
    """Return all words by their key; raises `msgspec.ValidationError` naming what is missing."""
    return msgspec.convert(tomllib.loads(_FILE.read_text(encoding="utf-8")), dict[str, Words])


@cache
def words_in(language: Language) -> dict[str, str]:
    """Return the words of one language by their key: `accept` → `认可`."""
    return {key: words.en if language == "en" else words.zh for key, words in load_words().items()}
