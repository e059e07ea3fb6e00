"""A printed label to the field it names: `转移支付(项目)名称：` -> `project_name`, `分值` -> `weight`.

The wordings are data (`labels.toml`). A label is looked up in one named group, because the same word means different
things in different places: `备注` heads a column of reasons, or a row of remarks. Looked up exactly after folding;
`closest` accepts one wrong character, but only where a single meaning is that near.
"""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct
from rapidfuzz.distance import Levenshtein

from normalizers.characters import fold

_FILE = Path(__file__).with_name("labels.toml")
_BRACKETS = re.compile(r"[(（\[【〔﹙]([^()（）\[\]【】〔〕﹙﹚]*)[)）\]】〕﹚]")
_LAST_BRACKET = re.compile(_BRACKETS.pattern + r"\s*[:：]?$")
_NUMBERING = re.compile(r"^(?:其\s*中\s*[:：—－-]?|[(（]?[0-9一二三四五六七八九十]{1,2}[)）、.．]\s*)")
_TRAILING_NUMBER = re.compile(r"[0-9]{1,2}\s*[:：]?$")
_WEIGHT = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)\s*分")
_TRAILING_POINTS = re.compile(r"(?<=\D)\d{1,3}分$")
_UNIT = re.compile(r"[百千万亿]*元")
_UNIT_SAID = re.compile(r"(?:金额)?单\s*位\s*[:：]\s*([百千万亿]*元)\s*$")
"""A unit behind a label without brackets: `资金投入情况 单位：万元`."""
_MISREAD_TEN_THOUSAND = re.compile(r"[方力刀](?=元)")
"""What is read for 万 in `（万元）`; none of it is a word with 元."""
_WHOLE_PERIOD = re.compile(
    r"^(?:实施期|项目期|执行期|中长?期|全?周期|[三五]年)[^年]{0,4}(?:资金|总额|预算|投资|投入)[^年]{0,4}$"
)
_MIN_CLOSE_LENGTH = 4
"""Shortest folded label that may be matched with one wrong character: of shorter ones too many are neighbours."""
_MAX_WORDED_LENGTH = 18
"""Longest folded label that is understood by words in it; what is longer is a sentence."""
_MIN_CUT_LENGTH = 3
"""Shortest folded beginning of a label that is taken for it: OCR cuts `年初预算数` to `年初预` at a cell's edge."""
_NAME_ENDS = tuple("率比数量值额果性力")
"""Last characters of what is measured: 受益群众满意率 and 投入产出比 are indicators, no 受益群众满意度 misread."""
_MIN_NEAR_LENGTH = 2
"""Characters of the shortest reading that a label is looked for near."""
_MAX_WRONG, _MOST_LOST = 0.5, 2
"""Share of a crumbled label's characters that may be wrong, and how many may be lost or added, beside labels that are
known."""


class Label(Struct, frozen=True):
    """A label taken apart: `项目资金（万元）（10分）` is name 项目资金, unit 万元, weight 10."""

    name: str
    unit: str | None = None
    weight: Decimal | None = None


@lru_cache(maxsize=20_000)
def take_apart(text: str) -> Label:
    """Separate a label from the unit and the weight in its brackets, its numbering and its `其中：`."""
    inside = _MISREAD_TEN_THOUSAND.sub("万", " ".join(_BRACKETS.findall(text)))
    unit = _UNIT.search(inside)
    weight = _WEIGHT.search(inside)
    name = _BRACKETS.sub("", text).strip()
    said = _UNIT_SAID.search(name)
    if said and said.start():
        name = name[: said.start()].strip()
    return Label(
        name=_NUMBERING.sub("", name).strip(),
        unit=unit.group() if unit else said[1] if said else None,
        weight=Decimal(weight.group(1)) if weight else None,
    )


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, dict[str, str]]:
    """Return group -> folded label -> meaning; a label with two meanings in one group is an error in the file."""
    content = {group: meanings for group, meanings in _content().items() if group != "words"}
    groups: dict[str, dict[str, str]] = {"level1": {}, "level2": {}, "level2_parent": {}}
    for canonical, aliases in content.pop("level1").items():
        for alias in (canonical, *aliases):
            _enter(groups, "level1", alias.removesuffix("指标"), canonical)
    for parent, children in content.pop("level2").items():
        for canonical, aliases in children.items():
            groups["level2_parent"][canonical] = parent
            for alias in (canonical, *aliases):
                _enter(groups, "level2", alias.removesuffix("指标"), canonical)
    for group, meanings in content.items():
        groups[group] = {}
        for meaning, labels in meanings.items():
            for label in labels:
                _enter(groups, group, label, meaning)
    return groups


