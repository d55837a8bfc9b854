"""`python -m tests.contracts.acts`: write docs/contracts/acts.md and published.json, which lists all that was ever published."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

from backend.help_centre.library import entries
from contract.acts import EXPECTED, WHAT, Act, Capability, Expects, Guard, ValueName, capability_of

FOLDER = Path(__file__).parents[2] / "docs" / "contracts"
PAGE, PUBLISHED = FOLDER / "acts.md", FOLDER / "published.json"
HEAD = """# What was done for a message

Staff and measurements see with each message of a borrower `understanding: {intent, confidence, slots, acts, values, article, guard,
asked_back}` (`GET /v1/desk/conversations/{id}`); a borrower never does. Names on this page are only ever added to. Written by
`python -m tests.contracts.acts`.

- `acts`: what was done, as `<capability>/<what>`, in order; nothing that was not. Putting the form's next question, or an open one again, is
  no act. What a yes or no carried out stands beside `affirm/carried_out` or `deny/carried_out`: it is the wish of an earlier message.
  `repair` is the assistant's own: it did not follow, or could not do it.
- `values`: what this message gave, by name: money in fen, terms in months, days as `YYYY-MM-DD`, choices by their names.
- `article`: the help article that was given. `guard`: the danger or ban that outweighed the intent.
- `asked_back`: the assistant asked what was meant, or to say it again, and did nothing else.
- `intent`: what was acted on. `confidence`: the classifier's, 0 to 1. `slots`: what the conversation holds after the turn.

A message whose understanding was stored before there were acts shows none.
"""


def current() -> dict[str, list[str]]:
    """Every published name that the code knows now, by kind."""
    return {
        "acts": sorted(get_args(Act)),
        "articles": sorted(entry.id for entry in entries()),
        "capabilities": sorted(get_args(Capability)),
        "expects": sorted(get_args(Expects)),
        "guards": sorted(get_args(Guard)),
        "values": sorted(get_args(ValueName)),
    }


def published() -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(PUBLISHED.read_text())
    return found


def page() -> str:
    return "\n".join(
        [
            HEAD,
            _section("Capabilities and their acts", "| capability | acts |", _acts()),
            _section("What each act says", "| what | the assistant … |", sorted(WHAT.items())),
            _section("`expects`", "| question | is answered by |", EXPECTED.items()),
            "## `values`\n\n" + _names(get_args(ValueName)),
            "## `guard`\n\n" + _names(get_args(Guard)),
            "## Help articles\n\n" + _names(entry.id for entry in entries()),
        ]
    )


def _acts() -> Iterable[tuple[str, str]]:
    acts: tuple[Act, ...] = get_args(Act)
    for capability in get_args(Capability):
        what = [act.partition("/")[2] for act in acts if capability_of(act) == capability]
        yield capability, ", ".join(f"`{one}`" for one in what) or "none yet"


def _section(title: str, head: str, rows: Iterable[tuple[str, str]]) -> str:
    return "\n".join([f"## {title}\n", head, "| --- | --- |", *(f"| `{name}` | {text} |" for name, text in rows), ""])


def _names(names: Iterable[str]) -> str:
    return " ".join(f"`{name}`" for name in names) + "\n"


def write() -> None:
    PAGE.write_text(page())
    kept = published() if PUBLISHED.exists() else {}
    grown = {kind: sorted({*names, *kept.get(kind, [])}) for kind, names in current().items()}
    PUBLISHED.write_text(json.dumps(grown, indent=1) + "\n")


if __name__ == "__main__":
    write()
