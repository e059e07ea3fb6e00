"""The commands of `jixiao`: each parses its options, calls one function, and prints what that returns.

What a command needs is loaded when it runs, so that `--help` answers at once.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import msgspec
import typer

from extractors.errors import ExtractionError
from extractors.settings import ExtractSettings, ReaderName
from pipeline.errors import NoInput, PipelineError
from pipeline.exit_codes import ExitCode
from pipeline.mends import mend
from pipeline.streams import give_up

if TYPE_CHECKING:
    from extractors.document import Document
    from pipeline.summary import RunSummary

_DEFAULTS = ExtractSettings()

app = typer.Typer(
    help="Chinese public-finance evaluation documents (绩效自评表, 绩效自评报告) to tables that can be trusted.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Reader = Annotated[ReaderName, typer.Option(help="Which OCR reader reads pictures of text.")]
Pages = Annotated[str | None, typer.Option(metavar="3-9", help="Pages to read, counted from 1; default all.")]
Redact = Annotated[bool, typer.Option("--redact", help="Mask personal names, telephone and identity numbers.")]
Password = Annotated[str | None, typer.Option(help="Password of encrypted PDFs.")]
Lang = Annotated[Literal["zh", "en"], typer.Option(help="Language of the findings' messages.")]
MaxPages = Annotated[int, typer.Option(min=1, help="Documents with more pages fail.")]


@app.command()
def run(
    source: Annotated[list[str], typer.Argument(help="Files, folders (with all they hold), patterns; also s3://…")],
    *,
    out: Annotated[str, typer.Option(metavar="DATASET", help="Folder or URL of the dataset; made if need be.")],
    workers: Annotated[int | None, typer.Option(min=1, help="Documents read at once; default by cores.")] = None,
    reader: Reader = "auto",
    pages: Pages = None,
    password: Password = None,
    timeout: Annotated[
        float, typer.Option(min=0.1, help="Seconds a document may take, plus 10 for each page.")
    ] = 120.0,
    max_memory: Annotated[float, typer.Option(min=0.1, help="GiB of memory a worker may hold.")] = 4.0,
    max_pages: MaxPages = _DEFAULTS.max_pages,
    force: Annotated[bool, typer.Option("--force", help="Read again what the dataset has.")] = False,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Read again what failed before.")] = False,
    redact: Redact = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 5 where figures do not agree.")] = False,
    lang: Lang = "zh",
    log_format: Annotated[Literal["text", "json"], typer.Option(help="json: one object a document.")] = "text",
    metrics: Annotated[Path | None, typer.Option(help="Write Prometheus metrics into this file.")] = None,
    cluster: Annotated[
        str | None, typer.Option(metavar="tcp://HOST:8786", help="Read on the workers of this dask scheduler.")
    ] = None,
) -> int:
    """Read documents into a dataset: one Parquet table each of forms, funds, indicators, findings …"""
    from pipeline.batch import run as run_batch
    from pipeline.metrics import MetricsFile
    from pipeline.options import RunOptions
    from pipeline.progress import make_reporter
    from pipeline.sources import find_documents

    options = RunOptions(
        extract=_settings(reader, pages, password, max_pages),
        workers=workers,
        timeout=timeout,
        memory_gb=max_memory,
        force=force,
        retry_failed=retry_failed,
        redact=redact,
        language=lang,
    )
    files = find_documents(source)
    watch = MetricsFile(metrics) if metrics is not None else None
    run_it = run_batch if cluster is None else _run_on(cluster)
    with make_reporter(log_format, len(files)) as reporter:
        summary = run_it(
            files, out, options, on_document=reporter.document, on_commit=watch.update if watch else None
        )
    reporter.summary(summary)
    code = summary.exit_code(strict)
    if watch:
        watch.update(summary, code)
    return code


@app.command()
def extract(
    document: Annotated[Path, typer.Argument(help="A PDF, picture or text export.")],
    *,
    reader: Reader = "auto",
    pages: Pages = None,
    password: Password = None,
    max_pages: MaxPages = _DEFAULTS.max_pages,
    redact: Redact = False,
    debug_images: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Also draw what was found over each page, into this folder.")
    ] = None,
) -> int:
    """Print what is printed in one document, as JSON: its reading."""
    from extractors.extract import extract as read

    settings = _settings(reader, pages, password, max_pages)
    if not document.is_file():
        raise NoInput(f"{document}: no such file")
    reading = read(document, settings)
    if redact:
        from normalizers.redaction import redacted

        reading = redacted(reading)
    _print_json(reading)
    if debug_images is not None:
        from pipeline.debug_images import draw_reading

        draw_reading(document, reading, debug_images, password)
    return ExitCode.OK


@app.command()
def normalize(
    reading: Annotated[Path, typer.Argument(help="A reading as `jixiao extract` prints it, or - for standard input.")],
    *,
    redact: Redact = False,
    lang: Lang = "zh",
) -> int:
    """Print what a reading means, as JSON: forms, funds, indicators, findings."""
    from normalizers.normalize import normalize as understand
    from normalizers.redaction import redacted
    from pipeline.decimals import fit_decimals

    document = _load_reading(reading)
    _print_json(fit_decimals(understand(redacted(document) if redact else document, lang), lang))
    return ExitCode.OK


@app.command()
def values() -> int:
    """Read single values: JSON lines in, JSON lines out."""
    from normalizers.values.parse import read_value_line

    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(read_value_line(line).rstrip(b"\n") + b"\n")
        sys.stdout.buffer.flush()  # a program that sends one line may wait for its answer
    return ExitCode.OK


@app.command()
def status(dataset: Annotated[str, typer.Argument(help="Folder or URL of a dataset.")]) -> int:
    """Show what is in a dataset, what failed and why, and what wants review."""
    from pipeline.places import place
    from pipeline.status import describe_dataset, look

    print(describe_dataset(look(place(dataset))))
    return ExitCode.OK


@app.command()
def check(
    dataset: Annotated[str, typer.Argument(help="Folder or URL of a dataset.")],
    *,
    lang: Lang = "zh",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing into the dataset.")] = False,
    log_format: Annotated[Literal["text", "json"], typer.Option(help="json: one object a finding.")] = "text",
) -> int:
    """Compare the forms of a dataset with each other: other years, versions, units, duplicates; into `findings`."""
    from pipeline.check import check as compare
    from pipeline.check import describe_findings

    findings = compare(dataset, lang, write=not dry_run)
    if log_format == "json":
        sys.stdout.buffer.write(msgspec.json.Encoder().encode_lines(findings))
        sys.stdout.buffer.flush()
    else:
        print(describe_findings(findings))
    return ExitCode.OK


def call(arguments: list[str]) -> int:
    """Run one command and return its exit code; errors become one line for a person on standard error."""
    try:
        return int(app(arguments, prog_name="jixiao", standalone_mode=False) or ExitCode.OK)
    except PipelineError as error:
        return _complain(str(error), error.exit_code)
    except ExtractionError as error:
        code = ExitCode.MISSING_TOOL if error.code == "missing_tool" else ExitCode.FAILED
        return _complain(f"{error} {mend(error.code)}", code)
    except _UsageError as error:
        error.show()
        return ExitCode.USAGE
    except ImportError as error:
        return _complain(f"the installation is not whole: {error}; install it again", ExitCode.MISSING_TOOL)
    except BrokenPipeError:  # `jixiao status … | head`: whoever reads has read enough
        give_up(sys.stdout)
        return ExitCode.OK
    except (KeyboardInterrupt, typer.Abort):
        return ExitCode.INTERRUPTED


# typer exports only this child of the error for wrong command lines
_UsageError = cast("type[typer.BadParameter]", typer.BadParameter.__base__)


def _run_on(address: str) -> Callable[..., RunSummary]:
    from pipeline.cluster import run_on_cluster

    return partial(run_on_cluster, address)


def _settings(reader: ReaderName, pages: str | None, password: str | None, max_pages: int) -> ExtractSettings:
    from pipeline.page_ranges import parse_pages

    return ExtractSettings(reader=reader, pages=parse_pages(pages), password=password, max_pages=max_pages)


def _load_reading(path: Path) -> Document:
    from extractors.document_json import from_json

    try:
        content = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return from_json(content)
    except OSError as error:
        raise NoInput(f"{path}: {error.strerror}") from error
    except msgspec.MsgspecError as error:
        raise PipelineError(f"{path}: is no reading as `jixiao extract` prints it ({error})") from error


def _print_json(value: msgspec.Struct) -> None:
    content = msgspec.json.encode(value)
    if sys.stdout.isatty():
        content = msgspec.json.format(content, indent=2)
    sys.stdout.buffer.write(content + b"\n")
    sys.stdout.buffer.flush()


def _complain(message: str, code: ExitCode) -> ExitCode:
    print(f"jixiao: {' '.join(message.split())}", file=sys.stderr)
    return code
