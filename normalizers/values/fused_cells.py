"""A cell in which a weight and a target ran together: `335万元` beside the actual `35万元` is weight 3 and `35万元`."""

from __future__ import annotations

import re

from msgspec import Struct

from normalizers.characters import plain

_WEIGHT = re.compile("[1-9][0-9]?(?:\\.5)?|100")
_BEFORE_SIGN = re.compile("([1-9][0-9]?(?:\\.5)?|100)([≥≤><=].+)")
_MISREAD = {"M": "14", "W": "≤", "O": "0", "o": "0", "l": "1", "I": "1", "|": "1"}
"""What OCR reads in figures -> what may be printed."""
_REVIEW = ("cell_fusion", "needs_review")
_REPAIRED = ("cell_fusion", "ocr_fix", "needs_review")


class Fused(Struct, frozen=True):
    """The two parts of a fused cell; always to be reviewed."""

    weight: str
    rest: str
    flags: tuple[str, ...]


def split_fused(text: str, actual: str) -> Fused | None:
    """Return weight and target of a cell whose end is the actual value, also with look-alikes in it; else None."""
    fused, seen = plain(text), plain(actual)
    signed = _BEFORE_SIGN.fullmatch(fused)
    if signed:
        return Fused(signed[1], signed[2], _REVIEW)
    exact = _before(fused, seen)
    if exact is not None:
        return Fused(exact, seen, _REVIEW)
    for read, meant in _MISREAD.items():
        repaired = _before(fused.replace(read, meant), seen) if read in fused else None
        if repaired is not None:
            return Fused(repaired, seen, _REPAIRED)
    return None


def _before(fused: str, seen: str) -> str | None:
    """Return the weight that stands before the actual value, None where something else does."""
    if not seen or not fused.endswith(seen):
        return None
    weight = fused[: len(fused) - len(seen)]
    return weight if _WEIGHT.fullmatch(weight) else None
