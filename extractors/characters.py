"""A code of a text layer to the character that was meant: `⻓` (a radical) to `长`, Symbol 0xF0B3 to `≥`."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

UNREADABLE = "\ufffd"
"""Stands for a glyph whose character nobody knows."""

_TABLES = Path(__file__).with_name("characters.toml")
_RADICALS = range(0x2E80, 0x2FE0)
_COMPATIBILITY = range(0xF900, 0xFB00)
_PRIVATE = range(0xE000, 0xF900)
_SURROGATES = range(0xD800, 0xE000)
_C1_CONTROLS = range(0x7F, 0xA0)


def fold_character(character: str) -> str:
    """Return the ordinary character for a CJK radical or compatibility form: `⺠` to `民`; others as they are."""
    code = ord(character)
    if code in _RADICALS:
        return _radicals().get(character, unicodedata.normalize("NFKC", character))
    if code in _COMPATIBILITY:
        return unicodedata.normalize("NFC", character)
    return character


def is_mapped(code: int) -> bool:
    """Say whether a code point is a character at all: not a control, a private use or a broken code."""
    if code < 0x20 or code == 0xFFFD or code in _C1_CONTROLS:
        return False
    return code not in _PRIVATE and code not in _SURROGATES and code & 0xFFFF < 0xFFFE and code < 0xF0000


def symbol(font: str, code: int) -> str | None:
    """Return what a symbol font draws for a code (`Symbol`, 0xF0B3: `≥`), or None where the table does not say."""
    characters = _symbols_of(font)
    return characters.get(code & 0xFF) if characters and (code in _PRIVATE or code <= 0xFF) else None


@lru_cache(maxsize=256)
def _symbols_of(font: str) -> dict[int, str]:
    return _symbol_fonts().get(_plain_name(font), {})


def _plain_name(font: str) -> str:
    """`ABCDEF+Wingdings-Regular` to `wingdings`."""
    name = font.rsplit("+", maxsplit=1)[-1].lower().removesuffix("-regular").replace("-", " ")
    return {"symbolmt": "symbol", "wingdings2": "wingdings 2"}.get(name, name)


@cache
def _radicals() -> dict[str, str]:
    table: dict[str, str] = _load()["radicals"]
    return table


@cache
def _symbol_fonts() -> dict[str, dict[int, str]]:
    return {
        name: {int(code, 16): character for code, character in characters.items()}
        for name, characters in _load()["fonts"].items()
    }


@cache
def _load() -> dict[str, Any]:
    return tomllib.loads(_TABLES.read_text(encoding="utf-8"))
