"""Stages that need no reader: a text file's words say what becomes of it. Workers import them by name."""

from __future__ import annotations

import os
import signal
import time
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

from extractors.document import Document, Page, Paragraph
from extractors.errors import DamagedPdf, EncryptedPdf, MissingTool
from extractors.settings import ExtractSettings
from normalizers.schema import CellValue, Evaluation, Finding, Form, Funding, Indicator, Mention, Passage
from pipeline.evaluate import evaluate_document
from pipeline.tasks import identify

LOG = "JIXIAO_TEST_LOG"
"""Environment variable that names a file to which each extraction adds a line."""


def extract(path: Path, settings: ExtractSettings) -> Document:
    """Read the file's text as one page; the first word may be a misfortune."""
    if LOG in os.environ:
        with Path(os.environ[LOG]).open("a") as log:
            log.write(f"{path.name}\n")
    text = path.read_text()
    befall(text.split(), settings)
    return Document(
        doc_id=identify(path),
        file_name=path.name,
        media_type="text/plain",
        byte_size=path.stat().st_size,
        reader=settings.reader_id(),
        page_count=1,
        pages=(Page(number=1, kind="digital", blocks=(Paragraph(page=1, text=text),)),),
    )


def befall(words: list[str], settings: ExtractSettings) -> None:  # noqa: PLR0912
    """Do what the first word says."""
    match words[:1]:
        case ["encrypted"] if settings.password != "open":
            raise EncryptedPdf("scan.pdf: is encrypted")
        case ["damaged"]:
            raise DamagedPdf("scan.pdf: has no pages")
        case ["tool"]:
            raise MissingTool("tesseract is not installed")
        case ["bug"]:
            raise KeyError("年度指标值")
        case ["hang"]:
            while True:
                pass
        case ["sleep"]:
            time.sleep(float(words[1]))
        case ["killed"] if len(words) == 2 and Path(words[1]).exists():
            pass  # it happened before
        case ["killed"] if len(words) == 2:
            Path(words[1]).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        case ["killed"]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["replaced"]:  # somebody puts another file in its place meanwhile
            Path(words[1]).with_suffix(".new").write_text("good, and new")
            Path(words[1]).with_suffix(".new").replace(words[1])
        case ["segfault"]:
            os.kill(os.getpid(), signal.SIGSEGV)
        case ["greedy"]:
            hoard: list[bytes] = []
            while True:
                hoard.append(b"x" * 2**24)
        case ["huge"]:
            bytearray(2**40)
        case _:
            pass


def normalize(document: Document) -> Evaluation:
    """Make one form with one row of each kind; `plain` has no form, `wrong` an error, `doubtful` a marked row."""
    text = document.pages[0].blocks[0].text  # type: ignore[union-attr]
    if text.startswith("plain"):
        return Evaluation(doc_id=document.doc_id)
    doc_id, form_id = document.doc_id, f"{document.doc_id[:16]}-1"
    finding = Finding(
        doc_id=doc_id, form_id=form_id, rule="F-01", name="sources_do_not_sum", severity="error", message="不符"
    )
    return Evaluation(
        doc_id=doc_id,
        forms=(Form(form_id=form_id, doc_id=doc_id, ordinal=1, template="transfer_payment", fiscal_year=2023),),
        funding=(
            Funding(
                form_id=form_id,
                doc_id=doc_id,
                ordinal=1,
                source="total",
                source_label="年度资金总额",
                budget=Decimal("6351000"),
                execution_rate=Decimal("0.9873651"),
                needs_review=text.startswith("doubtful"),
            ),
        ),
        indicators=(
            Indicator(
                form_id=form_id, doc_id=doc_id, ordinal=1, target_value=Decimal(12), target_date=date(2023, 12, 31)
            ),
        ),
        passages=(Passage(doc_id=doc_id, ordinal=1, text=text),),
        mentions=(Mention(doc_id=doc_id, ordinal=1, kind="count", text="3个", value=Decimal(3)),),
        findings=(finding,) if text.startswith("wrong") else (),
        cells=(CellValue(doc_id=doc_id, page=1, x0=1.5, text=text, method="pdf_text"),),
    )


work = partial(evaluate_document, extract=extract, normalize=normalize)
