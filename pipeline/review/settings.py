"""How one review is served: whose dataset, who may do what, under which name of the machine."""

from __future__ import annotations

from msgspec import Struct

from normalizers.schema import Language


class ReviewSettings(Struct, frozen=True):
    """The options of `jixiao review` that the pages depend on."""

    language: Language = "zh"
    """Of the pages, until a reviewer chooses the other."""
    reviewer: str = ""
    """Name that is offered to who opens the page; empty where each gives their own."""
    read_only: bool = False
    double: bool = False
    """Two people answer without seeing each other's answers; where they differ, a third decides."""
    hosts: tuple[str, ...] = ()
    """Names under which the machine is asked, besides localhost and addresses in numbers."""
    password: str | None = None
    """Of encrypted PDFs, whose pages are drawn."""
