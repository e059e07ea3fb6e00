from __future__ import annotations

from extractors.document import Box
from extractors.layer import Rule
from extractors.tables.covers import Cover, on_tint, uncovered

LINE = Rule(False, 50.0, 0.0, 100.0, 0.5)


def test_an_area_drawn_later_hides_the_part_of_a_rule_under_it() -> None:
    assert uncovered([LINE], [Cover(1, Box(40, 40, 60, 60))]) == [
        Rule(False, 50.0, 0.0, 40.0, 0.5),
        Rule(False, 50.0, 60.0, 100.0, 0.5),
    ]


def test_a_background_drawn_first_hides_nothing() -> None:
    assert uncovered([LINE], [Cover(0, Box(0, 40, 100, 60))]) == [LINE]


def test_an_area_that_ends_at_a_rule_leaves_it() -> None:
    assert uncovered([LINE], [Cover(1, Box(0, 50, 100, 70)), Cover(1, Box(0, 30, 100, 50.5))]) == [LINE]


def test_a_rule_may_be_hidden_whole() -> None:
    assert uncovered([LINE], [Cover(1, Box(-1, 40, 101, 60))]) == []


def test_white_rules_part_cells_on_a_coloured_ground_only() -> None:
    elsewhere = Rule(True, 300.0, 0.0, 40.0, 0.5)
    assert on_tint([LINE, elsewhere], [Box(0, 0, 100, 100)]) == [LINE]
    assert on_tint([LINE], []) == []
