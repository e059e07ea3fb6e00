"""Personal names and numbers in a text to stars: `填报人：张三　电话：13812345678` to `填报人：**　电话：***********`.

Names are known by the label before them, numbers by their shape: telephone numbers, e-mail addresses, numbers of
identity cards. Amounts and document numbers are left alone, also where their digits would do for a telephone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from normalizers.characters import fold

Row = TypeVar("Row", bound=Struct)
_FILE = Path(__file__).with_name("personal.toml")
MASK = "*"
_BEHIND = r"(?:\s*[（(][^（）()]{1,8}[）)])?\s*(?:[:：][\s_＿]*(?:[（(](?:签字|签名|签章|盖章)[）)][\s_＿]*)?|\s+)"
"""What stands between a label and the name: `（签章）：`, `：（签字）`, or blanks."""
_HAN = r"[\u4e00-\u9fff]"
_NAME = rf"(?:{_HAN}{{1,6}}(?:[·•・]{_HAN}{{1,6}}){{1,3}}|{_HAN}(?:{_HAN}{{1,3}}?|(?:[ \u3000]{{1,3}}{_HAN}){{1,2}}))"
"""A name, its characters close or apart, or one of several parts: `王五`, `张　三`, `买买提·吐尔逊`."""
_AND = r"\s?[、/／,，和]\s?"
_NOT_BEFORE = r"(?<![\d.,，+〕\]】号￥¥$第])"
_NOT_BEHIND = r"(?!\s*[\d.,]?\d|\s*[%％号元万亿千百个人户次亩件条项米公里吨台套册场所家处])"
_NUMBERS = (
    re.compile(_NOT_BEFORE + r"(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}" + _NOT_BEHIND),
    re.compile(_NOT_BEFORE + r"[（(]?0\d{2,3}[)）]?\s?[-－—]\s?\d{7,8}(?:[-－—转]\d{1,6})?" + _NOT_BEHIND),
    re.compile(r"[（(]0\d{2,3}[)）]\s?\d{7,8}(?:\s?[-－—转]\s?\d{1,6})?" + _NOT_BEHIND),
    re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
)
_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dXx])")
_CHECK_FACTORS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_LABELLED_NUMBER = (
    r"[（(]?\+?\d[\d\s()（）－—-]{5,20}[\dXx](?:\s?转\s?\d{1,6})?|[A-Za-z][A-Za-z0-9_-]{4,19}(?![A-Za-z0-9_@.-])"
)
_LONGEST_VALUE = 40
"""Characters of the longest value that a label of a person may have; what is longer is a text."""


class _Labels(Struct, frozen=True):
    names: frozenset[str]
    numbers: frozenset[str]
    beside: frozenset[str]
    behind_names: re.Pattern[str]
    further_names: re.Pattern[str]
    """Names in a list of which the one before is masked: `填报人：张三、李四`."""
    close_names: re.Pattern[str]
    """A surname and what follows directly behind a label: `项目负责人王五`."""
    behind_numbers: re.Pattern[str]
    signed: re.Pattern[str]
    titled: re.Pattern[str]
    """A surname and what follows behind a title, `局长王五主持`, or before 同志."""
    listed: re.Pattern[str]
    """Names apart by blanks behind one that is masked: `评价人员：张三 李四`."""


@cache
def _labels() -> _Labels:
    content: dict[str, list[str]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))

    def either(words: list[str]) -> str:
        """Return a pattern of the words, also with their letters apart: `填 报 人`."""
        return "|".join(r"[ \u3000]{0,3}".join(word) for word in sorted(words, key=len, reverse=True))

    every = either(content["names"] + content["numbers"])
    before, no_name = f"((?:{either(content['names'])}){_BEHIND})", f"(?!{either(content['no_names'])})"
    end = rf"(?={every}|[^\u4e00-\u9fff·•・]|$)"
    people = [word for word in content["names"] if word.endswith("人")]
    surname = f"{no_name}[{''.join(content['surnames'])}]{_HAN}{{1,2}}?"
    title = rf"((?:{either(content['titles'])})(?:[（(][^（）()]{{1,6}}[）)])?[:：]?\s?)({surname})"
    behind = rf"(?={either(content['behind_titles'])}|[，,、。；;（(）)\s]|$)"
    comrade = rf"(?<!{_HAN})()({surname})(?=同志)"
    close = rf"((?:{either(people)}))({no_name}[{''.join(content['surnames'])}]{_HAN}{{1,2}})(?!{_HAN})"
    return _Labels(
        frozenset(map(fold, content["names"])),
        frozenset(map(fold, content["numbers"])),
        frozenset(map(fold, content["beside"])),
        re.compile(rf"{before}{no_name}({_NAME}){end}"),
        re.compile(rf"(\*{_AND})(?!{every}){no_name}({_NAME}){end}(?!\s*[:：])"),
        re.compile(close),
        re.compile(rf"((?:{either(content['numbers'])}){_BEHIND})({_LABELLED_NUMBER})"),
        re.compile(rf"\s*(?:{every})(?:\s*[（(][^（）()]{{1,8}}[）)])?\s*[:：]"),
        re.compile(rf"{title}{behind}|{comrade}"),
        re.compile(rf"(\*[ \u3000]{{1,3}})(?!{every})({surname}){end}"),
    )


def is_personal_label(text: str) -> bool:
    """Say whether a cell's text is a label behind which a person's name or number stands: `联系电话：`."""
    key = fold(re.sub(r"[（(][^（）()]*[）)]\s*[:：]?$", "", text.strip()))
    return key in _labels().names or key in _labels().numbers


def heads_people(text: str) -> bool:
    """Say whether a cell heads a column of a list of people: 姓名, 职务, 联系电话."""
    return is_personal_label(text) or fold(text) in _labels().beside


@lru_cache(maxsize=20_000)
def names_person(text: str) -> bool:
    """Say whether a cell says who filled in or signed: `填报人：张三`, `项目负责人：      财务负责人：`."""
    return _labels().signed.match(text) is not None


def masked_value(text: str) -> str:
    """Return a value that stands beside such a label with all its letters and digits as stars; a long text as it is."""
    return text if len(text) > _LONGEST_VALUE else re.sub(r"\w", MASK, text)


@lru_cache(maxsize=20_000)
def masked(text: str) -> str:
    """Return a text with names behind their labels and with personal numbers as stars."""
    labels = _labels()
    text, found_names = labels.behind_names.subn(lambda found: found[1] + _stars(found[2]), text)
    while found_names:
        text, found_names = labels.further_names.subn(lambda found: found[1] + _stars(found[2]), text)
    text = labels.titled.sub(lambda found: (found[1] or "") + _stars(found[2] or found[4]), text)
    further = bool(found_names) or MASK in text
    while further:
        text, count = labels.listed.subn(lambda found: found[1] + _stars(found[2]), text)
        text, more = labels.further_names.subn(lambda found: found[1] + _stars(found[2]), text)
        further = bool(count or more)
    text = labels.close_names.sub(lambda found: found[1] + _stars(found[2]), text)
    text = labels.behind_numbers.sub(lambda found: found[1] + _stars(found[2]), text)
    if text.strip().replace(",", "").replace(".", "").isdigit():
        return text if not _is_identity(text.strip()) else _stars(text)
    for pattern in _NUMBERS:
        text = pattern.sub(lambda found: _stars(found[0]), text)
    return _IDENTITY.sub(lambda found: _stars(found[0]) if _is_identity(found[0]) else found[0], text)


def masked_rows(rows: Iterable[Row], names: tuple[str, ...]) -> tuple[Row, ...]:
    """Return the rows with personal data in the named text fields as stars: only `cells` keeps what is printed."""
    return tuple(_masked_row(row, names) for row in rows)


def _masked_row(row: Row, names: tuple[str, ...]) -> Row:
    texts = {name: text for name in names if (text := getattr(row, name))}
    changed = {name: new for name, text in texts.items() if (new := masked(text)) != text}
    return msgspec.structs.replace(row, **changed) if changed else row


def _stars(text: str) -> str:
    return re.sub(r"\S", MASK, text)


def _is_identity(text: str) -> bool:
    """Say whether a number is an identity card's: its last digit proves the others."""
    if not _IDENTITY.fullmatch(text):
        return False
    total = sum(int(digit) * factor for digit, factor in zip(text, _CHECK_FACTORS, strict=False))
    return _CHECK_DIGITS[total % 11] == text[-1].upper()
