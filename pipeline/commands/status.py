"""`jixiao status`: what is in a dataset, for a person."""
# ruff: noqa: PLC0415

from __future__ import annotations

from pipeline.commands.choices import Dataset
from pipeline.commands.help import examples
from pipeline.exit_codes import ExitCode

EXAMPLES = examples("jixiao status dataset", "jixiao status s3://tables/evaluations")


def status(dataset: Dataset) -> int:
    """Show what is in a dataset, what failed and why, what wants review."""
    from pipeline.places import place
    from pipeline.status import describe_dataset, look

    print(describe_dataset(look(place(dataset))))
    return ExitCode.OK
