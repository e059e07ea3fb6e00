"""What the words around a figure say it is about."""

from __future__ import annotations

from normalizers.report.subjects import find_subjects, subject_behind


def _subjects(text: str, *figures: str) -> tuple[str | None, ...]:
    spans = [(text.index(figure), text.index(figure) + len(figure)) for figure in figures]
    return find_subjects(text, tuple(spans))


def test_connecting_words_and_verbs_are_left_out() -> None:
    (found,) = _subjects("（一）另外，县级财政补助资金共计6250万元", "6250万元")
    assert found == "县级财政补助资金"


def test_a_new_sentence_is_about_something_else() -> None:
    first, second = _subjects("中央资金4436万元。全年支出5800万元", "4436万元", "5800万元")
    assert (first, second) == ("中央资金", None)


def test_a_sentence_that_starts_with_a_part_goes_on() -> None:
    first, second = _subjects("共安排农业资金100万元。其中80万元已支付", "100万元", "80万元")
    assert second == first == "共安排农业资金"


def test_words_behind_a_document_number() -> None:
    text = "根据财社〔2024〕1号 云溪市养老保险资金，不用承担"
    assert subject_behind(text, text.index("号") + 1) == "云溪市养老保险资金"
    assert subject_behind("（财社〔2024〕1号）。", 13) is None
