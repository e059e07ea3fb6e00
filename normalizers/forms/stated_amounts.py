"""Funding lines that print their amount behind their label: `其中：一般公共预算：2103.17 | 其中：基本支出：962.05`.

Departments' forms list two splits of their money so, side by side, and do not say whether it is budgeted or spent.
Where the amounts of one split add up to one figure of the total, and to no other, it is that; else they are nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from normalizers.forms.alignment import Alignment
from normalizers.forms.funding_line import FundingLine, source_of
from normalizers.forms.labelled_money import AMOUNT_ROLES
from normalizers.forms.rows import Piece, Row
from normalizers.labels import meaning
from normalizers.values.money import read_amount

STATED = "stated"
"""Role of such an amount until it is known what it is."""
_STATED = re.compile(r"((?:其中\s*[:：]\s*)?[^:：0-9]{2,24})[:：]\s*([0-9][0-9,]*(?:\.[0-9]+)?\s*[万亿]*元?)")
_MONEY = re.compile("资金|拨款|支出|收入|经费|预算|基金")
_OPEN = re.compile(r"((?:其中\s*[:：]\s*)?[^:：0-9]{2,24})[:：]?\s*")


def stated_lines(row: Row, pieces: Sequence[Piece]) -> list[FundingLine]:
    """Return the lines of a row whose labels hold their amounts, [] for any other row."""
    found = [_STATED.fullmatch(piece.text) for piece in pieces]
    if not any(found):
        return []
    for piece, match in zip(pieces, found, strict=True):
        open_label = match or _OPEN.fullmatch(piece.text)
        if open_label is None or not (meaning("sources", open_label[1]) or _MONEY.search(open_label[1])):
            return []
    return [
        FundingLine(
            msgspec.structs.replace(piece, text=match[1].strip()),
            Alignment(((STATED, msgspec.structs.replace(piece, text=match[2].strip())),)),
            row,
        )
        for piece, match in zip(pieces, found, strict=True)
        if match is not None
    ]


def with_proved_roles(lines: Sequence[FundingLine]) -> list[FundingLine]:
    """Return the lines with each split's amounts under the role that the total proves, or left out and said so."""
    splits: dict[int, list[FundingLine]] = {}
    for line in lines:
        if line.text(STATED):
            splits.setdefault(line.label.column, []).append(line)
    if not splits:
        return list(lines)
    roles = {column: _proved_role(split, lines) for column, split in splits.items()}
    return [_placed(line, roles[line.label.column]) if line.text(STATED) else line for line in lines]


def _proved_role(split: Sequence[FundingLine], lines: Sequence[FundingLine]) -> str | None:
    amounts = [read_amount(line.text(STATED)).value for line in split]
    total = next((line for line in lines if source_of(line.label.text) == "total" and not line.text(STATED)), None)
    if total is None or None in amounts:
        return None
    whole = sum((amount for amount in amounts if amount is not None), Decimal(0))
    roles = [role for role in AMOUNT_ROLES if read_amount(total.text(role)).value == whole]
    return roles[0] if len(roles) == 1 else None


def _placed(line: FundingLine, role: str | None) -> FundingLine:
    piece = line.cells.get(STATED)
    if piece is None:
        return line
    cells = Alignment((), left_out=(piece,)) if role is None else Alignment(((role, piece),))
    return msgspec.structs.replace(line, cells=cells)
