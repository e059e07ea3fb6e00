"""Which of a document's forms a sentence of its report is about: `城乡居民2024年基本养老保险…` names one of three.

The names of a document's funds are alike (`企业职工基本养老保险补助资金`, `城乡居民基本养老保险补助资金`), and a report
shortens them; what tells them apart is the part that the others do not have (企业职工, 城乡居民).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from os.path import commonprefix

from msgspec import Struct

from normalizers.checks.facts import FormFacts
from normalizers.schema import Form, Source

_BRACKETS = re.compile("[(（〔\\[【][^()（）〔〕\\[\\]【】]*[)）〕\\]】]")
_NOISE = re.compile("[\\s\u3000]|(?:19|20)[0-9]{2}年?度?|[0-9]+")
_TAIL = re.compile(
    "(?:财政)?(?:中央|省级|市级|县级)?(?:补助|专项|配套|奖补|转移支付|项目)*(?:资金|经费|项目|补助|补贴)?$"
)
_TITLE_TAIL = re.compile("绩效(?:目标)?自评(?:价)?(?:表|报告)?.*$")
_SHORTEST = 2
"""Characters of the shortest part of a name that tells funds apart: 农技."""

LEVEL_WORDS: tuple[tuple[Source, re.Pattern[str]], ...] = (
    ("central", re.compile("中央")),
    (
        "province",
        re.compile("自治区(?=财政|补助|资金|配套|本级|级|安排|下达|[、，,及和])|省(?:级|财政|本级|补助|配套)"),
    ),
    ("prefecture", re.compile("盟市|盟级|(?<![县城区])市(?:级|财政|本级|补助|配套)|州级|地市")),
    ("county", re.compile("旗县|县(?:区|市)?(?:级|财政|本级|补助|配套)|区(?:级|本级)(?!财政部)|本级财政")),
)
"""How texts name the levels of government that money came from."""


class NamedFund(Struct, frozen=True):
    """A form with the words by which texts name its fund."""

    facts: FormFacts
    key: str
    """The part of the fund's name that no other form of the document has."""
    core: str
    """The fund's name without place, year, brackets and 补助资金."""


def fund_core(form: Form) -> str:
    """Return the name of a form's fund without what varies: `城乡居民养老保险补助资金(…)` -> `城乡居民养老保险`."""
    name = squeezed(_BRACKETS.sub("", form.project_name or _TITLE_TAIL.sub("", form.title or "")))
    places = [commonprefix([name, body]) for body in (form.department, form.implementing_unit) if body]
    place = max(places, key=len, default="")
    return _TAIL.sub("", name[len(place) :] if len(place) >= _SHORTEST else name)


def squeezed(text: str) -> str:
    """Return a text without blanks, years and figures, in which names stand together."""
    return _NOISE.sub("", text)


def named_funds(forms: Sequence[FormFacts]) -> tuple[NamedFund, ...]:
    """Return the forms with their funds' telling names."""
    cores = [fund_core(facts.form) if facts.form else "" for facts in forms]
    prefix = len(commonprefix(cores)) if len(set(cores)) > 1 else 0
    suffix = len(commonprefix([core[prefix:][::-1] for core in cores])) if len(set(cores)) > 1 else 0
    keys = [core[prefix : len(core) - suffix] for core in cores]
    if any(len(key) < _SHORTEST for key in keys):
        keys = cores
    return tuple(NamedFund(facts, key, core) for facts, key, core in zip(forms, keys, cores, strict=True))


def funds_in(text: str, funds: Sequence[NamedFund]) -> tuple[NamedFund, ...]:
    """Return the funds that a text names."""
    said = squeezed(text)
    return tuple(fund for fund in funds if len(fund.key) >= _SHORTEST and fund.key in said)


def levels_in(text: str) -> tuple[Source, ...]:
    """Return the levels of government that a text names."""
    said = squeezed(text)
    return tuple(level for level, pattern in LEVEL_WORDS if pattern.search(said))
