"""Who follows the pages on a new check, reader and layout ends with one that works."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from fixtures.truth import load_truth
from tests.docs.pages import ROOT
from tests.docs.sandbox import DOCUMENTS
from tests.docs.worked import follow, make_copy

HOW_TO = ROOT / "docs" / "how-to"


@pytest.mark.slow
def test_a_new_check_is_found_and_cries_no_wolf(tmp_path: Path) -> None:
    folder = make_copy(tmp_path)
    shown = follow(HOW_TO / "new-check.md", folder)
    planted = re.search(r"^I-18 +(\d+) of (\d+)$", shown, re.MULTILINE)
    assert planted and 0 < int(planted[1]) == int(planted[2]), shown
    assert "indicator_twice" not in shown.partition("without a contradiction:")[2]
    assert "同一指标不重复出现" in (folder / "docs" / "rules.zh.md").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.ocr
def test_a_new_reader_reads_a_scan(tmp_path: Path) -> None:
    folder = make_copy(tmp_path)
    follow(HOW_TO / "new-reader.md", folder)
    assert "-bare-" in json.loads((folder / "reading.json").read_text(encoding="utf-8"))["reader"]
    evaluation = json.loads((folder / "evaluation.json").read_text(encoding="utf-8"))
    read = [line["budget"] and Decimal(line["budget"]) for line in evaluation["funding"]]
    (form,) = load_truth(DOCUMENTS / "office_scan.truth.json").forms
    assert read == [line.budget for line in form.funding]


@pytest.mark.slow
def test_a_new_layout_is_read_whole(tmp_path: Path) -> None:
    shown = follow(HOW_TO / "new-layout.md", make_copy(tmp_path))
    before, after = (int(count) for count in re.findall(r"^(\d+) wrong in all$", shown, re.MULTILINE))
    assert before > 0
    assert after == 0
