from __future__ import annotations

import numpy as np
import pytest

from extractors.picture.connected import connected
from extractors.picture.rules import level_pieces


@pytest.mark.parametrize("seed", range(5))
def test_pieces_are_those_of_the_whole_mask(seed: int) -> None:
    random = np.random.default_rng(seed)
    mask = (random.random((80, 60)) < 0.2).astype(np.uint8) * 255
    mask[random.random(80) < 0.6] = 0  # blank rows, some of them alone between rows that have pieces
    _, stats, centres = connected(mask)
    expected = {(float(row), int(x), int(x + width)) for (x, _, width, _, _), (_, row) in
                zip(stats[1:], centres[1:], strict=True)}  # fmt: skip
    found = {(piece.at, piece.start, piece.end) for piece in level_pieces(mask)}
    assert {(round(at, 9), *ends) for at, *ends in found} == {(round(at, 9), *ends) for at, *ends in expected}


def test_what_lengthened_a_piece_is_taken_off() -> None:
    mask = np.zeros((9, 40), np.uint8)
    mask[4, 5:25] = mask[7, 30:33] = 255
    assert [(piece.at, piece.start, piece.end) for piece in level_pieces(mask, 3)] == [(4, 8, 22), (7, 33, 34)]
    assert level_pieces(np.zeros((9, 40), np.uint8)) == []
