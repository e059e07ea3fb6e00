"""How properties are tested: the same examples in every run and no stopwatch, so that a slow machine fails nothing.

`HYPOTHESIS_PROFILE=explore make test` looks at new examples.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
