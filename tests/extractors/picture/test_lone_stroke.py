from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.document import Reading
from extractors.picture.lone_stroke import doubted_strokes, stroke_shape

ONE = ((20, 8, 20, 30),)
SEVEN = ((13, 8, 26, 8), (26, 8, 19, 30))
SLASH = ((14, 30, 23, 8),)
BLOT = ((20, 20, 20, 20),)


def picture(strokes: tuple[tuple[int, int, int, int], ...], seed: int = 3) -> NDArray[np.uint8]:
    """Strokes (x0, y0, x1, y1) on grainy paper."""
    page = np.full((38, 40), 235, np.uint8)
    for x0, y0, x1, y1 in strokes:
        cv2.line(page, (x0, y0), (x1, y1), 40, 3)
    grain = 14 * np.random.default_rng(seed).standard_normal(page.shape)
    return (page + grain).clip(0, 255).astype(np.uint8)


def readings(*texts: str) -> tuple[Reading, ...]:
    return tuple(Reading(text, "rapidocr", 0.99, f"reader {text}") for text in texts)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("text", "strokes", "sure"),
    [
        ("1", ONE, True),
        ("7", SEVEN, True),
        ("/", SLASH, True),
        ("1", SLASH, False),
        ("7", SLASH, False),
        ("7", ONE, False),
        ("/", ONE, False),
        ("l", ONE, False),  # a letter does not stand alone in a form
    ],
)
def test_a_lone_stroke_is_believed_where_its_shape_agrees(
    text: str, strokes: tuple[tuple[int, int, int, int], ...], sure: bool, seed: int
) -> None:
    (found,) = doubted_strokes(readings(text), picture(strokes, seed))
    assert found.confidence == (0.99 if sure else 0.5)


def test_longer_texts_are_left_alone() -> None:
    assert doubted_strokes(readings("18"), picture(ONE)) == readings("18")
    assert doubted_strokes((), picture(ONE)) == ()


def test_a_blot_has_no_shape() -> None:
    assert stroke_shape(picture(BLOT)) is None
    assert stroke_shape(np.full((30, 30), 255, np.uint8)) is None
    assert doubted_strokes(readings("1"), picture(BLOT))[0].confidence == 0.5
