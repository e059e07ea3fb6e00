"""Decisions of persons to what the page shows of them: of one row, or the latest of all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from normalizers.review import row_path
from normalizers.schema import Language
from pipeline.corrections.history import standing
from pipeline.corrections.row import Correction
from pipeline.corrections.spots import is_same_place
from pipeline.review.labels import path_label
from pipeline.review.opened import Opened, RowKey
from pipeline.review.row_cells import RowCell
from pipeline.review.views import PastView

_OF_ROW = 12
"""Earlier decisions shown of one row."""
_TOGETHER_SECONDS = 0.5
"""Rows of the table `corrections` that one decision wrote are never further apart."""


def past_of(opened: Opened, key: RowKey, cells: Sequence[RowCell]) -> tuple[PastView, ...]:
    """Return what was decided about the cells of a row before, the latest first; blind answers are nobody's to see."""
    spots = [cell.printed.spot for cell in cells]
    own = [
        one
        for one in opened.history
        if one.action != "answer"
        and (any(is_same_place(one.spot, spot) for spot in spots) or row_path(one.field or "") == key[1])
        and one.new != one.old
    ]
    return views_of(own[-_OF_ROW:], opened.row.file_name, opened.language)


def views_of(rows: Sequence[Correction], file_name: str, language: Language) -> tuple[PastView, ...]:
    """Return rows of the table `corrections` for people, the latest first."""
    holding = {one.correction_id for one in standing(rows)}
    return tuple(_view(one, file_name, language, one.correction_id in holding) for one in reversed(rows))


def latest(
    histories: Iterable[tuple[Sequence[Correction], str]], count: int, language: Language
) -> tuple[PastView, ...]:
    """Return the latest decisions of all documents; `histories` come with the name of each document's file.

    Of a decision the texts that it changed are told, or that it accepted; blind answers are nobody's to see.
    """
    views: list[PastView] = []
    for rows, file_name in histories:
        holding = {one.correction_id for one in standing(rows)}
        views += [
            _view(one, file_name, language, one.correction_id in holding)
            for decision in decisions(rows)
            for one in _told(decision)
        ]
    return tuple(sorted(views, key=lambda view: view.at, reverse=True)[:count])


def decisions(rows: Iterable[Correction]) -> list[list[Correction]]:
    """Return the rows of one document by decision: what one person wrote at one time about one row."""
    found: list[list[Correction]] = []
    for one in rows:
        if found and _is_of_one_decision(found[-1][-1], one):
            found[-1].append(one)
        else:
            found.append([one])
    return found


def _is_of_one_decision(one: Correction, other: Correction) -> bool:
    return (
        (one.doc_id, one.reviewer, one.action == "undo") == (other.doc_id, other.reviewer, other.action == "undo")
        and row_path(one.field or "document") == row_path(other.field or "document")
        and abs((other.at - one.at).total_seconds()) < _TOGETHER_SECONDS
    )


def _told(decision: Sequence[Correction]) -> Sequence[Correction]:
    changed = [one for one in decision if one.action == "text" and one.new != one.old]
    return changed or [one for one in decision if one.action != "answer"][:1]


def _view(one: Correction, file_name: str, language: Language, stands: bool) -> PastView:
    accepted = one.action == "accept" or one.old == one.new
    return PastView(
        correction_id=one.correction_id,
        item_id=None,
        at=one.at.isoformat(timespec="seconds"),
        reviewer=one.reviewer,
        action=one.action,
        label=path_label(one.field or "document", language),
        old=None if accepted or one.action == "undo" else one.old,
        new=None if accepted or one.action == "undo" else one.new,
        reason=one.reason,
        file_name=file_name,
        standing=stands,
    )
