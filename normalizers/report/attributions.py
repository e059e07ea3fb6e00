"""What the facts of a passage are about: programme, level of government, and what happens with the money.

`其中中央资金支出11780万元` -> central, spent; the programme from the sentence, else from the passage, its heading or
the document's title. What a sentence leaves out it takes over from its own start, as a reader does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from normalizers.characters import plain
from normalizers.report.government_levels import Level, joined_levels, levels_in, says_no_level
from normalizers.report.money_actions import Action, action_in, granted_in
from normalizers.report.programmes import programme_of, ruled_programme

Kind = Literal["money", "document_number", "percent", "date", "count"]


class Place(Struct, frozen=True):
    """Where a passage stands: what its headings and the document's title say, nearest first."""

    headings: tuple[str, ...] = ()


NOWHERE = Place()


class Attribution(Struct, frozen=True):
    """What one fact is about; `level` as `central` or `central+county`."""

    programme: str | None = None
    level: str | None = None
    action: Action | None = None


class Span(Struct, frozen=True):
    """A fact's kind and its place in the passage."""

    kind: Kind
    start: int
    end: int


_SENTENCE_END = "。！？!?\n"
_CLAUSE_END = re.compile("[,，;；:：、]")
_BRACKETS = re.compile("[(（〔\\[【][^()（）〔〕\\[\\]【】]*[)）〕\\]】]")
_PART = re.compile("\\s*(?:[;；,，。]\\s*)?其\\s*中")
_LISTED = re.compile("\\s*[、和及][^,，;；:：。]{0,20}")
_STILL_OPEN = re.compile("[(（][^)）]*$")
_BEHIND = 20
"""Characters behind a figure in which the verb stands: `（…）全部拨付到位`."""
_GIVES = re.compile("(?:文件?)?(?:下达|安排|拨付|分配|下拨|追加)")
"""What a document number does with the money behind it."""
_ONLY_CITED = re.compile("[)）]?(?:文件?)?(?:的?(?:精神|要求|规定|部署|通知要求|有关规定))")
"""What follows a document that is followed and gives no money itself."""
_NOTHING_GIVEN = re.compile("(?:不用|不需|无需|无须|不再)(?:承担|安排|配套|负担)")
_CLAUSES_BEHIND = 2
"""Clauses behind a document number in which its level may stand: `（内财社〔2024〕982号），自治区下达我市资金`."""
_PART_IN = re.compile("其\\s*中")
_LEAST_SHARED = 2
"""Levels that share a list of amounts."""
_PARTED = re.compile("[;；]")
_NONE: tuple[Level, ...] = ()


class _Sentence(Struct):
    """What the sentence has said so far."""

    programme: str | None = None
    levels: tuple[Level, ...] = _NONE
    action: Action | None = None
    several: bool = False
    """More than one level was named: what follows without a level belongs to none of them."""
    parted: bool = False
    """A semicolon began what is said of another level: `中央安排…，支出…；省级安排…，支出…`."""


def attribute(text: str, spans: Sequence[Span], place: Place) -> tuple[Attribution, ...]:
    """Return what each fact is about; `spans` are the facts of `text` in order."""
    fallback = next((name for name in map(_programme, place.headings) if name is not None), None)
    heading = next((action for action in map(_action, place.headings[:1]) if action is not None), None)
    found: list[Attribution] = []
    said = _Sentence()
    passage: str | None = None
    shared: list[Level] = []
    previous_end = 0
    for number, span in enumerate(spans):
        start = _sentence_start(text, span.start)
        if start >= previous_end and not _PART.match(text, start):
            said = _Sentence()
        own = text[max(start, previous_end) : span.start]
        behind = _behind_list(text, spans[number:])
        _hear(said, own, behind, span, text)
        if span.kind == "document_number":
            _hear_behind(said, text, spans[number : number + 2])
        shared = _shared(said, own, text, spans[number:], shared)
        passage = said.programme or passage
        attribution = _attribution(span, said, passage or fallback, heading)
        found.append(replace(attribution, level=shared.pop(0)) if shared and span.kind == "money" else attribution)
        previous_end = span.end
    return tuple(found)


def _shared(
    said: _Sentence, own: str, text: str, spans: Sequence[Span], going: list[Level]
) -> list[Level]:
    """Return the levels that a list of amounts belongs to, one each: `中央、省级财政分别下达100万元和50万元`."""
    if going or "分别" not in own or len(said.levels) < _LEAST_SHARED:
        return going
    listed = 1
    for span, following in zip(spans, spans[1:], strict=False):
        if following.kind != "money" or not _LISTED.fullmatch(text[span.end : following.start]):
            break
        listed += 1
    return list(said.levels) if listed == len(said.levels) else []


