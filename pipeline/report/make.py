"""`jixiao report`: a dataset, or one document of it, to a page or a workbook."""

from __future__ import annotations

from pathlib import Path

from normalizers.schema import Language
from pipeline.places import Place, place
from pipeline.report.collection import count_dataset
from pipeline.report.collection_book import collection_book
from pipeline.report.collection_page import collection_page
from pipeline.report.crops import cut_out
from pipeline.report.document import load_document
from pipeline.report.document_book import document_book
from pipeline.report.document_page import document_page
from pipeline.report.output import check_output, write_report


def make_report(
    dataset: str | Place,
    out: Path,
    wanted: str | None = None,
    language: Language = "zh",
    password: str | None = None,
) -> None:
    """Write the report of a dataset, or of the document `wanted` in it, into `out` (`.html` or `.xlsx`).

    Nothing is written into the dataset. Raises `NoDataset`, `NoInput` for a document that is not in it,
    `SeveralDocuments` where the name fits more than one, `BadOutput`.
    """
    suffix = check_output(out)
    if wanted is None:
        found = count_dataset(place(dataset))
        if suffix == ".xlsx":
            write_report(out, lambda aside: collection_book(found, language, aside))
        else:
            _write_page(out, collection_page(found, language))
        return
    content = load_document(place(dataset), wanted, language)
    if suffix == ".xlsx":
        write_report(out, lambda aside: document_book(content, language, aside))
    else:
        crops = cut_out(content.row, content.reading, content.doubtful, password)
        _write_page(out, document_page(content, crops, language))


def _write_page(out: Path, page: str) -> None:
    write_report(out, lambda aside: _write_text(aside, page))


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
