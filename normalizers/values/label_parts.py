"""A printed label to its parts: `预算执行情况(万元)(20分)` -> name, unit, weight; `219-池州市…` -> code and name."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import Struct

from normalizers.characters import plain
from normalizers.values.numbers import repair_figures
from normalizers.values.qualitative import strip_placeholder


class LabelParts(Struct, frozen=True):
    """A label taken apart; `weighted_rate` says that the label tells how a score comes about: 得分(20分*执行率)."""

    name: str
    weight: Decimal | None = None
    unit: str | None = None
    index: int | None = None
    """The number of a repeated block: 年度绩效目标1."""
    weighted_rate: bool = False
    flags: tuple[str, ...] = ()


_POINTS = "[0-9OolI]{1,3}(?:\\.[0-9OolI]{1,2})?"
_WEIGHT = re.compile(
    f"[(\\[【:]?(?<![0-9OolI.])(?P<points>{_POINTS})分[)\\]】]?$|(?<=指标)\\((?P<bare>[0-9OolI]{{2}})(?P<percent>%?)\\)$"
)
_ORNAMENT = re.compile("^[*＊☆★▲△※●■□◆√]+(?=.)")
_FORMULA = re.compile(f"\\(({_POINTS})分?[*×xX](?:预算)?执行率\\)$")
_UNIT = re.compile("\\((?:单位[::])?([百千万亿]*元)\\)$")
_INDEX = re.compile("(?<=目标)([0-9]{1,2})$")
_AMONG = re.compile(
    "^(?:其\\s*中[::]?|[0-9]{1,2}[.、]|[一二三四五六七八九十]{1,2}、|\\([一二三四五六七八九十0-9]{1,2}\\)|[①-⑳])"
)
_NUMBERED_APART = re.compile("\\s*(?:指标|目标)\\s*[0-9０-９]{1,2}\\s+(?=\\S{2})")
_NUMBERED = re.compile("^(?:指标|目标)[0-9]{1,2}[::.、](?=.)")
_BEHIND = re.compile("\\([^()]*\\)?$")
_CODE = re.compile(
    "^(?:[\\[【(（〔]\\s*([0-9A-Za-z]{3,32})\\s*[\\]】)）〕]|([0-9A-Za-z]{3,32})\\s*[-_|:：—－–]{1,2}|([0-9A-Z]{6,32}|[0-9]{3}(?=\\s+[\u4e00-\u9fff]{4}))\\s+)"
    "\\s*(?=\\D|20[0-9]{2}年)(\\S.*)$",
    re.DOTALL,
)
_YEARS = re.compile("(?:19|20)[0-9]{2}")
_STRAY = "-—–－_ "
"""What may stand before a name: the dash behind a code that was not read, a piece of a broken rule."""


def take_apart_label(text: str) -> LabelParts:
    """Return the parts of a label; blanks and a colon at the end are dropped."""
    name = _ORNAMENT.sub("", plain(text).replace(" ", "").rstrip(":"))
    formula = _FORMULA.search(name)
    if formula:
        points, flags = _points(formula[1])
        return LabelParts(name[: formula.start()], points, weighted_rate=True, flags=flags)
    weight = _WEIGHT.search(name)
    if weight:
        name = _AMONG.sub("", name[: weight.start()])
    unit = _UNIT.search(name)
    if unit:
        name = name[: unit.start()]
    index = _INDEX.search(name) if weight else None
    if index:
        name = name[: index.start()]
    points, flags = _points(weight["points"] or weight["bare"]) if weight else (None, ())
    if weight and weight["percent"]:
        flags = (*flags, "percent_weight")
    return LabelParts(name, points, unit[1] if unit else None, int(index[1]) if index else None, flags=flags)


def _points(printed: str) -> tuple[Decimal | None, tuple[str, ...]]:
    """Return the points printed in a label, with letters that OCR reads for digits put right: `（5O分）` -> 50."""
    repaired = repair_figures(printed) or printed
    if not repaired.replace(".", "").isdigit():
        return None, ("ocr_suspect",)
    return Decimal(repaired), ("ocr_fix",) if repaired != printed else ()


def bare_label(text: str) -> str:
    """Return a label without 其中, numbering and brackets behind: `其中:中央财政资金` -> `中央财政资金`."""
    printed = _ORNAMENT.sub("", plain(_NUMBERED_APART.sub("", text)).replace(" ", "").rstrip(":"))
    name = _NUMBERED.sub("", _AMONG.sub("", _AMONG.sub("", printed)))
    without = _BEHIND.sub("", name)
    return without or name


def indicator_name(text: str) -> str:
    """Return an indicator's name without template parts: `指标1：满意度(≥**%)` -> `满意度`."""
    name = strip_placeholder(text.strip())
    numbered = _NUMBERED.match(plain(name))
    return name[numbered.end() :] if numbered and len(plain(name)) == len(name) else name


def split_coded_name(text: str) -> tuple[str | None, str]:
    """Return the code in front of a name, and the name: `219-池州市贵池区…`, `[610001]湖南省…`; None without a code."""
    stripped = text.strip()
    stripped = stripped.lstrip(_STRAY) or stripped
    found = _CODE.match(stripped)
    if not found:
        return None, stripped
    code = found[1] or found[2] or found[3]
    if not any(letter.isdigit() for letter in code) or _YEARS.fullmatch(code):
        return None, stripped
    return code, found[4].strip()
