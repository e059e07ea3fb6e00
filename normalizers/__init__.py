"""What is printed to what it means: funds, indicators, quantities and findings. Never opens a document."""

from __future__ import annotations
