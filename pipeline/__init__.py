"""Runs extraction and normalisation over many documents and writes the dataset."""

from __future__ import annotations
