"""A table of any length scored in bounded memory: read, scored and written chunk by chunk."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from backend.scoring.features import features_of
from backend.scoring.grades import grade_of
from backend.scoring.lab.errors import TableUnreadable
from backend.scoring.mapping import Mapping, applicants
from backend.scoring.model import LinearModel

CHUNK_ROWS = 20_000
HEAD = ("row", "probability", "grade")


@dataclass(frozen=True, slots=True)
class Scored:
    """How many rows were read, and how many of them lack what a score needs."""

    rows: int
    unusable: int


def score_file(model: LinearModel, data: Path, mapping: Mapping, out: Path, tell: Callable[[int], None]) -> Scored:
    """Write `row,probability,grade` for each row of `data`, rows counted from 1; the last two stay empty for a row
    without amount, term or income. Raises `TableUnreadable`, `AnswersMissing` or `AnswersNotNumbers`."""
    rows = unusable = 0
    with out.open("w", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(HEAD)
        for chunk in _chunks(data):
            scored = list(_scores(model, chunk, mapping))
            writer.writerows((rows + number, *score) for number, score in enumerate(scored, start=1))
            rows += len(scored)
            unusable += scored.count(("", ""))
            tell(rows)
    return Scored(rows, unusable)


def _chunks(data: Path) -> Iterator[pd.DataFrame]:
    try:
        with pd.read_csv(data, chunksize=CHUNK_ROWS) as chunks:
            yield from chunks
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise TableUnreadable(file=str(data)) from error


def _scores(model: LinearModel, chunk: pd.DataFrame, mapping: Mapping) -> Iterator[tuple[str, str]]:
    for figures in applicants(chunk, mapping):
        if figures is None:
            yield "", ""
        else:
            chance = model.probability(features_of(figures))
            yield f"{chance:.6f}", grade_of(chance).name