def _enter(groups: dict[str, dict[str, str]], group: str, label: str, meaning: str) -> None:
    key = fold(label)
    known = groups[group].setdefault(key, meaning)
    if known != meaning:
        raise ValueError(f"{_FILE.name}: [{group}] has {label!r} under both {known!r} and {meaning!r}")


@lru_cache(maxsize=50_000)
def meaning(group: str, text: str) -> str | None:
    """Return what `text` names in `group` of `labels.toml` (`fields`, `funding_columns`, …), or None."""
    known = _vocabulary()[group]
    for key in _keys(text):
        if key in known:
            return known[key]
    return None


@lru_cache(maxsize=50_000)
def closest(group: str, text: str) -> str | None:
    """Like `meaning`, but one character may be wrong, or the end cut off, where all labels that near mean the same."""
    exact = meaning(group, text)
    if exact is not None:
        return exact
    for key in _keys(text):
        labels = _alike(group, key)
        found = {_vocabulary()[group][label] for label in labels}
        if len(found) == 1:
            return found.pop() if _says_the_same(group, text, labels) else None
    return None


def _alike(group: str, key: str) -> set[str]:
    """Return the labels that a folded text begins, or differs from in one character."""
    begun = _beginnings(group).get(key, frozenset()) if len(key) >= _MIN_CUT_LENGTH else frozenset()
    # a short text may be the beginning of one label and a misread other: 指标执 of 指标执行值, or 指标值
    return {*begun, *(_near(group, key) if begun or len(key) >= _MIN_CLOSE_LENGTH else ())}


def _says_the_same(group: str, text: str, labels: set[str]) -> bool:
    """Say whether the words of a text allow the labels near it: 执行率 is one character from 执行数, another thing."""
    worded = by_words(group, text)
    return worded is None or any(worded in {_vocabulary()[group][one], by_words(group, one)} for one in labels)


@lru_cache(maxsize=32)
def _beginnings(group: str) -> dict[str, frozenset[str]]:
    """Return beginning of a label -> all labels that begin so."""
    found: dict[str, set[str]] = {}
    for label in _vocabulary()[group]:
        for end in range(_MIN_CUT_LENGTH, len(label) + 1):
            found.setdefault(label[:end], set()).add(label)
    return {beginning: frozenset(labels) for beginning, labels in found.items()}


@lru_cache(maxsize=32)
def _shortened(group: str) -> dict[str, tuple[str, ...]]:
    """Return label, whole or with one character left out -> the labels that give it."""
    found: dict[str, set[str]] = {}
    for label in _vocabulary()[group]:
        for part in _without_one(label):
            found.setdefault(part, set()).add(label)
    return {part: tuple(labels) for part, labels in found.items()}


def _without_one(text: str) -> set[str]:
    """Return a text, and the texts that are left when one of its characters goes: two that are near share one."""
    return {text, *(text[:at] + text[at + 1 :] for at in range(len(text)))}


def _near(group: str, key: str) -> set[str]:
    """Return the labels that differ from a folded text in one character."""
    labels = {label for part in _without_one(key) for label in _shortened(group).get(part, ())}
    return {label for label in labels if _one_apart(label, key)}


@lru_cache(maxsize=50_000)
def short_closest(group: str, text: str) -> str | None:
    """Return what a label of three characters says where one of them is wrong: `热行率` -> `rate`.

    Too bold for a text anywhere, as `by_words` is: only beside labels that are known.
    """
    key = fold(take_apart(text).name)
    if len(key) != _MIN_CLOSE_LENGTH - 1:
        return None
    near = {value for label, value in _vocabulary()[group].items() if len(label) == len(key) and _one_apart(label, key)}
    return near.pop() if len(near) == 1 else None


