"""Character probabilities to the probability that a line is right, as measured on drawn pages.

Each kind of evidence has its own constants: one witness, two that agree, two that differ, a majority; and print that is
whole, or `poor`: hurt by noise or a fax machine. How well they fit, `python -m benchmarks.calibration` measures.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.ocr.coverage import OVERLOOKING

JUSTIFIED = 0.25
"""Share of one model's doubt that is justified on good paper: of 302 lines read there with 0.97 to 0.99 one was wrong,
of 6581 read by it alone five, four of them cut out badly."""
SLIPS = 0.0005
"""The least doubt: what no reader can know is that a line was cut out badly."""
DOUBTFUL = 0.9
"""Probability below which a model's doubt counts in full."""
POOR_PAPER = 6.0
"""Factor of the doubt on noisy or ragged pages: of lines read there with 0.98 to 0.998 by both models six in 35 were
wrong, from 0.998 on one in 731."""
MAJORITIES: dict[bool, dict[tuple[int, int], float]] = {
    False: {(3, 0): 0.995, (4, 0): 0.995, (3, 1): 0.975, (2, 2): 0.8, (2, 1): 0.7},
    True: {(3, 0): 0.96, (4, 0): 0.96, (3, 1): 0.85, (2, 2): 0.55, (2, 1): 0.4},
}
"""Whether the paper is poor -> (witnesses for a reading, against it) -> share of such readings that are right. Where
these were fitted, 157 of 157 of three to none, 22 of 23 of three to one and 11 of 12 of two to two were on good paper,
and 49 of 51, 58 of 68 and 17 of 31 on poor."""
OUTWEIGHED = ((6.0, 0.985), (3.0, 0.94), (1.0, 0.8))
"""On dark copies, where four witnesses differ: by how much the surer side is ahead -> share of such readings that are
right. Of lines of twelve drawn copies 20 of 20 from 6 on were right, 5 of 5 from 3, 14 of 16 from 1, 6 of 10 below.
"""
EVEN = 0.5
"""The same where neither side is ahead."""
SPLIT = 0.3
"""The same for any other share of the witnesses."""


def alone(least: float, *, poor: bool = False) -> float:
    """Give the confidence of one model's reading from its least character probability."""
    return _on_paper(least, poor)


def agreed(one: float, two: float, *, poor: bool = False) -> float:
    """Give the confidence of a reading that two models share."""
    return _on_paper(1 - (1 - one) * (1 - two), poor)


def disputed(own: float, other: float, *, poor: bool = False) -> float:
    """Give the confidence of a reading that the other model does not share."""
    share = own * (1 - other) / max(1e-6, own * (1 - other) + other * (1 - own))
    return _on_paper(share * max(own, other), poor)


def voted(agreeing: Sequence[float], against: int, *, poor: bool = False) -> float:
    """Give the confidence of a reading that some of several witnesses share, `against` of them having read another.

    `agreeing` are their least character probabilities; where each of them passes over ink, none is believed.
    """
    surest = max(agreeing)
    if surest <= OVERLOOKING:
        return round(surest / 2, 4)
    doubt = 1.0
    for least in sorted(agreeing)[-2:]:
        doubt *= 1 - least
    return round((1 - doubt) * MAJORITIES[poor].get((len(agreeing), against), SPLIT), 4)


def outweighed(agreeing: Sequence[float], ahead: float) -> float:
    """Give the confidence of a reading whose witnesses are `ahead` of the others, on poor paper; see `OUTWEIGHED`."""
    surest = max(agreeing)
    if surest <= OVERLOOKING:
        return round(surest / 2, 4)
    return next((share for margin, share in OUTWEIGHED if ahead >= margin), EVEN)


def _on_paper(probability: float, poor: bool) -> float:
    """Give the confidence that a probability stands for: 0.98 is 0.99 on good paper, and 0.88 on poor."""
    factor = POOR_PAPER if poor else JUSTIFIED
    edge = 1 - factor * (1 - DOUBTFUL)
    sure = 1 - factor * (1 - probability) if probability > DOUBTFUL else probability * edge / DOUBTFUL
    return round(sure * (1 - SLIPS), 4)
