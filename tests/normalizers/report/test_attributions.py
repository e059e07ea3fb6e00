"""What facts are about."""

from __future__ import annotations

from normalizers.report.attributions import Attribution, Place, Span, attribute


def _money(text: str, *figures: str, place: Place = Place()) -> tuple[Attribution, ...]:  # noqa: B008
    spans = [Span("money", text.index(figure), text.index(figure) + len(figure)) for figure in figures]
    return attribute(text, spans, place)


def test_a_part_takes_over_what_the_sentence_said() -> None:
    total, part = _money("共下达农机购置补贴资金100万元，其中省级资金40万元。", "100万元", "40万元")
    assert total == Attribution("农机购置补贴", None, "allocated")
    assert part == Attribution("农机购置补贴", "province", "allocated")


def test_a_new_sentence_starts_anew_but_keeps_the_programme() -> None:
    first, second = _money("农机购置中央资金4436万元已下达。全年支出5800万元", "4436万元", "5800万元")
    assert first == Attribution("农机购置", "central", "allocated")
    assert second == Attribution("农机购置", None, "spent")


def test_what_follows_several_levels_belongs_to_none_of_them() -> None:
    *_, rest = _money("中央资金支出10万元，省级资金支出5万元，结余3万元", "10万元", "5万元", "3万元")
    assert (rest.level, rest.action) == (None, "unspent")


def test_a_verb_behind_the_brackets_counts() -> None:
    (found,) = _money("县级资金4436万元（财社〔2024〕1号）下达", "4436万元")
    assert found.action == "allocated"


def test_headings_say_what_the_passage_leaves_out() -> None:
    place = Place(("（一）资金执行", "云溪市农机购置补贴资金绩效自评报告"))
    (found,) = _money("共计120万元。", "120万元", place=place)
    assert found == Attribution("农机购置补贴", None, "spent")


def test_dates_are_about_nothing() -> None:
    assert attribute("中央资金2024年6月", [Span("date", 4, 11)], Place()) == (Attribution(),)


def test_a_level_behind_the_figure() -> None:
    *_, rest = _money("省级资金96万元，其余150万元由区级财政统筹解决", "96万元", "150万元")
    assert rest.level == "county"


def test_a_verb_behind_a_list_is_for_all_of_it() -> None:
    both = _money("中央资金100万元、省级资金50万元已全部到位", "100万元", "50万元")
    assert [(one.level, one.action) for one in both] == [("central", "received"), ("province", "received")]


def test_levels_that_share_a_list_have_one_amount_each() -> None:
    found = _money("中央、省级财政分别下达就业补助资金100万元和50万元。", "100万元", "50万元")
    assert [one.level for one in found] == ["central", "province"]
    assert {one.programme for one in found} == {"就业"}


def test_a_part_takes_over_what_is_said_of_the_sum() -> None:
    *_, part = _money("农田建设资金到位100万元，其中中央补助资金60万元。", "100万元", "60万元")
    assert (part.level, part.action) == ("central", "received")


def test_a_semicolon_begins_another_level() -> None:
    *_, spent = _money("中央安排10万元，已支出9万元；省级安排5万元，已支出3万元", "10万元", "9万元", "5万元", "3万元")
    assert (spent.level, spent.action) == ("province", "spent")


def test_what_only_stands_behind_a_document_number() -> None:
    text = "根据财农〔2024〕3号文件，下达我单位农田建设补助资金10万元。"
    number, _ = attribute(text, [Span("document_number", 2, 12), Span("money", 27, 31)], Place())
    assert number.programme == "农田建设"


def test_a_finance_department_is_no_ministry() -> None:
    (found,) = _money("财政部门累计拨付农田建设补助资金10万元", "10万元")
    assert found == Attribution("农田建设", None, "spent")


def _document(text: str, number: str) -> Attribution:
    (about,) = attribute(text, [Span("document_number", text.index(number), text.index(number) + len(number))], Place())
    return about


def test_the_level_of_a_document_may_stand_behind_the_next_comma() -> None:
    number = "内财社〔2024〕982号"
    assert _document(f"根据《就业补助资金的通知》（{number}），自治区下达我市资金", number).level == "province"
    assert _document(f"{number}，市级配套资金已到位", number).level == "prefecture"
    assert _document(f"根据{number}文件，旗县财政安排就业资金", number).level == "county"


def test_a_document_that_is_only_followed_has_no_level() -> None:
    number = "财预〔2020〕10号"
    assert _document(f"按照{number}文件精神，我县安排县级资金", number).level is None
    assert _document(f"{number}，地方财政支出责任不用承担资金", number).level is None
