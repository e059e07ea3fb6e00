from __future__ import annotations

from random import Random

import numpy as np
import pytest

from extractors.ocr.ppocr import LINE_HEIGHT, load_model, read_lines
from extractors.ocr.written import same_print, tidy
from training.lines import Line, drawn_line
from training.texts import drawn_text

pytestmark = pytest.mark.fonts


def drawn(seed: int, count: int) -> list[Line]:
    rng = Random(seed)
    found: list[Line] = []
    while len(found) < count:
        line = drawn_line(drawn_text(rng, ["建立", "台账", "定期", "通报", "资金"], [1, 2, 3, 4, 5]), rng)
        if line is not None:
            found.append(line)
    return found


def test_lines_are_dark_print_of_the_model_s_height() -> None:
    for line in drawn(11, 30):
        assert line.pixels.shape[0] == LINE_HEIGHT
        assert line.pixels.dtype == np.uint8
        assert line.pixels.min() < line.pixels.max()
        assert line.pixels.shape[1] >= 8 * len(line.text) / 2  # no sign is narrower than half a step


@pytest.mark.ocr
def test_the_shipped_model_reads_worn_lines_that_the_one_it_comes_from_does_not() -> None:
    """Lines that it did not learn from: another seed, and fonts of this system only."""
    lines = drawn(20281, 150)
    right = {}
    for name in ("tiny", "worn"):
        read = read_lines(load_model(name, 1), [line.pixels for line in lines])
        right[name] = sum(same_print(tidy(one.text), tidy(line.text)) for one, line in zip(read, lines, strict=True))
    assert right["worn"] >= right["tiny"] + 9  # six in a hundred more; measured: see docs/how-it-reads.md
