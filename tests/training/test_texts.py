from __future__ import annotations

from random import Random

from training.texts import LABELS, LONGEST, drawn_text


def test_lines_carry_figures_labels_and_words_in_turn() -> None:
    rng = Random(3)
    texts = [drawn_text(rng, ["台账", "通报"], [1.0, 2.0]) for _ in range(400)]
    figures = [text for text in texts if any(sign in "0123456789" for sign in text)]
    assert 0.3 < len(figures) / len(texts) < 0.7  # a third or more of a form's lines carry figures
    assert any(text in LABELS for text in texts)
    assert any("台账" in text or "通报" in text for text in texts)
    assert {len(text) for text in texts} <= set(range(1, LONGEST + 10))
    assert len(set(texts)) > 300


def test_labels_are_the_project_s_own_words_without_patterns() -> None:
    assert {"年度资金总额", "社会效益指标"} <= set(LABELS)
    assert not any(sign in label for label in LABELS for sign in "\\[^$*?")
