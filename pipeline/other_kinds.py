"""Files that are passed over to what a person should know of them: `12 .docx: save or print as PDF; 1 .zip: unpack`."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath

_FILE = Path(__file__).with_name("other_kinds.toml")

_LISTED = 6
"""Kinds that are named; a folder of a program's files may have hundreds."""

_LONGEST = 10
"""Characters of a suffix: what is longer is a name with a dot in it."""


def kind_of(name: str) -> str:
    """Return the suffix by which a file's kind is known, in small letters; nothing where it has none."""
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if len(suffix) <= _LONGEST else ""


def describe_others(kinds: Mapping[str, int]) -> str:
    """Return how many files of which kinds there are, and what to do about each, the most frequent first."""
    by_mend: dict[str, Counter[str]] = {}
    for kind, count in Counter(kinds).most_common():
        by_mend.setdefault(_mends().get(kind, ""), Counter())[kind] = count
    known = [f"{_count(counts)}: {mend}" for mend, counts in by_mend.items() if mend]
    return "; ".join([*known, *([_count(by_mend[""])] if "" in by_mend else [])])


def perhaps_documents(kinds: Mapping[str, int]) -> dict[str, int]:
    """Return the kinds that people may have meant to be read."""
    return {kind: count for kind, count in kinds.items() if kind in _mends()}


@cache
def _mends() -> dict[str, str]:
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {suffix: kind["mend"] for kind in content["kind"] for suffix in kind["suffixes"]}


def _count(counts: Counter[str]) -> str:
    named = [f"{count} {kind or 'without a suffix'}" for kind, count in counts.most_common(_LISTED)]
    rest = sum(counts.values()) - sum(count for _, count in counts.most_common(_LISTED))
    return ", ".join([*named, *([f"{rest} of other kinds"] if rest else [])])
