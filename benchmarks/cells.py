"""Counts the cells of tables that are right: `strict`, which is the text, the place and both spans.

Texts are compared as `fixtures.alignment.folded` does, and after CJK radicals are folded: `⻓` is 长. Only cells that
hold text are counted, in the truth and among what was found: a blank says nothing about where it is. The whole table may be
shifted by rows and columns, for a tool that takes the title for a first row; nothing may be shifted inside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from extractors.characters import fold_character
from fixtures.alignment import folded

Place = tuple[int, int, int, int, str]
"""Row, column, rows, columns, folded text."""


class PlacedCell(Struct, frozen=True, array_like=True):
    """One cell of a table; rows and columns count from 0. As JSON it is a list."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str


Table = Sequence[PlacedCell]


class CellCounts(Struct, frozen=True):
    """Cells with text: how many there are, were found, were found right; and of how many the text alone is right."""

    expected: int = 0
    found: int = 0
    right: int = 0
    texts_right: int = 0

    def plus(self, other: CellCounts) -> CellCounts:
        """Return the sums."""
        return CellCounts(
            self.expected + other.expected, self.found + other.found,
            self.right + other.right, self.texts_right + other.texts_right,
        )  # fmt: skip

    @property
    def f1(self) -> float | None:
        """The strict F1, 0 to 1; None where no cell is there and none was found."""
        return _f1(self.right, self.expected, self.found)

    @property
    def text_f1(self) -> float | None:
        """The F1 of texts wherever they stand."""
        return _f1(self.texts_right, self.expected, self.found)


def _f1(right: int, expected: int, found: int) -> float | None:
    return 2 * right / (expected + found) if expected + found else None


def summed(counts: Iterable[CellCounts]) -> CellCounts:
    """Add counts up."""
    total = CellCounts()
    for one in counts:
        total = total.plus(one)
    return total


def fold(text: str) -> str:
    """Fold a text for comparison: no white space, half width, radicals as characters: `⻓ 安（` to `长安(`."""
    return folded("".join(map(fold_character, text)))


def compare_cells(expected: Sequence[Table], found: Sequence[Table]) -> CellCounts:
    """Pair the tables of a document so that the most cells are right, and count the cells of all of them."""
    left, right = [_places(table) for table in expected], [_places(table) for table in found]
    texts = _texts(left) & _texts(right)
    scores = sorted(
        ((_most_right(a, b), i, j) for i, a in enumerate(left) for j, b in enumerate(right)),
        key=lambda score: (-score[0], score[1], score[2]),
    )
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    total = 0
    for score, i, j in scores:
        if i not in taken_left and j not in taken_right:
            total += score
            taken_left.add(i)
            taken_right.add(j)
    return CellCounts(sum(map(len, left)), sum(map(len, right)), total, texts.total())


def _places(table: Table) -> list[Place]:
    folded_cells = ((cell.row, cell.column, cell.row_span, cell.column_span, fold(cell.text)) for cell in table)
    return [place for place in folded_cells if place[4]]


def _texts(tables: Iterable[Iterable[Place]]) -> Counter[str]:
    return Counter(place[4] for table in tables for place in table)


def _most_right(expected: Sequence[Place], found: Sequence[Place]) -> int:
    """Return how many cells are right at the shift of the whole table that suits it best."""
    by_content: dict[tuple[int, int, str], list[tuple[int, int]]] = {}
    for row, column, rows, columns, text in set(found):
        by_content.setdefault((rows, columns, text), []).append((row, column))
    votes = Counter(
        (there[0] - row, there[1] - column)
        for row, column, rows, columns, text in set(expected)
        for there in by_content.get((rows, columns, text), ())
    )
    return max(votes.values(), default=0)
