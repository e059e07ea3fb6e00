"""The rules that a document is held to: what each is called, how grave it is, and its words in Chinese and English.

The words are data: one section a rule in the files beside this one, which `docs/rules.md` is written from. A check
says which finding it made and with which facts, `remark("sources_do_not_sum", field="funding[1].budget", total=…)`;
`message_of(remark, "zh")` makes `全年预算数合计97,774,804.33元，各项之和97,774,803.73元，相差0.60元` of it.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from normalizers.places import Fact, Remark
from normalizers.schema import Finding, Language, Scope, Severity

_FOLDER = Path(__file__).parent
_ANY = "any"
"""Name of a finding that stands for all names of its rule, where these are made elsewhere (a page's own codes)."""


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """The same said in both languages."""

    zh: str
    en: str


class Outcome(Struct, frozen=True, forbid_unknown_fields=True):
    """One finding that a rule can make: its severity, and its message as templates with `{facts}`."""

    severity: Severity
    message: Words


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """One rule: what must hold, why and within which tolerance, and an example; its findings by name."""

    title: Words
    why: Words
    example: Words
    finds: dict[str, Outcome] = {}


class _Entry(Struct, frozen=True):
    rule: str
    outcome: Outcome


@cache
def load_rules() -> dict[str, Rule]:
    """Return all rules by id, in the order of the files; raises `msgspec.ValidationError` naming what is missing."""
    rules: dict[str, Rule] = {}
    for name in ("funding", "indicators", "scores", "report", "across", "reading"):
        content = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
        rules |= {rule_id: msgspec.convert(section, Rule) for rule_id, section in content.items()}
    return rules


@cache
def _entries() -> dict[str, _Entry]:
    """Return every finding by its name; a name belongs to one rule, that a check need not say both."""
    found: dict[str, _Entry] = {}
    for rule_id, rule in load_rules().items():
        for name, outcome in rule.finds.items():
            key = f"{rule_id}.{name}" if name == _ANY else name
            if key in found:
                raise ValueError(f"normalizers/rules: {name} is named by {found[key].rule} and by {rule_id}")
            found[key] = _Entry(rule_id, outcome)
    return found


@cache
def _translations() -> dict[str, str]:
    return tomllib.loads((_FOLDER / "words.toml").read_text(encoding="utf-8"))


@cache
def _phrases() -> dict[str, Words]:
    content = tomllib.loads((_FOLDER / "phrases.toml").read_text(encoding="utf-8"))
    return {key: msgspec.convert(words, Words) for key, words in content.items()}


def remark(
    name: str,
    *,
    field: str | None,
    observed: str | None = None,
    expected: str | None = None,
    page: int | None = None,
    doubtful: bool = False,
    **facts: Fact,
) -> Remark:
    """Return a finding by its name, with the facts that its message wants; raises KeyError for an unknown name."""
    entry = _entries()[name]
    return Remark(
        rule=entry.rule,
        name=name,
        severity=entry.outcome.severity,
        field=field,
        observed=observed,
        expected=expected,
        page=page,
        doubtful=doubtful,
        facts=tuple(facts.items()),
    )


def message_of(remark: Remark, language: Language) -> str:
    """Return what a finding says to a person; raises KeyError for a name that no rule has."""
    entry = _entries().get(remark.name) or _entries()[f"{remark.rule}.{_ANY}"]
    plain: dict[str, Fact] = {
        "observed": remark.observed or "", "expected": remark.expected or "", "field": remark.field or "",
        "page": remark.page or 0,
    }  # fmt: skip
    template = entry.outcome.message.en if language == "en" else entry.outcome.message.zh
    facts = plain | dict(remark.facts)
    return _Filler(language, facts).vformat(template, (), facts)


def finding_of(
    remark: Remark, language: Language, *, doc_id: str, form_id: str | None, scope: Scope = "document"
) -> Finding:
    """Return the row of `findings` that a remark becomes when the form or document that it is about is known."""
    return Finding(
        doc_id=doc_id,
        form_id=form_id,
        rule=remark.rule,
        name=remark.name,
        severity=remark.severity,
        field=remark.field,
        message=message_of(remark, language),
        observed=remark.observed,
        expected=remark.expected,
        page=remark.page,
        scope=scope,
    )


class _Filler(string.Formatter):
    """Fills templates: `{total:yuan}`, `{rate:percent}`, `{column:word}` (in the reader's language), `{label}`.

    `{evidence:phrase}` is a template of `phrases.toml`, filled with the same facts.
    """

    def __init__(self, language: Language, facts: Mapping[str, Fact]) -> None:
        self._language = language
        self._facts = facts

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "yuan":
            return f"{value:,.2f}元" if self._language == "zh" else f"{value:,.2f} yuan"
        if format_spec == "percent":
            return f"{plain_number(value * 100)}%"
        if format_spec == "phrase":
            words = _phrases()[value]
            return self.vformat(words.en if self._language == "en" else words.zh, (), self._facts)
        if format_spec == "word":
            return _translations().get(value, value) if self._language == "en" else str(value)
        return plain_number(value) if isinstance(value, Decimal) else str(value)


def plain_number(value: Decimal) -> str:
    """Return a number without exponent and without zeros behind the point: 92.640 -> `92.64`."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
