"""`jixiao corrections`: what people have said is printed, listed, carried to files and back, taken back."""
# ruff: noqa: PLC0415

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
import typer

from pipeline.commands import panels
from pipeline.commands.choices import Dataset, LogFormat
from pipeline.commands.help import Command, Commands, examples
from pipeline.errors import NoDataset
from pipeline.exit_codes import ExitCode

if TYPE_CHECKING:
    from pipeline.corrections.store import Corrections

EXAMPLES = examples(
    "jixiao corrections list dataset",
    "jixiao corrections export dataset corrections.csv",
    "jixiao corrections import other-dataset corrections.csv",
)

app = typer.Typer(
    name="corrections",
    cls=Commands,
    help="What people have said is printed: list, export, import, undo.",
    epilog=EXAMPLES,
    rich_markup_mode="rich",
    no_args_is_help=True,
)

Document = Annotated[
    str | None,
    typer.Option(metavar="TEXT", help="Only of documents with this in their name, or whose doc_id begins so."),
]
Reviewer = Annotated[str | None, typer.Option(metavar="NAME", help="Only those of this person.")]
Action = Annotated[
    Literal["text", "accept", "answer", "undo"] | None,
    typer.Option(metavar="text|accept|answer|undo", help="Only those that say this."),
]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who says so; default who is logged in.")]


def list_corrections(
    dataset: Dataset,
    *,
    document: Document = None,
    reviewer: Reviewer = None,
    action: Action = None,
    log_format: LogFormat = "text",
) -> int:
    """List what people have said, oldest first, a line each: its name, when, who, where, what."""
    from pipeline.corrections.listing import describe, listed

    rows = listed(_open(dataset), document, reviewer, action)
    if log_format == "json":
        sys.stdout.buffer.write(msgspec.json.Encoder().encode_lines([one.correction for one in rows]))
        sys.stdout.buffer.flush()
    else:
        print(describe(rows))
    return ExitCode.OK


def export(
    dataset: Dataset,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="To be written: .csv, or .parquet.")],
    *,
    document: Document = None,
    reviewer: Reviewer = None,
    label_studio: Annotated[
        bool, typer.Option("--label-studio", help="Write what wants review into the folder FILE, for Label Studio.")
    ] = False,
) -> int:
    """Write all that people have said into a file, which `import` reads again here or in another dataset."""
    from pipeline.corrections.files import write_file
    from pipeline.corrections.listing import in_file_order, listed

    if label_studio:
        return _export_tasks(dataset, file, document)
    rows = in_file_order(listed(_open(dataset), document, reviewer))
    write_file(file, rows)
    print(f"{len(rows)} corrections in {file}")
    return ExitCode.OK


def import_corrections(
    dataset: Dataset,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv or .parquet, or Label Studio's .json.")],
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Let the file win where somebody else has decided otherwise.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing into the dataset.")] = False,
) -> int:
    """Add corrections of a file, each checked, and understand their documents again.

    Rows that are there already are passed over, so that a file may be imported twice. A line that is malformed, fits
    no place, or says otherwise than somebody has decided is told and not taken; the exit code is then 4.
    """
    from pipeline.corrections.importing import import_file
    from pipeline.corrections.label_studio_import import import_annotations
    from pipeline.corrections.listing import describe_import

    take = import_annotations if file.suffix.lower() == ".json" else import_file
    imported = take(_open(dataset), file, replace=replace, dry_run=dry_run)
    print(describe_import(imported))
    return ExitCode.FAILED if imported.problems else ExitCode.OK


def undo(
    dataset: Dataset,
    correction: Annotated[list[str], typer.Argument(metavar="CORRECTION…", help="Names, as `list` shows them.")],
    *,
    by: By = None,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why.")] = None,
) -> int:
    """Take corrections back; what was there before holds again. Taking an undo back brings the correction back."""
    from pipeline.corrections.importing import evaluated

    corrections = _open(dataset)
    undone = [corrections.undo(one, by or getpass.getuser(), reason) for one in correction]
    for doc_id in dict.fromkeys(one.doc_id for one in undone):
        evaluated(corrections, doc_id)
    print("\n".join(f"{one.undoes} taken back by {one.correction_id}" for one in undone))
    return ExitCode.OK


def _export_tasks(dataset: str, folder: Path, document: str | None) -> ExitCode:
    from pipeline.corrections.label_studio import export_tasks

    exported = export_tasks(_open(dataset), folder, document)
    print(f"{exported.places} places on {exported.tasks} pages in {folder}")
    if exported.without_picture:
        print(f"without a picture, and left out: {'、'.join(exported.without_picture)}")
    return ExitCode.OK


def _open(dataset: str) -> Corrections:
    from pipeline.corrections.store import Corrections
    from pipeline.dataset import Dataset as Store
    from pipeline.places import place
    from pipeline.tables import open_table

    folder = place(dataset)
    if open_table(folder / "documents") is None:
        raise NoDataset(f"{folder}: holds no dataset; make one with `jixiao run SOURCE --out {folder}`")
    return Corrections(Store(folder))


for name, command, epilog in (
    ("list", list_corrections, examples("jixiao corrections list dataset --document 自评表 --reviewer 王")),
    ("export", export, examples("jixiao corrections export dataset corrections.csv")),
    ("import", import_corrections, examples("jixiao corrections import dataset corrections.csv --dry-run")),
    ("undo", undo, examples("jixiao corrections undo dataset 0123456789abcdef0123456789abcdef --by 王")),
):
    app.command(name=name, cls=Command, epilog=epilog)(command)

PANEL = panels.LOOKING
