from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Reading
from extractors.ocr.votes import Witness, is_settled, readings

TEXTS = st.sampled_from(["96.32元", "46.32元", "96.32兀", ""])


def heard(*texts: str, least: float = 0.99) -> list[Witness]:
    return [Witness(f"reader {place}", text, least) for place, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("texts", "chosen", "settled"),
    [
        (("96.32元", "96.32元", "96.32元"), "96.32元", True),
        (("46.32元", "96.32元", "96.32元", "96.32元"), "96.32元", True),
        (("46.32元", "96.32元", "96.32元"), "96.32元", False),
        (("46.32元", "96.32元"), "96.32元", False),
        (("（一）", "(一)", "(一)"), "（一）", True),
    ],
)
def test_the_majority_counts(texts: tuple[str, ...], chosen: str, settled: bool) -> None:
    found = readings(heard(*texts), poor=False)
    assert found[0].text == chosen
    assert is_settled(found) is settled


@given(st.lists(st.tuples(TEXTS, st.floats(0, 1)), min_size=1, max_size=4), st.booleans())
def test_every_text_that_was_read_is_kept_with_a_probability(voices: list[tuple[str, float]], poor: bool) -> None:
    witnesses = [Witness(f"reader {place}", text, least) for place, (text, least) in enumerate(voices)]
    found = readings(witnesses, poor=poor)
    assert {reading.text for reading in found} == {text for text, _ in voices if text}
    assert all(0 <= (reading.confidence or 0.0) <= 1 for reading in found)


def test_nothing_read_is_not_settled() -> None:
    assert not is_settled(())
    assert not is_settled((Reading("长期", "rapidocr", 1.0, "reader"),))


def test_a_majority_that_passes_over_ink_is_not_believed() -> None:
    """`>100%` read as `100%` by all: each reading leaves ink over, and so has at most the probability 0.6."""
    found = readings(heard("100%", "100%", "100%", least=0.6), poor=False)
    assert (found[0].confidence or 0.0) < 0.5


def test_one_who_sees_the_second_ring_is_believed() -> None:
    found = readings(heard("0.89‰", "0.89%", "0.89%", "0.89‰"), poor=False)
    assert {reading.text for reading in found} == {"0.89‰"}
    sentence = "实际支出455642元，执行率32.8"
    stop = readings(heard(f"{sentence}‰", f"{sentence}%。", f"{sentence}%", f"{sentence}%。"), poor=False)
    assert stop[0].text == f"{sentence}%。"
    others = readings(heard("0.89‰", "0.86%"), poor=False)
    assert {reading.text for reading in others} == {"0.89‰", "0.86%"}


def test_on_poor_paper_certainty_outweighs_numbers() -> None:
    names = ("tiny", "small", "mobile", "small reduced")
    heard_here = [Witness(*one) for one in zip(names, ("6.", "6", "6.", "6"), (0.77, 0.998, 0.53, 0.999), strict=True)]
    found = readings(heard_here, poor=True)
    assert found[0].text == "6"
    assert is_settled(found)
    alone = [Witness(*one) for one in zip(names, ("5.", "5", "5.", "5."), (0.55, 0.9995, 0.938, 0.909), strict=True)]
    assert readings(alone, poor=True)[0].text == "5"
    even = [Witness(*one) for one in zip(names, ("3,1", "3.1", "3.1", "3,1"), (0.54, 0.75, 0.77, 0.88), strict=True)]
    assert (readings(even, poor=True)[0].confidence or 0) <= 0.5
    assert not is_settled(readings(even, poor=True))
