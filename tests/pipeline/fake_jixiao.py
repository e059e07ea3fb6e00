"""`jixiao` with stages that need no reader: `python -m tests.pipeline.fake_jixiao run INBOX --out OUT`."""

from __future__ import annotations

from functools import partial

from pipeline import batch
from pipeline.__main__ import main
from tests.pipeline import fakes

if __name__ == "__main__":
    batch.run = partial(batch.run, work=fakes.work, normalizer="1")  # type: ignore[assignment]
    main()
