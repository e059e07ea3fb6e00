"""What devices make of a printed line: `worn` takes grey print on white and returns what a scan of it may look like.

Fax machines (noise, then black and white), copiers, small or much compressed pictures, all in random strengths and
wider than `fixtures.scans` draws them, so that a model does not learn one device.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]


def worn(page: Picture, rng: Random) -> Picture:
    """Wear a grey picture at random; its size stays."""
    device = rng.choices(DEVICES, weights=WEIGHTS)[0]
    return device(page, rng, np.random.default_rng(rng.getrandbits(32)))


def _bytes(values: NDArray[Any]) -> Picture:
    levels: Picture = np.clip(values, 0, 255).astype(np.uint8)
    return levels


def _blurred(page: NDArray[Any], sigma: float) -> NDArray[Any]:
    return cv2.GaussianBlur(page, (0, 0), sigma) if sigma > 0.2 else page


def _fax(page: Picture, rng: Random, source: np.random.Generator) -> Picture:
    """Sent in black and white: thin strokes crumble, edges are ragged, now and then a line is lost."""
    soft = _blurred(page, rng.uniform(0.3, 0.95)) + source.normal(0, rng.uniform(4, 28), page.shape)
    bits = np.where(soft > rng.uniform(105, 185), 255, 0).astype(np.uint8)
    bits[source.random(page.shape) < rng.choice([0, 0.0002, 0.001])] = 0
    if rng.random() < 0.06:
        bits[rng.randrange(page.shape[0])] = 255
    if rng.random() < 0.08:
        bits = np.repeat(bits[::2], 2, axis=0)[: page.shape[0]]
    return bits


def _resent(page: Picture, rng: Random, source: np.random.Generator) -> Picture:
    """A fax that was scanned: grey again, softer, with grain."""
    soft = _blurred(_fax(page, rng, source), rng.uniform(0.4, 0.9)).astype(np.float32)
    ink, contrast = rng.uniform(10, 60), rng.uniform(0.68, 0.85)
    return _bytes(ink + soft * contrast + source.normal(0, rng.uniform(1, 6), page.shape))


def _copied(page: Picture, rng: Random, source: np.random.Generator) -> Picture:
    """A dark copy: grey paper, thick uneven toner, noise, specks."""
    thick = 255 - (255 - _blurred(page, rng.uniform(0.5, 1.4)).astype(np.float32)) * rng.uniform(0.9, 1.4)
    paper, ink = rng.uniform(150, 245), rng.uniform(20, 80)
    copy = ink + np.clip(thick, 0, 255) * (paper - ink) / 255 + source.normal(0, rng.uniform(3, 18), page.shape)
    specks = (source.random(page.shape) < rng.choice([0, 0.0005, 0.002])).astype(np.uint8)
    copy[cv2.dilate(specks, np.ones((2, 2), np.uint8)) > 0] = rng.uniform(20, 90)
    return _compressed(_bytes(copy), rng.randint(40, 90))


def _small(page: Picture, rng: Random, source: np.random.Generator) -> Picture:
    """Scanned with too few pixels or compressed too much."""
    height, width = page.shape
    share = rng.uniform(0.42, 0.9)
    few = cv2.resize(page, (max(8, round(width * share)), max(8, round(height * share))), interpolation=cv2.INTER_AREA)
    noisy = _bytes(few.astype(np.float32) * rng.uniform(0.75, 1) + source.normal(0, rng.uniform(1, 8), few.shape))
    small = _compressed(noisy, rng.randint(12, 80))
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _scanned(page: Picture, rng: Random, source: np.random.Generator) -> Picture:
    """A good scan: a model that reads worn lines must not forget sound ones."""
    soft = _blurred(page, rng.uniform(0.2, 0.8)).astype(np.float32)
    ink = rng.uniform(0, 60)
    return _bytes(ink + soft * (rng.uniform(225, 255) - ink) / 255 + source.normal(0, rng.uniform(0.5, 5), page.shape))


def _compressed(page: Picture, quality: int) -> Picture:
    _, stored = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(stored, cv2.IMREAD_GRAYSCALE), np.uint8)


Device = Callable[[Picture, Random, np.random.Generator], Picture]
DEVICES: tuple[Device, ...] = (_fax, _resent, _copied, _small, _scanned)
WEIGHTS = (0.55, 0.08, 0.17, 0.08, 0.12)
"""Faxes are what the larger models read badly."""
