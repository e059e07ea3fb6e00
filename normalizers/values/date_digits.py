"""The digits of a printed date, however written, to Arabic ones: `二〇二四年十二月` -> `2024年12月`, `6曰` -> `6日`.

What only OCR can have written is put right here, because year, month and day prove it, and is marked `ocr_fix`.
"""

from __future__ import annotations

import re

from normalizers.values.chinese_numerals import DIGITS, read_chinese

OCR_FIX = ("ocr_fix",)
_TO_CHANGE = re.compile("元月|[〇零○一二三四五六七八九十廿卅OoОоIl|曰未低口目。\\\\]")
_FIRST_MONTH = re.compile("(?<![0-9十百千万亿])元月")
_ZEROS = "0OoОо"
_CHINESE_YEAR = re.compile(f"[{''.join(DIGITS)}{_ZEROS}]{{4}}(?=年|[-~至到])")
_CHINESE_SMALL = re.compile(
    "[一二三四五六七八九十廿卅]{1,3}(?=[月日号]|季度|[-~至到]第?[一二三四五六七八九十]{1,2}(?:月|季度))"
)
_LETTER_YEAR = re.compile("(?<![0-9A-Za-z])[12Il|][0-9OoОоIl|]{3}(?=年)")
_LETTER_SMALL = re.compile("(?<![0-9A-Za-z])(?:[0-9OoIl|][0-9OoIl|])(?=[月日])")
_WRONG_SIGN = re.compile("((?:19|20)[0-9]{2})([。\\\\])([0-9]{1,2})\\2([0-9]{1,2})")
_LETTERS = str.maketrans("OoОоIl|", "0000111")
_DAY_AS_SAID = re.compile("(?<=[0-9])曰|(?<=月[0-9])[口目](?=前|之前|以前|$)|(?<=月[0-9]{2})[口目](?=前|之前|以前|$)")
_END_AS_NOT = re.compile("(?<=[月年])未(?=前|之前|以前|$)")
_BOTTOM_AS_LOW = re.compile("(?<=[月年])低(?=前|之前|以前|$)")


def with_digits(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a plain text with the digits of its dates in Arabic figures, and `ocr_fix` where letters were repaired."""
    if not _TO_CHANGE.search(text):
        return text, ()
    in_digits = _CHINESE_SMALL.sub(_small, _CHINESE_YEAR.sub(_year, _FIRST_MONTH.sub("1月", text)))
    repaired = _LETTER_SMALL.sub(_from_letters, _LETTER_YEAR.sub(_from_letters, in_digits))
    repaired = _BOTTOM_AS_LOW.sub("底", _END_AS_NOT.sub("末", _DAY_AS_SAID.sub("日", repaired)))
    repaired = _WRONG_SIGN.sub("\\1.\\3.\\4", repaired)
    letters_for_zero = any(zero in match.group() for match in _CHINESE_YEAR.finditer(text) for zero in _ZEROS[1:])
    return repaired, OCR_FIX if letters_for_zero or repaired != in_digits else ()


def _year(found: re.Match[str]) -> str:
    figures = "".join("0" if digit in _ZEROS else str(DIGITS[digit]) for digit in found.group())
    return figures if figures.startswith(("19", "20")) else found.group()


def _small(found: re.Match[str]) -> str:
    number = read_chinese(found.group())
    return found.group() if number is None else str(number)


def _from_letters(found: re.Match[str]) -> str:
    figures = found.group()
    return figures.translate(_LETTERS) if any(figure.isdigit() for figure in figures) else figures
