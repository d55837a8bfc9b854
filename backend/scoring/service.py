"""The scorer: a trained model with the lender's rules beside it."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from backend.applications.schemas import Outcome, Reason
from backend.money import Money
from backend.scoring import artefact
from backend.scoring.artefact import Card
from backend.scoring.features import features_of, figures_of, untold
from backend.scoring.model import LinearModel
from backend.scoring.reasons import REVIEW_BY_A_PERSON, reasons_for
from backend.scoring.rules import APPROVE_UP_TO, REFER_UP_TO, find_counter, grade_of, is_affordable
from backend.scoring.schemas import ApplicationFacts, CounterOffer, ScoredDecision

T = TypeVar("T")


class Scorer:
    """Decides applications. Holds a loaded model; free of state between calls and safe to share between threads."""

    def __init__(self, card: Card, model: LinearModel, *, demo_may_decide: bool = True) -> None:
        self._card, self._model = card, model
        self._may_decide = demo_may_decide or not card.demo_data

    @classmethod
    def load(cls, models_dir: Path, *, demo_may_decide: bool = True) -> "Scorer":
        """Load `models_dir/scoring`. `demo_may_decide=False` (outside development) makes a model trained on demo data
        refer everything. Raises `ModelMissing` or `ModelCorrupt`; the caller then refers applications itself."""
        return cls(*artefact.load(models_dir), demo_may_decide=demo_may_decide)

    @property
    def model_version(self) -> str:
        return self._card.version

    def decide(self, facts: ApplicationFacts) -> ScoredDecision:
        """Pure: the same facts and model always give the same decision."""
        outcome, counter = self._outcome(facts)
        offered = replace(facts, amount=counter.amount, term_months=counter.term_months) if counter else facts
        probability = self._probability(offered)
        return ScoredDecision(
            outcome=outcome,
            grade=grade_of(probability),
            probability=probability,
            reasons=self._reasons(facts, outcome),
            counter=counter,
            model_version=self.model_version,
        )

    def _outcome(self, facts: ApplicationFacts) -> tuple[Outcome, CounterOffer | None]:
        if not self._may_decide:
            return "refer", None
        if self._passes(facts):
            return "approve", None
        best = _in_the_best_light(facts)
        if self._is_grey(facts) or self._passes(best):
            return "refer", None
        if counter := find_counter(facts, self._passes):
            return "counter", counter
        # What was not told could still make an offer possible: no decline on silence.
        return ("refer" if best != facts and find_counter(best, self._passes) else "decline"), None

    def _reasons(self, facts: ApplicationFacts, outcome: Outcome) -> list[Reason]:
        if outcome == "approve":
            return []
        if not self._may_decide:
            return [REVIEW_BY_A_PERSON]
        figures = figures_of(facts)
        attributions = self._model.attributions(features_of(figures))
        return reasons_for(attributions, affordable=is_affordable(facts), untold=untold(figures))

    def _passes(self, facts: ApplicationFacts) -> bool:
        return self._probability(facts) <= APPROVE_UP_TO and is_affordable(facts)

    def _is_grey(self, facts: ApplicationFacts) -> bool:
        return self._probability(facts) <= REFER_UP_TO and is_affordable(facts)

    def _probability(self, facts: ApplicationFacts) -> float:
        return self._model.probability(features_of(figures_of(facts)))


def _in_the_best_light(facts: ApplicationFacts) -> ApplicationFacts:
    """With every answer not given taken as a good one: if that passes, it is worth asking."""
    income = facts.monthly_income
    return replace(
        facts,
        monthly_expenses=_or(facts.monthly_expenses, income.times(Decimal("0.3"))),
        employment=_or(facts.employment, "employed"),
        employment_years=_or(facts.employment_years, Decimal(10)),
        housing=_or(facts.housing, "own"),
        assets=_or(facts.assets, facts.amount),
        debt=_or(facts.debt, Money(0, income.currency)),
    )


def _or(told: T | None, assumed: T) -> T:
    return assumed if told is None else told
