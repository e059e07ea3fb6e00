from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.reliability_diagram import Point, diagram, interval


@given(st.integers(1, 10_000).flatmap(lambda count: st.tuples(st.integers(0, count), st.just(count))))
def test_the_range_holds_the_share_and_is_one_of_probabilities(found: tuple[int, int]) -> None:
    right, count = found
    low, high = interval(right, count)
    assert 0 <= low <= right / count + 1e-9
    assert right / count - 1e-9 <= high <= 1


def test_a_larger_sample_has_a_narrower_range() -> None:
    few, many = interval(99, 100), interval(9900, 10_000)
    assert few == pytest.approx((0.946, 0.998), abs=0.001)
    assert many[1] - many[0] < few[1] - few[0]


def test_each_range_of_each_series_is_a_point() -> None:
    points = [Point(0.9, 0.97, 0.95, 19, 20), Point(0.998, 1.0, 1.0, 400, 400)]
    drawing = ElementTree.fromstring(diagram({"good paper": points, "fax": points[:1]}))
    assert sum(element.tag.endswith("circle") for element in drawing.iter()) == 3
    assert {"good paper", "fax"} <= {element.text for element in drawing.iter()}
