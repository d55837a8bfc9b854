"""Make a kept decision again from what was kept: the same facts and the same model must answer the same."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from backend.applications.models import DecisionRow
from backend.scoring.service import Scorer

# `no_model`: none answered then: a person decided, or a limit or a bar declined first. `model_missing`: the named artefact is not here.
Verdict = Literal["same", "different", "no_model", "model_missing"]
# The model of that version, under the rule by which it was asked (`demo_may_decide`), if it is here.
LoadScorer = Callable[[str, bool], Scorer | None]


@dataclass(frozen=True, slots=True)
class Replayed:
    application_id: str
    number: int
    outcome: str
    model_version: str
    verdict: Verdict


def replay(rows: Iterable[DecisionRow], load: LoadScorer) -> Iterator[Replayed]:
    """`rows` are decisions of the model; each is made again by the version that made it, which is loaded once."""
    load = cache(load)
    for row in rows:
        verdict = _verdict(row, load)
        kept = row.decision
        yield Replayed(row.application_id, row.number, kept.outcome, kept.model_version, verdict)


def _verdict(row: DecisionRow, load: LoadScorer) -> Verdict:
    if row.scored is None:
        return "no_model"
    scorer = load(row.scored.model_version, bool(row.demo_may_decide))
    if scorer is None:
        return "model_missing"
    return "same" if scorer.decide(row.facts, row.scored.rule) == row.scored else "different"
