from __future__ import annotations

from random import Random

import numpy as np
import pytest

from training.wear import DEVICES, worn

PAGE = np.full((60, 200), 255, np.uint8)
PAGE[20:40, 40:160:6] = 0


@pytest.mark.parametrize("device", DEVICES, ids=lambda device: device.__name__)
def test_a_device_keeps_size_and_most_of_the_print(device: object) -> None:
    assert callable(device)
    kept = []
    for seed in range(20):
        page = device(PAGE.copy(), Random(seed), np.random.default_rng(seed))
        assert (page.shape, page.dtype) == (PAGE.shape, np.uint8)
        kept.append(float(page[20:40, 40:160].mean()) < float(page[:15].mean()))
    assert sum(kept) >= 18  # a line that was not sent, or a threshold below all ink, may take it


def test_the_same_seed_wears_alike_and_another_does_not() -> None:
    assert (worn(PAGE, Random(5)) == worn(PAGE, Random(5))).all()
    assert (worn(PAGE, Random(5)) != worn(PAGE, Random(6))).any()
