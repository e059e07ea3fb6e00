"""Measurements that are run by hand: how right and how fast the software is on documents whose truth is known."""

from __future__ import annotations
