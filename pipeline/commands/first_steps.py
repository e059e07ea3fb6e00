"""What `jixiao` alone says, and `jixiao --version`: where to begin."""
# ruff: noqa: PLC0415

from __future__ import annotations

from typing import Annotated

import typer

_FIRST_STEPS = """\
[bold]jixiao 绩效[/] {version}: evaluation documents (绩效自评表, 绩效自评报告) to tables.

[bold]First steps[/]
  is everything here             [cyan]jixiao doctor[/]
  read a folder into a dataset   [cyan]jixiao run scans/ --out dataset[/]
  what was read, what failed     [cyan]jixiao status dataset[/]
  years, versions, units         [cyan]jixiao check dataset[/]
  what is in doubt               [cyan]jixiao review dataset[/]
  all of it, to read and print   [cyan]jixiao report dataset --out report.html[/]

[bold]One document, without a dataset[/]
  what it says, what it means    [cyan]jixiao extract form.pdf | jixiao normalize -[/]

[bold]The tables[/] open in pandas, DuckDB and Polars
                                 [cyan]pandas.read_parquet("dataset/indicators")[/]

[cyan]jixiao --help[/] lists all commands, [cyan]jixiao run --help[/] explains one."""


def first_steps(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Say which version this is.")] = False,
) -> None:
    """Chinese public-finance evaluation documents (绩效自评表, 绩效自评报告) to tables that can be trusted."""
    from pipeline.version import pipeline_version

    if version:
        print(f"jixiao {pipeline_version()}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        from rich.console import Console

        Console(highlight=False, soft_wrap=True).print(_FIRST_STEPS.format(version=pipeline_version()))
