"""The queue to Label Studio and back: the rectangles lie on the cells, what is said comes home."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from PIL import Image, ImageDraw

from extractors.document import Box, Cell, Page
from pipeline.commands import call
from pipeline.corrections.again import renewed, understood_in
from pipeline.corrections.label_studio import export_tasks, labelling, percent
from pipeline.corrections.label_studio_import import import_annotations
from pipeline.corrections.store import Corrections
from pipeline.dataset import Dataset
from pipeline.documents import DocumentRow
from pipeline.exit_codes import ExitCode
from pipeline.readings import Readings
from pipeline.tasks import Outcome, identify, normalizer_id
from tests.pipeline.corrections.samples import cell_box, form, spot_of, typed

CHANGES = {
    (7, 4): Cell(7, 4, "72处", confidence=0.5, doubts=("low_confidence",)),
    (8, 4): Cell(8, 4, "", doubts=("unreadable",)),
    (9, 1): Cell(9, 1, "社会效盖指标", confidence=0.5, doubts=("low_confidence",)),
}


@pytest.fixture
def corrections(tmp_path: Path) -> Corrections:
    """A dataset of one scan: a picture on which a cell that nobody could read is black."""
    path = tmp_path / "扫描.png"
    picture = Image.new("RGB", (1190, 1684), "white")
    box = cell_box(7, 4)
    ImageDraw.Draw(picture).rectangle([2 * box.x0, 2 * box.top, 2 * box.x1, 2 * box.bottom], fill="black")
    picture.save(path)
    document = msgspec.structs.replace(form(CHANGES), doc_id=identify(path), media_type="image/png")
    store = Dataset(tmp_path / "set")
    Readings(store.folder).save(document, document.reader)
    row = DocumentRow(
        doc_id=document.doc_id, source=str(path), file_name=path.name, status="ok", pipeline_version="1",
        extracted_at=datetime.now(UTC), seconds=0.1, location=str(path), reader=document.reader,
        normalizer=normalizer_id("zh"), media_type="image/png",
    )  # fmt: skip
    outcome = renewed(row, understood_in("zh", row, document, ()), "zh")
    store.replace([Outcome(row=outcome.row, batches=outcome.batches)])
    return Corrections(store)


def exported(corrections: Corrections, folder: Path) -> list[dict[str, Any]]:
    export_tasks(corrections, folder)
    tasks: list[dict[str, Any]] = json.loads((folder / "tasks.json").read_text(encoding="utf-8"))
    return tasks


def annotated(tasks: list[dict[str, Any]], folder: Path, **changes: Any) -> Path:
    """Write what Label Studio exports when somebody has submitted the predictions; `changes` is what was typed."""
    for task in tasks:
        result = json.loads(json.dumps(task["predictions"][0]["result"]))
        fields = {place["id"]: place["field"] for place in task["data"]["places"]}
        for region in list(result):
            text = changes.get(fields.get(region["id"], ""))
            if region["type"] == "textarea" and text is not None:
                region["value"]["text"] = [text]
                if text == "":
                    result.remove(region)
        task |= {"id": 5, "annotations": [
            {"id": 9, "result": result, "was_cancelled": False, "completed_by": {"email": "wang@example.org"},
             "created_at": "2024-03-01T09:30:00.123456Z"},
            {"id": 10, "result": [], "was_cancelled": True, "completed_by": 3, "created_at": ""},
        ]}  # fmt: skip
    path = folder / "project-1.json"
    path.write_text(json.dumps(tasks, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_task_has_a_picture_and_its_doubtful_cells(corrections: Corrections, tmp_path: Path) -> None:
    (task,) = exported(corrections, tmp_path / "ls")
    picture = Image.open(tmp_path / "ls" / "images" / task["data"]["image"].rpartition("/")[2])
    regions = [one for one in task["predictions"][0]["result"] if one["type"] == "rectangle"]
    fields = {place["id"]: place["field"] for place in task["data"]["places"]}
    assert set(fields.values()) == {"indicators[1].actual", "indicators[2].actual", "indicators[3].level2"}
    for region in regions:
        assert (region["original_width"], region["original_height"]) == picture.size
        if fields[region["id"]] == "indicators[1].actual":
            value = region["value"]
            x0, y0 = value["x"] * picture.width / 100, value["y"] * picture.height / 100
            x1, y1 = x0 + value["width"] * picture.width / 100, y0 + value["height"] * picture.height / 100
            inside = np.asarray(picture.convert("L").crop((round(x0) + 2, round(y0) + 2, round(x1) - 2, round(y1) - 2)))
            assert inside.max() == 0  # the black cell and nothing of its neighbours
    texts = {
        fields[one["id"]]: one["value"]["text"]
        for one in task["predictions"][0]["result"]
        if one["type"] == "textarea"
    }
    assert texts["indicators[1].actual"] == ["72处"]
    assert texts["indicators[3].level2"] == ["社会效益指标"]  # what it was repaired to
    assert "indicators[2].actual" not in texts


def test_labels_of_the_tasks_are_those_of_the_configuration(corrections: Corrections, tmp_path: Path) -> None:
    (task,) = exported(corrections, tmp_path / "ls")
    used = {label for one in task["predictions"][0]["result"] for label in one["value"].get("labels", [])}
    assert used
    assert all(f'<Label value="{label}"/>' in labelling() for label in used)
    for region in task["predictions"][0]["result"]:
        assert f'name="{region["from_name"]}"' in labelling()


def test_what_is_said_there_comes_back_once(corrections: Corrections, tmp_path: Path) -> None:
    tasks = exported(corrections, tmp_path / "ls")
    path = annotated(tasks, tmp_path, **{"indicators[1].actual": "12处"})
    imported = import_annotations(corrections, path)
    assert imported.problems == ()
    (doc_id,) = corrections.dataset.known
    said = {one.field: one for one in corrections.of(doc_id)}
    assert said["indicators[1].actual"].new == "12处"
    assert said["indicators[1].actual"].reviewer == "label-studio:wang@example.org"
    assert said["indicators[2].actual"].new == ""  # looked at, and left blank
    assert corrections.dataset.known[doc_id].status == "ok"
    again = import_annotations(corrections, path)
    assert (again.added, again.known) == (0, imported.added)


def test_a_text_that_was_cleared_is_a_blank_cell(corrections: Corrections, tmp_path: Path) -> None:
    path = annotated(exported(corrections, tmp_path / "ls"), tmp_path, **{"indicators[1].actual": ""})
    import_annotations(corrections, path)
    (doc_id,) = corrections.dataset.known
    assert {one.field: one.new for one in corrections.of(doc_id)}["indicators[1].actual"] == ""


def test_a_rectangle_that_somebody_drew_is_of_the_cell_that_it_covers(corrections: Corrections, tmp_path: Path) -> None:
    (task,) = exported(corrections, tmp_path / "ls")
    page = Page(1, "scanned", 595, 842)
    drawn = percent(page, cell_box(9, 4, shift=2.0))
    nowhere = percent(page, Box(10, 700, 60, 720))
    values = [
        {"x": value.x, "y": value.y, "width": value.width, "height": value.height} for value in (drawn, nowhere)
    ]
    result = [
        {"id": name, "type": "textarea", "value": {**value, "text": ["3.5万人"]}, "from_name": "t", "to_name": "image"}
        for name, value in zip(("new", "lost"), values, strict=True)
    ]
    task["annotations"] = [{"id": 1, "result": result, "completed_by": 7, "created_at": "2024-03-01T09:30:00Z"}]
    path = tmp_path / "x.json"
    path.write_text(json.dumps([task]), encoding="utf-8")
    imported = import_annotations(corrections, path)
    assert (imported.added, ["lost" in one.reason for one in imported.problems]) == (1, [True])
    (said,) = corrections.of(task["data"]["doc_id"])
    assert (said.spot, said.old, said.new) == (spot_of(form(), 9, 4), "3.2万人", "3.5万人")


def test_two_who_differ_there_and_what_was_decided_here_meanwhile(corrections: Corrections, tmp_path: Path) -> None:
    tasks = exported(corrections, tmp_path / "ls")
    (doc_id,) = corrections.dataset.known
    one = msgspec.structs.replace(typed(form(CHANGES), 7, 4, "15处", "李"), doc_id=doc_id)
    corrections.add([one], {})
    imported = import_annotations(corrections, annotated(tasks, tmp_path, **{"indicators[1].actual": "12处"}))
    assert ["李" in one.reason for one in imported.problems] == [True]
    assert {one.new for one in corrections.of(doc_id) if one.spot == spot_of(form(), 7, 4)} == {"15处"}
    other = tasks[0]["annotations"][0] | {"id": 11, "completed_by": 4}
    for region in (other := json.loads(json.dumps(other)))["result"]:
        if region["type"] == "textarea":
            region["value"]["text"] = ["x"]
    tasks[0]["annotations"].append(other)
    (tmp_path / "two.json").write_text(json.dumps(tasks), encoding="utf-8")
    problems = import_annotations(corrections, tmp_path / "two.json").problems
    assert any("two annotations differ" in one.reason for one in problems)


def test_the_command(corrections: Corrections, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, folder = str(tmp_path / "set"), tmp_path / "ls"
    assert call(["corrections", "export", out, str(folder), "--label-studio"]) == ExitCode.OK
    assert "on 1 pages" in capsys.readouterr().out
    tasks = json.loads((folder / "tasks.json").read_text(encoding="utf-8"))
    assert call(["corrections", "import", out, str(annotated(tasks, tmp_path))]) == ExitCode.OK
    (tmp_path / "扫描.png").unlink()
    corrections.refresh()
    (doc_id,) = corrections.dataset.known
    for one in corrections.of(doc_id):
        corrections.undo(one.correction_id, "王")
    from pipeline.corrections.again import evaluate_again  # noqa: PLC0415

    evaluate_again(corrections.dataset, doc_id)
    assert call(["corrections", "export", out, str(folder), "--label-studio"]) == ExitCode.OK
    assert "扫描.png" in capsys.readouterr().out  # its picture is gone
    (tmp_path / "other.json").write_text('{"a": 1}')
    assert call(["corrections", "import", out, str(tmp_path / "other.json")]) == ExitCode.USAGE
