"""Readings of one line that differ in a sign, told by words: of `救助对象` and `教助对象` the first is made of words.

The words are those of jieba's dictionary (`rjieba`). Its names do not count: most that are printed no dictionary has,
and a misread one may look like one that it has.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec.structs import replace

from extractors.ocr.votes import Witness

SHORTEST_WORD = 2
"""Signs of the shortest word: every single sign is one."""
NAMES = ("nr", "ns", "nt", "nz")
"""What the tags of names begin with, of persons, places and others: `长洲区` is one, where `长湖区` was printed."""
FIRM = 0.97
"""Least character probability of a line from which words do not overrule its reader, who may see a rare word."""
_FIRST_HAN, _LAST_HAN = "一", "鿿"


def in_words(heard: Sequence[Witness]) -> list[Witness]:
    """Give each witness the signs of others where those make a word and its own do not.

    `项目尾款` and `项自尾款` both become `项目尾款`. Lines of different length, signs that are not Chinese, and places
    where both or neither make a word stay as they are read.
    """
    texts = [one.text for one in heard]
    return [one if one.least >= FIRM else replace(one, text=_in_words_of(texts, one.text)) for one in heard]


def _in_words_of(others: Sequence[str], text: str) -> str:
    for other in others:
        if len(other) == len(text) and other != text:
            text = _with_words_of(text, other)
    return text


def _with_words_of(text: str, other: str) -> str:
    mine, theirs = _in_word(text), _in_word(other)
    return "".join(
        new if old != new and _is_han(old) and _is_han(new) and theirs[place] and not mine[place] else old
        for place, (old, new) in enumerate(zip(text, other, strict=True))
    )


def _is_han(sign: str) -> bool:
    return _FIRST_HAN <= sign <= _LAST_HAN


@lru_cache(maxsize=1024)
def _in_word(text: str) -> tuple[bool, ...]:
    """Say of each sign whether it is part of a word that is no name."""
    from rjieba import tag  # noqa: PLC0415 (its dictionary takes a third of a second, and clean pages need none)

    return tuple(
        len(word) >= SHORTEST_WORD and not kind.startswith(NAMES) for word, kind in tag(text, hmm=False) for _ in word
    )
