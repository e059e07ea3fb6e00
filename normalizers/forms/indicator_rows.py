"""Rows of the indicator table with their texts under their columns, and the levels of merged cells carried down."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from normalizers.forms.alignment import EXPORT_DRIFT, GRID_DRIFT, Alignment, align, in_place
from normalizers.forms.cell_cuts import cuts
from normalizers.forms.column_order import completed
from normalizers.forms.double_columns import parts_of
from normalizers.forms.headers import NAMELESS, Column, is_blank_paper
from normalizers.forms.indicator_fit import FIT, fit_row, fit_text
from normalizers.forms.levels import Levels, blank_levels, overleaf, printed_levels
from normalizers.forms.overleaf import continued, goes_on_overleaf
from normalizers.forms.row_joins import joined_rows
from normalizers.forms.rows import Piece, Row
from normalizers.forms.sections import Section
from normalizers.forms.sign_column import with_sign_column
from normalizers.forms.text_kinds import kind_of
from normalizers.labels import meaning
from normalizers.values.qualitative import is_blank, is_placeholder, strip_placeholder

_VALUES = ("target", "actual", "weight", "score")
_TELLING_ROWS = 3
"""Rows that show a column to be blank."""
_SIGNS = re.compile(r"^[≥≤＞＜>=<＝]|^不(?:低|少|小|超|高|大|多)|以[上内下]$")
_FEW = 3
"""Of the rows with a sign at the target, a third at most repeat it where their author does not copy targets."""
_UNLIKELY = -1.0
"""Points of a reason that begins with a value, or is another column's text."""
_STROKES = {"1", "l", "I", "i", "丨", "J", "7", "〕", "]", "[", "!", "|"}
"""What recognisers make of the stroke `/` that stands alone for nothing to say."""


class IndicatorRow(Struct, frozen=True):
    """One row with its cells placed under their roles and the levels that apply to it."""

    row: Row
    cells: Alignment
    levels: Levels
    inherited: tuple[str, ...] = ()
    """Level columns whose own cell is blank though no merged cell covers them: the label is that of the row above."""

    blank_values: tuple[str, ...] = ()
    """Of the values, those whose cell in this row of a recognised table is blank and may yet have print."""

    doubled: bool = False
    """Alone in a form with doubled cells, its actual repeats its target's sign: the target may stand there twice."""

    def text(self, role: str) -> str:
        """Return the text under a role, '' where none is printed."""
        return self.cells.text(role)


def place_rows(sections: Sequence[Section]) -> list[IndicatorRow]:
    """Return the sections' rows with their texts under their columns and levels carried down merged cells."""
    placed: list[IndicatorRow] = []
    levels = Levels()
    labels_overleaf = overleaf(sections)
    last_page: int | None = None
    for section in sections:
        for row in _whole_rows(section):
            cells = _cells(row, section)
            if not cells.pieces:
                continue
            if placed and goes_on_overleaf(placed[-1].cells, cells, placed[-1].row, row):
                placed[-1] = msgspec.structs.replace(placed[-1], cells=continued(placed[-1].cells, cells), row=row)
                last_page = row.page
                continue
            from_overleaf = labels_overleaf.get(row.number, {})
            levels = levels.below(*printed_levels(cells.get("level1"), cells.get("level2")), from_overleaf)
            blank = () if row.page != last_page else blank_levels(row, section)
            inherited = tuple(role for role in blank if role not in from_overleaf)
            placed.append(IndicatorRow(row, cells, levels, inherited, _blank_values(cells, row, section.columns)))
            last_page = row.page
    return _with_doubled(_without_unfilled(placed))


def _with_doubled(placed: list[IndicatorRow]) -> list[IndicatorRow]:
    """Say of an export's few rows whose actual is the target with its sign, `≥85% | ≥85%`, that it may be doubled."""
    doubles = any(item.cells.left_out for item in placed)
    signed = [item for item in placed if _SIGNS.search(item.text("target")) and item.text("actual")]
    alike = [
        at
        for at, item in enumerate(placed)
        if item.row.from_export and item.text("target") == item.text("actual") and _SIGNS.search(item.text("target"))
    ]
    if not doubles or not alike or (len(alike) > 1 and _FEW * len(alike) > len(signed)):
        return placed
    return [msgspec.structs.replace(item, doubled=at in alike) for at, item in enumerate(placed)]


def _without_unfilled(placed: list[IndicatorRow]) -> list[IndicatorRow]:
    """Return the rows without blanks of a column that is blank from top to bottom: nobody filled it in.

    Where print has crumbled it was filled in, and is blank in some rows only or holds crumbs.
    """
    filled = {role for item in placed for role, _ in item.cells.pieces}
    crumbs = any("unreadable" in piece.cell.doubts for item in placed for piece in item.row.pieces if not piece.text)
    if crumbs or len(placed) < _TELLING_ROWS:
        return placed
    return [
        msgspec.structs.replace(item, blank_values=tuple(role for role in item.blank_values if role in filled))
        for item in placed
    ]


def with_all_columns(section: Section) -> Section:
    """Return a section of indicators with the columns whose labels are missing; another section as it is."""
    if section.kind != "indicators":
        return section
    columns = completed(
        with_sign_column(section.columns, section.rows),
        section.rows,
        lambda row, columns: align(row.pieces, columns, FIT, EXPORT_DRIFT if row.from_export else GRID_DRIFT),
    )
    return section if columns is section.columns else msgspec.structs.replace(section, columns=columns)


def _cells(row: Row, section: Section) -> Alignment:
    """Return the row's texts under the section's columns."""
    pieces = [piece for piece in row.pieces if not _names_block(piece, section)]
    return _align(row, pieces, section.columns)


