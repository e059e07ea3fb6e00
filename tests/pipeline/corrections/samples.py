"""A small form as a reading, with boxes or as an export, and datasets that hold it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import msgspec

from extractors.document import Box, Cell, Document, Method, Page, PageKind, Paragraph, Table
from pipeline.corrections.again import renewed, understood_in
from pipeline.corrections.row import Action, Correction, correction
from pipeline.corrections.spots import Spot, printed_of
from pipeline.dataset import Dataset
from pipeline.documents import DocumentRow
from pipeline.places import Place
from pipeline.readings import Readings
from pipeline.tasks import Outcome, normalizer_id

ROWS = (
    ("项目名称", "农村饮水工程维修养护资金", "", "", "", ""),
    ("地方主管部门", "望河县水利局", "", "资金使用单位", "望河县农村供水总站", ""),
    ("资金情况（万元）", "", "全年预算数", "全年执行数", "执行率", ""),
    ("年度资金总额", "", "8,000.00", "7,000.00", "87.50%", ""),
    ("其中：中央补助", "", "5,000.00", "4,500.00", "90.00%", ""),
    ("地方资金", "", "3,000.00", "2,500.00", "83.33%", ""),
    ("一级指标", "二级指标", "三级指标", "年度指标值", "全年完成值", "未完成原因和改进措施"),
    ("产出指标", "数量指标", "维修工程处数", "≥12处", "12处", ""),
    ("产出指标", "质量指标", "工程验收合格率", "≥95%", "98%", ""),
    ("效益指标", "社会效益指标", "受益人口数", "≥3万人", "3.2万人", ""),
)
"""A form whose figures agree."""
WIDTH, HEIGHT = 80.0, 20.0
"""Points of a cell."""
TITLE = "转移支付区域绩效目标自评表"


def cell_box(row: int, column: int, shift: float = 0.0) -> Box:
    left, top = 40.0 + column * WIDTH + shift, 100.0 + row * HEIGHT + shift
    return Box(left, top, left + WIDTH, top + HEIGHT)


def form(
    changes: dict[tuple[int, int], Cell] | None = None,
    *,
    export: bool = False,
    shift: float = 0.0,
    name: str = "自评表.pdf",
    method: Method = "rapidocr",
) -> Document:
    """Return the form as a scan that was read surely, or as an export; `changes` replace cells by (row, column)."""
    sure, blank = (None, None) if export or method == "pdf_text" else (0.9999, 1.0)
    cells = []
    for row, texts in enumerate(ROWS):
        for column, text in enumerate(texts):
            cell = Cell(row, column, text)
            if not export:
                cell = msgspec.structs.replace(
                    cell, box=cell_box(row, column, shift), method=method, confidence=sure if text else blank
                )
            else:
                cell = msgspec.structs.replace(cell, method="text_export")
            if changes and (row, column) in changes:
                given = changes[row, column]
                cell = msgspec.structs.replace(given, row=row, column=column, box=cell.box, method=cell.method)
            cells.append(cell)
    kind: PageKind = "export" if export else "digital" if method == "pdf_text" else "scanned"
    title = Paragraph(
        1, TITLE, None if export else Box(200, 40, 400, 60), "text_export" if export else method,
        sure, centred=True,
    )  # fmt: skip
    year = Paragraph(
        1, "（2023年度）", None if export else Box(260, 65, 340, 80), "text_export" if export else method,
        sure, centred=True,
    )  # fmt: skip
    table = Table(1, len(ROWS), len(ROWS[0]), tuple(cells), "export" if export else "image")
    page = Page(1, kind, 595, 842, (title, year, table))
    doc_id = hashlib.sha256(name.encode()).hexdigest()
    return Document(doc_id, name, "application/pdf", 1000, "5-auto-all", 1, (page,))


def spot_of(document: Document, row: int, column: int) -> Spot:
    """Return the place of a cell of the form."""
    return next(
        one.spot
        for one in printed_of(document)
        if isinstance(one.text, Cell) and (one.text.row, one.text.column) == (row, column)
    )


def typed(
    document: Document, row: int, column: int, text: str, reviewer: str = "王", action: Action = "text"
) -> Correction:
    """Return a correction of a cell of the form."""
    spot = spot_of(document, row, column)
    old = next(one.text.text for one in printed_of(document) if one.spot == spot)
    return correction(document.doc_id, spot, action, reviewer, old=old, new=text)


def put(store: Dataset, document: Document) -> None:
    """Write a reading and what it means into a dataset, as a run does."""
    Readings(store.folder).save(document, document.reader)
    row = DocumentRow(
        doc_id=document.doc_id, source=document.file_name, file_name=document.file_name, status="ok",
        pipeline_version="1", extracted_at=datetime.now(UTC), seconds=0.1, location=f"/{document.file_name}",
        reader=document.reader, normalizer=normalizer_id("zh"), byte_size=1000, page_count=1,
    )  # fmt: skip
    understood = understood_in("zh", row, document, store.corrections.holding(document.doc_id))
    outcome = renewed(row, understood, "zh")
    store.replace([Outcome(row=outcome.row, batches=outcome.batches)])


def dataset(folder: Place, *documents: Document) -> Dataset:
    """Return a dataset that holds these readings."""
    store = Dataset(folder)
    for document in documents:
        put(store, document)
    return store
