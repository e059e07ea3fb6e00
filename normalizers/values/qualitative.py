"""Values in words to what they say: blank, `无`, an unfilled template line, or a class such as `attain_partial`."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct

from normalizers.characters import fold, plain

_FILE = Path(__file__).with_name("qualitative.toml")
_LONGEST = 40
"""Characters of the longest answer that has a class; longer ones are sentences."""
_EMPTY_MARKS = re.compile(
    "(?:[(（]\\s*[)）])|[ー\\s\u3000\u200b\ufeff\\-‐‑‒–—―−－﹣─⸺_/／\\\\＼|｜…⋯.．。·•、，,:：;；'’‘`~～]*"
)
_EMPTY_WORDS = frozenset("nNＮ空不")
_LONGEST_EMPTY = 6
"""Characters of a word for nothing in brackets: （空白）."""
_OPENING, _CLOSING = "(（[［【〔", ")）]］】〕"
_TYPED_EMPTY = re.compile("\\s*[NnＮ][/／]?[AaＡ]\\s*")
_NUMBERED = "(?:三级)?(?:指标|目标|任务)(?:(?:[0-9]{1,2}|[一二三四五六七八九十]|[NnXx×*])(?:完成情况)?[:.、]?|:)"
_IS_NUMBERED = re.compile(_NUMBERED)
_BLANK_LINE = re.compile(f"(?:{_NUMBERED}|[.…⋯·*×_-]|[Xx]{{2,}})*")
_GAP = "(?:\\*+|_{2,}|×{2,}|[Xx]{2,})"
_STARS = re.compile(
    f"\\(?(?:[≥≤<>=]|>=|<=|不低于|不超过|不少于)?{_GAP}(?:\\.{_GAP})?[^0-9]{{0,4}}\\)?"
    "|(?:[≥≤<>=]|>=|<=|不低于|不超过|不少于)[×Xx*_]?%"
    "|(?:[≥≤<>=]|>=|<=|不低于|不超过|不少于)?\\(_*\\)[%‰元个人万亩户次家]{1,2}"
)
_STARS_DATE = re.compile(
    f"(?:20)?{_GAP}年(?:(?:{_GAP}|[0-9]{{1,2}})月)?(?:(?:{_GAP}|[0-9]{{1,2}})日)?[底末]?(?:前|以前|之前)?"
)
_STARS_BEHIND = re.compile(f"\\((?:[≥≤<>=]|>=|<=)?{_GAP}[^0-9()]{{0,4}}\\)$|(?:[≥≤<>=]|>=|<=){_GAP}[^0-9()]{{0,4}}$")


class _Words(Struct, frozen=True):
    none_stated: frozenset[str]
    blank: frozenset[str]
    answers: dict[str, str]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _words() -> _Words:
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return _Words(
        frozenset(content["none_stated"]),
        frozenset(content["blank"]),
        {answer: name for name, answers in content["answers"].items() for answer in answers},
        tuple((name, re.compile("|".join(patterns))) for name, patterns in content["patterns"].items()),
    )


def is_blank(text: str) -> bool:
    """Say whether nothing is filled in: no text, a dash, a stroke, dots, `N/A`."""
    if text and text[0].isalnum() and text[0] not in _EMPTY_WORDS:
        return False
    if _EMPTY_MARKS.fullmatch(text) or _TYPED_EMPTY.fullmatch(text):
        return True
    if len(text) <= _LONGEST_EMPTY and text[0] in _OPENING and text[-1] in _CLOSING:
        return is_blank(text[1:-1].strip())
    return len(text) <= 4 and text[0].isalpha() and fold(text) in _words().blank


def is_none_stated(text: str) -> bool:
    """Say whether the author says that there is nothing: `无`, `暂无。`."""
    return len(text) <= 10 and not text[:1].isdecimal() and fold(text) in _words().none_stated


@lru_cache(maxsize=16_384)
def is_placeholder(text: str) -> bool:
    """Say whether a text is the template's own, not filled in: `指标1：`, `指标1:\\n指标2:\\n……`, `≥**%`."""
    lines = [plain(line).replace(" ", "") for line in text.splitlines()]
    lines = [line for line in lines if line]
    if not lines or is_blank(text):
        return "…" in text or "..." in text
    gaps = [bool(_STARS.fullmatch(line) or _STARS_DATE.fullmatch(line)) for line in lines]
    if not all(gap or _BLANK_LINE.fullmatch(line) for gap, line in zip(gaps, lines, strict=True)):
        return False
    return any(gaps) or any(_IS_NUMBERED.match(line) for line in lines)


def strip_placeholder(text: str) -> str:
    """Return an indicator's name without the template's unfilled value: `农户满意度(≥**%)` -> `农户满意度`."""
    behind = _STARS_BEHIND.search(plain(text).replace(" ", ""))
    if not behind:
        return text
    if behind.group().startswith("("):
        return text[: max(text.rfind("("), text.rfind("（"))].rstrip()
    return re.split("[≥≧≤≦<>=＞＜＝⩾⩽]", text, maxsplit=1)[0].rstrip()


@lru_cache(maxsize=16_384)
def qualitative_class(text: str) -> str:
    """Return the class of an answer in words, `statement` where it has none of its own.

    `部分达成预期指标并具有一定效果` -> attain_partial, `效果显著` -> effect_high, `长期` -> duration_long, `否` -> no.
    """
    if len(text) > _LONGEST:
        return "statement"
    folded = fold(text)
    answer = _words().answers.get(folded)
    if answer is not None:
        return answer
    for name, pattern in _words().patterns:
        if pattern.fullmatch(folded):
            return name
    return "statement"
