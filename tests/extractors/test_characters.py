from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.characters import fold_character, is_mapped, symbol


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("⻓", "长"),
        ("⻔", "门"),
        ("⺠", "民"),
        ("⼀", "一"),
        ("⽬", "目"),
        ("金", "金"),
        ("长", "长"),
        ("A", "A"),
        ("％", "％"),
    ],
)
def test_radicals_become_the_characters_they_look_like(written: str, meant: str) -> None:
    assert fold_character(written) == meant


@given(st.characters())
def test_folding_twice_changes_nothing(character: str) -> None:
    folded = fold_character(character)
    assert len(folded) == 1
    assert fold_character(folded) == folded


@pytest.mark.parametrize(
    ("font", "code", "meant"),
    [
        ("ABCDEF+Symbol", 0xF0B3, "≥"),
        ("SymbolMT", 0xF0A3, "≤"),
        ("Wingdings-Regular", 0xF0FE, "☑"),
        ("Wingdings 2", 0xF052, "☑"),
        ("SimSun", 0xF0B3, None),
        ("Symbol", 0x4E2D, None),
    ],
)
def test_symbol_fonts_tell_what_they_draw(font: str, code: int, meant: str | None) -> None:
    assert symbol(font, code) == meant


@pytest.mark.parametrize(
    ("code", "sound"), [(0x4E2D, True), (0x30, True), (0x0, False), (0xFFFD, False), (0xE012, False)]
)
def test_private_and_broken_codes_are_no_characters(code: int, sound: bool) -> None:
    assert is_mapped(code) is sound
