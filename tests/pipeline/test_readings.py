from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from extractors.document import Document, Page, Paragraph
from pipeline.readings import NotStored, Readings

DOCUMENT = Document(
    doc_id="ab" * 32,
    file_name="自评表.pdf",
    media_type="application/pdf",
    byte_size=5,
    reader="1-auto-all",
    page_count=1,
    pages=(Page(number=1, kind="digital", blocks=(Paragraph(page=1, text="绩效目标"),)),),
)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    readings = Readings(tmp_path)
    readings.save(DOCUMENT, "1-auto-all")
    stored = readings.load(DOCUMENT.doc_id, "1-auto-all")
    assert stored is not None
    assert stored.document == DOCUMENT
    assert readings.path(DOCUMENT.doc_id, "1-auto-all").parent == tmp_path / ".readings" / "ab"


def test_another_reader_has_its_own_reading(tmp_path: Path) -> None:
    Readings(tmp_path).save(DOCUMENT, "1-auto-all")
    assert Readings(tmp_path).load(DOCUMENT.doc_id, "2-auto-all") is None


@pytest.mark.parametrize("keep", [0, 1, 20, -1])
def test_half_a_reading_is_none(tmp_path: Path, keep: int) -> None:
    readings = Readings(tmp_path)
    readings.save(DOCUMENT, "1-auto-all")
    path = readings.path(DOCUMENT.doc_id, "1-auto-all")
    path.write_bytes(path.read_bytes()[:keep])
    assert readings.load(DOCUMENT.doc_id, "1-auto-all") is None


def test_nothing_is_left_beside_the_readings(tmp_path: Path) -> None:
    readings = Readings(tmp_path)
    for _ in range(2):
        readings.save(DOCUMENT, "1-auto-all")
    assert [path.suffix for path in (tmp_path / ".readings/ab").iterdir()] == [".gz"]
    assert list((tmp_path / ".readings/.part").iterdir()) == []


def test_what_killed_workers_left_goes_after_a_day(tmp_path: Path) -> None:
    aside = tmp_path / ".readings" / ".part"
    aside.mkdir(parents=True)
    for name, age in (("old", 90_000), ("new", 0)):
        (aside / name).write_text("half")
        os.utime(aside / name, (time.time() - age, time.time() - age))
    Readings(tmp_path).sweep()
    assert [path.name for path in aside.iterdir()] == ["new"]


def test_a_reading_that_cannot_be_stored_says_why(tmp_path: Path) -> None:
    (tmp_path / ".readings").touch()
    with pytest.raises(NotStored, match="cannot be stored: Not a directory"):
        Readings(tmp_path).save(DOCUMENT, "1-auto-all")
