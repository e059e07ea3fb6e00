"""Checks of what a report claims (X-03, X-04, S-09): all was paid, so much was reached, nothing deviated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from normalizers.characters import plain
from normalizers.checks.claims import ReachedClaim, paid_claim, reached_claims
from normalizers.checks.document_facts import DocumentFacts
from normalizers.checks.facts import FormFacts
from normalizers.checks.funds import funds_in, named_funds
from normalizers.checks.rates import percent
from normalizers.places import Remark
from normalizers.rules import plain_number, remark
from normalizers.schema import Funding, Indicator, Passage
from normalizers.values.qualitative import is_none_stated

_PAID_SLACK = Decimal("0.00005")
"""Ratio by which a rate that is printed as 100.00% may stay below."""
_RATE_STEP = Decimal("0.0001")
_DEVIATION = re.compile("偏离|偏差|未完成原因|未完成的?原因")
_QUOTED_SCORE = re.compile(
    "(?:自评|评价|评定|综合|总体|绩效)[^。；;，,0-9]{0,8}?(?:得分|评分|总分|分值|打分|自评分)[^。；;，,0-9]{0,4}?(?P<score>[0-9]{1,3}(?:\\.[0-9]{1,2})?)分"
    "|(?:总得分|总分|自评分|综合得分)[^。；;，,0-9]{0,4}?(?P<bare>[0-9]{1,3}(?:\\.[0-9]{1,2})?)分"
)
_SCORE_SLACK = Decimal("0.05")
"""Points by which a quoted score may be rounded (rule S-09)."""
_SHOWN = 3
"""Rows that a message names; more would not be read."""

Found = list[tuple[str | None, Remark]]


def claims_of_payment(facts: DocumentFacts) -> Found:
    """X-03: `已全部拨付到位` although less was spent than the budget; where nothing was, rule F-06 says it."""
    remarks: Found = []
    for form in facts.forms:
        claim = next((found for text in form.own_texts if (found := paid_claim(text))), None)
        short = _unpaid([form])
        if claim and short and short[0].executed:
            remarks.append((_id(form), _payment(claim, short, (), "goals[1].actual", form.goals[0].page)))
    funds = named_funds(facts.forms)
    for passage in facts.passages:
        claim = paid_claim(passage.text)
        named = [fund.facts for fund in funds_in(passage.text, funds)] or list(facts.forms)
        short = _unpaid(named)
        if claim and short:
            remarks.append((None, _payment(claim, short, facts.forms, f"passages[{passage.ordinal}]", passage.page)))
    return remarks


def _unpaid(forms: Iterable[FormFacts]) -> list[Funding]:
    """Return the total lines of which less was spent than the budget."""
    totals = [form.funding[0] for form in forms if form.funding and form.funding[0].source == "total"]
    return [
        line
        for line in totals
        if line.budget and line.executed is not None and line.executed / line.budget < 1 - _PAID_SLACK
    ]


def _payment(
    claim: str, short: Sequence[Funding], forms: Sequence[FormFacts], field: str, page: int | None
) -> Remark:
    """Return the finding; where a document has several forms, it says which fund each rate is of."""
    names = {_id(form): form.form.project_name for form in forms if form.form is not None} if len(forms) > 1 else {}
    rates = [
        percent(((line.executed or Decimal(0)) / line.budget).quantize(_RATE_STEP)) for line in short if line.budget
    ]
    funds = [names.get(line.form_id) for line in short if line.budget]
    named = [f"{rate}（{fund}）" if fund else rate for rate, fund in zip(rates, funds, strict=True)]
    return remark(
        "not_all_paid", field=field, observed=claim, expected="、".join(rates), page=page, claim=claim,
        rates="、".join(named),
    )  # fmt: skip


def claims_of_results(facts: DocumentFacts) -> Found:
    """X-03: `各项指标完成90%以上` although an indicator of that kind reached less."""
    remarks: Found = []
    funds = named_funds(facts.forms)
    for passage in facts.passages:
        named = [fund.facts for fund in funds_in(passage.text, funds)] or list(facts.forms)
        for claim in reached_claims(passage.text):
            remarks += _result((None, f"passages[{passage.ordinal}]", passage.page), claim, named)
    for form in facts.forms:
        for text in form.own_texts:
            for claim in reached_claims(text):
                remarks += _result((_id(form), "goals[1].actual", form.goals[0].page), claim, [form])
    return remarks


def _result(place: tuple[str | None, str, int | None], claim: ReachedClaim, forms: Sequence[FormFacts]) -> Found:
    form_id, field, page = place
    below = [row for form in forms for row in form.indicators if _falls_short(row, claim)]
    if not below:
        return []
    shown = "、".join(f"{row.level3}（{_reached(row)}）" for row in below[:_SHOWN])
    return [
        (
            form_id,
            remark(
                "claim_of_results_wrong", field=field, observed=claim.text, expected=_reached(below[0]), page=page,
                claim=claim.text, count=len(below), rows=shown,
            ),
        )
    ]  # fmt: skip


def _falls_short(row: Indicator, claim: ReachedClaim) -> bool:
    if row.attainment != "missed" or (claim.level1 is not None and row.level1 != claim.level1):
        return False
    return claim.share == 1 if row.completion is None else row.completion < claim.share


def _reached(row: Indicator) -> str:
    return row.actual_raw or "" if row.completion is None else percent(row.completion.quantize(_RATE_STEP))


def no_deviation_stated(facts: DocumentFacts) -> Found:
    """X-04: the section on deviations says 无 although a target was missed or money was left."""
    said = next((passage for passage in facts.passages if _says_none(passage)), None)
    missed = [row for form in facts.forms for row in form.indicators if row.attainment == "missed"]
    short = _unpaid(facts.forms)
    if said is None or not (missed or short):
        return []
    return [
        (
            None,
            remark(
                "deviation_denied",
                field=f"passages[{said.ordinal}]",
                observed=said.text,
                page=said.page,
                section=said.section or "",
                missed=len(missed),
                short=len(short),
            ),
        )
    ]


def _says_none(passage: Passage) -> bool:
    return bool(passage.section and _DEVIATION.search(passage.section)) and is_none_stated(passage.text)


def scores_quoted(facts: DocumentFacts) -> Found:
    """S-09: the score that the report quotes is the total of the form."""
    scored = [form for form in facts.forms if form.score_total is not None]
    remarks: Found = []
    funds = named_funds(scored)
    for passage, score in _quoted(facts.passages):
        named = [fund.facts for fund in funds_in(passage.text, funds)] or scored
        totals = [form.score_total for form in named if form.score_total is not None]
        if not totals or any(abs(total - score) <= _SCORE_SLACK for total in totals):
            continue
        form_id = _id(named[0]) if len(named) == 1 else None
        expected = "、".join(plain_number(total) for total in totals)
        remarks.append(
            (
                form_id,
                remark(
                    "quoted_score_differs", field="form.score_total" if form_id else f"passages[{passage.ordinal}]",
                    observed=plain_number(score), expected=expected, page=passage.page, score=score, total=expected,
                ),
            )
        )  # fmt: skip
    return remarks


def _quoted(passages: Sequence[Passage]) -> Iterator[tuple[Passage, Decimal]]:
    for passage in passages:
        match = _QUOTED_SCORE.search(plain(passage.text).replace(" ", ""))
        if match:
            yield passage, Decimal(match["score"] or match["bare"])


def _id(form: FormFacts) -> str | None:
    return form.form.form_id if form.form else None
