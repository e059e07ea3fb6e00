from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from extractors.document import Reading
from extractors.ocr import cascade
from extractors.ocr.line_picture import LinePicture
from extractors.ocr.ppocr import LineText
from extractors.settings import ExtractSettings

Reads = Callable[..., tuple[list[tuple[Reading, ...]], list[str]]]


def line(text: str, least: float) -> LineText:
    """A reading whose first character has the least probability."""
    places = tuple((place + 0.5) / max(1, len(text)) for place in range(len(text)))
    return LineText(text, (least, *[1.0] * (len(text) - 1))[: len(text)], ("",) * len(text), places)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    """Read lines with models that say what they are told, in the order in which each is asked; gives who was asked."""

    def read(
        tiny: str, small: str = "", mobile: str = "", again: str = "", *, least: float = 0.999, hurt: str = ""
    ) -> tuple[list[tuple[Reading, ...]], list[str]]:
        asked: list[str] = []
        said = {"tiny": [tiny, again], "worn": [tiny, again], "small": [small, again], "mobile": [mobile]}

        def read_with(name: str, crops: Sequence[Any]) -> list[LineText]:
            asked.append(name)
            text, sure = said[name][asked.count(name) - 1], least if name in {"tiny", "worn"} else 0.999
            return [line(text, sure) for _ in crops]

        monkeypatch.setattr(cascade, "load_model", lambda name, threads: name)
        monkeypatch.setattr(cascade, "read_with", read_with)
        blank = np.full((40, 160), 255, np.uint8)
        picture = LinePicture(blank, careful=bool(hurt), sealed=hurt == "seal", ragged=hurt == "fax")
        return cascade.read_lines([picture], ExtractSettings()), asked

    return read


def test_a_sure_line_needs_one_reader(reads: Reads) -> None:
    ((reading,),), asked = reads("中央主管部门")
    assert (reading.text, reading.reader) == ("中央主管部门", "ppocr-v6-tiny")
    assert asked == ["tiny"]


def test_readers_that_agree_make_a_reading_surer(reads: Reads) -> None:
    ((reading,),), asked = reads("96.32元", "96.32元", least=0.85)
    assert asked == ["tiny", "small"]
    assert reading.confidence is not None
    assert reading.confidence > 0.99


@pytest.mark.parametrize(
    ("tiny", "again", "least", "asked"),
    [
        ("96.32元", "96.32元", 0.96, ["tiny", "tiny"]),  # the same in both sizes: settled
        ("96.32元", "46.32元", 0.96, ["tiny", "tiny", "small"]),
        ("96.32元", "96.32元", 0.94, ["tiny", "small"]),  # too unsure to be believed in any size
        ("7", "7", 0.98, ["tiny", "tiny"]),
        ("7", "7", 0.96, ["tiny", "small"]),  # a lone sign has no neighbours that speak for it
    ],
)
def test_the_larger_model_reads_what_the_small_one_does_not_say_twice(
    reads: Reads, tiny: str, again: str, least: float, asked: list[str]
) -> None:
    ((chosen, *_),), heard = reads(tiny, tiny, again=again, least=least)
    assert (chosen.text, heard[: len(asked)]) == (tiny, asked)
    assert ("small" in heard) is ("small" in asked)


def test_where_two_differ_a_third_decides_and_all_readings_are_kept(reads: Reads) -> None:
    (readings,), asked = reads("46.32元", "96.32元", "96.32元", "96.32元", least=0.85)
    assert asked == ["tiny", "small", "tiny", "mobile"]
    assert [reading.text for reading in readings] == ["96.32元"] * 3 + ["46.32元"]
    assert readings[0].reader == "ppocr-v6-small"


def test_where_all_differ_none_is_believed(reads: Reads) -> None:
    (readings,), _ = reads("46.32元", "96.32元", "98.32元", "16.32元", least=0.85)
    assert len({reading.text for reading in readings}) == 4
    assert all((reading.confidence or 0.0) < 0.9 for reading in readings)


def test_a_line_under_a_seal_always_has_three_witnesses(reads: Reads) -> None:
    (readings,), asked = reads("长期", "长期", again="长期", least=0.9999, hurt="seal")
    assert asked == ["tiny", "small", "tiny"]
    assert [reading.text for reading in readings] == ["长期"] * 3


