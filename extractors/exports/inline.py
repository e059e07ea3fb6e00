"""Markdown's marks within a line to the printed text: `**合计**` to `合计`, `$\\geq 90\\%$` to `≥90%`."""

from __future__ import annotations

import html
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_MATH = re.compile(r"\$\$?(?=\S)([^$\n]{1,200}?)\$\$?(?!\d)")
_COMMAND = re.compile(r"\\([A-Za-z]+)\s*")
_RAISED = re.compile(r"\^\s*(?:\{\s*([^{}]*?)\s*\}|(\\?\w+))")
_WRAPPERS = re.compile(r"\\(?:text|textbf|mathrm|mathbf|mathit|operatorname)\s*\{([^{}]*)\}")
_SPACED = re.compile(r"(?<=[\d.,%≥≤<>±×~])\s+(?=[\d.,%])")
_BOLD = re.compile(r"(\*\*|__)(?=[\w（(《“])([^*\n]+?)(?<=[\w）)》”：:。%])\1")
_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_LINK = re.compile(r"\[([^\]\n]+)\]\((?:https?:|/|#|\.)[^)\s]*\)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_RAISED_TAG = re.compile(r"<sup>\s*([^<]*?)\s*</sup>", re.I)
_TAG = re.compile(
    r"</?(?:a|b|center|div|em|figure|font|h[1-6]|i|img|li|ol|p|section|span|strong|sub|sup|u|ul)\b[^<>]*>", re.I
)
_TABLE_TOKEN = re.compile(r"</?(?:[felux]cel|nl|[cr]hed|srow|otsl|loc_\d+)>", re.I)
_IDEOGRAPH = re.compile("[\u3400-\u9fff]")
_BREAK = re.compile(r"<br\s*/?>", re.I)


def without_table_tokens(text: str) -> str:
    """Return a cell's text without tokens of a recogniser's own table language, which are never printed: `<fcel>`."""
    return _TABLE_TOKEN.sub("", text)


def plain_text(text: str) -> str:
    """Return what is printed where Markdown has marks; a lone `**`, as in the blank form's `≥**%`, stays."""
    text = without_table_tokens(text)
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    text = _MATH.sub(_plain_math, text)
    text = _BOLD.sub(r"\2", text)
    text = _RAISED_TAG.sub(lambda raised: raised_text(raised.group(1)), _BREAK.sub("\n", text))
    return html.unescape(_ESCAPED.sub(r"\1", _TAG.sub("", text)))


def _plain_math(found: re.Match[str]) -> str:
    """Turn a formula that is only signs and figures into them; leave any other as it stands."""
    if _IDEOGRAPH.search(found.group(1)) and "\\" not in found.group(1):
        return found.group(0)  # two amounts in dollars
    body = _WRAPPERS.sub(r"\1", found.group(1))
    body = _RAISED.sub(lambda raised: raised_text(raised.group(1) or raised.group(2)), body)
    body = re.sub(r"\\([%#&_${}])", r"\1", body)
    known = _COMMAND.sub(lambda command: _signs().get(command.group(1), command.group(0)), body)
    if "\\" in known:
        return found.group(0)
    return _SPACED.sub("", known.replace("{", "").replace("}", "")).strip()


def raised_text(text: str) -> str:
    """Return a raised figure as the character for it: `2` to `²`; others behind a `^`."""
    raised: dict[str, str] = _load()["raised"]
    return raised.get(text, f"^{text}")


def _signs() -> dict[str, str]:
    signs: dict[str, str] = _load()["signs"]
    return signs


@cache
def _load() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("inline.toml").read_text(encoding="utf-8"))
