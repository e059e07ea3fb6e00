"""Printed values in their places; `value_examples.jsonl` is the table, a bug is one more row of it."""

from __future__ import annotations

import json
import time
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.values.parse import read_value, read_value_line

EXAMPLES = [
    json.loads(line)
    for line in Path(__file__).with_name("value_examples.jsonl").read_text(encoding="utf-8").splitlines()
]
CONTEXTS = sorted({example["ctx"] for example in EXAMPLES})
MICROSECONDS_A_VALUE = 90
"""Three times what a value may cost (a million in 30 s on one core), because tests share their machine."""


@pytest.mark.parametrize(
    "example", EXAMPLES, ids=lambda example: f"{example['class'][0]} {example['ctx']} {example['raw']!r}"
)
def test_examples(example: dict[str, object]) -> None:
    line = json.dumps({"ctx": example["ctx"], "raw": example["raw"]}).encode()
    assert json.loads(read_value_line(line)) == example["exp"]


def test_every_class_has_examples() -> None:
    counts = {letter: sum(example["class"][0] == letter for example in EXAMPLES) for letter in "ABCDEFGHIJKLMNOP"}
    assert min(counts.values()) >= 15, counts


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"[]",
        b"5",
        b"{}",
        b'{"ctx": "x"}',
        b'{"raw": "5"}',
        b'{"ctx": 1, "raw": "5"}',
        b'{"ctx": "x", "raw": null}',
    ]
    + [b"\xff\xfe", b'{"ctx": "x", "raw": "\xff"}', b'{"ctx": "x", "raw": "\\ud800"}'],
)
def test_bad_lines(line: bytes) -> None:
    assert json.loads(read_value_line(line)) == {"kind": "unparsed", "flags": ["bad_input"]}


def test_other_keys_are_left_out() -> None:
    line = '{"id": "1", "ctx": "指标值", "raw": "≥90%", "note": ""}'.encode()
    assert json.loads(read_value_line(line)) == {"kind": "compare", "op": "ge", "value": "90", "unit": "%"}


printed = st.text(max_size=40) | st.lists(
    st.sampled_from([example["raw"] for example in EXAMPLES])
    | st.sampled_from([*"0123456789.,%-~()≥≤年月日号万亿元 \n"]),
    max_size=5,
).map("".join)


@given(st.sampled_from(CONTEXTS) | st.text(max_size=20), printed)
def test_no_text_raises(ctx: str, raw: str) -> None:
    msgspec.json.encode(read_value(ctx, raw))


@given(st.sampled_from(CONTEXTS), st.text(max_size=40))
def test_figures_are_never_written_with_an_exponent(ctx: str, raw: str) -> None:
    value = read_value(ctx, raw)
    for text in (value.value, value.cny, value.lo, value.hi):
        assert not isinstance(text, str) or "E" not in text


def test_speed() -> None:
    work = [(example["ctx"], example["raw"].replace("1", figure)) for figure in "23456789" for example in EXAMPLES]
    start = time.process_time()
    for ctx, raw in work:
        read_value(ctx, raw)
    assert (time.process_time() - start) / len(work) * 1e6 < MICROSECONDS_A_VALUE
