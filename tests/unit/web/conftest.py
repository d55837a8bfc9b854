"""The web clients' modules, run by Node as the browser would load them."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

WEB = Path(__file__).parents[3] / "mobile_api" / "web"


@pytest.fixture(scope="session")
def static() -> Path:
    return WEB / "static"


@pytest.fixture(scope="session")
def node(static: Path) -> Callable[[str], Any]:
    """Run a script that may `import … from "js/…"`, and answer what its `answer` variable holds."""

    def run(script: str) -> Any:
        source = script.replace('from "js/', f'from "{(static / "js").as_uri()}/')
        command = ["node", "--input-type=module", "--eval", f"{source}\nconsole.log(JSON.stringify(answer));"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run
