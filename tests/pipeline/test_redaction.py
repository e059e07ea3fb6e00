"""`--redact` masks what is stored and what is written."""

from __future__ import annotations

from pathlib import Path

from extractors.settings import ExtractSettings
from pipeline.evaluate import evaluate_document
from pipeline.readings import Readings
from pipeline.tasks import Task, identify

TEXT = """项目支出绩效自评表

（2024年度）

项目名称\t道路养护\t\t\t
项目负责人\t张三丰\t联系电话\t13612345678\t
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值
产出指标\t数量指标\t养护里程\t13812345678\t13812345678
"""


def task(path: Path, dataset: Path, *, redact: bool) -> Task:
    return Task(
        doc_id=identify(path), path=str(path), byte_size=path.stat().st_size, settings=ExtractSettings(),
        normalizer="1", dataset=str(dataset), timeout=60.0, timeout_a_page=10.0, redact=redact,
    )  # fmt: skip


def cells(path: Path, dataset: Path, *, redact: bool) -> str:
    outcome = evaluate_document(task(path, dataset, redact=redact))
    assert outcome.row.error_message is None
    return " ".join(outcome.batches["cells"].column("text").to_pylist())


def test_a_redacted_run_neither_writes_nor_stores_names_and_numbers(tmp_path: Path) -> None:
    path = tmp_path / "form.txt"
    path.write_text(TEXT, encoding="utf-8")
    plain = cells(path, tmp_path / "set", redact=False)
    assert "张三丰" in plain
    assert "13612345678" in plain
    masked = cells(path, tmp_path / "set", redact=True)
    assert "张三丰" not in masked
    assert "13612345678" not in masked
    assert masked.count("13812345678") == 2
    wanted = task(path, tmp_path / "set", redact=True)
    stored = Readings(tmp_path / "set").load(wanted.doc_id, wanted.reader_id())
    assert stored is not None
    assert "张三丰" not in repr(stored.document)
