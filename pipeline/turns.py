"""Waiting one's turn where there is no lock: of several writers one is first, the others try again after a while."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

_TRIES = 60
"""Times that something is tried: of three that write without a pause, one was not first in ten tries."""

_FIRST_PAUSE = 0.05
"""Seconds that one waits at most before the second try; each time twice as long as before."""

_LONGEST_PAUSE = 2.0
"""Seconds that one waits at most, at random, so that another one is first the next time."""


def tries() -> Iterator[int]:
    """Yield 1, 2, 3 …: a try each, with a random wait between two; ends when there is no sense in going on.

    Tries that all fail take a minute: whoever is first every time is not there, but something is broken.
    """
    for number in range(_TRIES):
        if number:
            time.sleep(random.uniform(0.0, min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**number)))
        yield number + 1
