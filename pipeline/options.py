"""What a caller may choose about a run over many documents."""

from __future__ import annotations

from msgspec import Struct

from extractors.settings import ExtractSettings
from normalizers.schema import Language
from pipeline.machine import cores, memory_gb

_GIGABYTES_A_WORKER = 2.0
"""A worker with the recogniser loaded and an A3 page in hand stays below this; more workers than fit would swap."""


class RunOptions(Struct, frozen=True, kw_only=True):
    """How to run over many documents."""

    extract: ExtractSettings = ExtractSettings()
    workers: int | None = None
    """Documents read at once; None chooses by cores and memory. For an executor of one's own, how many it reads."""
    timeout: float = 120.0
    """Seconds that a document may take, to which `timeout_a_page` is added for each page."""
    timeout_a_page: float = 10.0
    """Three times what a dense scanned page takes on one slow core."""
    memory_gb: float = 4.0
    """Resident memory of one worker, in GiB, above which it is ended and the document fails."""
    force: bool = False
    """Read again what the dataset and the stored readings already have."""
    retry_failed: bool = False
    """Read again what failed before."""
    redact: bool = False
    """Mask personal names and numbers in all texts, also in the stored reading."""
    language: Language = "zh"
    """Of the findings' messages; documents that are in the dataset in the other language are understood again."""

    def worker_count(self) -> int:
        """Return the number of worker processes: the chosen one, or one a core as far as memory allows."""
        if self.workers is not None:
            return max(1, self.workers)
        return max(1, min(cores(), int(memory_gb() / _GIGABYTES_A_WORKER)))

    def threads(self) -> int:
        """Return the recogniser's threads in each worker, so that workers x threads is the number of cores."""
        return max(1, cores() // self.worker_count())
