from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import NoDataset, NoInput
from pipeline.report.find import SeveralDocuments, find_document
from pipeline.tasks import Outcome
from tests.pipeline.report.made_up import row_of, write


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    rows = [
        row_of("aaaa1" + "0" * 59, "自评表.pdf", location="/甲/自评表.pdf", source="甲/自评表.pdf"),
        row_of("aaaa2" + "0" * 59, "自评表.pdf", location="/乙/自评表.pdf", source="乙/自评表.pdf"),
        row_of("bbbb3" + "0" * 59, "aaaa", location="/丙/aaaa", source="丙/aaaa"),
    ]
    return write(tmp_path / "dataset", iter([Outcome(row=row) for row in rows]))


@pytest.mark.parametrize(
    ("wanted", "begins"),
    [
        ("aaaa1", "aaaa1"), ("AAAA2", "aaaa2"), ("aaaa1" + "0" * 59, "aaaa1"), ("/乙/自评表.pdf", "aaaa2"),
        ("乙/自评表.pdf", "aaaa2"), ("bbbb", "bbbb3"), ("丙/aaaa", "bbbb3"), ("aaaa", "bbbb3"),
    ],
)  # fmt: skip
def test_a_document_is_named_by_hash_path_or_name(dataset: Path, wanted: str, begins: str) -> None:
    """`aaaa` is the beginning of two hashes and the name of one file: the name is more exact."""
    assert find_document(dataset, wanted).row.doc_id.startswith(begins)


def test_the_end_of_a_path_names_a_document_too(tmp_path: Path) -> None:
    row = row_of("c" * 64, "x.pdf", location="/archive/2023/x.pdf", source="/archive/2023/x.pdf")
    assert find_document(write(tmp_path / "d", iter([Outcome(row=row)])), "2023/x.pdf").row.doc_id == "c" * 64


def test_of_several_documents_the_candidates_are_listed(dataset: Path) -> None:
    with pytest.raises(SeveralDocuments, match=r"2 documents are called so.*aaaa10000000 甲.*aaaa20000000 乙"):
        find_document(dataset, "自评表.pdf")


def test_of_a_wrong_name_the_nearest_are_told(dataset: Path) -> None:
    with pytest.raises(NoInput, match=r"did you mean 自评表\.pdf\?"):
        find_document(dataset, "自评报.pdf")
    with pytest.raises(NoInput, match="jixiao status"):
        find_document(dataset, "zzzzzzzzz")


def test_three_digits_are_no_hash(dataset: Path) -> None:
    with pytest.raises(NoInput):
        find_document(dataset, "bbb")


def test_without_a_dataset_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoDataset):
        find_document(tmp_path, "x")
