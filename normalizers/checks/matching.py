"""Amounts of a document's texts to the amounts of its forms that they repeat: `6064.19万元` is 中央, 全年执行数."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from normalizers.checks.facts import FormFacts, Stated
from normalizers.checks.funds import NamedFund, funds_in, levels_in, named_funds
from normalizers.forms.funding_sums import AMOUNTS, Amount
from normalizers.forms.money_unit import half_unit
from normalizers.schema import Funding, Source
from normalizers.values.qualitative import is_blank

_CLAIM_WORDS = re.compile("资金|预算|补助|拨付|下达|支出|执行|到位|安排|经费|支付|配套")
_SPENT_WORDS = re.compile("支出|执行|支付|拨付到位|使用|发放|兑付|实际")
_ISSUED_WORDS = re.compile("下达|安排|补助资金|配套资金|预算|指标文")
_OTHER_YEAR = re.compile(
    "(?:比|较|同比|与)[^，,。；;]{0,4}(?:上年|去年|往年|同期)|上年度?(?!结转)|去年|上一年|以前年度(?!结转)"
)
"""Words that make an amount one of another year, or a difference to it."""
_LEFT_WORDS = re.compile("结余|结转|剩余|未支|未执行|未使用|收回")
_TELLING = Decimal(10_000)
"""Yuan below which an amount is a rate or a price (300元/月) and not a fund."""
_PARTS_FOLLOW = re.compile("[，,；;]? *其中")
_CLAUSE_MARKS = "，,；;。！!\n"


class Match(Struct, frozen=True):
    """One stated amount, the funding line that it is about and the columns that hold it; none where nothing does."""

    stated: Stated
    where: str
    form_id: str | None = None
    line: Funding | None = None
    columns: tuple[Amount, ...] = ()
    levels: tuple[Source, ...] = ()
    is_claim: bool = False
    """The sentence says that it is money of a fund."""
    is_issued: bool = False
    """The sentence says that it was issued or planned, and nothing of spending."""

    @property
    def meaning(self) -> Amount | None:
        """The column that the sentence means, where the amount stands in several."""
        if len(self.columns) <= 1:
            return self.columns[0] if self.columns else None
        wanted: Amount = "executed" if not self.is_issued else "budget"
        return wanted if wanted in self.columns else self.columns[0]

    @property
    def issued_differs(self) -> bool:
        """What a document is said to have issued to one level is not that level's budget, of which was spent."""
        line = self.line
        if line is None or not self.is_issued or len(self.levels) != 1 or not line.executed or line.budget is None:
            return False
        value = self.stated.found.value
        return value is not None and abs(value - line.budget) > max(half_unit(self.stated.found), Decimal(50))


def match_amounts(forms: Sequence[FormFacts], facts: Sequence[Stated]) -> tuple[Match, ...]:
    """Return every amount of the report, and of what the goals' accounts say, with what it matches in the forms."""
    funds = named_funds(forms)
    return tuple(
        _match(stated, funds)
        for stated in facts
        if stated.found.kind == "money"
        and stated.found.value is not None
        and (stated.passage is not None or stated.reached)
        and (stated.found.value >= _TELLING or stated.found.value == 0)
    )


def _match(stated: Stated, funds: Sequence[NamedFund]) -> Match:
    sentence = _sentence(stated)
    clause = _clause(stated)
    meant = _funds_meant(stated, sentence, funds)
    levels = levels_in(clause) or levels_in(sentence)
    spent = bool(_SPENT_WORDS.search(clause))
    match = Match(
        stated=stated,
        where=f"passages[{stated.passage}]" if stated.passage is not None else "goals[1].actual",
        form_id=meant[0].facts.form.form_id if len(meant) == 1 and meant[0].facts.form else None,
        levels=levels,
        # a declaration prints no executed amounts, which a report of the year may well have
        is_claim=bool(_CLAIM_WORDS.search(sentence))
        and stated.found.value != 0
        and _tells(meant, spent=spent)
        and not _is_left_over(stated, clause, meant)
        and not _OTHER_YEAR.search(clause)
        and not _is_of_several(stated, meant),
        is_issued=bool(_ISSUED_WORDS.search(clause) or _is_issued_in_parts(stated, sentence)) and not spent,
    )
    return _placed(match, meant, levels)


