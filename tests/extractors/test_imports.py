"""What a worker imports before its first document: every worker pays for it."""

from __future__ import annotations

import subprocess
import sys

UNNEEDED = {"pandas", "camelot", "pytesseract"}


def test_a_worker_starts_without_what_most_documents_never_need() -> None:
    script = (
        f"import sys; sys.path[:] = {sys.path!r}; import extractors.extract, normalizers.normalize, pipeline.tasks; "
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert "normalizers.normalize" in loaded
    assert loaded & UNNEEDED == set()
