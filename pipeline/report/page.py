"""What a report says to one file of HTML: no script, nothing fetched, every text escaped."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from normalizers.rules import load_rules, plain_number
from normalizers.schema import Language
from pipeline.doubtful import load_labels
from pipeline.report.words import in_language, name_of, word

_FOLDER = Path(__file__).with_name("templates")

LONG = 600
"""Characters from which a text scrolls in a box of its own on the screen; printed it is always whole."""
_TABLE_TEXT = 220
"""The same within a table."""

BLANK = "—"
"""What stands for a value that there is none of."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no HTML may hold; a document's text may."""
_PATH = re.compile(r"(\w+)(?:\[(\d+)\])?(?:\.(\w+))?")


def render(template: str, language: Language, **facts: Any) -> str:
    """Return the page that a template makes of the facts, with its security policy."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    page = _environment(language).get_template(template)
    return _UNPRINTABLE.sub(
        "\N{REPLACEMENT CHARACTER}", page.render(style=Markup(style), style_digest=digest, **facts)
    )


@cache
def _style() -> str:
    return (_FOLDER / "style.css").read_text(encoding="utf-8")


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "language": language, "t": partial(_said, language), "rules": load_rules(),
        "name": lambda group, value: name_of(group, value, language),
    }  # fmt: skip
    filters: dict[str, Callable[..., Any]] = {
        "money": money, "percent": percent, "number": number, "text": text, "moment": moment, "count": count,
        "field": partial(field_name, language=language), "words": partial(in_language, language=language),
    }  # fmt: skip
    environment.filters |= filters
    return environment


def _said(language: Language, key: str, **facts: object) -> str:
    return word("text", key, language, **facts)


def money(value: Decimal | None) -> str:
    """Return yuan with groups and two decimals: `1,234,567.80`."""
    return BLANK if value is None else f"{value:,.2f}"


def percent(value: Decimal | float | None) -> str:
    """Return a ratio in percent: 0.9632 to `96.32%`."""
    return BLANK if value is None else f"{plain_number(round(Decimal(value) * 100, 2))}%"


def number(value: Decimal | None) -> str:
    """Return a number without zeros behind the point."""
    return BLANK if value is None else plain_number(value)


def plain_text(value: object) -> str:
    """Return a value of a form's head as text."""
    return plain_number(value) if isinstance(value, Decimal) else str(value)


def count(value: int | None) -> str:
    """Return a count with groups."""
    return BLANK if value is None else f"{value:,}"


def moment(value: datetime | None) -> str:
    """Return a moment as UTC to the minute."""
    return BLANK if value is None else f"{value:%Y-%m-%d %H:%M} UTC"


def text(value: str | None, *, table: bool = False) -> Markup:
    """Return a document's text, escaped; a long one in a box that scrolls on the screen and is whole on paper."""
    if value is None or not value.strip():
        return Markup('<span class="blank">{}</span>').format(BLANK)
    shown = escape(value)
    if len(value) <= (_TABLE_TEXT if table else LONG):
        return Markup('<span class="said">{}</span>').format(shown)
    return Markup('<div class="said long" tabindex="0">{}</div>').format(shown)


def field_name(path: str | None, *, language: Language) -> str:
    """Return what a field is called: `funding[2].budget` to `资金2 · 全年预算数`; the path itself for another."""
    match = _PATH.fullmatch(path or "")
    labels = load_labels()
    if match is None or match[1] not in labels.tables:
        return path or ""
    table = f"{in_language(labels.tables[match[1]], language)}{' ' if language == 'en' else ''}{match[2] or ''}".strip()
    if match[3] is None:
        return table
    own = labels.fields[match[1]].get(match[3])
    return f"{table} · {match[3] if own is None else in_language(own, language)}"
