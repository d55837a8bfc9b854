"""What people who did not build it reach: the figures of the rounds of docs/acceptance.md, each measured once."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.evaluate.intervals import wilson

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
# The second was not counted before round 7.
HELP = {
    "help questions answered rightly": "right",
    "rightly, or a right article to choose": "right_or_offered",
    "of these, rightly nothing given": "rightly_none",
}
PARTS = (("turns", "by", TURNS), ("goals", "goals_by", GOALS), ("help", "help_by", HELP))
COLUMNS = ("all", "zh", "en")
HEAD = """## Strangers: sentences, goals and questions of people who did not build it

Played once on the running system, before anybody who builds it had looked at them ({page}). The tables below ask for the intent of a single sentence, written mostly by
those who wrote the examples; these ask what was done for a person in a state, in their own words, and whether the values were taken. Shares with 95 % intervals (Wilson) and counts.
"""


def section() -> str:
    files = sorted(ROUNDS.glob("round-*.json"))
    rounds = [json.loads(file.read_text()) for file in files]
    titles = [file.stem.replace("-", " ").capitalize() for file in files]
    tables = [table(title, found) for title, found in zip(titles, rounds, strict=True)]
    together = table("The last two rounds together", pooled(*rounds[-2:]))
    return "\n".join([HEAD.format(page="[acceptance.md](acceptance.md)"), together, *reversed(tables)])


def table(title: str, found: Mapping[str, Any]) -> str:
    lines = [f"### {title}", "", f"| | {' | '.join(COLUMNS)} |", "| --- |" + " --- |" * 3]
    for part, by, rows in PARTS:
        columns = [found[part], *(found[by]["language"][language] for language in COLUMNS[1:])]
        lines += [
            f"| {name} | {' | '.join(cell(column[key]) for column in columns)} |"
            for name, key in rows.items()
            if key in found[part]
        ]
    return "\n".join(lines) + "\n"


def pooled(one: Mapping[str, Any], two: Mapping[str, Any]) -> dict[str, Any]:
    """The shares of two rounds as if they were one."""
    both: dict[str, Any] = {}
    for part, by, rows in PARTS:
        counted = [key for key in rows.values() if key in one[part] and key in two[part]]
        both[part] = {key: _added(one[part][key], two[part][key]) for key in counted}
        languages = {
            language: (one[by]["language"][language], two[by]["language"][language]) for language in COLUMNS[1:]
        }
        both[by] = {
            "language": {
                language: {key: _added(first[key], second[key]) for key in counted}
                for language, (first, second) in languages.items()
            }
        }
    return both


def _added(one: Mapping[str, Any], two: Mapping[str, Any]) -> dict[str, Any]:
    hits, of = one["hits"] + two["hits"], one["of"] + two["of"]
    sure = wilson(hits, of)
    return {"share": hits / of if of else None, "interval": (sure.low, sure.high), "hits": hits, "of": of}


def cell(figure: Mapping[str, Any]) -> str:
    if figure["share"] is None:
        return "–"
    low, high = figure["interval"]
    return f"{figure['share']:.0%} [{low:.0%}, {high:.0%}], {figure['hits']} of {figure['of']}"
