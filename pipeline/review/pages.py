"""The HTML pages: templates with everything escaped that comes from outside, and the words of a language."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.review.sessions import Session
from pipeline.review.settings import ReviewSettings
from pipeline.review.words import words_in

_FOLDER = Path(__file__).with_name("templates")


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def door_page(settings: ReviewSettings, *, welcome: bool) -> str:
    """Return the page for who comes with the token, or without it."""
    language = settings.language
    return _environment().get_template("door.html").render(
        words=words_in(language), language=language, welcome=welcome
    )  # fmt: skip


def name_page(settings: ReviewSettings, session: Session) -> str:
    """Return the page that asks for a reviewer's name."""
    return _environment().get_template("name.html").render(
        words=words_in(session.language),
        language=session.language,
        csrf=session.csrf,
        reviewer=session.reviewer or settings.reviewer,
    )  # fmt: skip


def review_page(settings: ReviewSettings, session: Session, dataset: str) -> str:
    """Return the page that people work on; its script gets what it needs in one attribute."""
    words = words_in(session.language)
    config = {
        "csrf": session.csrf,
        "language": session.language,
        "reviewer": session.reviewer,
        "readOnly": settings.read_only,
        "double": settings.double,
        "words": words,
    }
    return _environment().get_template("review.html").render(
        words=words,
        language=session.language,
        dataset=dataset,
        reviewer=session.reviewer,
        read_only=settings.read_only,
        double=settings.double,
        config=msgspec.json.encode(config).decode(),
    )  # fmt: skip
