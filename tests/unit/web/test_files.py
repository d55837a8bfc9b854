"""The pages load nothing from outside and hold nothing that a strict content policy forbids."""

import json
import re
from pathlib import Path

import pytest

# Names of XML vocabularies, never fetched.
VOCABULARIES = ("http://www.w3.org/",)
# The API's reference names specifications and examples. That it asks none of them is seen in a browser
# (tests/e2e/test_api_reference.py); no other page loads it.
REFERENCE = "swagger-ui"


@pytest.fixture(scope="module")
def vendor(static: Path) -> list[Path]:
    files = sorted(path for path in (static / "vendor").glob("*.*s") if not path.name.startswith(REFERENCE))
    assert {path.name for path in files} >= {"preact.js", "htm.js", "signals.js", "beer.css"}, "run `make setup` first"
    return files


def test_the_vendored_libraries_name_no_outside_address(vendor: list[Path]) -> None:
    named = {address for path in vendor for address in re.findall(r"https?://[^\s\"')]+", path.read_text())}
    assert {address for address in named if not address.startswith(VOCABULARIES)} == set()


def test_the_vendored_libraries_load_each_other_by_relative_names(vendor: list[Path]) -> None:
    imports = {name for path in vendor for name in re.findall(r'(?:from|import)\s*"([^"]+)"', path.read_text())}
    assert imports
    assert all((vendor[0].parent / name).exists() for name in imports)


def test_only_the_reference_loads_swagger_ui(static: Path) -> None:
    assert [page.name for page in static.glob("*.html") if REFERENCE in page.read_text()] == ["reference.html"]


def test_our_own_files_name_no_outside_address(static: Path) -> None:
    own = [path for kind in ("*.html", "js/**/*.js", "css/*.css") for path in static.glob(kind)]
    assert own
    named = {address for path in own for address in re.findall(r"https?://[^\s\"'`)]+", path.read_text())}
    assert named == set()


def test_no_page_holds_inline_code_or_style(static: Path) -> None:
    for page in static.glob("*.html"):
        text = page.read_text()
        assert re.findall(r"<script(?![^>]*\ssrc=)", text) == []
        assert re.findall(r"<style|\sstyle=|\son\w+=", text) == []


def test_texts_from_outside_are_never_read_as_markup(static: Path) -> None:
    forbidden = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function")
    assert [path.name for path in static.glob("js/**/*.js") if forbidden.search(path.read_text())] == []


def test_the_lock_holds_no_registry_address(static: Path) -> None:
    lock = json.loads((static.parent / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert not any("resolved" in entry for entry in packages.values())
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
