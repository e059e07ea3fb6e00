"""Whether a reading can be what was printed: `83%.` and `380..19` are numbers with dirt, `3.271.0000` lost its comma.

Nothing is repaired here; what cannot be right becomes doubtful.
"""

from __future__ import annotations

import re
from functools import lru_cache

_EDGE_POINT = re.compile(r"^[.,·:;'`]+\d|\d[%元]?[.,·:;'`]+$")
"""A point before or behind a number that is the whole line."""
_ONLY_NUMBER = re.compile(r"^[^一-鿿A-Za-z]*\d[^一-鿿A-Za-z]*[元%]?[^一-鿿A-Za-z]*$")
_DOUBLE_POINT = re.compile(r"\d[.,]{2,}\d|\d[:·]\d+$")
_TWO_POINTS = re.compile(r"(?<![\d.])\d+\.\d+\.\d+(?![\d.])")
_DATE = re.compile(r"(?:19|20)\d\d\.\d{1,2}\.\d{1,2}")
_OUTLINE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,2}(?=\D|$)")
"""The number of a heading, `1.1.2`."""
_ODD_GROUPS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d+)+(?![\d,])")
_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+$")


def is_plausible(text: str) -> bool:
    """Say whether the numbers in a text without line breaks are written as numbers are."""
    if _ONLY_NUMBER.match(text) and _EDGE_POINT.search(text):
        return False
    if _DOUBLE_POINT.search(text) and _ONLY_NUMBER.match(text):
        return False
    if not _OUTLINE.match(text) and any(not _DATE.fullmatch(found) for found in _TWO_POINTS.findall(text)):
        return False
    return all(_GROUPS.match(found) for found in _ODD_GROUPS.findall(text))


def has_odd_characters(text: str) -> bool:
    """Say whether a text has characters that mainland forms do not print: `数羅`, `抄いく`; names may have rare ones.

    All others are in GB 2312, the set that every office font has.
    """
    return any("\u3041" <= one <= "\u30ff" or (one >= "\u4e00" and not _is_usual(one)) for one in text)


@lru_cache(maxsize=8192)
def _is_usual(character: str) -> bool:
    if character > "\u9fff":
        return True  # signs, not writing
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
