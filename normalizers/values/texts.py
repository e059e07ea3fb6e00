"""Values that are words: labels, names with codes, document numbers, years of titles, remarks, grades."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from msgspec.structs import replace

from normalizers.characters import clean_text, plain
from normalizers.label_repair import repair_label
from normalizers.values.chinese_numerals import read_chinese
from normalizers.values.date_points import Span
from normalizers.values.dates import read_date, read_fiscal_year
from normalizers.values.decimal_text import spell
from normalizers.values.document_numbers import DocumentNumber, find_document_numbers
from normalizers.values.label_parts import bare_label, indicator_name, split_coded_name, take_apart_label
from normalizers.values.money import unit_factor
from normalizers.values.qualitative import is_blank, is_none_stated, is_placeholder
from normalizers.values.types import EMPTY, NONE_STATED, Value, unparsed

_ATTACHMENT = re.compile("附(?:件|表|录)[:：]?([0-9]{1,2}|[一二三四五六七八九十]{1,2})?(?:[-—][0-9]{1,2})?[:：]?")
_LIST_MARKER = re.compile(
    "\\(?([0-9]{1,3})[)、]|([0-9]{1,3})\\.|\\(([一二三四五六七八九十]{1,3})\\)|([一二三四五六七八九十]{1,3})[、.]|"
    "第([一二三四五六七八九十]{1,3}|[0-9]{1,2})(?:[条章节篇]|部分)?[、,:]?"
)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_AMONG = re.compile("其中:?")
_YEAR_GAP = re.compile(
    "(?:20)?(?:[xX×*_]{2,4}|[○□]{2,4})\\)?年|[一二][〇零○0][一二三四五六七八九〇零][xX×*]年|20[0-9][xX×*]年"
)
_SHORT_YEAR = re.compile("\\(?(?<![0-9])([0-9]{1,3})\\)?(?:年度|年)\\)?")
_THIS_CENTURY = re.compile("0[0-9]|1[0-8]|2[1-9]|[34][0-9]")
"""Two digits that are the end of a year; 19 and 20 are rather the start of one whose end is lost: `（20 年度）`."""
_UNIT_HEADER = re.compile(
    "[(\\[〔【]?(?:币种[:]?人民币)?[,;、]?(?:(?:金额|计量|计价|货币)?单位|金额)[:(]?(?:人民币)?(?P<named>[百千万亿]*[元兀圆])(?![/每])[^)]{0,6}"
    "[)\\]〕】]?|(?P<label>[^()0-9]{0,16}(?:\\([AB]\\))?)\\((?:单位[:]?|人民币)?(?P<behind>[百千万亿]*[元兀圆])\\)|(?:人民币)?(?P<alone>[百千万亿]*元)"
)
_FOREIGN = re.compile("美元|欧元|日元|港元|英镑")
_AROUND_NUMBER = re.compile("[\\s()（）\\[\\]〔〕【】《》。，,;；:：、]*文?[\\s()（）。]*")
_OTHER_NUMBER = re.compile("[0-9]\\s*号")
_LONGEST_LIST = 200
"""Characters of the longest text that is a document number with its title, or a list of some; longer ones are prose."""
_GRADES = {
    "优": "优", "优秀": "优", "优等": "优", "优级": "优", "良": "良", "良好": "良", "良等": "良", "良级": "良",
    "中": "中", "中等": "中", "中级": "中", "差": "差", "较差": "差", "差等": "差", "差级": "差",
}  # fmt: skip
_AROUND_GRADE = re.compile(
    "^(?:(?:自评|评价|绩效)?(?:等级|结果|级别|结论)[为是:]*)?[“\"「『]?"
    "|[”\"」』。]+$|\\([0-9.~含-]+分?\\)[”\"]?$|[,、]?[0-9.]+分$"
)
_LOCAL_GRADES = frozenset({"合格", "不合格", "一般", "基本合格"})


def _empty(raw: str) -> Value | None:
    if is_blank(raw):
        return EMPTY
    return NONE_STATED if is_none_stated(raw) else None


def read_misread_label(raw: str) -> Value:
    """Return a label that OCR may have misread, brackets kept: `项Fl资金(万兀)` -> `项目资金(万元)`."""
    if is_blank(raw):
        return EMPTY
    printed = plain(raw).replace(" ", "").rstrip(":")
    among = _AMONG.match(printed)
    name = printed[among.end() :] if among else printed
    repaired = repair_label(name)
    if repaired is None or repaired == name:
        return Value("label", canonical=printed)
    repaired = printed[: len(printed) - len(name)] + repaired
    return Value("label", canonical=repaired, flags=("ocr_fix",))


def read_label(raw: str) -> Value:
    """Return a label's canonical wording, or its weight or formula with it: `产出指标（70分）`."""
    if is_blank(raw):
        return EMPTY
    parts = take_apart_label(raw)
    if parts.weighted_rate and parts.weight is not None:
        weight = spell(parts.weight)
        return Value("label_formula", label=parts.name, weight=weight, formula="weight*rate", flags=parts.flags)
    if parts.weight is not None:
        value = Value("label_weight", label=parts.name, weight=spell(parts.weight), flags=parts.flags)
        value = value if parts.unit is None else replace(value, unit=parts.unit)
        return value if parts.index is None else replace(value, index=parts.index)
    name = bare_label(raw)
    repaired = repair_label(name)
    if repaired is None or repaired == name:
        return Value("label", canonical=name)
    return Value("label", canonical=repaired, flags=("ocr_fix",))


