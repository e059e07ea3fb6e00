"""Lines of an export to rows: a row whose cells went on in the next line is one row again.

`产出指标 | 数量指标 | 新建道路` over `5公里 | 5公里 | 无` is one indicator: neither line makes sense alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from math import inf

import msgspec

from normalizers.forms.alignment import Alignment
from normalizers.forms.cell_cuts import cuts
from normalizers.forms.indicator_fit import fit_text
from normalizers.forms.rows import Piece, Row
from normalizers.forms.text_kinds import holds_level, is_named_like_level, kind_of, names_state
from normalizers.labels import level1, level2, meaning
from normalizers.values.qualitative import is_placeholder, qualitative_class

_GAIN = 0.5
"""Points by which one row must fit better than two, for two lines to be taken for one row."""
_CUT_COST = 1.0
"""Points that a text which goes on in the next line must earn more: two texts may just stand under each other."""

_ANSWERS = {"attain_full", "attain_partial", "attain_none"}
"""Classes of the official answers."""
_CUT_DOUBT = 2.4
"""Points that a text which may go on and may as well end must win by beyond the usual margin, to be believed."""

_NO_LEVEL = -5.0
"""Points under a level below which a text is none, not even one of the form's own."""
_TWO = 2
_NAMES = ("level1", "level2", "level3", "label")
"""Roles of texts with which a row begins; a line without any is no row."""
_ENDS_NAMES = "满意度"
"""A level's everyday name with which names end: `用水户` over `满意度`."""
_CLAUSES = re.compile("[\u4e00-\u9fff][，；][\u4e00-\u9fff]")
_BLOCK = re.compile("^(?:年度)?(?:项目)?绩效(?:自评)?指标及?(?:完成)?(?:情况)?$")
_OPEN_ENDS = ("，", "、")
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")

Aligner = Callable[[Row], Alignment]


def joined_rows(rows: Sequence[Row], aligner: Aligner, is_whole: Callable[[Alignment], bool]) -> list[Row]:
    """Return the rows with those joined that fit better as one; rows that are whole by themselves are left alone."""
    done: list[Row] = []
    aligner = _remembering(aligner)
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        above = done[-1] if done else None
        single = _is_text_alone(row)
        begins = single and after is not None and not _names_block(after) and not _is_explanation(row, above, aligner)
        begins = begins and after is not None and _begins_row(above, row, after, aligner, is_whole)
        joined = None
        apart = above is None or _names_block(above) or _names_block(row)
        if above is not None and not apart and not (begins and not _ends_open(above)):
            joined = _joined(above, row, aligner, is_whole, alone=single and not begins)
        if joined is not None:
            done[-1] = joined
        else:
            done.append(row)
    return done


def _names_block(row: Row) -> bool:
    """Say whether a line says nothing but what part of the form begins: `年度绩效指标完成情况`."""
    return bool(row.starting) and all(_BLOCK.search(piece.text) for piece in row.starting)


def _ends_open(row: Row) -> bool:
    """Say whether a line's last text goes on for certain: `受雨季影响工期顺延，`, `护林意识（含上年`."""
    last = row.starting[-1].text if row.starting else ""
    return last.endswith(_OPEN_ENDS) or sum(map(last.count, "(（")) > sum(map(last.count, ")）"))


def _is_explanation(row: Row, above: Row | None, aligner: Aligner) -> bool:
    """Say whether a line is a sentence alone, which can only end, or be, the reason of the row above: names have no ，.

    `部分对象外出务工未能及时` over `核实，下年度加强动态管理`.
    """
    if above is None or len(row.starting) != 1 or not _CLAUSES.search(row.starting[0].text):
        return False
    upper = aligner(above)
    return bool(upper.text("level3")) and not upper.text("reason").endswith(("。", "；"))


def _remembering(aligner: Aligner) -> Aligner:
    """Return the aligner with a memory: each row is looked at from above and from below."""
    known: dict[int, tuple[Row, Alignment]] = {}

    def remembered(row: Row) -> Alignment:
        if id(row) not in known:
            known[id(row)] = (row, aligner(row))  # the row is kept, so that no other gets its id
        return known[id(row)][1]

    return remembered


