"""Document numbers in text: `（呼财社 2023 1306 号）` -> `呼财社〔2023〕1306号`, whatever brackets are printed or lost.

A number without brackets is one only behind letters that stand for an office (财, 办, 发 …); the first four digits of
`财预2015163号` are the year.
"""

from __future__ import annotations

import re

from msgspec import Struct

from normalizers.characters import plain
from normalizers.values.chinese_numerals import NUMERALS, read_chinese
from normalizers.values.decimal_text import spell


class DocumentNumber(Struct, frozen=True):
    """A document number at `start`..`end` of its text; `year` None where a template's `xx` stands."""

    text: str
    start: int
    end: int
    org: str
    year: int | None
    number: str | None
    flags: tuple[str, ...] = ()

    @property
    def canonical(self) -> str | None:
        """Return the number in its official form `财预〔2020〕10号`, None where part of it is a placeholder."""
        return None if self.year is None or self.number is None else f"{self.org}〔{self.year}〕{self.number}号"


_LEVEL = str.maketrans(
    "〔﹝［【｛〖〈〘﹛{「『《<＜（﹙〕﹞］】｝〗〉〙﹜}」』》>＞）﹚０１２３４５６７８９－—–　\u00a0\n\r\t",
    "[[[[[[[[[[[[[[[((" + "]]]]]]]]]]]]]]]))" + "0123456789---" + "     ",
)
_HAN = "[\\u4e00-\\u9fff]"
_ORG = f"(?P<org>{_HAN}{{1,16}}(?:(?: {_HAN}(?!{_HAN})){{1,8}}|\\({_HAN}{{1,4}}\\){_HAN}{{0,6}})?)"
"""Letters of an office, also spaced as Word justifies them, `内 财 社`, or with a subject, `宁财(农)指标`."""
_YEAR = (
    "(?P<year>(?:19|20)[0-9]{2}|(?:19|20) [0-9]{2}|(?:1 9|2 0) [0-9] [0-9]|[12][0-9OoIl]{3}"
    "|(?<=[\\[(])[0-9]{2,3}(?= {0,2}[\\])])"
    "|(?:20)?[xX×*]{2,4}|[二一][〇零○九OＯ0][一二三四五六七八九〇零○0O]{2})"
)
_NUMBER = (
    "(?P<number>[0-9](?: [0-9]){1,4}(?= ?号)|[0-9OoIl]{1,5}(?:-[0-9]{1,3})?|[一二三四五六七八九十百〇零]{1,6}"
    "|[xX×*]{1,4})"
)
_MAY_HOLD = re.compile("号|[\\]］〕﹞】〗〉」』]\\s?[0-9]")
_GAP = " {0,2}"
_DOCUMENT = re.compile(
    f"{_ORG}{_GAP}(?P<open>[\\[(])?{_GAP}{_YEAR}{_GAP}年?{_GAP}(?P<close>[\\])-])?{_GAP}第?{_GAP}{_NUMBER}{_GAP}"
    "(?:(?P<suffix>号)(?![楼院室线地])|(?![0-9]|[-./年月日个人元万亿%]))"
)
_LEADING = re.compile(
    ".*(?:[万亿千]元[由以经自从据]?|(?:文号?|文件|通知|号)(?:分别)?为|分别(?:以|由)|[市县区省旗局厅级政央部委办]以|[由以](?=[\\u4e00-\\u9fff]{0,3}财)|根据|按照|依据|参照|遵照|依照|关于|其中|文件|通知|印发|转发|下发|以及|下达|执行|落实|文号|详见|按|厅|局|财政部|下称|规定)"
)
_LEADING_LETTERS = "据照由的以在从及与并即见为、是含自"
_OFFICE = re.compile("[财预社农教建行资企综金税监绩效评函发办字政府委卫民人水林交住环规令审纪组党厅指]")
_FOUR_DIGITS = 4
_LETTERS = str.maketrans("OoIl", "0011")
_CHINESE_YEAR = str.maketrans("〇零○OＯ一二三四五六七八九", "00000123456789")


