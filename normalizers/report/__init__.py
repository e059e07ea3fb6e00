"""Running text to passages and to the facts that it states."""
