from __future__ import annotations

import pytest

from extractors.layer import Rule
from extractors.tables.underlines import without_underlines
from tests.extractors.drawn_pdf import glyphs

WORDS = glyphs("其他资金", 60, 100)  # from 60 to 100, on 100


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        (Rule(False, 101.2, 60, 100), False),  # under the words
        (Rule(False, 96.5, 60.4, 99.5), False),  # through the words
        (Rule(False, 104.5, 60, 100), True),  # a border under the cell
        (Rule(False, 101.2, 55, 105), True),  # wider than the words
        (Rule(False, 88.0, 60, 100), True),  # the border above
        (Rule(True, 60, 90, 110), True),
    ],
)
def test_a_rule_that_begins_and_ends_with_its_words_is_no_border(rule: Rule, kept: bool) -> None:
    assert (without_underlines([rule], WORDS) == [rule]) is kept


def test_a_page_without_writing_keeps_its_rules() -> None:
    assert len(without_underlines([Rule(False, 10, 0, 100)], [])) == 1
