"""What an engine is given: the picture of one text line, and whether it needs care."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray


@dataclass(frozen=True)
class LinePicture:
    """`pixels` h×w grey, dark print on white; `careful` where a seal, noise or a low resolution may have hurt it.

    `sealed` where seal ink lies on the line: it is never believed on the word of one reader or two.
    `ragged` where a fax machine broke the strokes to dots.
    """

    pixels: NDArray[Any]
    careful: bool = False
    sealed: bool = False
    ragged: bool = False
