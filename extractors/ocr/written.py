"""What a recogniser wrote to what is printed: blanks out, look-alike signs, variants and widths made one.

`１，０２４．５ ％` becomes `1,024.5%`, `主要內容` `主要内容`; nothing is changed that depends on meaning.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

_TABLE = tomllib.loads(Path(__file__).with_name("variants.toml").read_text(encoding="utf-8"))
_VARIANTS: dict[str, str] = _TABLE["variants"]
_KEPT_WIDE = "，；：？！（）"
"""Signs that Chinese text prints full width."""
_SIGNS = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _KEPT_WIDE}
    | _VARIANTS
    | {"≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤", "﹪": "%", "﹥": ">", "﹤": "<"}
)
_BLANK = re.compile(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[，。．·](?=\d)")
_NEXT_POINT = re.compile(r"\d{1,2}[.．、](?!\d)")
"""The number of a next point, `2.`: a full stop before it ends a sentence, `支出44.03。2.完成`."""
_BETWEEN_WORDS = re.compile(r"(?<=[一-鿿）])\.(?=[一-鿿])")
"""What is left of a comma on a fax: words are never parted by a Latin full stop."""
_ALONE = {"尤": "无", "旡": "无"}
"""Signs that stand alone in no cell, and what is printed there."""
_GOAL = re.compile("(?:^|(?<=[年度体效期定预总]))自标(?![准识志题注签])")
"""目标 without the strokes that tell its first sign from 自; no other word begins so."""
_RAISED = re.compile("提离(?!心|岗|职|任)")
"""提高 whose lower half has crumbled: the word 离 begins is seldom one that 提 stands before."""
_OF_WHICH = re.compile("^其中[;；]")
"""`其中：` that begins a label, whose colon has a speck below."""
_INSIDE_NUMBER = {"，": ",", "。": ".", "．": ".", "·": "."}
_ZERO = re.compile(r"(?<=[\d.,/])[OoQ〇](?=[\d.,%！!万亿元]|$)|^[Oo](?=[.,]\d)")
"""A letter among digits, as in `1O0.OO` and `#DIV/O!`."""
_PER_MILLE = re.compile(r"(?<=\d)%[0oO](?!\d)")
"""`‰` falls apart into `%` and its second ring; a `%` is followed by no other zero."""
_FOLDED = str.maketrans("（），；：？！、。“”‘’—–【】〔〕～×XOo", "(),;:?!,.\"\"''--[][]~xx00")


def tidy(text: str) -> str:
    """Write a recognised line as print is written: no blanks but between Latin words, ASCII digits and signs."""
    text = _BLANK.sub("", text.strip()).translate(_SIGNS)
    text = _BETWEEN_WORDS.sub("，", _BETWEEN_DIGITS.sub(_inside_number, text))
    text = _RAISED.sub("提高", _OF_WHICH.sub("其中：", _GOAL.sub("目标", _ALONE.get(text, text))))
    return _PER_MILLE.sub("‰", _ZERO.sub("0", text))


def _inside_number(found: re.Match[str]) -> str:
    """Give the sign between two digits in the width of numbers; a full stop before the next point's number stays."""
    if found.group() == "。" and _NEXT_POINT.match(found.string, found.end()):
        return "。"
    return _INSIDE_NUMBER[found.group()]


def same_print(one: str, two: str) -> bool:
    """Say whether two readings differ at most in the width and kind of punctuation that print does not tell apart."""
    return one.translate(_FOLDED).replace(" ", "") == two.translate(_FOLDED).replace(" ", "")
