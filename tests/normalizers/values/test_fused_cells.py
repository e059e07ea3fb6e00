"""Weight and target in one cell."""

from __future__ import annotations

from normalizers.values.fused_cells import Fused, split_fused

REVIEW = ("cell_fusion", "needs_review")


def test_the_actual_proves_the_target() -> None:
    assert split_fused("335万元", "35万元") == Fused("3", "35万元", REVIEW)
    assert split_fused("102400人", "2400人") == Fused("10", "2400人", REVIEW)
    assert split_fused("52021年12月完成", "2021年12月完成") == Fused("5", "2021年12月完成", REVIEW)


def test_look_alikes_are_marked() -> None:
    assert split_fused("3M.8万元", "14.8万元") == Fused("3", "14.8万元", ("cell_fusion", "ocr_fix", "needs_review"))


def test_a_comparator_parts_them_by_itself() -> None:
    assert split_fused("10≥90%", "95%") == Fused("10", "≥90%", REVIEW)


def test_no_proof_no_split() -> None:
    assert split_fused("335万元", "36万元") is None
    assert split_fused("35万元", "35万元") is None
    assert split_fused("35035万元", "35万元") is None
    assert split_fused("", "") is None
