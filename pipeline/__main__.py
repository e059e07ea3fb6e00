"""`jixiao` and `python -m pipeline`."""

from __future__ import annotations

import sys

from pipeline.commands import call


def main() -> None:
    """Run the command line and end with its exit code."""
    sys.exit(call(sys.argv[1:]))


if __name__ == "__main__":
    main()
