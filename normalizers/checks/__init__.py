"""What must hold in a form: sums, rates, scores, reasons. Each check is one function from a form to remarks.

To add one: write it in the file of its subject and name it in `CHECKS`. The ids are those of `docs/rules.md`.
"""

from __future__ import annotations

from collections.abc import Callable

from normalizers.checks.facts import FormFacts
from normalizers.checks.funding import (
    rate_disagrees,
    rate_over_whole,
    sources_do_not_sum,
    spent_without_budget,
    total_missing,
)
from normalizers.checks.indicators import missed_without_reason, mostly_asserted, percent_over_hundred
from normalizers.checks.scores import score_out_of_range, scores_do_not_sum
from normalizers.places import Remark

CHECKS: tuple[Callable[[FormFacts], list[Remark]], ...] = (
    sources_do_not_sum,
    rate_disagrees,
    rate_over_whole,
    spent_without_budget,
    total_missing,
    missed_without_reason,
    mostly_asserted,
    percent_over_hundred,
    score_out_of_range,
    scores_do_not_sum,
)


def check_form(facts: FormFacts) -> list[Remark]:
    """Return the remarks of all checks on one form."""
    return [remark for check in CHECKS for remark in check(facts)]
