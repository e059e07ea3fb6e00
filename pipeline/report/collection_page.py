"""A whole dataset to a page: what is covered, how well it was read, what was found, who stands out."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from functools import partial

from normalizers.rules import load_rules
from normalizers.schema import Language
from pipeline.doubtful import load_labels
from pipeline.report.attainment import attainment_chart
from pipeline.report.charts import histogram
from pipeline.report.collection import KINDS, TABLES, Collection, failures_by_code
from pipeline.report.figures import changes
from pipeline.report.outliers import FEWEST
from pipeline.report.page import money, percent, render
from pipeline.report.words import in_language, name_of, word
from pipeline.version import pipeline_version

_LISTED, _MANY = 20, 100
"""Groups, failures of a kind and runs, and outliers, that a page shows; the workbook has them all."""
_MOST_LINES = 30
"""Units of one fund."""


def collection_page(found: Collection, language: Language) -> str:
    """Return the page of a dataset."""
    return render(
        "collection.html",
        language,
        found=found,
        marked_rows=sum(found.marked.values()),
        errors=sum(one.count for one in found.rules if one.severity == "error"),
        failed=list(failures_by_code(found.failed)),
        kinds=[kind for kind in KINDS if any(found.rows.get((table, kind)) for table in TABLES)],
        tables=TABLES,
        table_name=partial(table_name, language=language),
        used_rules=[rule for rule in load_rules() if any(one.rule == rule for one in found.rules)],
        rates_chart=histogram(
            "rates", word("text", "rates", language), word("text", "rates_told", language), found.figures.rates
        ),
        attainment=attainment_chart("attainment", found.attainment, language),
        advice=partial(name_of, "mends", language=language),
        share=share,
        shown=shown,
        changes=changes,
        listed=_LISTED,
        many=_MANY,
        most_lines=_MOST_LINES,
        fewest=FEWEST,
        version=pipeline_version(),
        made_at=datetime.now(UTC),
    )


def table_name(table: str, language: Language) -> str:
    """Return what a table is called."""
    return in_language(load_labels().tables["form" if table == "forms" else table], language)


def share(part: Decimal | int | None, whole: Decimal | int | None) -> Decimal | None:
    """Return a part as a share of the whole, None where there is nothing."""
    return Decimal(part or 0) / Decimal(whole) if whole else None


def shown(kind: str, value: float) -> str:
    """Return an outlier's value: yuan, or percent."""
    return money(Decimal(f"{value:.2f}")) if kind in ("budget", "executed") else percent(Decimal(f"{value:.6f}"))