def read_header(raw: str) -> Value:
    """Return the unit that a header declares (`单位：万元`), else what it says as a label."""
    declared = _UNIT_HEADER.fullmatch(plain(raw).replace(" ", ""))
    if not declared:
        return read_label(raw)
    printed = declared["named"] or declared["behind"] or declared["alone"]
    unit = printed.replace("兀", "元").replace("圆", "元")
    factor = unit_factor(unit)
    if factor is None:
        return unparsed()
    return Value("unit_header", unit=unit, factor=factor, flags=("ocr_fix",) if "兀" in printed else ())


def read_indicator_name(raw: str) -> Value:
    """Return an indicator's name without the template's placeholders."""
    if is_blank(raw):
        return EMPTY
    if is_placeholder(raw):
        return Value("placeholder")
    return Value("label", text=indicator_name(clean_text(raw)))


def read_name(raw: str) -> Value:
    """Return a name and the code printed in front of it: `219-池州市…`."""
    empty = _empty(raw)
    if empty is not None:
        return empty
    code, name = split_coded_name(clean_text(raw))
    return Value("text", text=name) if code is None else Value("coded_name", code=code, name=name)


def read_code(raw: str) -> Value:
    """Return a code as printed, leading zeros kept."""
    return _empty(raw) or Value("code", text=clean_text(raw))


def read_remark(raw: str) -> Value:
    """Return a remark as printed, or that there is none: `暂无`."""
    return _empty(raw) or Value("text", text=clean_text(raw))


def read_grade(raw: str) -> Value:
    """Return one of the four official grades; 合格 and the like are marked, they are of local scales."""
    empty = _empty(raw)
    if empty is not None:
        return empty
    grade = _AROUND_GRADE.sub("", plain(raw))
    if grade in _GRADES:
        return Value("grade", value=_GRADES[grade])
    if grade in _LOCAL_GRADES:
        return Value("grade", value=grade, flags=("local_scale",))
    return Value("text", text=clean_text(raw))


def read_year(raw: str) -> Value:
    """Return the year or years that a title or a year line names: `(2020)年度`, `二O二四年`, `2023-2025年`."""
    empty = _empty(raw)
    if empty is not None:
        return empty
    span = read_date(plain(raw).replace(" ", ""), bare=True)
    if span is not None and span.first is not None and span.kind in {"year", "year_range"}:
        return year_value(span, span.first)
    year = read_fiscal_year(raw)
    return Value("year", value=year) if year is not None else _odd_year(plain(raw).replace(" ", ""))


def _odd_year(text: str) -> Value:
    """Return a year of two digits, and none where digits are lost or not filled in: `24年`, `202年度`, `20XX年`."""
    if _YEAR_GAP.search(text):
        return Value("year", value=None, flags=("placeholder_year",))
    found = _SHORT_YEAR.search(text)
    if not found or (found.group() != text and "年度" not in found.group()):
        return unparsed(("no_year",))
    if _THIS_CENTURY.fullmatch(found[1]) and found.group() == text:
        return Value("year", value=2000 + int(found[1]), flags=("two_digit_year",))
    return Value("year", value=None, flags=("digits_lost",))


def year_value(span: Span, first: date) -> Value:
    """Return one year, or the first and the last of several."""
    if span.kind == "year" or span.last is None:
        return Value("year", value=first.year, flags=span.flags)
    return Value("year_range", start=first.year, end=span.last.year, flags=span.flags)


def read_line_start(raw: str) -> Value:
    """Return the number of a list line: `(1)`, `一、`, `②`; anything else is text."""
    text = plain(raw).replace(" ", "")
    if len(text) == 1 and text in _CIRCLED:
        return Value("list_marker", value=_CIRCLED.index(text) + 1)
    if len(text) == 1:  # ⑴ ⒈ ㈠
        text = unicodedata.normalize("NFKC", text).replace("（", "(").replace("）", ")")
    marker = _LIST_MARKER.fullmatch(text)
    number = next((group for group in marker.groups() if group), None) if marker else None
    value = None if number is None else int(number) if number.isdigit() else read_chinese(number)
    return read_remark(raw) if value is None else Value("list_marker", value=int(value))


def read_text(raw: str) -> Value:
    """Return the document number that a text is, `附件 4`, a year, or the text itself."""
    empty = _empty(raw)
    if empty is not None:
        return empty
    found = find_document_numbers(raw)
    if len(found) == 1 and _is_all(raw, found[0]):
        return _document_number(found[0])
    if len(found) > 1 and len(raw) <= _LONGEST_LIST:
        return Value("docno_list", parts=tuple(document.canonical or document.text for document in found))
    text = plain(raw).replace(" ", "")
    attachment = _ATTACHMENT.fullmatch(text)
    if attachment and attachment[1]:
        number = int(attachment[1]) if attachment[1].isdigit() else read_chinese(attachment[1])
        return Value("attachment_marker", value=None if number is None else int(number))
    span = read_date(text)
    if span is not None and span.first is not None and span.kind in {"year", "year_range"}:
        return year_value(span, span.first)
    return Value("text", text=clean_text(raw))


def _is_all(raw: str, found: DocumentNumber) -> bool:
    """Say whether a text is there for its document number: nothing but words and punctuation stands around it."""
    around = raw[: found.start], raw[found.end :]
    if all(_AROUND_NUMBER.fullmatch(text) for text in around):
        return True
    return len(raw) <= _LONGEST_LIST and not any(_OTHER_NUMBER.search(text) for text in around)


def _document_number(found: DocumentNumber) -> Value:
    value = Value("docno", org=found.org, year=found.year, no=found.number, flags=found.flags)
    return value if found.canonical is None else replace(value, canonical=found.canonical)
