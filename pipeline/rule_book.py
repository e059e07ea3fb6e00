"""The rules to pages of documentation: `python -m pipeline.rule_book zh > docs/rules.zh.md`, and `en` for English."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import get_args

from normalizers.rules import Rule, Words, load_rules
from normalizers.schema import Language

_HEADS = Words(
    zh="""# 规则

由`make docs`根据`normalizers/rules/`生成，请勿手改。[English](rules.md)

F为资金，I为指标，S为得分，X为表与报告、身份、跨文件，R为读取过程。字段路径如`funding[2].budget`，从1起数，属于`form_id`所指的表；
`passages[5]`是报告的第5段。error是文件自相矛盾，warning是很可能有误或遗漏，info供参考。文件写错的只报告，数据保留原样。""",
    en="""# Findings

Made from `normalizers/rules/` by `make docs`; do not edit. [中文](rules.zh.md)

F rules are about money, I indicators, S scores, X form against report, identity and several documents;
R tell what the reading had to do or could not do. A path such as `funding[2].budget` counts from 1 inside the form
that `form_id` names; `passages[5]` is the report's fifth paragraph. An error is a contradiction inside the document, a
warning a likely error or omission, info is for the reader. What a document gets wrong is told and kept as printed.""",
)
_COLUMNS = Words(zh="| 名称 | 程度 | 说明 |", en="| name | severity | message |")
_EXAMPLE = Words(zh="例", en="Example")


def rule_book(language: Language) -> str:
    """Return the page in one language as Markdown, ending with a newline."""
    sections = (line for rule_id, rule in load_rules().items() for line in _section(rule_id, rule, language))
    return "\n".join([_in(_HEADS, language), *sections]) + "\n"


def _section(rule_id: str, rule: Rule, language: Language) -> Iterator[str]:
    yield from ("", f"## {rule_id} {_in(rule.title, language)}", "", _in(rule.why, language), "")
    yield f"{_in(_EXAMPLE, language)}: {_in(rule.example, language)}"
    if rule.finds:
        yield from ("", _in(_COLUMNS, language), "|---|---|---|")
    for name, outcome in rule.finds.items():
        message = _in(outcome.message, language).replace("|", "\\|")
        yield f"| `{name}` | {outcome.severity} | {'' if message == '{said}' else message} |"


def _in(words: Words, language: Language) -> str:
    return words.zh if language == "zh" else words.en


if __name__ == "__main__":
    chosen = next((language for language in get_args(Language) if sys.argv[1:] == [language]), None)
    if chosen is None:
        sys.exit("python -m pipeline.rule_book zh|en")
    print(rule_book(chosen), end="")
