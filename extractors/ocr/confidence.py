"""Character probabilities to the probability that a line is right, as measured on drawn pages."""

from __future__ import annotations


def alone(least: float) -> float:
    """Give the confidence of one model's reading from its least character probability."""
    return round(least, 4)


def agreed(one: float, two: float) -> float:
    """Give the confidence of a reading that two models share."""
    return round(1 - (1 - one) * (1 - two), 4)


def disputed(own: float, other: float) -> float:
    """Give the confidence of a reading that the other model does not share."""
    return round(own * (1 - other) / max(1e-6, own * (1 - other) + other * (1 - own)) * max(own, other), 4)
