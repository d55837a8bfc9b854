"""The scorer: a trained model with the lender's rules beside it."""

from dataclasses import replace
from pathlib import Path

from backend.scoring import artefact, registry
from backend.scoring.advice import advise
from backend.scoring.artefact import Card
from backend.scoring.earlier_rules import judge_by_rule_1
from backend.scoring.features import features_of, figures_of, untold
from backend.scoring.grades import grade_of
from backend.scoring.model import LinearModel, TreeModel
from backend.scoring.reasons import (
    MOST_REASONS,
    REVIEW_BY_A_PERSON,
    answer_behind,
    evidence_missing,
    limit_reached,
    reasons_for,
)
from backend.scoring.rules import (
    APPROVE_UP_TO,
    REFER_UP_TO,
    find_counter,
    is_affordable,
    is_within_headroom,
    is_within_limit,
)
from backend.scoring.schemas import ApplicationFacts, CounterOffer, ScoredDecision, Shadow
from backend.scoring.silence import at_best, at_worst, untold_of
from backend.scoring.targets import with_targets
from contract.lending.applications import Outcome, Reason

# Kept with each decision. 2: silence is taken at its worst.
RULE = 2


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

    def decide(self, facts: ApplicationFacts, rule: int = RULE) -> ScoredDecision:
        """Pure: the same facts, models and rule always give the same decision. An earlier `rule` makes an earlier one again."""
        outcome, counter, judged = self.judge(facts) if rule == RULE else self._judge_as_before(facts)
        probability = self.probability(judged)
        grade = grade_of(probability)
        return ScoredDecision(
            outcome=outcome,
            grade=grade.name,
            probability=probability,
            reasons=self._reasons(facts, outcome, rule),
            counter=counter,
            model_version=self.model_version,
            grade_text=grade.text,
            shadow=self._shadow(facts),
            rule=rule,
        )

    def judge(self, facts: ApplicationFacts) -> tuple[Outcome, CounterOffer | None, ApplicationFacts]:
        """The outcome, a counter-offer if that is it, and the facts whose chance and grade stand for it.

        Whoever keeps silent gets no approval, and no larger or cheaper offer, than the truth would bring: an answer not given
        is taken at its worst for an approval. Nor is anybody declined for silence: where an answer could change the result, a
        person asks for it.
        """
        if not self._may_decide:
            return "refer", None, facts
        if not (missing := untold_of(facts)):
            return self._judge_told(facts)
        worst = at_worst(facts, missing, self.probability)
        if self._passes(worst):
            return "approve", None, worst
        hopeless = all(self._judge_told(best)[0] == "decline" for best in at_best(facts, missing))
        return "decline" if hopeless else "refer", None, facts

    def _judge_as_before(self, facts: ApplicationFacts) -> tuple[Outcome, CounterOffer | None, ApplicationFacts]:
        if not self._may_decide:
            return "refer", None, facts
        outcome, counter = judge_by_rule_1(facts, self._passes, self._is_grey)
        return outcome, counter, _as_offered(facts, counter)

    def _judge_told(self, facts: ApplicationFacts) -> tuple[Outcome, CounterOffer | None, ApplicationFacts]:
        if self._passes(facts):
            return "approve", None, facts
        if self._is_grey(facts):
            return "refer", None, facts
        if counter := find_counter(facts, self._passes):
            return "counter", counter, _as_offered(facts, counter)
        return "decline", None, facts

    def _reasons(self, facts: ApplicationFacts, outcome: Outcome, rule: int) -> list[Reason]:
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
        missing = untold_of(facts) if rule > 1 else untold(figures)
        reasons = reasons_for(
            self._model.attributions(values),
            affordable=is_affordable(facts),
            # A grade to which nothing is lent is explained by what made it.
            within_limit=chance > APPROVE_UP_TO or is_within_limit(facts, chance),
            untold=missing,
        )
        if rule > 1 and outcome == "refer" and missing and all(reason.code != "evidence_missing" for reason in reasons):
            reasons = [evidence_missing(missing), *reasons]
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


def _as_offered(facts: ApplicationFacts, counter: CounterOffer | None) -> ApplicationFacts:
    return replace(facts, amount=counter.amount, term_months=counter.term_months) if counter else facts