def _begins_row(
    above: Row | None, row: Row, after: Row, aligner: Aligner, is_whole: Callable[[Alignment], bool]
) -> bool:
    """Say whether a text alone is the beginning of the row below rather than the end of the row above."""
    lower = aligner(after)
    if any(is_placeholder(piece.text) for piece in after.starting[:1]):
        return False  # ……
    levels = bool(after.starting) and _is_level(after.starting[0].text)
    if levels and fit_text("level1", row.starting[0].text) < _NO_LEVEL:
        return False  # before 质量指标 nothing but a first level begins a row
    if not after.starting or is_whole(lower) or _only_levels(after) or not _WORDS.search(row.starting[0].text):
        return False
    alone = aligner(row).points
    below = aligner(_one_row(row, after)).points - alone - lower.points
    ends = aligner(_one_row(above, row)).points - alone - aligner(above).points if above is not None else -inf
    return below > max(_GAIN, ends)


def _joined(
    above: Row, below: Row, aligner: Aligner, is_whole: Callable[[Alignment], bool], *, alone: bool
) -> Row | None:
    if not (_is_line(above) and _is_line(below)):
        return None
    if any(is_placeholder(piece.text) for piece in (*above.starting, *below.starting)):
        return None
    if holds_level(below.starting[0].text) and not _only_levels(above):
        return None  # `成本指标城市低保平`: a row begins
    upper, lower = aligner(above), aligner(below)
    if upper.text("level3") and _only_levels(below):
        return None  # what is merged over the rows to come begins, the row above does not go on
    certain = _surely_one(above, below, upper) or _doubled_name_goes_on(above, below, upper, lower)
    if certain is not None:
        return certain
    if upper.text("label") and meaning("sources", below.starting[0].text) is not None:
        return None
    nameless = len(below.starting) > 1 and not any(lower.text(role) for role in _NAMES)
    answer = _cut_text(above, below) if _completes_answer(above, below) else None
    if is_whole(upper) and not (alone or nameless or answer):
        return None
    if answer is not None:
        return answer
    needed = upper.points + lower.points + _GAIN
    single = _undoubled(below) if alone else below
    full = is_whole(upper) and bool(upper.text("reason")) and not nameless
    apart = full or (is_whole(lower) and not _only_levels(above))
    one = [] if apart else [_one_row(above, line) for line in ((single,) if single is below else (single, below))]
    cut = _cut_text(above, single)
    ways = [*((row, 0.0) for row in one), *([(cut, _CUT_COST)] if cut else [])]
    ranked = sorted(((aligner(row).points - cost, row) for row, cost in ways), key=lambda way: -way[0])
    if not ranked or ranked[0][0] <= needed:
        return None
    points, best = ranked[0]
    rival = max((other for other, _ in ranked[1:]), default=-inf) + _CUT_DOUBT
    return msgspec.structs.replace(best, margin=min(above.margin, points - max(needed, rival)))


def _surely_one(above: Row, below: Row, upper: Alignment) -> Row | None:
    """Return the one row of two lines between which a text was cut for certain, whatever the columns say."""
    if _is_doubled_and_cut(above, below):
        return _one_row(_without_last(above), _without_first(below))
    if _completes_label(above, below):
        return _cut_text(above, below)
    if _completes_level(above, below) or _completes_name(above, below, upper):
        return _cut_text(above, below, label=True)
    if _ends_open(above) and upper.text("level3") and not _only_levels(below):
        return _cut_text(above, below)
    return None


def _is_doubled_and_cut(above: Row, below: Row) -> bool:
    """Say whether a line ends in a text and its beginning once more: `水源地保护情况 | 水源地` over `保护情况`."""
    texts = [piece.text for piece in above.starting[-_TWO:]]
    return len(texts) == _TWO and len(below.starting) > 1 and texts[0] == texts[1] + below.starting[0].text


def _doubled_name_goes_on(above: Row, below: Row, upper: Alignment, lower: Alignment) -> Row | None:
    """Return one row where a name stands there twice, without a value, and the line below has values and the name's
    end: `单处工程平均 | 单处工程平均` over `维修养护费用 | ≤26.64万元`; None where a line may be a row by itself.
    """
    texts = [piece.text for piece in above.starting[-_TWO:]]
    name = lower.text("level3")
    named = len(set(texts)) == 1 and len(texts) == _TWO and texts[0] == upper.text("level3")
    values = [role for role in ("target", "actual", "weight", "score") if upper.text(role) not in {"", texts[-1]}]
    at_edge = below.starting[0].column == 0  # where the rest of a cut row stands; a row of its own stands further in
    if not (named and at_edge) or values or not name or lower.text("level1") or lower.text("level2"):
        return None
    whole = _cut_text(_without_last(above), below)
    return None if whole is None else msgspec.structs.replace(whole, margin=0.0)  # they may be two names, one unfilled


def _without_last(row: Row) -> Row:
    last = row.starting[-1]
    return msgspec.structs.replace(row, pieces=tuple(piece for piece in row.pieces if piece.column < last.column))


