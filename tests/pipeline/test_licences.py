from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.licences import UnknownLicence, licence_page, licences, permissive

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_every_package_of_the_product_has_a_permissive_licence() -> None:
    found = {one.package: one.licence for one in licences(LOCK)}
    assert found["onnxruntime"] == "MIT"
    assert found["pyarrow"] == "Apache-2.0"
    assert len(found) > 40


def test_the_page_in_docs_is_the_one_that_is_made() -> None:
    page = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    assert page == licence_page(LOCK), "run `make docs`"


@pytest.mark.parametrize(
    ("stated", "licence"),
    [
        ("MIT License / License :: OSI Approved :: MIT License", "MIT"),
        ("BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0", "BSD, MIT, Zlib, CC0-1.0"),
        ("MIT OR GPL-2.0-only", "MIT"),
        ("Apache-2.0 OR BSD-3-Clause", "Apache-2.0, BSD"),
    ],
)
def test_permissive_licences_are_named(stated: str, licence: str) -> None:
    assert permissive("some", stated) == licence


@pytest.mark.parametrize(
    "stated",
    ["", "GPL-3.0-or-later", "License :: OSI Approved :: GNU Affero General Public License v3", "AGPL-3.0", "LGPL-2.1",
     "MIT AND GPL-3.0", "GPL-2.0 OR AGPL-3.0", "custom"],
)  # fmt: skip
def test_a_licence_that_is_not_permissive_or_unknown_is_an_error(stated: str) -> None:
    with pytest.raises(UnknownLicence, match="some"):
        permissive("some", stated)


def test_a_package_that_is_not_installed_and_not_known_is_an_error() -> None:
    with pytest.raises(UnknownLicence, match="no-such-package-here"):
        licences("no-such-package-here==1.0 \\\n")
