"""`python -m tests.contracts.problem_codes`: write docs/contracts/problems.md, the published list of error codes."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

from servicekit.problems import HTTP_CODES, Problem

PAGE = Path(__file__).parents[2] / "docs" / "contracts" / "problems.md"
PACKAGES = ("servicekit", "backend", "mobile_api", "speech")
HEAD = """# Problem codes

Every error is `application/problem+json` with a stable `code`; `data` says more where it helps. Codes of the backend and of
speech reach the app through the gateway unchanged, but for the backend's 5xx, of which it makes `backend_unavailable`. Which operation
answers which code, with which status, stands in [openapi.json](openapi.json). Written by `python -m tests.contracts.problem_codes`.

| code | from | meaning |
| --- | --- | --- |
"""


def page() -> str:
    rows = {(kind.code, kind.__module__.split(".")[0], kind.title) for kind in kinds(Problem)}
    rows |= {(code, "servicekit", "The standard HTTP meaning.") for code in HTTP_CODES.values()}
    rows |= {("invalid_request", "servicekit", "The request does not have the expected form.")}
    known = {code for code, _, title in rows if not title.startswith("The standard")}
    kept = sorted(row for row in rows if not (row[2].startswith("The standard") and row[0] in known))
    return HEAD + "".join(f"| `{code}` | {package} | {title} |\n" for code, package, title in kept)


def kinds(base: type[Problem]) -> Iterator[type[Problem]]:
    """Every problem with a code of its own, of every package that serves."""
    for name in PACKAGES:
        for module in pkgutil.walk_packages(importlib.import_module(name).__path__, f"{name}."):
            if not module.name.endswith(("__main__", ".env")) and ".migrations" not in module.name:
                importlib.import_module(module.name)
    yield from (kind for kind in descendants(base) if "code" in vars(kind))


def descendants(base: type[Problem]) -> Iterator[type[Problem]]:
    for kind in base.__subclasses__():
        yield kind
        yield from descendants(kind)


if __name__ == "__main__":
    PAGE.write_text(page())
