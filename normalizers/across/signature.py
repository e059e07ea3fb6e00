"""Near-duplicates of forms by what they say: MinHash signatures cut into bands, so that like forms meet in a bucket.

A form is a set of some twenty tokens, one a funding line and one an indicator. Two scans of one form share most of
them, however differently the pictures look. Of 30 hashes in bands of 3, forms that share 75 % of their tokens meet with
a chance of 99.6 %; what they really share is counted then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

_BANDS, _BAND = 10, 3
"""1 - (1 - s^3)^10 is the chance to meet for a share s of common tokens."""
_SEED = 20_24
_MOST_COMPARED = 8
"""Forms of a bucket that each is compared with at most: those just before it, so that time stays linear."""


def token(text: str) -> int:
    """Return a text as a number of 60 bits, the same on every machine and in every run."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> 4


def candidates(sets: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Yield pairs of places in `sets` (the earlier first) of sets that are probably alike, each pair once."""
    filled = [at for at, tokens in enumerate(sets) if tokens]
    if not filled:
        return
    signatures = _signatures([sets[at] for at in filled])
    met: set[tuple[int, int]] = set()
    for band in range(_BANDS):
        buckets: dict[bytes, list[int]] = {}
        for row, at in enumerate(filled):
            bucket = buckets.setdefault(signatures[row, band * _BAND : (band + 1) * _BAND].tobytes(), [])
            for other in bucket[-_MOST_COMPARED:]:
                if (other, at) not in met:
                    met.add((other, at))
                    yield other, at
            bucket.append(at)


def _signatures(sets: Sequence[Sequence[int]]) -> npt.NDArray[np.uint64]:
    """Return one row of least hashes for each set."""
    rng = np.random.default_rng(_SEED)
    tokens = np.concatenate([np.asarray(one, dtype=np.uint64) for one in sets])
    starts = np.cumsum([0, *(len(one) for one in sets[:-1])])
    columns = []
    for _ in range(_BANDS * _BAND):
        factor, offset = (np.uint64(int(number) | 1) for number in rng.integers(1, 1 << 62, size=2))
        # multiplication modulo 2^64 with the high bits mixed down: a cheap permutation, good enough to choose by
        mixed = tokens * factor + offset
        mixed ^= mixed >> np.uint64(31)
        mixed *= np.uint64(0x9E3779B97F4A7C15)
        columns.append(np.minimum.reduceat(mixed, starts))
    return np.ascontiguousarray(np.stack(columns, axis=1))


def shared(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the share of common tokens among all of two sets: 1.0 for equal ones."""
    first, second = set(one), set(other)
    return len(first & second) / len(first | second) if first or second else 0.0
