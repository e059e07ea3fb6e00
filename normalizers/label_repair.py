"""A label as OCR read it to the label that was printed: `项Fl资金(万兀)` -> `项目资金(万元)`, `考值参分` -> `参考分值`.

The vocabulary of `labels.toml` proves a repair: look-alike characters, the same characters in another order, or one
wrong character, and in each case exactly one label that fits.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct
from rapidfuzz.distance import Levenshtein

from normalizers.characters import plain

_LABELS = Path(__file__).with_name("labels.toml")
_LOOK_ALIKES = Path(__file__).with_name("look_alikes.toml")
_PARTS = re.compile("(.*?)((?:\\([^()]*\\))*)")
_IN_BRACKETS = re.compile("\\(([^()]*)\\)")
_NUMBERED = re.compile("(指标|目标)([LlIi|丨])([:.、]?)")
_SHORTEST = 4
"""Characters of the shortest label that is repaired by its vocabulary: of shorter ones too many are neighbours."""
_LONGEST = 40
"""Characters of the longest text that may be a label."""
_MOST_REPLACED = 2
"""Look-alikes replaced in one label; more would make any label into any other."""


class _Words(Struct, frozen=True):
    labels: frozenset[str]
    by_letters: dict[str, tuple[str, ...]]
    look_alikes: tuple[tuple[str, str], ...]
    brackets: dict[str, str]


def _labels(content: object) -> Iterator[str]:
    """Yield all labels of a part of `labels.toml`: the strings of its lists, and keys that are labels themselves."""
    if isinstance(content, dict):
        for key, value in content.items():
            if not key.isascii():
                yield key
            yield from _labels(value)
    elif isinstance(content, list):
        for value in content:
            yield from _labels(value)
    elif isinstance(content, str):
        yield plain(content)


@cache
def _words() -> _Words:
    labels = frozenset(_labels(tomllib.loads(_LABELS.read_text(encoding="utf-8"))))
    by_letters: dict[str, tuple[str, ...]] = {}
    for label in labels:
        letters = "".join(sorted(label))
        by_letters[letters] = (*by_letters.get(letters, ()), label)
    table = tomllib.loads(_LOOK_ALIKES.read_text(encoding="utf-8"))
    pairs = tuple((read, meant) for meant, readings in table["characters"].items() for read in readings)
    brackets = {read: meant for meant, readings in table["brackets"].items() for read in readings}
    return _Words(labels, by_letters, pairs, brackets)


@lru_cache(maxsize=16_384)
def repair_label(text: str) -> str | None:
    """Return a label in plain signs as it was printed, the same where nothing is wrong; None where it is no label."""
    if len(text) > _LONGEST:
        return None
    label = plain(text).replace(" ", "").rstrip(":")
    numbered = _NUMBERED.fullmatch(label)
    if numbered:
        return f"{numbered[1]}1{numbered[3]}"
    parts = _PARTS.fullmatch(label)
    if not parts:
        return None
    name = _repair_name(parts[1])
    return None if name is None else name + _IN_BRACKETS.sub(_repair_bracket, parts[2])


def label_among(text: str, readings: Iterable[str]) -> str | None:
    """Return the one label among several readings of a text, None where the text is one itself or several are.

    `级指标` that another reader took for `三级指标` is `三级指标`.
    """
    if _is_label(text):
        return None
    return _only({reading for reading in readings if _is_label(reading)})


@lru_cache(maxsize=16_384)
def _is_label(text: str) -> bool:
    parts = _PARTS.fullmatch(plain(text).replace(" ", "").rstrip(":")) if len(text) <= _LONGEST else None
    return parts is not None and parts[1] in _words().labels


def _repair_bracket(found: re.Match[str]) -> str:
    return f"({_words().brackets.get(found[1], found[1])})"


def _repair_name(name: str) -> str | None:
    """Return the one label of the vocabulary that a name can be."""
    words = _words()
    if name in words.labels:
        return name
    if len(name) < _SHORTEST:
        return _only({label for label in _replaced(name, 1) if label in words.labels})
    return (
        _only({label for label in _replaced(name, _MOST_REPLACED) if label in words.labels})
        or _only(set(words.by_letters.get("".join(sorted(name)), ())))
        or _only({label for label in words.labels if len(label) >= _SHORTEST and _one_wrong(name, label)})
    )


def _replaced(name: str, times: int) -> set[str]:
    """Return what a name may be with up to `times` look-alikes replaced, each at one place."""
    found = {
        name[:start] + meant + name[start + len(read) :]
        for read, meant in _words().look_alikes
        for start in range(len(name))
        if name.startswith(read, start)
    }
    if times > 1:
        found |= {again for once in tuple(found) for again in _replaced(once, times - 1)}
    return found


def _one_wrong(name: str, label: str) -> bool:
    return abs(len(name) - len(label)) <= 1 and Levenshtein.distance(name, label, score_cutoff=1) <= 1


def _only(labels: set[str]) -> str | None:
    return next(iter(labels)) if len(labels) == 1 else None
