"""`jixiao` and `python -m pipeline`."""

from __future__ import annotations

import sys

from pipeline.commands import call
from pipeline.streams import prepare_streams


def main() -> None:
    """Run the command line and end with its exit code."""
    prepare_streams()
    sys.exit(call(sys.argv[1:]))


if __name__ == "__main__":
    main()
