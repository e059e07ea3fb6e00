"""One printed column with two values in each cell: under `分值/得分` stands `15/14.5`, under `执行率及得分` `96%，9.6`.

Such a column has both roles, joined: `weight+score`. Its cells are laid against it whole and taken apart afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

import msgspec

from normalizers.forms.rows import Piece
from normalizers.labels import meaning, take_apart
from normalizers.values.qualitative import is_blank

_JOINED = frozenset({("weight", "score"), ("score", "weight"), ("rate", "score")})
"""Roles that share a column: figures that cannot be taken for each other's rest."""
_BETWEEN_LABELS = re.compile(r"[/／、，,\s]|[及和与]")
_BETWEEN_VALUES = re.compile(r"\s*[/／、，,；;\n]\s*|\s+")
_SIGN = "+"
Piecewise = tuple[tuple[str, Piece], ...]


@lru_cache(maxsize=20_000)
def double_role(group: str, text: str) -> str | None:
    """Return the joined roles of a label that names two columns, None for one that names another number of them."""
    name = take_apart(text).name
    for cut in _BETWEEN_LABELS.finditer(name):
        roles = meaning(group, name[: cut.start()]), meaning(group, name[cut.end() :])
        if roles in _JOINED:
            return _SIGN.join(role for role in roles if role is not None)
    return None


def parts_of(role: str) -> tuple[str, ...]:
    """Return the roles of a column, one for most."""
    return tuple(role.split(_SIGN))


def fit_double(fit: Callable[[str, str], float], role: str, text: str, cannot: float) -> float:
    """Return the points for a cell's text under a joined role: those of its parts, `cannot` for another number."""
    roles, texts = parts_of(role), _texts(text)
    if len(texts) == 1 and is_blank(text):
        return fit(roles[0], text)
    if len(texts) != len(roles):
        return cannot
    points = [fit(part, said) for part, said in zip(roles, texts, strict=True)]
    return cannot if min(points) < 0 else sum(points)


def taken_apart(placed: Piecewise) -> Piecewise:
    """Return placed texts with those under a joined role as two; one that has not two parts is no value of either."""
    return tuple(part for role, piece in placed for part in (_two(role, piece) if _SIGN in role else [(role, piece)]))


def not_two(placed: Piecewise) -> tuple[Piece, ...]:
    """Return the texts under a joined role that are not two."""
    return tuple(p for role, p in placed if _SIGN in role and not is_blank(p.text) and not _two(role, p))


def text_under(role: str, part: str, text: str) -> str:
    """Return what a text under a column says for one of its roles: `100/98.6` under weight+score, for the score."""
    roles, texts = parts_of(role), _texts(text)
    return texts[roles.index(part)] if len(texts) == len(roles) and part in roles else text


def _two(role: str, piece: Piece) -> list[tuple[str, Piece]]:
    roles, texts = parts_of(role), _texts(piece.text)
    if len(texts) != len(roles):
        return []
    return [(part, msgspec.structs.replace(piece, text=text)) for part, text in zip(roles, texts, strict=True)]


def _texts(text: str) -> list[str]:
    return [part for part in _BETWEEN_VALUES.split(text.strip()) if part]
