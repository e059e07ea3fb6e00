"""What must hold in a form and in a document. Each check is one function from facts to remarks.

To add one: write it in the file of its subject, name it here, and give it its section in `normalizers/rules/`.
"""

from __future__ import annotations

from collections.abc import Callable

from normalizers.checks.declared import goals_differ_from_declaration
from normalizers.checks.document_facts import DocumentFacts
from normalizers.checks.facts import FormFacts
from normalizers.checks.funding import (
    budget_change_disagrees,
    sources_do_not_sum,
    spent_without_budget,
    total_missing,
)
from normalizers.checks.identity import (
    document_numbers,
    funds_without_form,
    names_differ,
    satisfaction_alike,
    years_differ,
)
from normalizers.checks.indicator_table import (
    all_exactly_on_target,
    completed_before_accepted,
    identity_broken,
    levels_do_not_match,
    mandatory_level_missing,
    mostly_asserted,
    points_as_values,
)
from normalizers.checks.indicators import (
    cost_counts_upward,
    finished_but_not_accepted,
    missed_without_reason,
    not_comparable,
    percent_over_hundred,
    placeholder_as_value,
    reached_without_money,
    reason_cell_lost,
    target_far_below,
    unit_differs,
)
from normalizers.checks.rates import (
    budget_though_no_duty,
    formula_error_hides_rate,
    looks_copied_down,
    low_rate_unexplained,
    nothing_spent_but_paid,
    rate_disagrees,
    rate_over_whole,
)
from normalizers.checks.report_amounts import amounts_in_report, stated_sums
from normalizers.checks.report_claims import claims_of_payment, claims_of_results, no_deviation_stated, scores_quoted
from normalizers.checks.scheme import unusual_scheme
from normalizers.checks.scores import (
    deduction_without_reason,
    execution_score_wrong,
    grade_disagrees,
    quality_score_out_of_band,
    quantity_score_wrong,
    score_out_of_range,
    scores_do_not_sum,
    weights_do_not_sum,
)
from normalizers.places import Remark

CHECKS: tuple[Callable[[FormFacts], list[Remark]], ...] = (
    sources_do_not_sum,
    rate_disagrees,
    rate_over_whole,
    spent_without_budget,
    nothing_spent_but_paid,
    budget_though_no_duty,
    low_rate_unexplained,
    total_missing,
    budget_change_disagrees,
    formula_error_hides_rate,
    looks_copied_down,
    missed_without_reason,
    reason_cell_lost,
    mostly_asserted,
    all_exactly_on_target,
    points_as_values,
    levels_do_not_match,
    percent_over_hundred,
    unit_differs,
    not_comparable,
    cost_counts_upward,
    reached_without_money,
    finished_but_not_accepted,
    completed_before_accepted,
    mandatory_level_missing,
    identity_broken,
    placeholder_as_value,
    target_far_below,
    score_out_of_range,
    weights_do_not_sum,
    scores_do_not_sum,
    execution_score_wrong,
    quantity_score_wrong,
    quality_score_out_of_band,
    deduction_without_reason,
    grade_disagrees,
    unusual_scheme,
)

DOCUMENT_CHECKS: tuple[Callable[[DocumentFacts], list[tuple[str | None, Remark]]], ...] = (
    amounts_in_report,
    stated_sums,
    claims_of_payment,
    claims_of_results,
    no_deviation_stated,
    scores_quoted,
    funds_without_form,
    years_differ,
    names_differ,
    document_numbers,
    goals_differ_from_declaration,
    satisfaction_alike,
)
"""Checks that look at several parts of a document; each remark with the id of the form it is about, None for none."""


def check_form(facts: FormFacts) -> list[Remark]:
    """Return the remarks of all checks on one form."""
    return [remark for check in CHECKS for remark in check(facts)]


def check_document(facts: DocumentFacts) -> list[tuple[str | None, Remark]]:
    """Return the remarks of all checks on a document, each with its form's id."""
    return [found for check in DOCUMENT_CHECKS for found in check(facts)]
