from __future__ import annotations

import numpy as np
import pytest

from extractors.grey_levels import percentile


@pytest.mark.parametrize("size", [1, 2, 3, 1000, 9999])
@pytest.mark.parametrize("share", [0, 20, 50, 75, 100])
def test_percentiles_are_those_of_numpy(size: int, share: float) -> None:
    levels = np.random.default_rng(size).integers(0, 256, size).astype(np.uint8)
    assert percentile(levels, share) == pytest.approx(float(np.percentile(levels, share)), abs=1e-9)
