from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.errors import EmptyFile, UnknownFormat
from extractors.media import decode, recognise

TEXT = "机关事业单位基本养老保险补助资金绩效自评表\n(2024年度)\n年度资金总额\t62500000.00\t0.00%\n"


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"%PDF-1.7\n...", "a.pdf", "application/pdf"),
        (b"\n\n%PDF-1.4", "a.txt", "application/pdf"),
        (b"1 0 obj\n<<>>\nendobj\n", "a.pdf", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n0000", "scan.dat", "image/png"),
        (b"\xff\xd8\xff\xe0abcd", "a.jpg", "image/jpeg"),
        (b"II*\x00abcd", "a.tif", "image/tiff"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a.webp", "image/webp"),
        (TEXT.encode(), "a.txt", "text/tab-separated-values"),
        ("无表格的正文。".encode(), "a.txt", "text/plain"),
        ("# 标题\n\n<table><tr><td>甲</td></tr></table>".encode(), "a.txt", "text/markdown"),
        ("| 甲 | 乙 |\n|---|---|\n".encode(), "a.md", "text/markdown"),
        ("<!DOCTYPE html>\n<html><body>甲</body></html>".encode(), "a.txt", "text/html"),
        ("<?xml version='1.0'?>\n<html xmlns='x'>甲</html>".encode(), "a.html", "text/html"),
    ],
)
def test_content_decides(content: bytes, name: str, kind: str) -> None:
    assert recognise(content, name).media_type == kind


@pytest.mark.parametrize("content", [b"", b"  \n\t ", b"\xef\xbb\xbf", b"\x00" * 40])
def test_nothing_but_blanks_is_an_empty_file(content: bytes) -> None:
    with pytest.raises(EmptyFile, match=r"a\.pdf"):
        recognise(content, "a.pdf")


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        ("说明文字".encode(), "表.pdf", "named .pdf"),
        ("说明文字".encode(), "表.png", "named .png"),
        (b"PK\x03\x04abcdef", "表.docx", "Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "表.doc", "Word"),
        (bytes(range(256)) * 8, "a.bin", "neither"),
    ],
)
def test_what_is_not_read_is_refused_by_name(content: bytes, name: str, told: str) -> None:
    with pytest.raises(UnknownFormat, match=told) as caught:
        recognise(content, name)
    assert name in str(caught.value)


ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_usual_encoding_is_told(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


def test_an_export_cut_off_within_a_character_is_still_utf8() -> None:
    text = decode(TEXT.encode()[:-18] + "绩".encode()[:2])
    assert text is not None
    assert text.startswith("机关事业单位基本养老保险")


def test_line_ends_become_plain() -> None:
    assert decode("甲\r\n乙\r丙".encode()) == "甲\n乙\n丙"


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1))
def test_utf8_is_never_taken_for_another_encoding(text: str) -> None:
    assert decode(text.encode()) == text


@given(st.binary(max_size=300))
def test_any_bytes_are_recognised_or_refused(content: bytes) -> None:
    try:
        media = recognise(content, "a.txt")
    except (EmptyFile, UnknownFormat):
        return
    assert (media.text is not None) == media.media_type.startswith("text/")
