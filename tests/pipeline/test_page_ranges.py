from __future__ import annotations

import pytest

from pipeline.errors import PipelineError
from pipeline.page_ranges import parse_pages


@pytest.mark.parametrize(
    ("text", "expected"),
    [(None, ()), ("3", ((3, 3),)), ("3-9", ((3, 9),)), (" 1, 3 - 9", ((1, 1), (3, 9))), ("3–9", ((3, 9),))],
)
def test_ranges(text: str | None, expected: tuple[tuple[int, int], ...]) -> None:
    assert parse_pages(text) == expected


@pytest.mark.parametrize("text", ["", "0", "9-3", "a", "1-", "1;2", "-3"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(PipelineError, match="--pages"):
        parse_pages(text)
