"""Make a kept decision again from what was kept: the same facts and the same model must answer the same."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from backend.applications.models import DecisionRow
from backend.scoring.service import Scorer

# `no_model`: none answered then: a person decided, or a limit or a bar declined first. `model_missing`: the named artefact is not here.
Verdict = Literal["same", "different", "no_model", "model_missing"]
# For the rule under which the model was asked (`demo_may_decide`): the scorer that is here now, if one is.
LoadScorer = Callable[[bool], Scorer | None]


@dataclass(frozen=True, slots=True)
class Replayed:
    application_id: str
    number: int
    outcome: str
    model_version: str
    verdict: Verdict


def replay(rows: Iterable[DecisionRow], load: LoadScorer) -> Iterator[Replayed]:
    """`rows` are decisions of the model; each scorer is loaded once."""
    scorers: dict[bool, Scorer | None] = {}
    for row in rows:
        rule = bool(row.demo_may_decide)
        if rule not in scorers:
            scorers[rule] = load(rule)
        verdict = _verdict(row, scorers[rule])
        kept = row.decision
        yield Replayed(row.application_id, row.number, kept.outcome, kept.model_version, verdict)


def _verdict(row: DecisionRow, scorer: Scorer | None) -> Verdict:
    if row.scored is None:
        return "no_model"
    if scorer is None or scorer.model_version != row.scored.model_version:
        return "model_missing"
    return "same" if scorer.decide(row.facts) == row.scored else "different"
