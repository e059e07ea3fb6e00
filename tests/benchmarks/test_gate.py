from __future__ import annotations

import msgspec
import pytest

from benchmarks import gate
from benchmarks.gate import RECORDED, Gate, Kind, Measured, better, main, worse
from extractors.document import Document, Page, Table
from extractors.extract import extract
from fixtures.kinds import KINDS

FIGURES = dict.fromkeys((*gate.BETTER_UP, *gate.BETTER_DOWN), 10)
KIND = Kind(documents="a", figures=FIGURES, noise={"rows_right": 2})


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({}, []),
        ({"fields_exact": 11, "right_marked": 9}, []),
        ({"fields_exact": 9}, ["seal: fields_exact was 10, is 9"]),
        ({"wrong_unmarked": 11}, ["seal: wrong_unmarked was 10, is 11"]),
        ({"rows_right": 8}, []),  # as much as it differs by itself
        ({"rows_right": 7}, ["seal: rows_right was 10, is 7"]),
    ],
)
def test_what_is_worse_by_more_than_its_noise_is_told(changes: dict[str, int], lines: list[str]) -> None:
    assert worse("seal", KIND, Measured("a", FIGURES | changes)) == lines


def test_what_is_better_is_told_so_that_it_is_recorded() -> None:
    now = Measured("a", FIGURES | {"fields_exact": 11, "wrong_unmarked": 9, "rows_right": 9})
    assert better("seal", KIND, now) == [
        "seal: fields_exact was 10, is 11",
        "seal: wrong_unmarked was 10, is 9",
    ]


def test_figures_of_other_documents_are_void() -> None:
    (line,) = worse("seal", KIND, Measured("b", FIGURES))
    assert "other documents" in line


def test_all_kinds_are_recorded() -> None:
    recorded = msgspec.json.decode(RECORDED.read_bytes(), type=Gate)
    assert set(recorded.kinds) == set(KINDS)
    assert all(set(kind.figures) == set(FIGURES) for kind in recorded.kinds.values())


@pytest.mark.fonts
class TestOnDrawnDocuments:
    KINDS = "digital_no_verticals,export_clean"

    @pytest.fixture(scope="class")
    @staticmethod
    def recorded(tmp_path_factory: pytest.TempPathFactory) -> Gate:
        path = tmp_path_factory.mktemp("gate") / "gate.json"
        assert main(["--file", str(path), "--record", "--kinds", TestOnDrawnDocuments.KINDS, "--seed", "5"]) == 0
        return msgspec.json.decode(path.read_bytes(), type=Gate)

    @staticmethod
    def run(recorded: Gate, folder: str) -> int:
        path = gate.Path(folder) / "gate.json"
        path.write_bytes(msgspec.json.encode(recorded))
        return main(["--file", str(path)])

    def test_nothing_changed_passes(self, recorded: Gate, tmp_path: str) -> None:
        assert self.run(recorded, tmp_path) == 0
        assert main(["--file", str(gate.Path(tmp_path) / "gate.json"), "--kinds", "fax"]) == 2

    def test_a_better_record_fails(self, recorded: Gate, tmp_path: str) -> None:
        kind = recorded.kinds["export_clean"]
        more = msgspec.structs.replace(
            kind, figures=kind.figures | {"fields_exact": kind.figures["fields_exact"] + 1}
        )
        raised = msgspec.structs.replace(recorded, kinds=recorded.kinds | {"export_clean": more})
        assert self.run(raised, tmp_path) == 1

    def test_a_sabotaged_reader_fails(
        self, recorded: Gate, tmp_path: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(gate, "extract", lambda path, settings: sevens_as_ones(extract(path, settings)))
        assert self.run(recorded, tmp_path) == 1
        assert "WORSE digital_no_verticals: cells_right" in capsys.readouterr().out


def sevens_as_ones(document: Document) -> Document:
    """Read every 7 as 1, as a worse recogniser would."""

    def spoiled(page: Page) -> Page:
        blocks = tuple(
            msgspec.structs.replace(
                block,
                cells=tuple(msgspec.structs.replace(c, text=c.text.replace("7", "1")) for c in block.cells),
            )
            if isinstance(block, Table)
            else block
            for block in page.blocks
        )
        return msgspec.structs.replace(page, blocks=blocks)

    return msgspec.structs.replace(document, pages=tuple(map(spoiled, document.pages)))


@pytest.mark.slow
@pytest.mark.fonts
@pytest.mark.ocr
def test_accuracy_is_not_worse_than_recorded(capsys: pytest.CaptureFixture[str]) -> None:
    """What `make accuracy-gate` does."""
    code = main([])
    assert code == 0, capsys.readouterr().out
