"""What a worker imports before its first document: every worker pays for it."""

from __future__ import annotations

import subprocess
import sys


def test_a_worker_starts_without_what_most_documents_never_need() -> None:
    script = "import sys, extractors.extract, normalizers.normalize, pipeline.tasks; print(*sorted({'pandas', 'camelot', 'pytesseract'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}; {script}"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.split() == []
