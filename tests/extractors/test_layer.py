from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Box
from extractors.layer import PageLayer, Picture, Rule, turn_box, turn_layer
from tests.extractors.drawn_pdf import glyphs

PAGE = PageLayer(
    600.0,
    800.0,
    tuple(glyphs("绩效", 50, 100, size=25)),  # a size whose parts are exact in binary
    rules=(Rule(False, 90.0, 40.0, 300.0, 0.5), Rule(True, 40.0, 90.0, 500.0, 0.5)),
    pictures=(Picture(Box(10, 20, 110, 220), 99),),
)


@given(st.sampled_from([0, 90, 180, 270]))
def test_turning_there_and_back_changes_nothing(turned: int) -> None:
    assert turn_layer(turn_layer(PAGE, turned), (360 - turned) % 360) == PAGE


def test_a_quarter_turn_clockwise_brings_the_left_edge_to_the_top() -> None:
    assert turn_box(Box(0, 790, 100, 800), 90, 600, 800) == Box(0, 0, 10, 100)
    turned = turn_layer(PAGE, 90)
    assert (turned.width, turned.height) == (800.0, 600.0)
    assert turned.rules[0] == Rule(True, 710.0, 40.0, 300.0, 0.5)
    assert turned.glyphs[0].angle == 90
