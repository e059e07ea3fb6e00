"""Checks of the amounts in a report (X-01, X-02, F-13): each is an amount of a form, sums are those of their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from normalizers.checks.document_facts import DocumentFacts
from normalizers.checks.facts import Stated
from normalizers.checks.matching import Match
from normalizers.checks.remarks import on_line
from normalizers.forms.money_unit import half_unit
from normalizers.places import Remark
from normalizers.rules import remark

_LARGEST_GAP = 60
"""Characters between a sum and its first part, and between parts: a document's number and a verb fit in."""
_PARTS_FOLLOW = re.compile("其中")
_SENTENCE_END = re.compile("[。！!\n]")
_TOGETHER = re.compile("[、，,；;](?:以上)?[^、，,；;0-9]{0,6}?(?:共计|合计|总计|累计|共)[^、，,；;0-9]{0,8}$")
"""What stands between the last of several amounts and their sum: `旗县800万元，共计`."""
_LISTED = re.compile("^[^。；;，,]{0,12}[、，,][^。；;，,]{0,30}$")
"""What stands between two amounts of a list: `万元、自治区财政`."""
_SPENT = re.compile("执行|支出|结余|剩余|未使用")
"""Words with which a list of a budget's parts is over: `其中拨款270万元，结转40万元，全年执行275.2万元`."""
_NEAR = 12
"""Characters before an amount that say what it is: `全年支出`."""
_NO_LIST = re.compile("支出|执行|结余|结转|剩余|其中|使用")
"""Words between amounts that are not the parts of one sum."""


def amounts_in_report(facts: DocumentFacts) -> list[tuple[str | None, Remark]]:
    """X-01, F-13: every amount is the budget or the executed amount of its fund and level; which, means the same."""
    if not facts.forms:
        return []
    matches = facts.matches
    sums = list(sums_stated(facts.stated))
    parts = {id(part) for _, below in sums for part in below} | _instalments(matches)
    parts |= {id(whole) for whole, below in sums if whole.found.start > below[0].found.start}
    remarks: list[tuple[str | None, Remark]] = []
    for match in matches:
        if not match.columns and id(match.stated) not in parts and match.is_claim:
            remarks.append((match.form_id, _unmatched(match)))
        if match.issued_differs and id(match.stated) not in parts:
            remarks.append((match.form_id, _issued_differs(match)))
    return [*remarks, *_two_meanings(matches)]


def _instalments(matches: Sequence[Match]) -> set[int]:
    """Return the amounts that were issued to one level one after the other and come to its budget together."""
    groups: dict[tuple[str | None, int], list[Match]] = {}
    for match in matches:
        if match.line is not None and match.is_issued and not match.columns:
            groups.setdefault((match.form_id, match.line.ordinal), []).append(match)
    found: set[int] = set()
    for group in groups.values():
        line, added = group[0].line, sum((one.stated.found.value or Decimal(0) for one in group), Decimal(0))
        slack = sum((half_unit(one.stated.found) for one in group), Decimal(0))
        amounts = (line.budget, line.executed) if line is not None and len(group) > 1 else ()
        if any(amount is not None and abs(amount - added) <= slack for amount in amounts):
            found |= {id(one.stated) for one in group}
    return found


def _unmatched(match: Match) -> Remark:
    return remark(
        "amount_unmatched",
        field=match.where,
        observed=match.stated.found.text,
        page=match.stated.page,
        text=match.stated.found.text,
        subject=match.stated.found.subject or "",
    )


def _issued_differs(match: Match) -> Remark:
    line = match.line
    assert line is not None
    return on_line(
        "issued_differs_from_budget",
        line,
        "budget",
        observed=f"{line.budget:f}",
        expected=f"{match.stated.found.value:f}",
        budget=line.budget or Decimal(0),
        difference=abs((line.budget or Decimal(0)) - (match.stated.found.value or Decimal(0))),
        text=match.stated.found.text,
    )


