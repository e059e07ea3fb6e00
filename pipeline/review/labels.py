"""Field paths to what people call them: `funding[2].budget` → `资金 2 · 全年预算数`."""

from __future__ import annotations

from normalizers.rules import Words
from normalizers.schema import Language
from pipeline.doubtful import load_labels


def column_label(row: str, column: str, language: Language) -> str:
    """Return what a column is called: (`funding[2]`, `budget`) → `全年预算数`; its own name where it has no other."""
    words = load_labels().fields.get(row.partition("[")[0], {}).get(column)
    return _said(words, language) if words is not None else column


def path_label(path: str, language: Language) -> str:
    """Return what a field or a row is called."""
    row, _, column = path.partition(".")
    table, _, ordinal = row.rstrip("]").partition("[")
    words = load_labels().tables.get(table)
    name = " ".join(part for part in (_said(words, language) if words else table, ordinal) if part)
    return f"{name} · {column_label(row, column, language)}" if column else name


def _said(words: Words, language: Language) -> str:
    return words.en if language == "en" else words.zh
