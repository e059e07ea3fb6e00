"""Double keying: two persons say blind what is printed in a place; where they differ a third one settles it.

An answer is a row of `corrections` that decides nothing by itself. The second one that says the same brings the text
with it, in the same commit, in the name of both. Nobody answers twice, and who differed does not settle.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from pipeline.corrections.history import standing, text_at
from pipeline.corrections.row import Correction, correction
from pipeline.corrections.spots import Spot, is_same_place
from pipeline.corrections.store import Corrections, in_order
from pipeline.errors import PipelineError

State = Literal["open", "waiting", "disputed", "settled"]
"""`open`: nobody has answered; `waiting`: one person has; `disputed`: two differ; `settled`: a text holds."""

_JOINT = "、"
"""Stands between the names of two persons who said the same."""


class NotYours(PipelineError):
    """This person has answered already, or was one of the two who differ, or the place is settled."""


class Keying(Struct, frozen=True):
    """How far a place is."""

    spot: Spot
    state: State
    answers: tuple[Correction, ...] = ()
    """What was answered, one a person, oldest first: not to be shown to whoever has yet to answer."""
    text: Correction | None = None
    """What holds, where it is settled."""

    def may_answer(self, reviewer: str) -> bool:
        """Say whether a person may say blind what is printed here."""
        return self.state in ("open", "waiting") and not self._has(reviewer)

    def may_settle(self, reviewer: str) -> bool:
        """Say whether a person may say who of two is right: a third one."""
        return self.state == "disputed" and not self._has(reviewer)

    def _has(self, reviewer: str) -> bool:
        return any(is_same_person(one.reviewer, reviewer) for one in self.answers)


def keying_at(history: Sequence[Correction], spot: Spot) -> Keying:
    """Return how far a place is, of everything that was said about its document."""
    held = standing(history)
    text = text_at(reversed(held), spot)
    if text is not None:
        return Keying(spot, "settled", (), text)
    undone = [one.at for one in history if one.action == "undo" and is_same_place(one.spot, spot)]
    answers: dict[str, Correction] = {}
    for one in held:  # what was answered before a text was taken back was not good enough
        if one.action == "answer" and is_same_place(one.spot, spot) and all(one.at > at for at in undone):
            answers[_name(one.reviewer)] = one
    states: tuple[State, ...] = ("open", "waiting", "disputed")
    return Keying(spot, states[min(len(answers), 2)], tuple(answers.values()))


def answer(
    corrections: Corrections,
    doc_id: str,
    spot: Spot,
    text: str,
    reviewer: str,
    *,
    old: str | None = None,
    field: str | None = None,
) -> Keying:
    """Write what a person says blind is printed in a place, and return how far it is then.

    Where another one has said the same, the text holds at once (`evaluate_again` then writes the rows). Raises
    `NotYours` where this person has answered already, or two have.
    """

    def decide() -> list[Correction]:
        history = corrections.history(doc_id)
        before = keying_at(history, spot)
        if not before.may_answer(reviewer):
            raise NotYours(f"{reviewer}: cannot answer here (again); the place is {before.state}")
        own = correction(doc_id, spot, "answer", reviewer, field=field, old=old, new=text)
        rows = [own]
        if before.answers and is_same_text(before.answers[0].new or "", text):
            rows.append(_agreed(before.answers[0], own))
        return in_order(rows, history)

    corrections.write(decide)
    return keying_at(corrections.history(doc_id), spot)


def settle(
    corrections: Corrections, doc_id: str, spot: Spot, text: str, reviewer: str, reason: str | None = None
) -> Correction:
    """Write what a third person says of two answers that differ: one of them, or another text; returns the row.

    Raises `NotYours` for one of the two, and where nothing is disputed.
    """

    def decide() -> list[Correction]:
        history = corrections.history(doc_id)
        before = keying_at(history, spot)
        if not before.may_settle(reviewer):
            raise NotYours(f"{reviewer}: cannot settle this; the place is {before.state}")
        first = before.answers[0]
        row = correction(
            doc_id, spot, "text", reviewer, field=first.field, old=first.old, new=text, reason=reason
        )
        return in_order([row], history)

    return corrections.write(decide)[0]


def keyings(history: Sequence[Correction]) -> list[Keying]:
    """Return how far every place is of which somebody has answered, in the order of the first answers."""
    found: list[Keying] = []
    for one in history:
        if one.action == "answer" and not any(is_same_place(one.spot, other.spot) for other in found):
            found.append(keying_at(history, one.spot))
    return found


def is_same_text(one: str, other: str) -> bool:
    """Say whether two persons typed the same: full and half width signs and blanks apart."""
    return _folded(one) == _folded(other)


def is_same_person(one: str, other: str) -> bool:
    """Say whether two names are one person's, capitals and blanks apart."""
    return _name(one) == _name(other)


def _agreed(first: Correction, second: Correction) -> Correction:
    """Return the text that two persons have said alike, as the one wrote it who left it as it was read, if one did."""
    as_read = next((one.new for one in (first, second) if one.new == first.old), first.new)
    names = _JOINT.join((first.reviewer, second.reviewer))
    return correction(first.doc_id, first.spot, "text", names, field=first.field, old=first.old, new=as_read)


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _name(reviewer: str) -> str:
    return " ".join(reviewer.split()).casefold()
