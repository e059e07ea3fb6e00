from __future__ import annotations

import pytest

from extractors.document import Box
from extractors.layer import Glyph, PageLayer, Picture, Rule
from extractors.triage import covered_share, judge, judge_drawn
from tests.extractors.drawn_pdf import glyphs

TEXT = tuple(glyph for row in range(20) for glyph in glyphs("企业职工基本养老保险补助资金", 60, 100 + 14 * row))
WHOLE = (Picture(Box(0, 0, 595, 842), 8_000_000),)
STRIPS = tuple(Picture(Box(0, 100.0 * i, 595, 100.0 * i + 99), 900_000) for i in range(8))


def page(glyphs: tuple[Glyph, ...] = (), **rest: object) -> PageLayer:
    return PageLayer(595.0, 842.0, glyphs, **rest)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("layer", "kind"),
    [
        (page(TEXT), "digital"),
        (page(TEXT, pictures=(Picture(Box(450, 700, 560, 810)),)), "digital"),
        (page(TEXT, pictures=(Picture(Box(60, 400, 530, 700)),)), "digital"),
        (page(pictures=WHOLE), "scanned"),
        (page(pictures=STRIPS), "scanned"),
        (page(TEXT, pictures=WHOLE), "ocr_layer"),
        (page(hidden=TEXT, pictures=WHOLE), "ocr_layer"),
        (page(TEXT[:14], pictures=(Picture(Box(60, 120, 530, 700)),)), "ocr_layer"),
        (page(rules=(Rule(False, 100, 50, 500),), curves=900), "scanned"),
        (page(), "digital"),
        (page(hidden=TEXT), "digital"),
    ],
)
def test_a_page_is_read_by_what_lies_on_it(layer: PageLayer, kind: str) -> None:
    assert judge(layer).kind == kind


def test_a_layer_without_unicode_is_not_used() -> None:
    unknown = tuple(Glyph("\ufffd", 10.0 * i, 50, 10.0 * i, 41, 10.0 * i + 9, 51, 10.0, 0, False) for i in range(40))
    verdict = judge(page(TEXT[:100] + unknown))
    assert verdict.kind == "scanned"
    assert verdict.issues[0].startswith("bad_layer")


def test_a_few_unknown_glyphs_do_not_spoil_a_layer() -> None:
    unknown = (Glyph("\ufffd", 10, 50, 10, 41, 20, 51, 10.0, 0, mapped=False),)
    assert judge(page(TEXT + unknown)).kind == "digital"


def test_a_false_mapping_is_told_by_its_rare_characters() -> None:
    assert judge(page(tuple(glyphs("䀀䀁䀂䀃䀄䀅䀆䀇䀈䀉䀊䀋", 60, 100)))).kind == "scanned"
    assert judge(page(tuple(glyphs("ĀĂĄĆĈĊČĎĐĒĔĖĘ", 60, 100)))).kind == "scanned"
    assert judge(page(tuple(glyphs("#$&@!;<=>?[]^{}~62500000.00", 60, 100)))).kind == "scanned"
    assert judge(page(tuple(glyphs("指标值≥90%；#DIV/0!；其中：中央财政资金", 60, 100)))).kind == "digital"
    assert judge(page(tuple(glyphs("績效自評報告補助資金執行情況說明", 60, 100)))).kind == "digital"


def test_blank_pages_and_hidden_text_are_noted() -> None:
    assert judge(page()).issues[0].startswith("blank_page")
    assert judge(page(hidden=TEXT)).issues[0].startswith("hidden_text")


def test_a_layer_that_leaves_no_ink_is_not_believed() -> None:
    assert judge_drawn(page(TEXT), unseen=len(TEXT), explained=1.0).kind == "scanned"
    assert judge_drawn(page(TEXT), unseen=3, explained=0.9).kind == "digital"


def test_writing_turned_into_outlines_is_a_scan_although_a_page_number_is_text() -> None:
    outlined = page(tuple(glyphs("第1页", 280, 800)), curves=2000)
    assert judge_drawn(outlined, unseen=0, explained=0.02).kind == "scanned"
    emblem = page(TEXT, curves=250)
    assert judge_drawn(emblem, unseen=0, explained=0.4).kind == "digital"


@pytest.mark.parametrize(
    ("boxes", "share"),
    [
        ([], 0.0),
        ([Box(0, 0, 100, 100)], 1.0),
        ([Box(0, 0, 50, 100), Box(0, 0, 50, 100)], 0.5),
        ([Box(0, 0, 60, 100), Box(40, 0, 100, 50)], 0.8),
        ([Box(-50, -50, 50, 50)], 0.25),
        ([Box(150, 150, 250, 250)], 0.0),
    ],
)
def test_parts_under_several_pictures_count_once(boxes: list[Box], share: float) -> None:
    assert covered_share(boxes, 100, 100) == pytest.approx(share)