def find_document_numbers(text: str) -> tuple[DocumentNumber, ...]:
    """Return the document numbers of a text in order."""
    if not _MAY_HOLD.search(text):
        return ()
    level = text.translate(_LEVEL)
    found = (_document(text, match) for match in _DOCUMENT.finditer(level))
    return tuple(document for document in found if document is not None)


def _document(text: str, match: re.Match[str]) -> DocumentNumber | None:
    spaced, start = _spaced_letters(match["org"], match.start("org"))
    org, start = _own_letters(spaced, start, match.string)
    flags: tuple[str, ...] = ()
    if not (match["open"] and match["close"]) or match["close"] == "-":
        if len(org) < 2 or not _OFFICE.search(org[-4:]) or not match["year"].isdigit():
            return None
        flags = ("brackets_lost",)
    if match["suffix"] is None or len(match["year"]) < _FOUR_DIGITS:
        bracketed = match["open"] == "[" and match["close"] == "]"
        if not (bracketed and _OFFICE.search(org[-4:]) and match["number"].isdigit()):
            return None
        flags = (*flags, "suffix_lost") if match["suffix"] is None else flags
    year, repaired = _year(match["year"])
    number, misread = _number(match["number"].replace(" ", ""))
    if year is None and "digits_lost" not in repaired:
        flags = (*flags, "placeholder_year")
    return DocumentNumber(
        text[start : match.end()],
        start,
        match.end(),
        plain(org).replace(" ", ""),
        year,
        number,
        (*flags, *dict.fromkeys((*repaired, *misread))),
    )


def _number(printed: str) -> tuple[str | None, tuple[str, ...]]:
    """Return the number in figures, None for a template's `xx`; letters that OCR reads for digits are put right."""
    if printed[0] in NUMERALS:
        value = read_chinese(printed)
        return (None, ()) if value is None else (spell(value), ())
    if not any(map(str.isdigit, printed)):
        return None, ()
    repaired = printed.translate(_LETTERS)
    return repaired, () if repaired == printed else ("ocr_fix",)


def _spaced_letters(org: str, start: int) -> tuple[str, int]:
    """Return letters that were spaced, `据内 财 社`, without what stands before them and is none of theirs.

    The blanks stay where no word before has to go, for the place in the text.
    """
    first, _, rest = org.partition(" ")
    if not rest:
        return org, start
    leading = _LEADING.match(first)
    cut = leading.end() if leading else 0
    while cut < len(first) and first[cut] in _LEADING_LETTERS:
        cut += 1
    if len(first) - cut > 1 and len(rest) > 1:
        cut = len(first)  # 养老资金 财 社: the letters are spaced from the first on
    return org[cut:].lstrip(), start + cut + (cut == len(first))


def _own_letters(org: str, start: int, text: str) -> tuple[str, int]:
    """Return the issuer's letters without the words before them: `根据呼财社` -> `呼财社`."""
    leading = _LEADING.match(org)
    cut = leading.end() if leading and len(org) - leading.end() >= 2 else 0
    while len(org) - cut > 2 and org[cut] in _LEADING_LETTERS:
        cut += 1
    if org[cut] == "和" and len(org) - cut > 2 and (cut or text[max(start - 1, 0) : start] in {"号", "]"}):
        cut += 1
    return org[cut:], start + cut


def _year(printed: str) -> tuple[int | None, tuple[str, ...]]:
    printed = printed.replace(" ", "")
    if printed.isdigit() and len(printed) < _FOUR_DIGITS:
        return None, ("digits_lost",)
    if printed.isascii() and printed.isdigit():
        return int(printed), ()
    if printed[-1] in "xX×*":
        return None, ()
    if printed.isascii():
        repaired = printed.translate(_LETTERS)
        return (int(repaired), ("ocr_fix",)) if repaired.startswith(("19", "20")) else (None, ())
    return int(printed.translate(_CHINESE_YEAR)), ()
