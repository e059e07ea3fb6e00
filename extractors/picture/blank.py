"""Whether a cell without text lines is surely blank paper, or print may have been overlooked in it."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.picture.layout import NOISY
from extractors.picture.lines import Inside

PALE = 20
"""Levels below paper from which a spot may be print; the palest print that is taken for ink is twice as dark."""
SPOT = 5
"""Pixels at 200 dpi of such a spot; a full stop of 9 pt has ten and more."""
QUIET, CLEANED = 5.0, NOISY
"""Levels of the paper's noise above which pale print cannot be told from it, and from which the noise is taken away
before print is looked for: what is left then of even one stroke is a spot."""
EDGE = 3
"""Pixels at 200 dpi inside the cell's rules that their blur reaches."""
BLANK_CONFIDENCE = 0.999
"""Confidence that such a cell is blank: see the table in docs/how-it-reads.md."""


def is_surely_blank(clean: NDArray[Any], place: Inside, unit: float, noise: float) -> bool:
    """Say whether a cell's inside is even paper; `clean` is the sheet without rules, `noise` its paper's, in levels."""
    edge = round(EDGE * unit)
    part = clean[place.top + edge : place.bottom - edge, place.x0 + edge : place.x1 - edge]
    if QUIET < noise <= CLEANED or not part.size:
        return False
    smooth = cv2.blur(part, (3, 3))
    return bool(np.count_nonzero(smooth < 255 - PALE) < SPOT * unit**2)
