from __future__ import annotations

from msgspec.structs import replace

from extractors.document import Box, Cell, Page, Reading, Table
from extractors.picture.layer_witness import LayerWord, layer_text, with_layer

ROWS = 40


def page(doubtful: int = -1) -> Page:
    """One column of amounts, row by row; one of them in doubt."""
    cells = tuple(
        Cell(row, 0, f"{row}96.32元", page=1, box=Box(0, 20 * row, 100, 20 * row + 20), method="rapidocr",
             confidence=0.8 if row == doubtful else 0.99, doubts=("low_confidence",) if row == doubtful else ())
        for row in range(ROWS)
    )  # fmt: skip
    return Page(1, "ocr_layer", 100, 800, (Table(1, ROWS, 1, cells),))


def words(read: Page, wrong: range = range(0)) -> list[LayerWord]:
    """What a layer has in each cell, in two pieces; `wrong` rows are misread."""
    pieces = []
    for cell in read.blocks[0].cells:  # type: ignore[union-attr]
        text = cell.text.replace("9", "4") if cell.row in wrong else cell.text
        top = 20 * cell.row + 4
        pieces += [LayerWord(text[:2], Box(10, top, 30, top + 12)), LayerWord(text[2:], Box(30, top + 1, 90, top + 13))]
    return pieces


def cell_of(read: Page, row: int) -> Cell:
    return read.blocks[0].cells[row]  # type: ignore[union-attr]


def test_words_are_put_into_the_cells_they_lie_in() -> None:
    read = page()
    assert layer_text(cell_of(read, 3), words(read), turned=0) == "396.32元"


def test_a_layer_that_agrees_settles_a_doubt() -> None:
    told = cell_of(with_layer(page(doubtful=4), words(page())), 4)
    assert told.doubts == ()
    assert told.confidence is not None
    assert told.confidence > 0.9


def test_a_trusted_layer_that_differs_is_kept_and_doubted() -> None:
    told = cell_of(with_layer(page(), words(page(), wrong=range(7, 8))), 7)
    assert told.text == "796.32元"
    assert [(one.text, one.method) for one in told.readings] == [("796.32元", "rapidocr"), ("746.32元", "ocr_layer")]
    assert told.doubts == ("readers_disagree",)


def test_a_poor_layer_speaks_only_where_there_is_doubt_already() -> None:
    told = with_layer(page(doubtful=2), words(page(), wrong=range(20)))
    assert cell_of(told, 5) == cell_of(page(), 5)
    assert [one.method for one in cell_of(told, 2).readings] == ["rapidocr", "ocr_layer"]
    assert told.issues[0].startswith("layer_poor: 50 of 100")


def test_words_of_a_page_on_its_side_are_read_along_their_lines() -> None:
    cell = Cell(0, 0, "", box=Box(0, 0, 40, 100))
    lying = [LayerWord("余额", Box(10, 40, 22, 80)), LayerWord("96.32", Box(10, 5, 22, 38))]
    assert layer_text(cell, lying, turned=90) == "余额96.32"


def test_without_a_layer_nothing_changes() -> None:
    assert with_layer(page(), []) == page()
    assert replace(page(), issues=()) == page()
    assert Reading("1", "ocr_layer").confidence is None
