from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from extractors.drawings import PageDrawings, read_drawings
from extractors.tables.lines import join_rules
from extractors.tables.vector import find_grids
from tests.extractors.drawn_pdf import FORM, HEIGHT, boxes_of, draw_boxes, new_canvas

Draw = Callable[[Any], None]


@pytest.fixture
def drawn(tmp_path: Path) -> Callable[[Draw], PageDrawings]:
    def read(draw: Draw) -> PageDrawings:
        canvas = new_canvas(tmp_path / "a.pdf")
        draw(canvas)
        canvas.showPage()
        canvas.save()
        with closing(pypdfium2.PdfDocument(tmp_path / "a.pdf")) as pdf:
            return read_drawings(pdf[0])

    return read


Read = Callable[[Draw], PageDrawings]


def spans(drawings: PageDrawings) -> list[tuple[int, int, int, int]]:
    (grid,) = find_grids(drawings.rules)
    return [(s.row, s.column, s.row_span, s.column_span) for s in grid.spans]


def as_fills(canvas: Any) -> None:
    for box in boxes_of(FORM):
        for x, y, width, height in (
            (box.x0, box.top, box.x1 - box.x0, 0.48),
            (box.x0, box.bottom, box.x1 - box.x0, 0.48),
            (box.x0, box.top, 0.48, box.bottom - box.top),
            (box.x1, box.top, 0.48, box.bottom - box.top),
        ):
            canvas.rect(x, HEIGHT - y - height, width, height, stroke=0, fill=1)


def as_one_path(canvas: Any) -> None:
    path = canvas.beginPath()
    for box in boxes_of(FORM):
        path.rect(box.x0, HEIGHT - box.bottom, box.x1 - box.x0, box.bottom - box.top)
    canvas.drawPath(path)


def as_dashes(canvas: Any) -> None:
    canvas.setDash(3, 2)
    draw_boxes(canvas, FORM)


def as_form(canvas: Any) -> None:
    canvas.beginForm("form")
    draw_boxes(canvas, FORM)
    canvas.endForm()
    canvas.translate(20, 30)
    canvas.scale(0.9, 0.9)
    canvas.doForm("form")


def over_backgrounds(canvas: Any) -> None:
    canvas.setFillGray(0.9)
    canvas.rect(60, HEIGHT - 124, 460, 24, stroke=0, fill=1)
    draw_boxes(canvas, FORM)


def white_on_colour(canvas: Any) -> None:
    canvas.setFillGray(0.8)
    canvas.rect(60, HEIGHT - 196, 460, 96, stroke=0, fill=1)
    canvas.setStrokeGray(1)
    draw_boxes(canvas, FORM)


def merged_by_white_boxes(canvas: Any) -> None:
    for x in (60, 130, 220, 380, 520):
        canvas.line(x, HEIGHT - 100, x, HEIGHT - 196)
    for y in (100, 124, 148, 172, 196):
        canvas.line(60, HEIGHT - y, 520, HEIGHT - y)
    canvas.setFillGray(1)
    for box in boxes_of(FORM):
        canvas.rect(box.x0, HEIGHT - box.bottom, box.x1 - box.x0, box.bottom - box.top, fill=1)


@pytest.mark.parametrize(
    "draw", [as_fills, as_one_path, as_dashes, as_form, over_backgrounds, white_on_colour, merged_by_white_boxes]
)
def test_every_way_of_drawing_a_table_gives_its_rules(drawn: Read, draw: Draw) -> None:
    assert spans(drawn(draw)) == [cell[:4] for cell in FORM]


def test_a_line_is_one_rule_in_points_from_the_top(drawn: Read) -> None:
    def draw(canvas: Any) -> None:
        canvas.setLineWidth(0.5)
        canvas.line(60, HEIGHT - 100, 300, HEIGHT - 100)

    (rule,) = drawn(draw).rules
    assert (rule.vertical, rule.at) == (False, pytest.approx(100, abs=0.01))
    assert (rule.start, rule.end) == pytest.approx((60, 300), abs=1)


def test_backgrounds_white_lines_and_slanting_lines_are_no_rules(drawn: Read) -> None:
    def draw(canvas: Any) -> None:
        canvas.line(60, 700, 300, 500)
        canvas.setFillGray(0.5)
        canvas.rect(60, 300, 100, 80, stroke=0, fill=1)
        canvas.setStrokeGray(1)
        canvas.line(60, 100, 300, 100)

    assert drawn(draw).rules == ()


def test_shapes_are_counted_as_curves(drawn: Read) -> None:
    def draw(canvas: Any) -> None:
        for i in range(5):
            canvas.circle(100 + 20 * i, 300, 8)

    assert drawn(draw).curves == 5


def test_pictures_tell_their_place_and_pixels(drawn: Read) -> None:
    image = ImageReader(Image.new("L", (300, 200), 200))
    (picture,) = drawn(lambda canvas: canvas.drawImage(image, 50, 400, 150, 100)).pictures
    assert picture.pixels == 60_000
    box = picture.box
    assert (box.x0, box.top, box.x1, box.bottom) == pytest.approx((50, HEIGHT - 500, 200, HEIGHT - 400), abs=0.01)


def test_dotted_borders_join_to_lines(drawn: Read) -> None:
    def draw(canvas: Any) -> None:
        for i in range(60):
            canvas.rect(60 + 3 * i, 400, 1.2, 1.2, stroke=0, fill=1)

    lines = [rule for rule in join_rules(drawn(draw).rules) if not rule.vertical]
    assert [(round(rule.start), round(rule.end)) for rule in lines] == [(60, 238)]
