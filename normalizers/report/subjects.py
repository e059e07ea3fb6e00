"""What the words around a fact say it is about: `…中央财政补助资金共` 6064.19 万元 -> `…中央财政补助资金`.

Facts that follow in one sentence without words of their own, `其中（…）下达4780万元`, are about the same.
"""

from __future__ import annotations

import re

_CLAUSE_END = re.compile("[，,；;：:。！!？?\n（）()\\[\\]【】《》]")
_ENUMERATOR = re.compile(
    "^(?:[(（][0-9一二三四五六七八九十]{1,3}[)）]|[0-9]{1,2}[.．、]|[一二三四五六七八九十]{1,3}、|[①-⑳]|第[一二三四五六七八九十]{1,2}[,，、])+"
)
_PART = re.compile("\\s*其\\s*中")
_LEADING = re.compile(
    "^(?:关于|根据|按照|依据|按|其中|分别(?:为|是)?|以及|同时|并且?|而且|此外|另外|另|截至目前|目前|现|全年|本年度?|当年|今年|上半年|下半年|、|和|及|与|由|对|在)+"
)
_TRAILING = re.compile(
    "(?:共计|共|合计|总计|累计|总共|计|为|是|达到|达|约|近|超过|超|不低于|不少于|不超过|以上|已|均|全部|全额|及时|足额|按时|分别|各|完成"
    "|实际|下达|拨付|安排|分配|投入|到位|收到|支出|执行|支付|发放|使用|落实|筹集|拨入|包括|其中|至|从|由|和|及|与|、|同比|环比|增长|增加|提高|提升|下降|减少|降低|[≥≤><=])+$"
)
_HAN = re.compile("[\u4e00-\u9fff]")
_SHORTEST = 2
"""汉字 of the shortest clause that says what a figure is about: 中央."""
_LONGEST_SENTENCE = 600
"""Characters to look back for the start of a sentence."""
_LONGEST_BEHIND = 60
"""Characters behind a document number in which the words stand that it is about."""
_BLANKS = re.compile("\\s+")


def find_subjects(text: str, spans: tuple[tuple[int, int], ...]) -> tuple[str | None, ...]:
    """Return the subject of each fact; `spans` are the facts' places in `text`, in order."""
    subjects: list[str | None] = []
    main: str | None = None
    previous_end = 0
    for start, end in spans:
        sentence = _sentence_start(text, start)
        if sentence >= previous_end and not _PART.match(text, sentence):
            main = None
        clauses = _clauses(text, max(sentence, previous_end), start)
        own = next((name for name in map(_name, reversed(clauses)) if name), None)
        is_part = bool(_PART.search(text[max(sentence, previous_end) : start])) or _in_list_of_parts(
            subjects, sentence < previous_end
        )
        subject = f"{main}，其中{own}" if own and main and is_part else own or main
        if own and not is_part:
            main = own
        subjects.append(subject)
        previous_end = end
    return tuple(subjects)


def subject_behind(text: str, end: int) -> str | None:
    """Return what the words behind a document number say: `根据财社〔2024〕1号县级资金` -> `县级资金`."""
    behind = _CLAUSE_END.split(text[end : end + _LONGEST_BEHIND].lstrip("）)】]"))[0]
    return _name(behind)


def _in_list_of_parts(subjects: list[str | None], same_sentence: bool) -> bool:
    """Say whether the fact before, in the same sentence, was one of the parts of a sum."""
    return same_sentence and bool(subjects) and "，其中" in (subjects[-1] or "")


def _sentence_start(text: str, before: int) -> int:
    earliest = max(0, before - _LONGEST_SENTENCE)
    return max(earliest, *(text.rfind(mark, earliest, before) + 1 for mark in "。！？\n"))


def _clauses(text: str, start: int, end: int) -> list[str]:
    return _CLAUSE_END.split(_ENUMERATOR.sub("", text[start:end].strip()))


def _name(clause: str) -> str | None:
    """Return a clause without its connecting words and verbs, None where nothing is left that names anything."""
    name = _BLANKS.sub("", clause)
    name = _TRAILING.sub("", _LEADING.sub("", _ENUMERATOR.sub("", name)))
    return name if len(_HAN.findall(name)) >= _SHORTEST else None
