"""Tools that a user would pick instead, each run in an environment of its own; nothing of ours is imported there."""

from __future__ import annotations
