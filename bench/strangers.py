"""What people who did not build it reach: the figures of the rounds of docs/acceptance.md, each measured once."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROUNDS = Path(__file__).parents[1] / "docs" / "acceptance"
TURNS = {
    "acted rightly (lenient)": "rightly_lenient",
    "acted rightly (strict)": "rightly_strict",
    "asked back": "asked_back",
    "confidently wrong": "confidently_wrong",
    "nothing done": "nothing_done",
    "unanswered": "unanswered",
    "recovered at the next message": "recovered",
    "rightly at once or then": "rightly_at_last",
    "a person offered": "person_offered",
    "a person imposed": "person_imposed",
    "hard failures": "hard_failures",
    "values, precision": "values_precision",
    "values, recall": "values_recall",
}
GOALS = {"goals reached": "reached", "checks passed in them": "checks"}
HELP = {"help questions answered rightly": "right", "of these, rightly nothing given": "rightly_none"}
COLUMNS = ("all", "zh", "en")
HEAD = """## Strangers: sentences, goals and questions of people who did not build it

Played once on the running system, before anybody who builds it had looked at them ({page}). The tables below ask for the intent of a single sentence, written mostly by
those who wrote the examples; these ask what was done for a person in a state, in their own words, and whether the values were taken. Shares with 95 % intervals (Wilson) and counts.
"""


def section() -> str:
    return "\n".join(
        [HEAD.format(page="[acceptance.md](acceptance.md)"), *map(round_table, sorted(ROUNDS.glob("*.json")))]
    )


def round_table(file: Path) -> str:
    found = json.loads(file.read_text())
    parts = (("turns", "by", TURNS), ("goals", "goals_by", GOALS), ("help", "help_by", HELP))
    lines = [
        f"### {file.stem.replace('-', ' ').capitalize()}",
        "",
        f"| | {' | '.join(COLUMNS)} |",
        "| --- |" + " --- |" * 3,
    ]
    for part, by, rows in parts:
        columns = [found[part], *(found[by]["language"][language] for language in COLUMNS[1:])]
        lines += [f"| {name} | {' | '.join(cell(column[key]) for column in columns)} |" for name, key in rows.items()]
    return "\n".join(lines) + "\n"


def cell(figure: Mapping[str, Any]) -> str:
    if figure["share"] is None:
        return "–"
    low, high = figure["interval"]
    return f"{figure['share']:.0%} [{low:.0%}, {high:.0%}], {figure['hits']} of {figure['of']}"