def _scored(row: Row, section: Section) -> Alignment:
    """Return the row's texts under the section's columns with the points of the placing."""
    pieces = [piece for piece in row.pieces if not _names_block(piece, section)]
    return align(pieces, section.columns, FIT, EXPORT_DRIFT)


def _whole_rows(section: Section) -> Sequence[Row]:
    """Return the section's rows, those of an export that went on in the next line joined."""
    if not any(row.from_export for row in section.rows):
        return section.rows
    roles = {column.role for column in section.columns}
    return joined_rows(section.rows, lambda row: _scored(row, section), lambda cells: _is_complete(cells, roles))


def _is_complete(cells: Alignment, roles: set[str]) -> bool:
    """Say whether a row has a name and every value that its table has a column for."""
    needed = [role for role in ("level3", *_VALUES) if role in roles]
    if "actual" in needed and cells.text("forecast"):
        needed.remove("actual")  # by half of the year nothing may be reached, and the forecast stands behind the blank
    if cells.text("level3") == cells.text("target"):
        return False  # no name is its own target: the target is doubled and the name stands elsewhere
    return all(cells.text(role) and _is_like(role, cells.text(role)) for role in needed)


def _is_like(role: str, text: str) -> bool:
    """Say whether a text may stand in a column; a dash stands for a value that there is not: `年底调查` | `—`."""
    return fit_text(role, text) >= 0 or (role in _VALUES and is_blank(text))


def _names_block(piece: Piece, section: Section) -> bool:
    """Say whether the piece is the block's own label, which stands beside the header and all rows.

    Where a page break cuts the label's cell, its text may stand below the header, left of every column.
    """
    if section.header is not None and piece.cell.row <= section.header.number:
        return True
    left = all(piece.stop <= column.start for column in section.columns)
    return left and meaning("blocks", piece.text) is not None


def _align(row: Row, pieces: Sequence[Piece], columns: tuple[Column, ...]) -> Alignment:
    direct = in_place(pieces, columns, FIT)
    if direct is not None and (not row.from_export or _is_sound(row, direct, columns)):
        return direct
    return align(pieces, columns, FIT, EXPORT_DRIFT if row.from_export else GRID_DRIFT)


def _is_short(row: Row, columns: Sequence[Column]) -> bool:
    """Say whether a row ends before its last headed column."""
    last = max(column.start for column in columns if column.role not in NAMELESS)
    return max(piece.stop for piece in row.pieces) <= last


def _is_sound(row: Row, cells: Alignment, columns: Sequence[Column]) -> bool:
    """Say whether an export's row is whole as it stands: every value is there and looks like what its column holds."""
    if not _is_complete(cells, {column.role for column in columns}):
        return False
    if any(is_blank(cells.text(role)) for role in _VALUES if cells.text(role)) and _is_short(row, columns):
        return False  # `3075人 | /`: the stroke may stand for a reason as well, and a value be lost
    # points that ran into a target, `102370人`, leave no weight beside it
    if any(cut.first is None for role in ("level3", *_VALUES) for cut in cuts(cells.text(role))):
        return False
    if cells.text("reason") and fit_text("reason", cells.text("reason")) < _UNLIKELY:
        return False  # `853.6元/生 项目尾款待验收后支付`: the value ran into its reason
    if cells.text("target") == cells.text("actual") and _has_inner_blank(row):
        return False  # one of the two may be doubled, and the blank be the other
    # a score above its weight is what the author got wrong (rule S-01), not a cell that slipped
    together = {role: piece.text for role, piece in cells.pieces if role != "weight"}
    return fit_row(together) >= 0 and all(_is_like(role, piece.text) for role, piece in cells.pieces)


def _has_inner_blank(row: Row) -> bool:
    texts = [at for at, piece in enumerate(row.pieces) if piece.text]
    return any(not piece.text for piece in row.pieces[texts[0] : texts[-1]])


def _blank_values(cells: Alignment, row: Row, columns: Sequence[Column]) -> tuple[str, ...]:
    """Return the values that a recognised row should have and has not; every form has targets, most have actuals.

    A cell that is surely blank paper, which its confidence says, lacks nothing.
    """
    if all(piece.cell.confidence is None for _, piece in cells.pieces):
        return ()
    expected = {role for column in columns for role in parts_of(column.role)}
    if not expected & {"actual", "score"}:
        expected.add("target")
    sure = {column.role for column in columns if any(is_blank_paper(piece, column) for piece in row.pieces)}
    if kind_of(cells.text("target")) != "number":
        expected.discard("sign")  # 持续提升 needs none
    return tuple(role for role in (*_VALUES, "sign") if role in expected - sure and not cells.text(role))


def is_filled(item: IndicatorRow) -> bool:
    """Say whether anything is filled in beside the name and the points that it may earn."""
    return not all(_is_empty(item.cells.get(role)) for role in ("target", "actual", "score", "reason"))


def names_something(item: IndicatorRow) -> bool:
    """Say whether the name is more than the template's `指标2`, and of this row: a level that is merged over a row of
    which nothing but `……` is printed does not name it."""
    name = item.cells.get("level3")
    if name is not None and strip_placeholder(name.text) != name.text:
        return False  # 指标1：**合格率（≥**%）, of which nothing is filled in
    return name is not None and name.starts and not _is_empty(name)


def _is_empty(piece: Piece | None) -> bool:
    """Say whether nothing is filled in; the cell's own lines tell `指标1：` and `……` under each other from a name."""
    return piece is None or is_blank(piece.text) or is_placeholder(piece.cell.text) or is_placeholder(piece.text)


def is_misread_stroke(piece: Piece) -> bool:
    """Say whether a recognised text that is one sign stands where sentences stand: `/` read as `1` or `l`."""
    return piece.cell.confidence is not None and piece.text in _STROKES
