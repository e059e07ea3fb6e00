from __future__ import annotations

import pytest

from extractors.ocr.votes import Witness
from extractors.ocr.worn_votes import AGREED, is_agreed, readings, strength

WORN, SOFTENED, SMALL, REDUCED = "tiny worn", "tiny worn softened", "small", "small reduced"


def heard(*said: tuple[str, str, float]) -> list[Witness]:
    return [Witness(*one) for one in said]


@pytest.mark.parametrize(
    ("one", "two", "agreed"),
    [(0.99, 0.99, True), (0.96, 0.96, True), (0.95, 0.95, False), (0.999, 0.5, True), (0.9, 0.9, False)],
)
def test_the_own_model_settles_what_it_says_twice_surely_enough(one: float, two: float, agreed: bool) -> None:
    assert is_agreed(heard((WORN, "96.32", one), (SOFTENED, "96.32", two))) is agreed


def test_two_texts_or_none_are_never_agreed() -> None:
    assert not is_agreed(heard((WORN, "96.32", 0.999), (SOFTENED, "46.32", 0.999)))
    assert not is_agreed(heard((WORN, "", 0.999), (SOFTENED, "", 0.999)))


def test_a_second_voice_of_one_model_weighs_half_and_the_other_model_is_not_believed_blindly() -> None:
    one = strength(heard((WORN, "4", 0.9)))
    assert strength(heard((WORN, "4", 0.9), (SOFTENED, "4", 0.9))) == pytest.approx(1.5 * one)
    assert strength(heard((SMALL, "4", 0.9999))) == pytest.approx(strength(heard((SMALL, "4", 0.85))))
    assert strength(heard((SMALL, "4", 0.9999))) < AGREED


def test_where_the_own_model_is_unsure_the_other_s_certainty_does_not_make_a_figure_sure() -> None:
    """`3.84` whose 4 lost its strokes: the larger model is certain of the 1, the trained one is not."""
    said = readings(heard((WORN, "3.81", 0.551), (SOFTENED, "3.81", 0.677), (SMALL, "3.81", 0.9995)))
    assert (said[0].confidence or 0.0) < 0.985


def test_the_stronger_side_comes_first_and_all_readings_are_kept() -> None:
    said = readings(heard((WORN, "26465832.69", 0.97), (SMALL, "26165832.69", 0.999), (SOFTENED, "26465832.69", 0.9)))
    assert [one.text for one in said] == ["26465832.69", "26465832.69", "26165832.69"]
    assert (said[0].confidence or 0.0) <= 0.6  # contradicted, and supported by one model only


def test_both_models_together_outvote_a_third_voice() -> None:
    said = readings(heard((WORN, "96%", 0.99), (SMALL, "968", 0.9), (SOFTENED, "96%", 0.99), (REDUCED, "96%", 0.95)))
    assert said[0].text == "96%"
    assert (said[0].confidence or 0.0) > 0.98


def test_who_passes_over_ink_is_not_believed_and_silence_is_left_out() -> None:
    ((only,),) = [readings(heard((WORN, "7", 0.6), (SOFTENED, "", 0.0)))]
    assert (only.text, only.confidence) == ("7", 0.3)


def test_where_all_differ_signs_are_voted_on_one_by_one_and_nobody_is_believed() -> None:
    said = readings(heard((WORN, "3,3万亩", 0.8), (SOFTENED, "3.3万亩", 0.7), (SMALL, "3.3月亩", 0.9)))
    assert said[0].text == "3.3万亩"
    said = readings(heard((WORN, "3,3万亩", 0.8), (SOFTENED, "3.3方亩", 0.75), (SMALL, "3.3万由", 0.7)))
    assert [one.text for one in said] == ["3.3万亩", "3,3万亩", "3.3方亩", "3.3万由"]
    assert (said[0].confidence or 0.0) < 0.9
    assert len(readings(heard((WORN, "3,3", 0.8), (SOFTENED, "3.3", 0.75), (SMALL, "3.31", 0.7)))) == 3
