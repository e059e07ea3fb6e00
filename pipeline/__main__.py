"""`jixiao` and `python -m pipeline`."""
# ruff: noqa: PLC0415

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and end with its exit code."""
    try:
        from pipeline.streams import prepare_streams

        prepare_streams()
        from pipeline.commands import call

        code = call(sys.argv[1:])
    except KeyboardInterrupt:  # while the program was loaded
        code = _INTERRUPTED
    sys.exit(code)


_INTERRUPTED = 130
"""`ExitCode.INTERRUPTED`, also before that is loaded."""


if __name__ == "__main__":
    main()
