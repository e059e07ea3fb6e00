"""Printed characters to the characters that were meant: `⻓期` -> `长期`; for values `９５．５ ％` -> `95.5%`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("characters.toml")
_BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]*[\n\r\v\f\u0085\u2028\u2029]\s*")
_CONTROLS = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\ufffb]"
)
_WORD_END = re.compile(r"[A-Za-z,.;:!?%)]")
_LAST_FIGURES = re.compile("[0-9A-Za-z.,]+$")
_FIRST_FIGURES = re.compile("[0-9]+(?:[.,][0-9]+)*")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_CENTS = re.compile("[0-9]{1,3}(?:,[0-9]{3})*\\.[0-9]{2}|[0-9]+\\.[0-9]{2}")
_WINDOW = 40
"""Characters on both sides of a line break that are looked at; no number or code is longer."""
_USUAL_DECIMALS = 2
"""Decimals that amounts and rates are printed with: 92.6 and 4% are 92.64%."""
_LONG_AMOUNT = 6
"""Digits from which figures without decimals, followed by some with cents, are one amount and not two values."""
_LETTER_SPACED = re.compile(r"(?:\S ){2,}\S")
_LOOSE_BLANK = re.compile(r"(?<![0-9]) | (?![0-9])")
_MANY_BLANKS = re.compile(r" {2,}")
_WIDTH_TAGS = ("<wide>", "<narrow>", "<small>", "<vertical>", "<font>")


@cache
def _tables() -> dict[str, dict[str, str]]:
    """Return table name -> character as printed -> character as meant."""
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    signs = {variant: sign for sign, variants in content["signs"].items() for variant in variants}
    return {"radicals": _pairs(content["radicals"]), "traditional": _pairs(content["traditional"]), "signs": signs}


def _pairs(text: str) -> dict[str, str]:
    """Return `績绩標标` as a table; a text of odd length is an error of the file and raises ValueError."""
    characters = text.replace("\n", "")
    return dict(zip(characters[::2], characters[1::2], strict=True))


def _radical(character: str) -> str:
    """Return the ordinary character for a radical (`⺠` -> `民`), any other character as it is."""
    if not "\u2e80" <= character <= "\u2fdf":
        return character
    return _tables()["radicals"].get(character) or unicodedata.normalize("NFKC", character)


class _ByCharacter(dict[int, str]):
    """A table for `str.translate` that works out a character the first time it is met."""

    def __missing__(self, code: int) -> str:
        self[code] = result = self.meant(chr(code))
        return result

    def meant(self, character: str) -> str:
        raise NotImplementedError


class _Cleaned(_ByCharacter):
    def meant(self, character: str) -> str:
        return "" if _CONTROLS.match(character) else _radical(character)


class _Folded(_ByCharacter):
    def meant(self, character: str) -> str:
        simplified = _tables()["traditional"]
        folded = unicodedata.normalize("NFKC", _radical(character)).lower()
        return "".join(simplified.get(part, part) for part in folded if part.isalnum())


class _Plain(_ByCharacter):
    def meant(self, character: str) -> str:
        if character.isspace():
            return " "
        character = _Cleaned().meant(character)
        if unicodedata.decomposition(character or " ").startswith(_WIDTH_TAGS):
            character = unicodedata.normalize("NFKC", character)
        tables = _tables()
        return tables["signs"].get(character) or tables["traditional"].get(character, character)


_CLEANED = _Cleaned()
_FOLDED = _Folded()
_PLAIN = _Plain()


def clean_text(text: str) -> str:
    """Return a cell's text as one line: NFC, radicals folded, layout line breaks and control characters removed.

    `74,115,061.\\n05` -> `74,115,061.05`, `资金使用\\n单位` -> `资金使用单位`, `Health\\nfund` -> `Health fund`.
    Widths, punctuation and blanks within a line stay as printed. Two numbers on two lines (`3960\\n704`) stay two.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = unicodedata.normalize("NFC", text.translate(_CLEANED)).strip()
    return _BLANKS.sub(_joint, text)


def _joint(line_break: re.Match[str]) -> str:
    """Return what a line break stands for: a blank between Latin words or between two numbers, nothing elsewhere."""
    text, start, end = line_break.string, line_break.start(), line_break.end()
    following = text[end : end + 1]
    if following.isdecimal() and text[start - 1 : start].isdecimal():
        return "" if _is_wrapped(text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]) else " "
    latin = following.isascii() and following.isalpha()
    return " " if latin and _WORD_END.match(text, start - 1) else ""


def _is_wrapped(above: str, below: str) -> bool:
    """Say whether digits at the end of one line and the start of the next can only be one number.

    So it is inside a year (`20` `24年`) or a day (`12月1` `4日`), a code with letters, a group of thousands
    (`358,745,4` `23.41`), the decimals (`92.6` `4%`), and in an amount whose cents are all on the second line
    (`35874542` `3.41`).
    """
    first, second = _LAST_FIGURES.search(above), _FIRST_FIGURES.match(below)
    if not first or not second:
        return False
    left, right = first[0], second[0]
    if _YEAR.fullmatch(left + right) and below.startswith("年", len(right)):
        return True
    in_date = above.removesuffix(left).endswith(("年", "月")) and below.startswith(("月", "日"), len(right))
    if in_date and len(left + right) == 2:
        return True
    if not left.replace(",", "").replace(".", "").isdecimal():
        return True
    whole, point, decimals = left.partition(".")
    if point:
        return right.isdecimal() and len(decimals) + len(right) <= _USUAL_DECIMALS
    if "," in whole:
        return len(whole.rpartition(",")[2]) < 3
    return len(whole) >= _LONG_AMOUNT and bool(_CENTS.fullmatch(right))


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return a text for comparing labels: widths, radicals, traditional characters, blanks, punctuation and case gone.

    `绩 效\\n指 標：` -> `绩效指标`, `预算执行率（B/A×100％）` -> `预算执行率ba100`.
    """
    return text.translate(_FOLDED)


def plain(text: str) -> str:
    """Return a value's text in plain signs: `≧ ９０ ％` -> `≥90%`, `1 0 0 %` -> `100%`, `貳萬` -> `贰万`.

    A blank is kept only where it parts two digits (`97 774 804.33`), because there it may part two numbers.
    """
    text = text.translate(_PLAIN)
    return _close(text) if " " in text else text


def _close(text: str) -> str:
    text = _MANY_BLANKS.sub(" ", text).strip()
    if _LETTER_SPACED.fullmatch(text) and not text.replace(" ", "").isdecimal():
        return text.replace(" ", "")
    return _LOOSE_BLANK.sub("", text)