def _attribution(span: Span, said: _Sentence, programme: str | None, heading: Action | None) -> Attribution:
    if span.kind == "date":
        return Attribution()
    if span.kind == "count":
        return Attribution(programme=programme)
    level = joined_levels(said.levels)
    if span.kind != "money":
        return Attribution(programme, level)
    return Attribution(programme, level, said.action or heading)


def _hear(said: _Sentence, own: str, behind: str, span: Span, text: str) -> None:
    """Take what stands before and behind a fact into what the sentence has said."""
    said.programme = _nearest_programme(own) or said.programme or ruled_programme(own)
    levels = next((levels for levels in map(levels_in, _clauses_backwards(own)) if levels), None)
    if levels is None and behind.startswith("由"):
        levels = levels_in(_bare(_CLAUSE_END.split(behind)[0])) or None
    if levels is None and says_no_level(_bare(own)):
        levels = _NONE
    in_brackets = span.kind == "document_number" and bool(_STILL_OPEN.search(text[: span.start]))
    part = _PARTED.search(own) is not None
    if levels is not None:
        said.several = not part and (said.several or bool(said.levels and levels != said.levels))
        said.parted = said.parted or part
        said.levels = levels
    elif (part and said.parted) or (said.several and not in_brackets):
        said.levels = _NONE
    if span.kind == "money":
        said.action = _spoken_action(own, behind, said.action if _PART_IN.search(own) else None) or said.action


def _hear_behind(said: _Sentence, text: str, spans: Sequence[Span]) -> None:
    """Take what only stands behind a document number: `财教〔2024〕3号下达中央资金`, `…号文件，下达就业补助资金`."""
    stop = spans[1].start if len(spans) > 1 else len(text)
    behind = _bare(text[spans[0].end : min(stop, _sentence_stop(text, spans[0].end))])
    clauses = [clause for clause in _CLAUSE_END.split(behind) if clause]
    if said.programme is None:
        said.programme = next((name for name in map(programme_of, clauses) if name is not None), None)
    told = _GIVES.match(behind) or (not said.levels and clauses and _GIVES.search(clauses[0]))
    own = told and levels_in(clauses[0])
    if not own and not said.levels and not _ONLY_CITED.match(behind):
        giving = [clause for clause in clauses[:_CLAUSES_BEHIND] if not _NOTHING_GIVEN.search(clause)]
        own = next((levels for levels in map(levels_in, giving) if levels), None)
    if own:
        said.several = said.several or bool(said.levels and own != said.levels)
        said.levels = own


def _spoken_action(own: str, behind: str, whole: Action | None = None) -> Action | None:
    """Return what the clause around a figure says, else what the words before it in the sentence say.

    `whole` is what was said of the sum that this is a part of: `到位100万元，其中中央补助60万元`.
    """
    clauses = _clauses_backwards(own)
    near = action_in(clauses[0]) if clauses else None
    after = action_in(_bare(_CLAUSE_END.split(_BRACKETS.sub("", behind))[0]))
    if after in {"unspent", "recovered"}:
        return after
    before = next((action for action in map(action_in, clauses[1:]) if action is not None), None)
    return near or after or before or whole or next(filter(None, map(granted_in, clauses)), None)


def _nearest_programme(own: str) -> str | None:
    clauses = [clause for clause in re.split("[,，;；:：。]", _bare(own)) if clause]
    return next((name for name in map(programme_of, reversed(clauses)) if name is not None), None)


def _clauses_backwards(text: str) -> list[str]:
    """Return the clauses before a fact, the nearest first; enumerated levels stay one clause."""
    return [clause for clause in reversed(re.split("[,，;；:：。]", _bare(_BRACKETS.sub("", text)))) if clause]


def _programme(heading: str) -> str | None:
    return programme_of(_bare(heading))


def _action(heading: str) -> Action | None:
    return action_in(_bare(heading)) or granted_in(_bare(heading))


def _bare(text: str) -> str:
    return plain(text).replace(" ", "")


def _behind_list(text: str, spans: Sequence[Span]) -> str:
    """Return the words behind a fact, or behind the list it stands in: `中央100万元、省级50万元` + `已全部到位`."""
    for span, following in zip(spans, spans[1:], strict=False):
        between = _BRACKETS.sub("", text[span.end : following.start])
        if not _LISTED.fullmatch(between):
            return _behind(text, span.end, following.start)
    return _behind(text, spans[-1].end, len(text))


def _behind(text: str, end: int, next_start: int) -> str:
    """Return the words behind a fact up to the next one or the end of the sentence."""
    stop = min(next_start, end + _BEHIND, *(place for mark in _SENTENCE_END if (place := text.find(mark, end)) >= 0))
    return text[end:stop]


def _sentence_stop(text: str, after: int) -> int:
    return min((place for mark in _SENTENCE_END if (place := text.find(mark, after)) >= 0), default=len(text))


def _sentence_start(text: str, before: int) -> int:
    return max(text.rfind(mark, 0, before) + 1 for mark in _SENTENCE_END)
