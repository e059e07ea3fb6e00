"""Excel's error values, also as OCR reads them."""

from __future__ import annotations

import pytest

from normalizers.values.excel_errors import read_excel_error


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("#DIV/0!", "DIV0"),
        ("#DIV/O!", "DIV0"),
        ("#DIV/0", "DIV0"),
        ("＃DIV／0！", "DIV0"),
        ("# div/0!", "DIV0"),
        ("#REF!", "REF"),
        ("#REFI", "REF"),
        ("#N/A", "NA"),
        ("#NULL!", "NULL"),
        ("#NUM!", "NUM"),
        ("#NAME?", "NAME"),
        ("#VALUE!", "VALUE"),
        ("########", "OVERFLOW"),
    ],
)
def test_errors(printed: str, code: str) -> None:
    assert read_excel_error(printed) == code


@pytest.mark.parametrize("printed", ["", "N/A", "#", "#1", "3#楼", "无", "0", "##"])
def test_no_errors(printed: str) -> None:
    assert read_excel_error(printed) is None