def _tells(funds: Sequence[NamedFund], *, spent: bool) -> bool:
    """Say whether the forms print amounts of the kind that a sentence speaks of, and all of them were read."""
    lines = [line for fund in funds for line in fund.facts.funding]
    amounts = [(line.executed, line.executed_raw) if spent else (line.budget, line.budget_raw) for line in lines]
    unreadable = any(amount is None and raw and not is_blank(raw) for amount, raw in amounts)
    return any(amount is not None for amount, _ in amounts) and not unreadable


def _is_left_over(stated: Stated, clause: str, funds: Sequence[NamedFund]) -> bool:
    """Say whether an amount is what a line's budget left unspent: `结余220.65万元`."""
    said = stated.found.value
    if said is None or not _LEFT_WORDS.search(clause):
        return False
    lines = (line for fund in funds for line in fund.facts.funding)
    left = (line.budget - line.executed for line in lines if line.budget is not None and line.executed is not None)
    return any(abs(one - said) <= half_unit(stated.found) for one in left)


def _is_of_several(stated: Stated, funds: Sequence[NamedFund]) -> bool:
    """Say whether an amount is what all the funds meant come to: `两项资金共计13700万元`."""
    totals = [line for fund in funds for line in fund.facts.funding[:1] if line.source == "total"]
    said, slack = stated.found.value, half_unit(stated.found)
    if said is None or len(totals) < 2 or len(totals) < len(funds):
        return False
    for amount in AMOUNTS:
        values = [value for line in totals if (value := getattr(line, amount)) is not None]
        if len(values) == len(totals) and abs(sum(values, Decimal(0)) - said) <= slack:
            return True
    return False


def _placed(match: Match, meant: Sequence[NamedFund], levels: tuple[Source, ...]) -> Match:
    """Return the match with the first line, of the levels named before any other, that holds the amount."""
    own = list(_lines(meant, levels))
    for form_id, line in (*own, *_lines(meant, ())):
        columns = tuple(amount for amount in AMOUNTS if _holds(line, amount, match.stated))
        if columns:
            return _replaced(match, form_id, line, columns)
    if len(own) == 1 and len(levels) == 1:
        return _replaced(match, own[0][0], own[0][1], ())
    return match


def _replaced(match: Match, form_id: str | None, line: Funding, columns: tuple[Amount, ...]) -> Match:
    return Match(
        match.stated, match.where, form_id, line, columns, match.levels, match.is_claim, match.is_issued
    )


def _lines(funds: Sequence[NamedFund], levels: tuple[Source, ...]) -> Iterator[tuple[str | None, Funding]]:
    """Yield the lines of the one level named, of the totals where several or none are; all lines without `levels`."""
    wanted = levels if len(levels) == 1 else ("total",) if levels else ()
    for fund in funds:
        for line in fund.facts.funding:
            if not wanted or line.source in wanted:
                yield fund.facts.form.form_id if fund.facts.form else None, line


def _holds(line: Funding, amount: Amount, stated: Stated) -> bool:
    value, said = getattr(line, amount), stated.found.value
    return value is not None and said is not None and abs(value - said) <= half_unit(stated.found)


def _funds_meant(stated: Stated, sentence: str, funds: Sequence[NamedFund]) -> Sequence[NamedFund]:
    """Return the funds that an amount can be about: its own form's, those its sentence names, else all."""
    if stated.form_id is not None:
        return [fund for fund in funds if fund.facts.form and fund.facts.form.form_id == stated.form_id]
    return funds_in(_clause(stated), funds) or funds_in(sentence, funds) or funds


def _sentence(stated: Stated) -> str:
    text, start, end = stated.text, stated.found.start, stated.found.end
    first = max(text.rfind(mark, 0, start) for mark in "。！\n") + 1
    last = min((at for mark in "。！\n" if (at := text.find(mark, end)) >= 0), default=len(text))
    return text[first:last]


def _is_issued_in_parts(stated: Stated, sentence: str) -> bool:
    """Say whether an amount's parts are said to be issued: `共824万元，其中（财农〔2022〕111号）下达600万元`."""
    return _PARTS_FOLLOW.match(stated.text, stated.found.end) is not None and "下达" in sentence


def _clause(stated: Stated) -> str:
    """Return the clause that an amount stands in, from its last mark to the next."""
    text, start, end = stated.text, stated.found.start, stated.found.end
    first = max(text.rfind(mark, 0, start) for mark in _CLAUSE_MARKS) + 1
    last = min((at for mark in _CLAUSE_MARKS if (at := text.find(mark, end)) >= 0), default=len(text))
    return text[first:last]
