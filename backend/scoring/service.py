"""The scorer: a trained model with the lender's rules beside it."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from backend.scoring import artefact, registry
from backend.scoring.advice import advise
from backend.scoring.artefact import Card
from backend.scoring.features import features_of, figures_of, untold
from backend.scoring.grades import grade_of
from backend.scoring.model import LinearModel, TreeModel
from backend.scoring.reasons import MOST_REASONS, REVIEW_BY_A_PERSON, answer_behind, limit_reached, reasons_for
from backend.scoring.rules import (
    APPROVE_UP_TO,
    REFER_UP_TO,
    find_counter,
    is_affordable,
    is_within_headroom,
    is_within_limit,
)
from backend.scoring.schemas import ApplicationFacts, CounterOffer, ScoredDecision, Shadow
from backend.scoring.targets import with_targets
from contract.lending.applications import Outcome, Reason
from contract.money import Money

T = TypeVar("T")


class Scorer:
    """Decides applications. Holds loaded models; free of state between calls and safe to share between threads."""

    def __init__(self, card: Card, model: LinearModel, challenger: TreeModel, *, demo_may_decide: bool = True) -> None:
        self._card, self._model, self._challenger = card, model, challenger
        self._may_decide = demo_may_decide or not card.demo_data

    @classmethod
    def load(cls, models_dir: Path, *, version: str = "", demo_may_decide: bool = True, pinned: str = "") -> "Scorer":
        """A version of `models_dir/scoring`, or the one that decides. `demo_may_decide=False` (outside development) makes a model
        trained on demo data refer everything; `pinned` is the digest of the only card that may decide. Raises
        `ModelMissing` or `ModelCorrupt`; the caller then refers applications itself."""
        folder = registry.folder_of(models_dir, version)
        return cls(*artefact.load(folder, pinned), demo_may_decide=demo_may_decide)

    @property
    def model_version(self) -> str:
        return self._card.version

    def probability(self, facts: ApplicationFacts) -> float:
        """The calibrated chance, 0…1, that the loan goes bad."""
        return self._model.probability(features_of(figures_of(facts)))

    def decide(self, facts: ApplicationFacts) -> ScoredDecision:
        """Pure: the same facts and models always give the same decision."""
        outcome, counter = self._outcome(facts)
        offered = replace(facts, amount=counter.amount, term_months=counter.term_months) if counter else facts
        probability = self.probability(offered)
        grade = grade_of(probability)
        return ScoredDecision(
            outcome=outcome,
            grade=grade.name,
            probability=probability,
            reasons=self._reasons(facts, outcome),
            counter=counter,
            model_version=self.model_version,
            grade_text=grade.text,
            shadow=self._shadow(facts),
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
        own_limit = [] if is_within_headroom(facts) else [limit_reached(facts.headroom)]
        if own_limit and self._passes(replace(facts, headroom=None)):
            return own_limit
        figures = figures_of(facts)
        values = features_of(figures)
        chance = self._model.probability(values)
        reasons = reasons_for(
            self._model.attributions(values),
            affordable=is_affordable(facts),
            # A grade to which nothing is lent is explained by what made it.
            within_limit=chance > APPROVE_UP_TO or is_within_limit(facts, chance),
            untold=untold(figures),
        )
        advised = with_targets(reasons, advise(facts, map(answer_behind, reasons), self._passes))
        return [*own_limit, *advised][:MOST_REASONS]

    def _shadow(self, facts: ApplicationFacts) -> Shadow:
        chance = self._challenger.probability(features_of(figures_of(facts)))
        return Shadow(f"{self.model_version}-challenger", chance)

    def _passes(self, facts: ApplicationFacts) -> bool:
        chance = self.probability(facts)
        return (
            chance <= APPROVE_UP_TO
            and is_within_limit(facts, chance)
            and is_affordable(facts)
            and is_within_headroom(facts)
        )

    def _is_grey(self, facts: ApplicationFacts) -> bool:
        return APPROVE_UP_TO < self.probability(facts) <= REFER_UP_TO and is_affordable(facts)


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
