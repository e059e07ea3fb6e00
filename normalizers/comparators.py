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

_FILE = Path(__file__).with_name("comparators.toml")
_INCLUSIVE = re.compile(r"\((不?)含[^()]{0,12}\)")
_NAME = re.compile(
    "(?:(?![不未非无没减降失误差漏])[\u4e00-\u9fff]){1,12}?(?:率|度|比例|占比|人数|数量|总数|面积|里程)"
    "(?![\u4e00-\u9fff]|$)|(?:(?![不未非无没减降失误差漏])[\u4e00-\u9fff]){1,12}?(?:率|度|比例|占比)(?=[为达大小高低不])"
)
"""A name before its number, `验收合格率95%`; one with a word of denial may count something else."""
_STRICT: dict[Operator, Operator] = {"ge": "gt", "le": "lt"}
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


class _Words(Struct, frozen=True):
    before: dict[str, tuple[str, str]]
    """word -> (`op`, `weak`, `about` or `skipped`; operator)."""
    after: dict[str, tuple[str, str]]
    between: tuple[str, ...]
    before_pattern: re.Pattern[str]
    after_pattern: re.Pattern[str]


@cache
def _words() -> _Words:
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    before = {word: ("op", op) for op, words in content["before"].items() for word in words}
    before |= {word: ("weak", op) for op, words in content["before_weak"].items() for word in words}
    before |= dict.fromkeys(content["about"]["before"], ("about", ""))
    before |= dict.fromkeys(content["skipped"]["before"], ("skipped", ""))
    after = {word: ("op", op) for op, words in content["after"].items() for word in words}
    after |= dict.fromkeys(content["about"]["after"], ("about", ""))
    after |= dict.fromkeys(content["skipped"]["after"], ("skipped", ""))
    return _Words(
        before, after, tuple(content["about"]["between"]), re.compile(_any(before)), re.compile(f"(?:{_any(after)})$")
    )


def _any(words: dict[str, tuple[str, str]]) -> str:
    """Return a pattern of the words, longer ones first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def take_comparators(text: str) -> Compared:
    """Return a plain text without the comparing words before and behind its number, and their operator."""
    exclusive = False
    if "含" in text:
        marker = _INCLUSIVE.search(text)
        exclusive = bool(marker and marker[1])
        text = _INCLUSIVE.sub("", text)
    rest, front, weak, about = _take_before(text)
    rest, behind, about_behind = _take_after(rest)
    op = front if front is not None else behind if behind is not None else weak
    conflict = front is not None and behind is not None and front[0] != behind[0]
    if front is not None and behind is not None and not conflict and front != behind:
        op = behind
    if exclusive and op is not None:
        op = _STRICT.get(op, op)
    return Compared(rest, op, front is None and behind is None and weak == "ge", about or about_behind, conflict)


def _take_before(text: str) -> tuple[str, Operator | None, Operator | None, bool]:
    words = _words()
    strong: Operator | None = None
    weak: Operator | None = None
    about = False
    name = _NAME.match(text)
    if name:
        text = text[name.end() :]
    for _ in range(_MOST_WORDS):
        found = words.before_pattern.match(text)
        if not found or found.end() == len(text):
            break
        role, op = words.before[found.group()]
        if role == "op":
            if strong is not None:
                break
            strong = _operator(op)
        elif role == "weak":
            weak = _operator(op)
        about = about or role == "about"
        text = text[found.end() :]
    return text, strong, weak, about


def _take_after(text: str) -> tuple[str, Operator | None, bool]:
    words = _words()
    op: Operator | None = None
    about = False
    for _ in range(_MOST_WORDS):
        found = words.after_pattern.search(text)
        if not found or found.start() == 0:
            break
        role, meant = words.after[found.group()]
        if role == "op":
            if op is not None:
                break
            op = _operator(meant)
        about = about or role == "about"
        text = text[: found.start()]
    return text, op, about


def _operator(text: str) -> Operator:
    operators: dict[str, Operator] = {"eq": "eq", "ge": "ge", "gt": "gt", "le": "le", "lt": "lt"}
    return operators[text]


def approximate_between(text: str) -> str | None:
    """Return a unit without the word of approximation before it: `余人` -> `人`; None where there is none."""
    for word in _words().between:
        if text.startswith(word) and len(text) > len(word):
            return text[len(word) :]
    return None


@lru_cache(maxsize=1024)
def read_operator(text: str) -> Operator | None:
    """Return the operator that a cell of its own names (指标性质): `＞＝`, `大于等于`; None for `定性`, `正向`."""
    role, op = _words().before.get(plain(text), ("", ""))
    return _operator(op) if role in {"op", "weak"} else None
