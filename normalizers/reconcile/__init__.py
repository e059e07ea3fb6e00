"""The redundancy of a form to the readings that are most probably right: sums, rates, scores, amounts said twice."""

from __future__ import annotations
