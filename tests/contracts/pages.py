"""Tables and examples of the pages under docs/contracts, as tests read them."""

import re
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "docs" / "contracts"


def page(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


def section(text: str, heading: str) -> str:
    """What stands under a heading of the second level, up to the next."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    assert found, f"the page has no section {heading!r}"
    return found.group(1)


def headings(text: str) -> list[str]:
    return re.findall(r"^## (.*)$", text, re.M)


def rows(text: str, first_column: str) -> Iterator[list[str]]:
    """The rows of the table whose first column has that head, as cells."""
    inside = False
    for line in text.splitlines():
        # A pipe inside a cell is written \\|.
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if not cells:
            inside = False
        elif cells[0] == first_column:
            inside = True
        elif inside and not set(cells[0]) <= {"-", ":"}:
            yield cells


def quoted(cell: str) -> list[str]:
    """What stands between backticks."""
    return re.findall(r"`([^`]*)`", cell)


def examples(text: str) -> list[str]:
    """The lines of the fenced JSON blocks: one example each."""
    blocks = re.findall(r"^```json\n(.*?)^```", text, re.M | re.S)
    return [line for block in blocks for line in block.splitlines()]
