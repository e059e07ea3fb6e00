"""Which part of the queue a person works on, and in which order: `?rule=F-01&kind=funding` to the items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Literal

from msgspec import Struct

from pipeline.review.items import Item

_position = attrgetter("position")

Order = Literal["urgency", "document"]
"""`urgency`: the most urgent rows of all documents first; `document`: document by document, that with the most urgent
row first, its rows from top to bottom."""
State = Literal["open", "skipped"]


class Filter(Struct, frozen=True):
    """What a person asks of the queue; empty texts ask for everything."""

    document: str = ""
    """Part of the file's name, or the beginning of its doc_id."""
    rule: str = ""
    kind: str = ""
    template: str = ""
    state: State = "open"
    order: Order = "urgency"

    @property
    def everything(self) -> bool:
        """Nothing is left out."""
        return not (self.document or self.rule or self.kind or self.template)

    def admits(self, item: Item) -> bool:
        """Say whether an item is asked for."""
        if self.rule and self.rule not in item.rules:
            return False
        if (self.kind and self.kind != item.kind) or (self.template and self.template != item.template):
            return False
        sought = self.document.lower()
        return not sought or sought in item.file_name.lower() or item.doc_id.startswith(sought)


class Facets(Struct, frozen=True):
    """What there is to choose among, with how many items each."""

    rules: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]
    templates: tuple[tuple[str, int], ...]


def parse_filter(asked: Mapping[str, str]) -> Filter:
    """Return the filter that an address asks for; what it does not know is passed over."""
    return Filter(
        document=asked.get("document", "").strip()[:200],
        rule=asked.get("rule", ""),
        kind=asked.get("kind", ""),
        template=asked.get("template", ""),
        state="skipped" if asked.get("state") == "skipped" else "open",
        order="document" if asked.get("order") == "document" else "urgency",
    )


def select(
    items: Sequence[Item], asked: Filter, skipped: frozenset[str], hidden: frozenset[str] = frozenset()
) -> list[Item]:
    """Return what is asked for, in the order that is asked for; `skipped` are left for later, `hidden` for others."""
    found = list(items) if asked.everything else [item for item in items if asked.admits(item)]
    if hidden:
        found = [item for item in found if item.item_id not in hidden]
    if asked.state == "skipped" or skipped:
        found = [item for item in found if (item.item_id in skipped) == (asked.state == "skipped")]
    return by_document(found) if asked.order == "document" else found


def by_document(items: Iterable[Item]) -> list[Item]:
    """Return items document by document, from the top to the bottom of each."""
    documents: dict[str, list[Item]] = {}
    for item in items:
        documents.setdefault(item.doc_id, []).append(item)
    return [item for own in documents.values() for item in sorted(own, key=_position)]


def count_facets(items: Iterable[Item]) -> Facets:
    """Return how many items each rule, kind and template has, the most frequent first."""
    rules: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    templates: Counter[str] = Counter()
    for item in items:
        rules.update(item.rules)
        kinds[item.kind] += 1
        templates[item.template] += 1
    return Facets(*(tuple(counted.most_common()) for counted in (rules, kinds, templates)))
