"""What libraries say that read the text layer of PDFs and are given something else."""

from __future__ import annotations

from pathlib import Path


def require_pdf(path: Path) -> None:
    """Raise for a picture file."""
    if path.suffix != ".pdf":
        raise ValueError(f"reads PDF only, not {path.suffix}")
