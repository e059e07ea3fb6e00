from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.errors import MissingTool
from extractors.ocr.ppocr import BATCH_PIXELS, LineText, _batches, decode, load_model, packaged_file, read_lines

CHARACTERS = ("", "9", "6", "(", "（", "4")


def steps(*peaks: tuple[int, float, int, float]) -> np.ndarray:
    """Rows of probabilities: the best class and its share, the second and its share."""
    table = np.zeros((len(peaks), len(CHARACTERS)))
    for row, (best, share, second, rest) in enumerate(peaks):
        table[row, best], table[row, second] = share, rest
    return table


def test_repeats_are_one_character_unless_a_blank_parts_them() -> None:
    table = steps((1, 1, 0, 0), (1, 0.9, 0, 0.1), (0, 1, 1, 0), (1, 1, 0, 0), (2, 0.8, 5, 0.2))
    line = decode(table, CHARACTERS, 5)
    assert line.text == "996"
    assert line.probabilities == (1.0, 1.0, 0.8)
    assert line.seconds == ("", "", "4")
    assert line.confidence == 0.8


def test_one_sign_in_two_widths_is_one_print() -> None:
    line = decode(steps((3, 0.55, 4, 0.44)), CHARACTERS, 1)
    assert line.text == "("
    assert line.confidence == pytest.approx(0.99)


def test_places_are_shares_of_the_crop_not_of_its_padding() -> None:
    line = decode(steps((1, 1, 0, 0), (0, 1, 1, 0), (2, 1, 0, 0), (0, 1, 1, 0)), CHARACTERS, 3)
    assert line.places == pytest.approx((1 / 6, 5 / 6))


def test_batches_hold_lines_of_similar_width_and_each_once() -> None:
    widths = [40, 900, 60, 1000, 64, 64, 2900]
    batches = _batches(widths)
    assert sorted(place for batch in batches for place in batch) == list(range(len(widths)))
    assert all(len(batch) == 1 or len(batch) * max(widths[i] for i in batch) <= BATCH_PIXELS for batch in batches)


def test_an_empty_line_is_not_trusted() -> None:
    assert LineText("", ()).confidence == 0.0


def test_a_missing_package_is_named() -> None:
    with pytest.raises(MissingTool, match="pip install no_such_reader"):
        packaged_file("no_such_reader", "model.onnx")


@pytest.mark.ocr
@pytest.mark.parametrize("name", ["tiny", "small", "worn"])
def test_the_packaged_models_read_figures(name: str) -> None:
    page = np.full((40, 240), 255, np.uint8)
    cv2.putText(page, "1,024.50", (8, 30), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2, cv2.LINE_AA)
    (line,) = read_lines(load_model(name, 1), [page])  # type: ignore[arg-type]
    assert line.text == "1,024.50"
    assert line.confidence > 0.8
    assert list(line.places) == sorted(line.places)
