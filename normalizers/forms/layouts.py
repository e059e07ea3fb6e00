"""A form's sections to the layout it follows: which headers are printed, then what its title says."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct

from normalizers.forms.sections import Section
from normalizers.forms.texts import labelled_fields
from normalizers.schema import Template

_FILE = Path(__file__).with_name("layouts.toml")


class Layout(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of `layouts.toml`; a feature is `section:<kind>`, `<section>:<role>`, `fields:<name>`,
    `order:<role><<role>` in the indicator header, or `text:<words printed in the form>`.
    """

    template: Template
    layout: str | None = None
    title: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    column_orders: tuple[str, ...]
    layout: tuple[Layout, ...]


@lru_cache(maxsize=1)
def _content() -> _File:
    return msgspec.convert(tomllib.loads(_FILE.read_text(encoding="utf-8")), _File)


def layouts() -> tuple[Layout, ...]:
    """Return the known layouts, in order of trial; an unknown key in the file is an error that names it."""
    return _content().layout


@lru_cache(maxsize=1)
def column_orders() -> tuple[tuple[str, ...], ...]:
    """Return the orders in which forms print the columns of their indicators, as roles."""
    return tuple(tuple(order.split()) for order in _content().column_orders)


def find_layout(sections: Sequence[Section], title: str) -> tuple[Template, str | None]:
    """Return the template and layout of a form, `unknown` where no layout's features are printed."""
    features = _features(sections)
    texts = " ".join(
        piece.text
        for section in sections
        for row in ((section.header,) if section.header else ()) + section.rows
        for piece in row.starting
    )
    for layout in layouts():
        if _holds(layout, features, texts, title):
            return layout.template, layout.layout
    return "unknown", None


def _features(sections: Sequence[Section]) -> frozenset[str]:
    features: set[str] = set()
    for section in sections:
        if section.header is not None or section.kind in {"fields", "remarks"}:
            features.add(f"section:{section.kind}")
        features.update(f"{section.kind}:{column.role}" for column in section.columns)
        if section.kind == "indicators":
            roles = [column.role for column in section.columns]
            features.update(f"order:{a}<{b}" for i, a in enumerate(roles) for b in roles[i + 1 :])
        if section.kind == "fields":
            features.update(f"fields:{item.field}" for item in labelled_fields(section.rows))
    return frozenset(features)


def _holds(layout: Layout, features: frozenset[str], texts: str, title: str) -> bool:
    def printed(feature: str) -> bool:
        return feature.removeprefix("text:") in texts if feature.startswith("text:") else feature in features

    return (
        (not layout.title or any(words in title for words in layout.title))
        and all(printed(feature) for feature in layout.all)
        and (not layout.any or any(printed(feature) for feature in layout.any))
        and not any(printed(feature) for feature in layout.none)
    )
