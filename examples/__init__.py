"""Starting points: a notebook for analysts, and the picture of the README."""

from __future__ import annotations
