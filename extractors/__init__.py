"""A document to what is printed in it: words, cells and paragraphs with their places. Knows nothing about 绩效."""

from __future__ import annotations