def _without_first(row: Row) -> Row:
    return msgspec.structs.replace(row, pieces=_trimmed(row)[1:])


def _only_levels(row: Row) -> bool:
    return all(_names_levels(piece.text) for piece in row.starting)


def _names_levels(text: str) -> bool:
    """Say whether a text is a level's name, or two that ran together: `效益 社会效益`."""
    return all(level1(part) or level2(part) for part in (text, *text.split())[len(text.split()) > 1 :])


def _is_line(row: Row) -> bool:
    """Say whether a row is a line of text with cells: it has a text, and no cell reaches down from a row above."""
    return row.from_export and bool(row.starting) and all(piece.starts for piece in row.pieces)


def _completes_answer(above: Row, below: Row) -> bool:
    """Say whether an answer of the official list was cut: `达成预` over `期指标`."""
    last, first = above.starting[-1].text, below.starting[0].text
    known = qualitative_class(last + first) in _ANSWERS
    return known and last + first != first and all(qualitative_class(part) not in _ANSWERS for part in (last, first))


def _completes_label(above: Row, below: Row) -> bool:
    """Say whether the label of a line of money was cut: `人员类` over `项目支出`, which is a label, too."""
    last, first = above.starting[-1].text, below.starting[0].text
    goes_on = last.endswith("类") or meaning("sources", last) is None
    return goes_on and meaning("sources", last + first) is not None


def _completes_level(above: Row, below: Row) -> bool:
    """Say whether a level's name was cut: `服务对象` over `满意度指标`, or `满意度指标服务对象` over it."""
    last, first = above.starting[-1].text, below.starting[0].text
    fused = any(len(cut.parts) == _TWO and all(map(_names_levels, cut.parts)) for cut in cuts(last + first))
    whole = (level2(last + first) is not None or fused) and _WORDS.search(last) is not None
    return whole and not (level1(last) or level2(last)) and not (level2(last + "指标"))


def _completes_name(above: Row, below: Row, upper: Alignment) -> bool:
    """Say whether a name was cut before its last word, which by itself is a level: `用水户` over `满意度 | 93%`."""
    last, texts = above.starting[-1].text, [piece.text for piece in below.starting]
    if len(texts) < _TWO or texts[0] != _ENDS_NAMES or kind_of(texts[1]) not in {"number", "date"}:
        return False
    named = upper.text("level3") == last and not any(upper.text(role) for role in ("target", "actual", "weight"))
    return named and not _names_levels(last)


def _is_text_alone(row: Row) -> bool:
    """Say whether a line has one text, or one doubled, that may go on where the line above ended: no level."""
    texts = [piece.text for piece in row.starting]
    if texts and _WORDS.search(texts[0]):
        texts = sorted(set(texts))
    return len(texts) == 1 and not _names_levels(texts[0])


def _undoubled(row: Row) -> Row:
    """Return a line of one text without the cells that only repeat it."""
    first = row.starting[0]
    pieces = tuple(piece for piece in row.pieces if piece is first or not piece.text)
    return msgspec.structs.replace(row, pieces=pieces)


def _one_row(above: Row, below: Row) -> Row:
    return msgspec.structs.replace(above, pieces=(*above.pieces, *_trimmed(below)), lines=2)


def _cut_text(above: Row, below: Row, *, label: bool = False) -> Row | None:
    """Return one row in which the upper line's last text goes on with the lower line's first, where it ends in one."""
    texts = [at for at, piece in enumerate(above.pieces) if piece.text]
    upper, lower = above.pieces[: texts[-1] + 1], _trimmed(below)
    last, first = upper[-1], lower[0]
    labels = any(_is_level(piece.text) for piece in (last, first)) and not label
    labels = labels or holds_level(first.text) or names_state(first.text)
    labels = labels or kind_of(last.text) in {"number", "date"} or fit_text("sign", first.text) > 1
    if labels or not (_WORDS.search(last.text) and _WORDS.search(first.text)):
        return None
    whole = msgspec.structs.replace(last, text=last.text + first.text, rest=(*last.rest, first.cell))
    return msgspec.structs.replace(above, pieces=(*upper[:-1], whole, *lower[1:]), lines=2)


def _is_level(text: str) -> bool:
    """Say whether a text names a level and can be no part of an indicator's name: 数量指标, no 群众满意度."""
    return (level1(text) or level2(text)) is not None and not is_named_like_level(text) and text != _ENDS_NAMES


def _trimmed(row: Row) -> tuple[Piece, ...]:
    """Return a row's pieces without the blanks before the first text."""
    texts = [at for at, piece in enumerate(row.pieces) if piece.text]
    return row.pieces[texts[0] :]
