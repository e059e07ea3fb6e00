"""The corrections of one dataset: asked for, added, taken back; nobody overwrites silently what another one wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from pipeline.corrections.history import last_at, standing
from pipeline.corrections.masking import masked_corrections
from pipeline.corrections.row import Correction, correction
from pipeline.corrections.spots import Spot
from pipeline.dataset import Dataset
from pipeline.errors import PipelineError
from pipeline.places import Place

__all__ = ["TICK", "Conflict", "Corrections", "UnknownCorrection", "in_order", "last_at"]

TICK = timedelta(microseconds=1)
"""By which a row is later than the one before it, also where the clocks of two machines disagree."""


class Conflict(PipelineError):
    """Somebody else has decided about a place since it was looked at; nothing was written."""

    def __init__(self, others: Sequence[Correction]) -> None:
        self.others = tuple(others)
        """What the others wrote, the last about each place."""
        told = "；".join(f"{one.reviewer}: {one.new!r}" for one in others)
        super().__init__(f"somebody else has corrected this meanwhile ({told}); look again")


class UnknownCorrection(PipelineError):
    """There is no such correction, or it was taken back already."""


class Corrections:
    """What persons have said is printed in the documents of a dataset."""

    def __init__(self, dataset: Dataset | Place) -> None:
        """Raises `NotADataset` as `Dataset` does."""
        self.dataset = dataset if isinstance(dataset, Dataset) else Dataset(dataset)

    def of(self, doc_id: str) -> tuple[Correction, ...]:
        """Return what holds of a document, oldest first: see `pipeline.corrections.history.effective`."""
        return self.dataset.corrections.holding(doc_id)

    def history(self, doc_id: str) -> tuple[Correction, ...]:
        """Return everything that was ever said about a document, oldest first."""
        return self.dataset.corrections.history(doc_id)

    def doc_ids(self) -> set[str]:
        """Return the documents about which something was said."""
        return self.dataset.corrections.doc_ids()

    def refresh(self) -> None:
        """Look what others have written since; `add` and `undo` do so by themselves."""
        self.dataset.refresh()

    def add(self, new: Sequence[Correction], seen: Mapping[Spot, str | None]) -> tuple[Correction, ...]:
        """Add rows about one document, all or none, and return them as they were written.

        `seen` names for each place the id of the last correction of it that its author has seen, None (or no entry)
        for none. Raises `Conflict` where there is a later one.
        """
        if not new:
            return ()
        (doc_id,) = {one.doc_id for one in new}

        def decide() -> list[Correction]:
            history = self.history(doc_id)
            others = _unseen(history, new, seen)
            if others:
                raise Conflict(others)
            return in_order(new, history)

        return tuple(self.write(decide))

    def write(self, decide: Callable[[], Sequence[Correction]]) -> list[Correction]:
        """Add the rows that `decide` returns, and return them as they were written: see `Dataset.append`.

        Texts about documents whose personal data are masked are masked too.
        """
        return self.dataset.append("corrections", lambda: masked_corrections(self.dataset, decide()))

    def undo(self, correction_id: str, reviewer: str, reason: str | None = None) -> Correction:
        """Take a correction back, or an undo, and return the row that says so; what was there before it holds again."""

        def decide() -> list[Correction]:
            one = self._find(correction_id)
            history = self.history(one.doc_id)
            if one.correction_id not in {left.correction_id for left in standing(history)}:
                raise UnknownCorrection(f"{correction_id}: was taken back already")
            row = correction(
                one.doc_id, one.spot, "undo", reviewer, field=one.field, rule=one.rule, old=one.new, new=one.old,
                reason=reason, undoes=correction_id,
            )  # fmt: skip
            return in_order([row], history)

        return self.write(decide)[0]

    def _find(self, correction_id: str) -> Correction:
        for doc_id in self.doc_ids():
            for one in self.history(doc_id):
                if one.correction_id == correction_id:
                    return one
        raise UnknownCorrection(f"{correction_id}: there is no such correction")


def _unseen(
    history: Sequence[Correction], new: Sequence[Correction], seen: Mapping[Spot, str | None]
) -> list[Correction]:
    """Return what others have decided about the places of new rows and their author has not seen."""
    found: list[Correction] = []
    for one in new:
        if one.action not in ("text", "accept"):
            continue
        last, known = last_at(history, one.spot), seen.get(one.spot)
        if (last.correction_id if last else None) == known:
            continue
        undone = [other for other in history if other.undoes == known and known is not None]
        found += [other for other in ([last] if last else undone[-1:]) if other not in found]
    return found


def in_order(new: Sequence[Correction], history: Sequence[Correction]) -> list[Correction]:
    """Return new rows with times that follow each other and those of the history."""
    at = max([datetime.now(UTC), *(one.at + TICK for one in history)])
    return [msgspec.structs.replace(one, at=at + number * TICK) for number, one in enumerate(new)]