@pytest.mark.parametrize(
    ("again", "least", "asked"),
    [
        ("96.32元", 0.9999, ["tiny", "tiny"]),
        ("46.32元", 0.9999, ["tiny", "tiny", "small"]),
        ("96.32元", 0.95, ["tiny", "small"]),
    ],
)
def test_on_noisy_paper_the_small_model_agrees_with_itself_or_the_larger_reads(
    reads: Reads, again: str, least: float, asked: list[str]
) -> None:
    ((chosen, *_),), heard = reads("96.32元", "96.32元", again=again, least=least, hurt="noise")
    assert (chosen.text, heard[: len(asked)]) == ("96.32元", asked)


def test_what_tiny_confuses_in_any_picture_is_read_by_the_larger_model(reads: Reads) -> None:
    ((chosen, *_),), asked = reads("项自资金", "项目资金", "项目资金", "项目资金", least=0.9999, hurt="noise")
    assert asked[:2] == ["tiny", "small"]
    assert chosen.text == "项目资金"


def test_a_fax_is_read_twice_by_the_model_that_knows_crumbled_print_and_the_larger_one_hears_what_it_doubts(
    reads: Reads,
) -> None:
    (sure, *_), asked = reads("96.32元", again="96.32元", least=0.999, hurt="fax")[0][0], ["worn", "worn"]
    assert reads("96.32元", again="96.32元", least=0.999, hurt="fax")[1] == asked
    assert (sure.text, sure.reader) == ("96.32元", "ppocr-v6-tiny worn")
    assert sure.confidence == pytest.approx(0.9995)
    assert reads("96.32元", "96.32元", again="96.32元", least=0.9, hurt="fax")[1] == ["worn", "worn", "small"]
    assert reads("46.32元", "96.32元", again="16.32元", least=0.9, hurt="fax")[1] == ["worn", "worn", "small", "small"]


def test_a_character_that_no_form_prints_is_doubted(reads: Reads) -> None:
    ((reading, *_),), _ = reads("数羅", "数羅", again="数羅", least=0.9999, hurt="fax")
    assert (reading.confidence or 0.0) < 0.9


def test_poor_paper_lowers_confidence(reads: Reads) -> None:
    clean, poor = (reads("96.32元", "96.32元", least=0.9, hurt=hurt)[0][0][0] for hurt in ("", "noise"))
    assert clean.confidence is not None
    assert poor.confidence is not None
    assert poor.confidence < clean.confidence


def test_what_nobody_can_read_has_no_reading(reads: Reads) -> None:
    assert reads("", least=0.0)[0] == [()]


@pytest.mark.parametrize(("hurt", "read"), [("noise", "12"), ("fax", "12."), ("", "12.")])
def test_a_speck_behind_a_number_is_left_out_on_dark_copies(hurt: str, read: str, reads: Reads) -> None:
    found, _ = reads("12.", "12.", "12.", "12.", hurt=hurt)
    assert {one.text for one in found[0]} == {read}


@pytest.mark.parametrize(
    ("printed", "read"),
    [("管理站.", "管理站"), ("·补助兑现", "补助兑现"), (".94%", ".94%"), ("≥.85%", "≥.85%"), ("1.落实", "1.落实")],
)
def test_specks_beside_words_are_left_out_on_dark_copies(printed: str, read: str, reads: Reads) -> None:
    found, _ = reads(printed, printed, printed, printed, hurt="noise")
    assert {one.text for one in found[0]} == {read}
    kept, _ = reads(printed, printed, printed, printed)
    assert {one.text for one in kept[0]} == {printed}


def test_of_which_without_its_colon_is_doubtful_on_poor_paper(reads: Reads) -> None:
    (sure,), _ = reads("其中中央补助")
    assert (sure[0].confidence or 0) > 0.99
    (doubted,), _ = reads(*["其中中央补助"] * 4, hurt="noise")
    assert (doubted[0].confidence or 0) < 0.97
    (whole,), _ = reads(*["其中：中央补助"] * 4, hurt="noise")
    assert (whole[0].confidence or 0) > 0.97


def test_a_letter_alone_on_poor_paper_is_doubtful(reads: Reads) -> None:
    (sure,), _ = reads("n")
    assert (sure[0].confidence or 0) > 0.99
    (doubted,), asked = reads("n", "门", "门", "n", hurt="noise")
    assert "mobile" in asked
    assert doubted[0].text == "门"
