"""The comparing words around a number to an operator: `不低于90%` -> ge and `90%`, `控制在5%以内` -> le and `5%`."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from msgspec import Struct

from normalizers.characters import plain

Operator = Literal["eq", "ge", "gt", "le", "lt"]
Role = Literal["op", "weak", "about", "skipped"]

_FILE = Path(__file__).with_name("comparators.toml")
_INCLUSIVE = re.compile(r"\((不?)含[^()]{0,12}\)")
_WORD = "(?:(?![不未非无没减降失误差漏])[\u4e00-\u9fff])"
_NOUN = (
    "率|度|比例|占比|人数|数量|总数|面积|里程|成本|费用|经费|单价|价格|金额|总额|人次|户数|次数|个数|产量|产值|收入|投资|规模|容量"
    "|服务期|质保期|保修期|保质期|管护期|建设期|合同期|工期|期限|年限|寿命|时长|频次|浓度"
)
_NAME = re.compile(
    f"{_WORD}{{0,12}}?(?:{_NOUN})(?![\u4e00-\u9fff]|$)|{_WORD}{{0,12}}?(?:{_NOUN})(?=为|达|控制|不?[大小高低超少多])"
    "|(?:(?![不未非无没减降失误差漏比较增提])[\u4e00-\u9fff]){1,12}(?=[≥≤<>=])"
    "|(?:PM2\\.5|PM10|[A-Z][A-Za-z]{1,5}[0-9]{0,2})[\u4e00-\u9fff]{0,6}(?=[≥≤<>=])"
)
"""A name before its number, `验收合格率95%`; one with a word of denial may count something else."""
_STRICT: dict[Operator, Operator] = {"ge": "gt", "le": "lt"}
_INCLUDING: dict[Operator, Operator] = {"gt": "ge", "lt": "le"}
_MULTIPLE = re.compile("[十百千万亿]+")
_MOST_WORDS = 4
"""Words that may stand on one side of a number: 已+累计+达到+约."""


class Compared(Struct, frozen=True):
    """What is left of a text without its comparing words, and what they say; `op` None where they say nothing."""

    rest: str
    op: Operator | None = None
    attained: bool = False
    """Only 达到 or the like says ge, which is an observation where a result is reported."""
    about: bool = False
    conflict: bool = False
    """The words in front and behind contradict each other: `不超过95%以上`."""


class _Word(Struct, frozen=True):
    text: str
    role: Role
    op: Operator | None = None


class _Words(Struct, frozen=True):
    """Words by their first letter (`before`) or last letter (`after`), longer ones first."""

    before: dict[str, tuple[_Word, ...]]
    after: dict[str, tuple[_Word, ...]]
    between: tuple[str, ...]


@cache
def _words() -> _Words:
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    before = [*_comparing(content["before"], "op"), *_comparing(content["before_weak"], "weak")]
    before += [_Word(word, "about") for word in content["about"]["before"]]
    before += [_Word(word, "skipped") for word in content["skipped"]["before"]]
    after = _comparing(content["after"], "op")
    after += [_Word(word, "about") for word in content["about"]["after"]]
    after += [_Word(word, "skipped") for word in content["skipped"]["after"]]
    return _Words(_by_letter(before, 0), _by_letter(after, -1), tuple(content["about"]["between"]))


def _comparing(words: dict[Operator, list[str]], role: Role) -> list[_Word]:
    return [_Word(text, role, op) for op, texts in words.items() for text in texts]


def _by_letter(words: list[_Word], place: int) -> dict[str, tuple[_Word, ...]]:
    found: dict[str, tuple[_Word, ...]] = {}
    for word in sorted(words, key=lambda word: len(word.text), reverse=True):
        found[word.text[place]] = (*found.get(word.text[place], ()), word)
    return found


def take_comparators(text: str) -> Compared:
    """Return a plain text without the comparing words before and behind its number, and their operator."""
    marker = _INCLUSIVE.search(text) if "含" in text else None
    if marker:
        text = _INCLUSIVE.sub("", text)
    rest, front, weak, about = _take_before(text)
    rest, behind, about_behind = _take_after(rest)
    op = front if front is not None else behind if behind is not None else weak
    conflict = front is not None and behind is not None and front[0] != behind[0]
    if front is not None and behind is not None and not conflict and front != behind:
        op = behind
    if marker and op is not None:
        op = (_STRICT if marker[1] else _INCLUDING).get(op, op)
    return Compared(rest, op, front is None and behind is None and weak == "ge", about or about_behind, conflict)


def _take_before(text: str) -> tuple[str, Operator | None, Operator | None, bool]:
    strong: Operator | None = None
    weak: Operator | None = None
    about = False
    name = _NAME.match(text)
    if name:
        text = text[name.end() :]
    for _ in range(_MOST_WORDS):
        word = next((word for word in _words().before.get(text[:1], ()) if text.startswith(word.text)), None)
        if word is None or len(word.text) == len(text) or (word.role == "op" and strong is not None):
            break
        strong = word.op if word.role == "op" else strong
        weak = word.op if word.role == "weak" else weak
        about = about or word.role == "about"
        text = text[len(word.text) :]
    return text, strong, weak, about


def _take_after(text: str) -> tuple[str, Operator | None, bool]:
    op: Operator | None = None
    about = False
    for _ in range(_MOST_WORDS):
        word = next((word for word in _words().after.get(text[-1:], ()) if text.endswith(word.text)), None)
        if word is None or len(word.text) == len(text) or (word.role == "op" and op is not None):
            break
        op = word.op if word.role == "op" else op
        about = about or word.role == "about"
        text = text[: -len(word.text)]
    return text, op, about


def approximate_between(text: str) -> str | None:
    """Return a unit without the word of approximation in it: `余人` -> `人`, `万余元` -> `万元`; None without one."""
    multiple = _MULTIPLE.match(text)
    start = multiple.end() if multiple else 0
    for word in _words().between:
        if text.startswith(word, start):
            return text[:start] + text[start + len(word) :]
    return None


@lru_cache(maxsize=1024)
def read_operator(text: str) -> Operator | None:
    """Return the operator that a cell of its own names (指标性质): `＞＝`, `大于等于`; None for `定性`, `正向`."""
    sign = plain(text)
    return next((word.op for word in _words().before.get(sign[:1], ()) if word.text == sign), None)
