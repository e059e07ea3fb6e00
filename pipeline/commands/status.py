"""`jixiao status`: what is in a dataset, for a person."""
# ruff: noqa: PLC0415

from __future__ import annotations

from pipeline.commands.choices import Dataset
from pipeline.exit_codes import ExitCode


def status(dataset: Dataset) -> int:
    """Show what is in a dataset, what failed and why, and what wants review."""
    from pipeline.places import place
    from pipeline.status import describe_dataset, look

    print(describe_dataset(look(place(dataset))))
    return ExitCode.OK
