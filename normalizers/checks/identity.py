"""Checks of names, years and document numbers over a whole document (X-05 to X-08, I-09)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from normalizers.characters import fold
from normalizers.checks.claims import paid_claim
from normalizers.checks.document_facts import DocumentFacts
from normalizers.checks.facts import FormFacts, Stated
from normalizers.checks.funds import NamedFund, funds_in, levels_in, named_funds, squeezed
from normalizers.checks.remarks import on_row
from normalizers.checks.report_amounts import place_of
from normalizers.places import Remark
from normalizers.rules import plain_number, remark
from normalizers.values.dates import read_fiscal_year

_NAMES = (("central_department", "中央主管部门"), ("department", "地方主管部门"), ("implementing_unit", "资金使用单位"))
_FEW = 2
"""Characters by which two writings of one name may differ, and funds that make a section go through them."""
_FILLERS = frozenset("和与及、暨的省市县区旗级")
"""Characters that one writing of a name leaves out: 人力资源社会保障部, 人力资源和社会保障部."""
_FINANCE = "财"
_ISSUER_WORDS = re.compile("下达|补助资金|安排|拨付|预算")
_BEHIND_NUMBER = re.compile("[)）]? *(?:下达|安排|拨付)")
_RULE_WORDS = re.compile("办法|规定|条例|细则|规程|意见|方案|制度")
"""Words that make a document a rule that money follows, of whatever year, and not one that issues it."""
_BRACKETED = re.compile("〔")
_YEARS_BEFORE, _YEARS_AFTER = 1, 1
"""A fund's documents are of its year or the year before (提前下达); those about the evaluation of the year after."""

Found = list[tuple[str | None, Remark]]


def funds_without_form(facts: DocumentFacts) -> Found:
    """X-05: every form's fund is in the report, and in each part of it that goes through the funds one by one."""
    funds = named_funds(facts.forms)
    if not facts.passages or not _tellable(funds) or not _is_report(facts):
        return []
    text = "\n".join(passage.text for passage in facts.passages)
    absent = [fund for fund in funds if not funds_in(text, [fund])]
    if len(absent) == len(funds):
        return []  # the report calls the funds by other names: nothing can be said
    remarks: Found = [
        (_id(fund.facts), remark("fund_not_in_report", field="form.project_name", observed=fund.core, fund=fund.core))
        for fund in absent
    ]
    return [*remarks, *_left_out(facts, [fund for fund in funds if fund not in absent])]


def _tellable(funds: Sequence[NamedFund]) -> bool:
    keys = [fund.key for fund in funds]
    return bool(keys) and all(len(key) >= _FEW for key in keys) and len(set(keys)) == len(keys)


def _is_report(facts: DocumentFacts) -> bool:
    return any(passage.level == 1 for passage in facts.passages)


def _left_out(facts: DocumentFacts, funds: Sequence[NamedFund]) -> Iterator[tuple[str | None, Remark]]:
    """Yield the funds that a section leaves out which goes through two or more of the others."""
    if len(funds) <= _FEW:
        return
    for section in dict.fromkeys(passage.section for passage in facts.passages if passage.section):
        texts = [passage for passage in facts.passages if passage.section == section]
        named = funds_in("\n".join(passage.text for passage in texts), funds)
        for fund in funds:
            if len(named) >= _FEW and fund not in named:
                where = f"passages[{texts[0].ordinal}]"
                yield (
                    _id(fund.facts),
                    remark("fund_left_out", field=where, page=texts[0].page, section=section, fund=fund.core),
                )


def years_differ(facts: DocumentFacts) -> Found:
    """X-06: the years of forms, report, document numbers and the report's date go together."""
    years = [(_id(form), form.form.fiscal_year) for form in facts.forms if form.form and form.form.fiscal_year]
    title = next((year for passage in facts.passages[:4] if (year := _title_year(passage.text))), None)
    main = title if title is not None else (years[0][1] if years else None)
    if main is None:
        return []
    remarks: Found = [
        (
            form_id,
            remark(
                "form_year_differs", field="form.fiscal_year", observed=str(year), expected=str(main), year=year,
                main=main,
            ),
        )
        for form_id, year in years
        if year is not None and year != main
    ]  # fmt: skip
    return [*remarks, *_document_years(facts.stated, main), *_report_date(facts, main)]


def _title_year(text: str) -> int | None:
    return read_fiscal_year(text) if "报告" in text else None


def _document_years(stated: Sequence[Stated], main: int) -> Iterator[tuple[str | None, Remark]]:
    for one in stated:
        number = one.found.normalized if one.found.kind == "document_number" else None
        match = re.search("〔([0-9]{4})〕", number or "")
        if match is None or not _ISSUER_WORDS.search(one.text) or _RULE_WORDS.search(_around(one)):
            continue
        if not main - _YEARS_BEFORE <= int(match[1]) <= main + _YEARS_AFTER:
            yield (
                one.form_id,
                remark(
                    "document_year_far", field=place_of(one), observed=number, expected=f"{main - 1}..{main}",
                    page=one.page, number=number or "", main=main,
                ),
            )  # fmt: skip


def _around(one: Stated) -> str:
    """Return the clause that a fact stands in, with the title in 《》 before it."""
    start = max(one.text.rfind(mark, 0, one.found.start) for mark in "，,。；;\n") + 1
    ends = [at for mark in "，,。；;\n" if (at := one.text.find(mark, one.found.end)) >= 0]
    return one.text[start : min(ends, default=len(one.text))]