def _two_meanings(matches: Sequence[Match]) -> Iterator[tuple[str | None, Remark]]:
    """Say that sums said to be issued are budgets for one fund and executed amounts for another."""
    issued = [match for match in matches if match.is_issued and match.form_id]
    as_budget = [match for match in issued if "budget" in match.columns and "executed" not in match.columns]
    as_executed = [match for match in issued if match.columns == ("executed",)]
    if as_budget and as_executed:
        yield (
            None,
            remark(
                "amount_in_two_meanings",
                field=as_executed[0].where,
                observed=_listed(as_executed),
                expected=_listed(as_budget),
                page=as_executed[0].stated.page,
                budgets=_listed(as_budget),
                executed=_listed(as_executed),
            ),
        )


def _listed(matches: Sequence[Match]) -> str:
    return "、".join(match.stated.found.text for match in matches)


def stated_sums(facts: DocumentFacts) -> list[tuple[str | None, Remark]]:
    """X-02: `共6064.19万元，其中…4780万元，…698.19万元，…586万元`: the parts come to the sum."""
    remarks: list[tuple[str | None, Remark]] = []
    for whole, parts in sums_stated(facts.stated):
        added = sum((part.found.value or Decimal(0) for part in parts), Decimal(0))
        printed = whole.found.value or Decimal(0)
        slack = sum((half_unit(one.found) for one in (whole, *parts)), Decimal(0))
        if abs(added - printed) > slack:
            remarks.append(
                (
                    whole.form_id,
                    remark(
                        "stated_parts_do_not_sum",
                        field=place_of(whole),
                        observed=whole.found.text,
                        expected=f"{added:f}",
                        page=whole.page,
                        text=whole.found.text,
                        parts="、".join(part.found.text for part in parts),
                        added=added,
                        difference=abs(printed - added),
                    ),
                )
            )
    return remarks


def place_of(stated: Stated) -> str:
    """Return the field path of a text: `passages[5]`, `goals[1].actual`."""
    if stated.passage is not None:
        return f"passages[{stated.passage}]"
    return "goals[1].actual" if stated.reached else "goals[1].goal"


def sums_stated(stated: Sequence[Stated]) -> Iterator[tuple[Stated, tuple[Stated, ...]]]:
    """Yield each amount with its parts in the same sentence: those that 其中 lists behind it, those before `共计`."""
    for _, run in groupby(stated, key=lambda one: (one.form_id, one.passage, one.reached)):
        money = [one for one in run if one.found.kind == "money" and one.found.value is not None]
        for index, whole in enumerate(money):
            parts = _parts(whole, money[index + 1 :]) or _parts_before(whole, money[:index])
            if len(parts) >= 2:
                yield whole, parts


def _parts_before(whole: Stated, before: Sequence[Stated]) -> tuple[Stated, ...]:
    """Return the amounts of the list that ends with `共计`; of a longer one those at its end that come to the sum."""
    text, end = whole.text, whole.found.start
    listed: list[Stated] = []
    for part in reversed(before):
        between = text[part.found.end : end]
        pattern = _LISTED if listed else _TOGETHER
        if len(between) > _LARGEST_GAP or not pattern.search(between) or _NO_LIST.search(between):
            break
        listed.insert(0, part)
        end = part.found.start
    for first in range(len(listed) - 1):
        parts = tuple(listed[first:])
        if sum((part.found.value or Decimal(0) for part in parts), Decimal(0)) == whole.found.value:
            return parts
    return tuple(listed)


def _parts(whole: Stated, following: Sequence[Stated]) -> tuple[Stated, ...]:
    """Return what 其中 lists behind an amount, up to what is told of spending where the amount is a budget."""
    text, end = whole.text, whole.found.end
    parts: list[Stated] = []
    first = text[end : following[0].found.start] if following else ""
    of_spending = _SPENT.search(text[max(0, whole.found.start - _NEAR) : whole.found.start] + first)
    for part in following:
        between = text[end : part.found.start]
        if parts and not of_spending and _SPENT.search(between):
            break
        listed = bool(parts) or bool(_PARTS_FOLLOW.search(between))
        again = bool(parts) and bool(_PARTS_FOLLOW.search(between))
        if not listed or again or len(between) > _LARGEST_GAP or _SENTENCE_END.search(between):
            break
        parts.append(part)
        end = part.found.end
    return tuple(parts)
