"""What the checks of a form look at: its rows, the unit of the figures, what was recognised; and facts in texts."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from normalizers.report.mentions import Found
from normalizers.schema import Form, Funding, Goal, Indicator, Management


class FormFacts(Struct, frozen=True):
    """One form's rows as read; `unit_factor` is the printed unit in yuan (10000 for 万元)."""

    funding: tuple[Funding, ...]
    indicators: tuple[Indicator, ...]
    score_total: Decimal | None
    unit_factor: Decimal
    recognised: bool
    """The form was recognised from a picture, by us or by whoever exported its text: what does not add up may be
    misread, and a person should look."""
    form: Form | None = None
    goals: tuple[Goal, ...] = ()
    management: tuple[Management, ...] = ()
    report: tuple[str, ...] = ()
    """The paragraphs of the report that goes with the form."""
    asks_reasons: bool = True
    """The form has a column for the reasons of what was missed."""
    without_reason_cell: tuple[int, ...] = ()
    """Ordinals of the indicators whose cells had slipped and among them none for the reason."""
    changes: tuple[Decimal | None, ...] = ()
    """Yuan printed in the column of the budget's change (预算调整数), one a funding line."""
    execution_points: Decimal | None = None
    """Points that the header gives to the execution, `得分(20分*执行率)`."""
    grade: str | None = None
    """The printed grade, `优` … `差`."""

    @property
    def own_texts(self) -> tuple[str, ...]:
        """What the form says was reached."""
        return tuple(goal.actual for goal in self.goals if goal.actual)


class Stated(Struct, frozen=True):
    """A fact found in running text, with the text and where it stands: a form's goal or a passage of the report."""

    found: Found
    text: str
    page: int | None = None
    form_id: str | None = None
    passage: int | None = None
    """Ordinal of the passage, from 1."""
    reached: bool = False
    """Of a goal's two texts, the one that says what was reached."""
