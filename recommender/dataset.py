"""Ratings: read from CSV, or simulated where there are none yet."""

import csv
import json
import math
import random
from dataclasses import dataclass
from pathlib import Path

COLUMNS = ("user", "item", "value", "timestamp")
# On the simulated scale: applied, or accepted.
LIKED_FROM = 4.0
SEED = 42
USERS = 600


class BadRatings(Exception):
    """The file is not CSV with the columns user, item, value and timestamp, or holds something that is no number."""


@dataclass(frozen=True, slots=True)
class Rating:
    """`value` on any one scale, higher is better; `timestamp` in seconds, only its order matters."""

    user: str
    item: str
    value: float
    timestamp: float


def read(path: Path) -> list[Rating]:
    """Raises `BadRatings` (with the line) or `FileNotFoundError`."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if rows.fieldnames is None or not set(COLUMNS) <= set(rows.fieldnames):
            raise BadRatings(f"columns needed: {', '.join(COLUMNS)}")
        return [_rating(row, line) for line, row in enumerate(rows, start=2)]


def _rating(row: dict[str, str], line: int) -> Rating:
    try:
        value, timestamp = float(row["value"]), float(row["timestamp"])
    except (TypeError, ValueError) as error:
        raise BadRatings(f"line {line}") from error
    if not (math.isfinite(value) and math.isfinite(timestamp) and row["user"] and row["item"]):
        raise BadRatings(f"line {line}")
    return Rating(row["user"], row["item"], value, timestamp)


def simulated() -> list[Rating]:
    """Made-up borrowers of the kinds in `archetypes.json`, the same on every call. Each tries some products; how far
    they go with one (viewed 1, clicked 2, quoted 3, applied 4, accepted 5) follows their kind, with noise."""
    archetypes = json.loads(Path(__file__).with_name("archetypes.json").read_text(encoding="utf-8"))
    chance = random.Random(SEED)  # noqa: S311 - a simulation, not a secret
    ratings: list[Rating] = []
    for number in range(USERS):
        kind = chance.choices(archetypes, weights=[a["share"] for a in archetypes])[0]
        tastes: dict[str, float] = kind["tastes"]
        for item in chance.sample(sorted(tastes), k=chance.randint(2, len(tastes))):
            value = min(5, max(1, round(chance.gauss(tastes[item], 0.7))))
            ratings.append(Rating(f"simulated-{number}", item, float(value), float(len(ratings))))
    return ratings
