"""What `jixiao extract` says of what it cannot read: one line, in sentences, with what to do next."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.commands import call
from pipeline.exit_codes import ExitCode


def test_a_folder_is_for_run(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert call(["extract", str(tmp_path)]) == ExitCode.NO_INPUT
    said = capfd.readouterr().err
    assert "is a folder" in said
    assert "jixiao run" in said
    assert call(["extract", str(tmp_path / "none.pdf")]) == ExitCode.NO_INPUT
    assert "no such file" in capfd.readouterr().err


def test_a_message_and_its_advice_are_two_sentences(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    locked = tmp_path / "自评表.pdf"
    canvas = Canvas(str(locked), encrypt="secret")
    canvas.drawString(100, 100, "1")
    canvas.save()
    assert call(["extract", str(locked), "--password", "other"]) == ExitCode.FAILED
    assert "does not open it. Needs a password" in capfd.readouterr().err