def _report_date(facts: DocumentFacts, main: int) -> Iterator[tuple[str | None, Remark]]:
    """Yield the date below the report, where it lies before the year that the report is about is over."""
    last = [one for one in facts.stated if one.found.kind == "date" and one.found.text == one.text.strip()]
    day = last[-1].found.normalized if last else None
    if day is not None and len(day) == len("2025-03-06") and date.fromisoformat(day) < date(main, 12, 1):
        yield (
            None,
            remark(
                "report_dated_too_early", field=place_of(last[-1]), observed=day, page=last[-1].page, day=day,
                main=main,
            ),
        )  # fmt: skip


def names_differ(facts: DocumentFacts) -> Found:
    """X-07: a department or unit is written the same in every form."""
    remarks: Found = []
    for field, label in _NAMES:
        names = [(form, getattr(form.form, field)) for form in facts.forms if form.form and getattr(form.form, field)]
        for (_, one), (form, other) in combinations(names, 2):
            if fold(one) != fold(other) and _nearly(fold(one), fold(other)):
                remarks.append(
                    (
                        _id(form),
                        remark(
                            "name_written_differently", field=f"form.{field}", observed=other, expected=one,
                            label=label, one=one, other=other,
                        ),
                    )
                )  # fmt: skip
                break
    return remarks


def _nearly(one: str, other: str) -> bool:
    """Say whether one of two names only has a filler more than the other."""
    shorter, longer = sorted((one, other), key=len)
    if not 0 < len(longer) - len(shorter) <= _FEW:
        return False
    more: list[str] = []
    rest = iter(shorter)
    expected = next(rest, "")
    for character in longer:
        if character == expected:
            expected = next(rest, "")
        else:
            more.append(character)
    return not expected and _FILLERS.issuperset(more)


def document_numbers(facts: DocumentFacts) -> Found:
    """X-08: document numbers are written in full, and money is issued by the finance side."""
    remarks: Found = []
    numbers = [one for one in facts.stated if one.found.kind == "document_number"]
    odd = [one for one in numbers if one.found.normalized and not _BRACKETED.search(one.found.text)]
    if odd:
        shown = "、".join(one.found.text for one in odd[:3])
        remarks.append(
            (
                None,
                remark(
                    "document_number_form", field=place_of(odd[0]), observed=odd[0].found.text,
                    expected=odd[0].found.normalized, page=odd[0].page, count=len(odd), shown=shown,
                ),
            )
        )  # fmt: skip
    remarks += _without_document(facts.stated)
    for one in numbers:
        issuer = (one.found.normalized or "").partition("〔")[0]
        if issuer and _FINANCE not in issuer and "政" not in issuer and _issues_money(one):
            remarks.append(
                (
                    one.form_id,
                    remark(
                        "issuer_not_finance", field=place_of(one), observed=one.found.normalized, page=one.page,
                        number=one.found.normalized or "", text=one.found.text,
                    ),
                )
            )  # fmt: skip
    return remarks


def _without_document(stated: Sequence[Stated]) -> Iterator[tuple[str | None, Remark]]:
    """Yield the amounts of one level that no document is named for, where the report names documents for others."""
    money = [one for one in stated if one.passage is not None and one.found.kind == "money" and one.found.value]
    with_number = {one.passage for one in stated if one.found.kind == "document_number"}
    if not any(one.passage in with_number and levels_in(one.text) for one in money):
        return
    for one in money:
        given = _ISSUER_WORDS.search(one.text) and len(levels_in(one.text)) == 1
        if given and one.passage not in with_number and not paid_claim(one.text):
            yield (
                one.form_id,
                remark(
                    "issued_without_document", field=place_of(one), observed=one.found.text, page=one.page,
                    text=one.found.text, subject=one.found.subject or "",
                ),
            )  # fmt: skip


def _issues_money(number: Stated) -> bool:
    """Say whether the sentence of a document number says that money was given by it."""
    before = number.text[: number.found.start].rpartition("。")[2]
    behind = _BEHIND_NUMBER.match(number.text[number.found.end :])
    said = before + (behind.group() if behind else "")
    return re.search("[0-9] *万?元", before) is not None and _ISSUER_WORDS.search(said) is not None


def satisfaction_alike(facts: DocumentFacts) -> Found:
    """I-09: the same satisfaction in every form of a document, or satisfaction told by the want of complaints."""
    rows = [
        (form, row)
        for form in facts.forms
        for row in form.indicators
        if row.level1 == "满意度指标" and (row.actual_value is not None or row.actual_raw)
    ]
    remarks: Found = [
        (
            _id(form),
            on_row(
                "no_complaints_as_satisfaction",
                row,
                "actual",
                observed=row.actual_raw,
                value=row.actual_raw or "",
            ),
        )
        for form, row in rows
        if "投诉" in squeezed(f"{row.actual_raw}{row.reason}")
    ]  # fmt: skip
    values = [row.actual_value for _, row in rows]
    forms = {_id(form) for form, _ in rows}
    if len(forms) == len(facts.forms) > 1 and len(set(values)) == 1 and values[0] is not None:
        form, row = rows[0]
        remarks.append(
            (
                _id(form),
                remark("satisfaction_alike", field=f"indicators[{row.ordinal}].actual", observed=row.actual_raw,
                       page=row.page, value=row.actual_raw or plain_number(values[0]), forms=len(forms)),
            )
        )  # fmt: skip
    return remarks


def _id(form: FormFacts) -> str | None:
    return form.form.form_id if form.form else None
