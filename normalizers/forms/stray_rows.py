"""Rows of a damaged export that may be the rest of a neighbour's text: `最低工资标准` below `…补贴标准 | 不高于当地`.

Such a row has a name and no value. It may as well be an indicator that nobody filled in, so it and the rows beside it
are marked where other rows of the form show that lines were broken.
"""

from __future__ import annotations

import re

import msgspec

from normalizers.forms.indicator_rows import IndicatorRow

_VALUES = ("target", "actual", "weight", "score")
_WORDS = re.compile("[\u4e00-\u9fff]$")
_CLAUSES = re.compile("[\u4e00-\u9fff][，；][\u4e00-\u9fff]")
_UNSURE = 0.0
"""Margin of a row that a person should look at."""


def with_strays(placed: list[IndicatorRow]) -> list[IndicatorRow]:
    """Return the rows, those marked that may be parts of one row: the stray one, the one above and the one below."""
    if not any(_is_broken(item) for item in placed):
        return placed
    strays = [at for at, item in enumerate(placed) if _is_stray(item)]
    doubtful = {near for at in strays for near in (at, at + 1)}
    if any(item.text("target") for item in placed):
        doubtful |= {at for at, item in enumerate(placed) if _is_aimless(item)}
    doubtful |= {at - 1 for at in strays if at and _may_go_on(placed[at - 1])}
    return [
        msgspec.structs.replace(item, row=msgspec.structs.replace(item.row, margin=_UNSURE)) if at in doubtful else item
        for at, item in enumerate(placed)
    ]


def _is_broken(item: IndicatorRow) -> bool:
    cells = item.cells
    return item.row.from_export and bool(item.row.lines > 1 or cells.left_out or cells.fused)


def _is_stray(item: IndicatorRow) -> bool:
    """Say whether a row has no value, or a sentence for its only one."""
    if not item.row.from_export:
        return False
    name = item.text("level3")  # doubled, it is no value: `单处工程平均 | 单处工程平均` over `维修养护费用`
    texts = {role: item.text(role) for role in _VALUES if item.text(role) not in {"", name}}
    return not texts or (len(texts) == 1 and any(_CLAUSES.search(text) for text in texts.values()))


def _is_aimless(item: IndicatorRow) -> bool:
    """Say whether a row has an actual and a blank for its target: the target may have slipped there."""
    return item.row.from_export and bool(item.text("actual")) and not item.text("target")


def _may_go_on(item: IndicatorRow) -> bool:
    """Say whether a row ends in words, which may go on in the row below."""
    texts = [piece.text for piece in item.row.pieces if piece.text]
    return bool(texts) and _WORDS.search(texts[-1]) is not None