@lru_cache(maxsize=20_000)
def nearest(group: str, texts: tuple[str, ...]) -> str | None:
    """Return the meaning of the label nearest to any of several readings of it, None where two are as near, or none.

    `中年际宅成值` is three characters from `全年实际完成值`. Bolder than `closest`: only in a row that is a header.
    """
    keys = {key for text in texts if len(key := fold(take_apart(text).name)) >= _MIN_NEAR_LENGTH}
    shares: dict[str, float] = {}
    for label, value in _vocabulary()[group].items():
        for key in keys:
            if abs(len(label) - len(key)) > _MOST_LOST:
                continue
            share = Levenshtein.distance(label, key) / max(len(label), len(key))
            shares[value] = min(share, shares.get(value, 1.0))
    best = min(shares.values(), default=1.0)
    near = [value for value, share in shares.items() if share == best]
    return near[0] if best <= _MAX_WRONG and len(near) == 1 else None


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, re.Pattern[str]]]:
    """Return group -> meaning -> pattern, of labels that are understood by words in them."""
    content = _content()["words"]
    return {
        group: {meant: re.compile("|".join(f"(?:{one})" for one in patterns)) for meant, patterns in rules.items()}
        for group, rules in content.items()
    }


@lru_cache(maxsize=50_000)
def by_words(group: str, text: str) -> str | None:
    """Return what a label of no known wording means by words in it, or None where none or two meanings fit.

    `1-8月支出进度` among `funding_columns` -> `rate`. Too bold for a text anywhere: only where a label must stand.
    """
    key = fold(take_apart(text).name)
    if not key or len(key) > _MAX_WORDED_LENGTH:
        return None
    fitting = [meant for meant, pattern in _words().get(group, {}).items() if pattern.search(key)]
    return fitting[0] if len(fitting) == 1 else None


def names_whole_period(text: str) -> bool:
    """Say whether a label names the money of a project's whole period, not of a year: `实施期资金总额`."""
    return _WHOLE_PERIOD.search(fold(take_apart(text).name)) is not None


def _one_apart(label: str, key: str) -> bool:
    return abs(len(label) - len(key)) <= 1 and Levenshtein.distance(label, key, score_cutoff=1) <= 1


@lru_cache(maxsize=20_000)
def near_levels(group: str, text: str) -> tuple[str, ...]:
    """Return the levels of `level1` or `level2` whose name differs from `text` in one character, sorted.

    `教量指标` is as near to 数量指标 as to 质量指标: it is one of them misread, and nobody can say which.
    """
    key = fold(take_apart(text).name)
    if len(key) < _MIN_CLOSE_LENGTH or key.removesuffix("指标") in _vocabulary()["level_words"]:
        return ()
    known = _vocabulary()[group].items()
    bare = not key.endswith("指标")  # 自标设定 is 目标设定
    near = {value: stem for stem, value in known if _one_apart(stem if bare else f"{stem}指标", key)}
    if bare and key.endswith(_NAME_ENDS):
        near = {value: stem for value, stem in near.items() if stem.endswith(key[-1])}
    return tuple(sorted(near))


def _keys(text: str) -> tuple[str, ...]:
    """Return the folded forms to try: as printed; without the last bracket, all brackets, a number behind."""
    name = take_apart(text).name
    forms = (text, _LAST_BRACKET.sub("", text.strip()), name, _TRAILING_NUMBER.sub("", name))
    return tuple(dict.fromkeys(key for key in map(fold, forms) if key))


@lru_cache(maxsize=20_000)
def level1(text: str) -> str | None:
    """Return the canonical first level: `产出指标（50分）` -> `产出指标`."""
    return meaning("level1", _stem(text))


@lru_cache(maxsize=20_000)
def level2(text: str) -> str | None:
    """Return the canonical second level: `成本` -> `成本指标`."""
    return meaning("level2", _stem(text))


def parent(second: str) -> str | None:
    """Return the first level that a canonical second level belongs to: `数量指标` -> `产出指标`.

    None for one that is not canonical, such as a misread `数量指`.
    """
    return _vocabulary()["level2_parent"].get(second)


def _stem(text: str) -> str:
    name = _TRAILING_POINTS.sub("", fold(take_apart(text).name))
    return name.removesuffix("指标") or name
