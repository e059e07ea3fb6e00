from __future__ import annotations

from extractors.document import Paragraph
from normalizers.report.passages import places_in_report, read_passages
from tests.normalizers.printed import line


def test_passages_stand_under_their_heading() -> None:
    passages, places = read_passages([line("一、目标"), line("已下达。"), line("二、分析"), line("完成较好。")], "d")
    assert [(row.section, row.level, row.text) for row in passages] == [
        ("一、目标", 1, "一、目标"),
        ("一、目标", 1, "已下达。"),
        ("二、分析", 1, "二、分析"),
        ("二、分析", 1, "完成较好。"),
    ]
    assert [place.path for place in places] == [f"passages[{n}]" for n in (1, 2, 3, 4)]


def test_a_paragraph_cut_by_a_page_break_is_whole_again() -> None:
    cut = [
        Paragraph(page=1, text="截至年底，上级下达的补助资金已全部拨付到"),
        Paragraph(page=2, text="位，共计100万元。"),
        Paragraph(page=2, text="二、分析"),
    ]
    passages, _ = read_passages(cut, "d")
    assert [row.text for row in passages] == ["截至年底，上级下达的补助资金已全部拨付到位，共计100万元。", "二、分析"]


def test_headings_and_title_above_a_passage() -> None:
    lines = ["云溪市资金绩效自评报告", "一、资金", "（一）下达", "已下达。", "二、绩效", "良好。"]
    passages, _ = read_passages([line(text) for text in lines], "d")
    headings = [place.headings for place in places_in_report(passages)]
    assert headings[3] == ("（一）下达", "一、资金", "云溪市资金绩效自评报告")
    assert headings[5] == ("二、绩效", "云溪市资金绩效自评报告")


def test_page_numbers_of_an_export_are_left_out() -> None:
    printed = [
        Paragraph(page=1, text=text, method="text_export")
        for text in ("已下达。", "— 3 —", "第 3 页 共 12 页", "3/12", "无")
    ]
    passages, _ = read_passages(printed, "d")
    assert [row.text for row in passages] == ["已下达。", "无"]


def test_a_paragraph_of_an_export_goes_on_behind_a_page_number() -> None:
    printed = ["截至年底，上级下达的补助资金已全部拨付到", "", "— 2 —", "", "位，共计100万元。", "— 3 —", "二、分析"]
    paragraphs = [Paragraph(page=1, text=text, method="text_export") for text in printed]
    passages, _ = read_passages(paragraphs, "d")
    assert [row.text for row in passages] == ["截至年底，上级下达的补助资金已全部拨付到位，共计100万元。", "二、分析"]


def test_lines_of_an_export_stay_apart_without_a_page_number() -> None:
    printed = ["云溪市社会保险事业服务中心办公室负责人张", "2025年3月6日之前完成"]
    paragraphs = [Paragraph(page=1, text=text, method="text_export") for text in printed]
    passages, _ = read_passages(paragraphs, "d")
    assert len(passages) == 2
