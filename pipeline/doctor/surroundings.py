"""The machine and its system: cores, memory, disks, clock, locale, browser, fonts."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
import webbrowser
from datetime import UTC, datetime
from pathlib import Path

import pipeline
from pipeline.doctor.diagnosis import Diagnosis, ok, problem, warning
from pipeline.doctor.facts import how_to_install, load_facts, package_manager
from pipeline.machine import cores, memory_gb
from pipeline.options import RunOptions

_WORKER_GB = 2.0
"""GiB that one worker may come to with an A3 scan in hand."""

_ROOM_GB = 1.0
"""GiB on a disk: a thousand documents with their readings take some 100 MB, and a commit is written aside first."""

_DAY = 86400.0


def machine() -> Diagnosis:
    """Look at cores and memory, and how many documents would be read at once."""
    workers = RunOptions().worker_count()
    found = f"{cores()} cores, {memory_gb():.1f} GiB of memory: --workers {workers}"
    if memory_gb() < _WORKER_GB:
        mend = f"give it {_WORKER_GB:g} GiB, or expect large scans to fail as out_of_memory"
        return warning("machine", found, mend)
    return ok("machine", found)


def temporary_folder() -> Diagnosis:
    """Look whether the folder for temporary files can be written."""
    try:
        folder = Path(tempfile.gettempdir())
    except FileNotFoundError:
        return problem("temporary", "no folder for temporary files can be written", "set TMPDIR to one that can be")
    return _room("temporary", folder, "set TMPDIR to a folder that can be written")


def disk(dataset: Path) -> Diagnosis:
    """Look whether a dataset could be written there: into the folder, or the one that it would be made in."""
    folder = next(place for place in (dataset, *dataset.absolute().parents) if place.exists())
    if not folder.is_dir():
        return problem("disk", f"{folder} is a file", "name another folder for the dataset")
    return _room("disk", folder, f"make {folder} writable for this user, or name another folder for the dataset")


def clock() -> Diagnosis:
    """Look whether the clock is before the day on which this program was installed."""
    now = time.time()
    found = f"{datetime.fromtimestamp(now, UTC):%Y-%m-%d %H:%M} UTC"
    if now < Path(pipeline.__file__).stat().st_mtime - _DAY:
        return warning("clock", f"{found} is before this program was installed", "set the clock: timedatectl")
    return ok("clock", found)


def locale() -> Diagnosis:
    """Look whether Chinese can be printed."""
    spoken = (sys.stdout.encoding or "").lower()
    try:
        "绩效".encode(spoken)
    except (LookupError, UnicodeEncodeError):
        return warning("locale", f"{spoken or 'no encoding'}: 绩 is printed as \\u7ee9", "export LC_ALL=C.UTF-8")
    return ok("locale", f"{spoken} prints Chinese")


def browser() -> Diagnosis:
    """Look whether `jixiao review` could open a browser here."""
    try:
        webbrowser.get()
    except webbrowser.Error:
        elsewhere = "open the address that jixiao review prints on another machine, through ssh -L"
        if not _has_screen():
            return warning("browser", "no screen here", elsewhere)
        return warning("browser", "none for jixiao review", f"{how_to_install('browser')}; or {elsewhere}")
    return ok("browser", "one for jixiao review")


def _has_screen() -> bool:
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def fonts() -> Diagnosis:
    """Look whether the fonts are here that documents for the tests are drawn with."""
    missing = [name for name, path in load_facts().fonts.items() if not Path(path).is_file()]
    if missing:
        install = f"apt install {' '.join(missing)}" if package_manager() == "apt" else "see the Makefile's SYSTEM"
        return warning("fonts", f"{len(missing)} missing; only the tests need them", install)
    return ok("fonts", f"{len(load_facts().fonts)}, for the tests")


def _room(name: str, folder: Path, mend: str) -> Diagnosis:
    """Look whether a folder can be written, by writing there, and how much fits."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
        free = shutil.disk_usage(folder).free / 2**30
    except OSError as error:
        return problem(name, f"{folder} cannot be written: {error.strerror}", mend)
    found = f"{folder} can be written, {free:.1f} GiB free"
    if free < _ROOM_GB:
        return warning(name, found, "make room")
    return ok(name, found)
