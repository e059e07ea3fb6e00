"""The commands of `jixiao`, a file each; this one puts them together and turns how they end into exit codes.

A command parses its options, calls one function, and prints what that returns. What it needs is loaded when it runs, so
that `--help` answers at once: the heads of these files import nothing heavy.
"""

from __future__ import annotations

import sys
from typing import cast

import typer

from extractors.errors import ExtractionError
from pipeline.commands import check, extract, normalize, run, status, values
from pipeline.errors import PipelineError
from pipeline.exit_codes import ExitCode
from pipeline.mends import mend
from pipeline.streams import give_up

app = typer.Typer(
    help="Chinese public-finance evaluation documents (绩效自评表, 绩效自评报告) to tables that can be trusted.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

# a command is here in the order in which --help shows it
app.command()(run.run)
app.command()(extract.extract)
app.command()(normalize.normalize)
app.command()(values.values)
app.command()(status.status)
app.command()(check.check)


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


def _complain(message: str, code: ExitCode) -> ExitCode:
    print(f"jixiao: {' '.join(message.split())}", file=sys.stderr)
    return code
