from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.picture.connected import connected


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7])
def test_pieces_are_those_of_opencv(share: float) -> None:
    mask = (np.random.default_rng(5).random((200, 300)) < share).astype(np.uint8) * 255
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found = connected(mask)
    assert len(found.stats) == count
    assert sorted(map(tuple, found.stats.tolist())) == sorted(map(tuple, stats.tolist()))


def test_more_pieces_than_short_labels_can_number() -> None:
    mask = np.zeros((600, 600), np.uint8)
    mask[::2, ::2] = 255  # 90,000 dots
    found = connected(mask)
    assert len(found.stats) == 90_001
    assert found.labels.max() == 90_000


@pytest.mark.parametrize("step", [9, 2])  # pieces that short labels can number, and more
def test_chosen_and_touched_pieces(step: int) -> None:
    mask = np.zeros((600, 600), np.uint8)
    mask[:590:step, ::step] = 255
    mask[-1, -3:] = 255
    found = connected(mask)
    wide = found.stats[:, cv2.CC_STAT_WIDTH] >= 2
    assert np.array_equal(np.argwhere(found.mask(wide)), [[599, 597], [599, 598], [599, 599]])
    probe = np.zeros_like(mask)
    probe[590:, 598:] = 1
    assert np.array_equal(found.touched(probe), wide & (found.stats[:, cv2.CC_STAT_WIDTH] < 600))
    assert not found.touched(np.zeros_like(mask)).any()
