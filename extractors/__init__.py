"""A document to what is printed in it: words, cells and paragraphs with their places. Knows nothing about 绩效."""

from __future__ import annotations

import os

# ONNX Runtime sends statistics of its use to its maker, and keeps them in the home folder until then, unless told not
# to before it is loaded; nothing about a document, nor that one was read, leaves the machine
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
