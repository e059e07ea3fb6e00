"""Two persons answer blind; a third settles what they differ in."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.document import Cell
from pipeline.corrections.again import evaluate_again
from pipeline.corrections.double_keying import NotYours, answer, keying_at, keyings, settle
from pipeline.corrections.store import Corrections
from pipeline.dataset import Dataset
from tests.pipeline.corrections.samples import dataset, form, spot_of

DOCUMENT = form({(7, 4): Cell(7, 4, "72处", confidence=0.5, doubts=("low_confidence",))})
DOC_ID, SPOT = DOCUMENT.doc_id, spot_of(DOCUMENT, 7, 4)


@pytest.fixture
def corrections(tmp_path: Path) -> Corrections:
    return Corrections(dataset(tmp_path, DOCUMENT))


def test_two_who_say_the_same_decide_together(corrections: Corrections) -> None:
    assert keying_at(corrections.history(DOC_ID), SPOT).state == "open"
    assert answer(corrections, DOC_ID, SPOT, "12处", "王", old="72处").state == "waiting"
    assert corrections.of(DOC_ID) == ()
    after = answer(Corrections(Dataset(corrections.dataset.folder)), DOC_ID, SPOT, "１２ 处", "Li", old="72处")
    assert after.state == "settled"
    corrections.refresh()
    (text,) = corrections.of(DOC_ID)
    assert (text.reviewer, text.old, text.new) == ("王、Li", "72处", "12处")
    assert evaluate_again(corrections.dataset, DOC_ID).row.status == "ok"


def test_what_two_differ_in_is_settled_by_a_third(corrections: Corrections) -> None:
    answer(corrections, DOC_ID, SPOT, "12处", "王")
    after = answer(corrections, DOC_ID, SPOT, "72处", "李")
    assert after.state == "disputed"
    assert corrections.of(DOC_ID) == ()
    for one in ("王", " 李 "):
        assert not after.may_settle(one)
        with pytest.raises(NotYours):
            settle(corrections, DOC_ID, SPOT, "12处", one)
    with pytest.raises(NotYours):
        answer(corrections, DOC_ID, SPOT, "12处", "张")
    assert after.may_settle("张")
    settled = settle(corrections, DOC_ID, SPOT, "12处", "张", "放大看是1")
    assert [one.state for one in keyings(corrections.history(DOC_ID))] == ["settled"]
    assert corrections.of(DOC_ID) == (settled,)
    with pytest.raises(NotYours):
        settle(corrections, DOC_ID, SPOT, "72处", "赵")


def test_nobody_answers_twice(corrections: Corrections) -> None:
    answer(corrections, DOC_ID, SPOT, "12处", "Wang")
    with pytest.raises(NotYours):
        answer(corrections, DOC_ID, SPOT, "12处", "wang ")
    assert keying_at(corrections.history(DOC_ID), SPOT).state == "waiting"


def test_a_text_that_is_taken_back_is_answered_anew(corrections: Corrections) -> None:
    answer(corrections, DOC_ID, SPOT, "72处", "王")
    answer(corrections, DOC_ID, SPOT, "72处", "李")
    (text,) = corrections.of(DOC_ID)
    corrections.undo(text.correction_id, "张")
    assert keying_at(corrections.history(DOC_ID), SPOT).state == "open"
    assert answer(corrections, DOC_ID, SPOT, "12处", "王").state == "waiting"
