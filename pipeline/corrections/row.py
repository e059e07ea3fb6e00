"""One row a decision of a person: the table `corrections`. Rows are only ever added; taking one back is a row too."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal
from uuid import uuid4

from msgspec import Struct

from extractors.document import Box
from normalizers.schema import Int
from pipeline.corrections.spots import Spot
from pipeline.documents import Moment

Action = Literal["text", "accept", "answer", "undo"]
"""`text`: this is printed here (`new` equal to `old` confirms what was read); `accept`: the row, or the finding `rule`,
is right as it is; `answer`: what one of two persons who may not see each other's answers says is printed; `undo`: the
row `undoes` holds no more."""


class Correction(Struct, frozen=True, kw_only=True):
    """One decision of a person about one place of one document."""

    correction_id: str
    doc_id: str
    at: Moment
    reviewer: str
    action: Action
    page: Int
    x0: float | None = None
    top: float | None = None
    x1: float | None = None
    bottom: float | None = None
    table: Int | None = None
    row: Int | None = None
    column: Int | None = None
    paragraph: Int | None = None
    field: str | None = None
    rule: str | None = None
    old: str | None = None
    new: str | None = None
    reason: str | None = None
    undoes: str | None = None

    @property
    def spot(self) -> Spot:
        """The place that it is about."""
        box = None
        if self.x0 is not None and self.top is not None and self.x1 is not None and self.bottom is not None:
            box = Box(self.x0, self.top, self.x1, self.bottom)
        return Spot(self.page, box, self.table, self.row, self.column, self.paragraph)


def correction(
    doc_id: str,
    spot: Spot,
    action: Action,
    reviewer: str,
    *,
    field: str | None = None,
    rule: str | None = None,
    old: str | None = None,
    new: str | None = None,
    reason: str | None = None,
    undoes: str | None = None,
) -> Correction:
    """Return a new row, with an id and the time of now; the store may put the time a little later."""
    box = spot.box
    return Correction(
        correction_id=uuid4().hex,
        doc_id=doc_id,
        at=datetime.now(UTC),
        reviewer=reviewer,
        action=action,
        page=spot.page,
        x0=box.x0 if box else None,
        top=box.top if box else None,
        x1=box.x1 if box else None,
        bottom=box.bottom if box else None,
        table=spot.table,
        row=spot.row,
        column=spot.column,
        paragraph=spot.paragraph,
        field=field,
        rule=rule,
        old=old,
        new=new,
        reason=reason,
        undoes=undoes,
    )
