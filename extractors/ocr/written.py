"""What a recogniser wrote to what is printed: blanks out, look-alike signs and widths made one.

`１，０２４．５ ％` becomes `1,024.5%`; nothing is changed that depends on meaning.
"""

from __future__ import annotations

import re

_KEPT_WIDE = "，；：？！（）"
"""Signs that Chinese text prints full width."""
_SIGNS = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _KEPT_WIDE}
    | {"≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤", "﹪": "%", "﹥": ">", "﹤": "<"}
)
_BLANK = re.compile(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[，。．·](?=\d)")
_INSIDE_NUMBER = {"，": ",", "。": ".", "．": ".", "·": "."}
_FOLDED = str.maketrans(
    "（），；：？！、。“”‘’—–一【】〔〕～×XOo", "(),;:?!,.\"\"''---[][]~xx00"
)


def tidy(text: str) -> str:
    """Write a recognised line as print is written: no blanks but between Latin words, ASCII digits and signs."""
    text = _BLANK.sub("", text.strip()).translate(_SIGNS)
    return _BETWEEN_DIGITS.sub(lambda found: _INSIDE_NUMBER[found.group()], text)


def same_print(one: str, two: str) -> bool:
    """Say whether two readings differ at most in the width and kind of punctuation that print does not tell apart."""
    return one.translate(_FOLDED).replace(" ", "") == two.translate(_FOLDED).replace(" ", "")
