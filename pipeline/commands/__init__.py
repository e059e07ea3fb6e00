"""The commands of `jixiao`, a file each; this one puts them together and turns how they end into exit codes.

A command parses its options, calls one function, and prints what that returns. What it needs is loaded when it runs, so
that `--help` answers at once: the heads of these files import nothing heavy.
"""

from __future__ import annotations

import sys

import typer

from extractors.errors import ExtractionError
from pipeline.commands import (
    check,
    corrections,
    doctor,
    extract,
    first_steps,
    normalize,
    panels,
    report,
    review,
    run,
    status,
    values,
)
from pipeline.commands.help import Command, Commands, UsageError, examples
from pipeline.errors import PipelineError
from pipeline.exit_codes import ExitCode
from pipeline.mends import mend
from pipeline.streams import OutputLost, give_up, say, visible

EXAMPLES = examples(
    "jixiao run scans/ --out dataset",
    "jixiao status dataset",
    "jixiao extract form.pdf | jixiao normalize -",
    note="`jixiao COMMAND --help` explains a command.",
)

app = typer.Typer(
    cls=Commands,
    epilog=EXAMPLES,
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    callback=first_steps.first_steps,
)

COMMANDS = (
    (panels.READING, run.run, run.EXAMPLES),
    (panels.READING, extract.extract, extract.EXAMPLES),
    (panels.READING, normalize.normalize, normalize.EXAMPLES),
    (panels.READING, values.values, values.EXAMPLES),
    (panels.LOOKING, status.status, status.EXAMPLES),
    (panels.LOOKING, check.check, check.EXAMPLES),
    (panels.LOOKING, review.review, review.EXAMPLES),
    (panels.LOOKING, report.report, report.EXAMPLES),
    (panels.MACHINE, doctor.doctor, doctor.EXAMPLES),
)
"""Panel, function and examples of each command, in the order of `--help`."""

for panel, command, epilog in COMMANDS:
    app.command(cls=Command, rich_help_panel=panel, epilog=epilog)(command)
app.add_typer(corrections.app, rich_help_panel=corrections.PANEL)


def call(arguments: list[str]) -> int:
    """Run one command and return its exit code; errors become one line for a person on standard error.

    Raises ImportError: whoever calls knows whether Ctrl-C made a library fail to load.
    """
    try:
        code = int(app(arguments, prog_name="jixiao", standalone_mode=False) or ExitCode.OK)
        sys.stdout.flush()  # what cannot be written shall be said here and not when the program has ended
    except PipelineError as error:
        return _complain(str(error), error.exit_code)
    except ExtractionError as error:
        missing = error.code == "missing_tool"
        return _complain(f"{error}. {mend(error.code)}", ExitCode.MISSING_TOOL if missing else ExitCode.FAILED)
    except UsageError as error:
        error.show()
        return ExitCode.USAGE
    except OutputLost as error:
        give_up(sys.stdout)
        # `jixiao status … | head`: whoever reads has read enough
        return ExitCode.OK if error.nobody_reads else _complain(str(error), ExitCode.USAGE)
    except OSError as error:
        return _complain(_name(error), ExitCode.USAGE)
    except (KeyboardInterrupt, typer.Abort):
        return ExitCode.INTERRUPTED
    return code


def _name(error: OSError) -> str:
    """Return what the system said of which file: `look/page-001.png: No space left on device`."""
    return f"{error.filename}: {error.strerror}" if error.filename and error.strerror else str(error)


def _complain(message: str, code: ExitCode) -> ExitCode:
    say(f"jixiao: {visible(' '.join(message.split()))}", sys.stderr)
    return code
