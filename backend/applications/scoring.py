"""The scorer, loaded once; without one every application goes to a person."""

import logging
from pathlib import Path

from backend.scoring.errors import ModelCorrupt, ModelMissing
from backend.scoring.schemas import ApplicationFacts, ScoredDecision
from backend.scoring.service import Scorer

log = logging.getLogger(__name__)


class Scoring:
    """`status` is "ready", or the word for why there is no model."""

    def __init__(self, models_dir: Path, *, demo_may_decide: bool, pinned: str = "") -> None:
        self.status = "ready"
        self.demo_may_decide = demo_may_decide
        self._scorer: Scorer | None = None
        try:
            self._scorer = Scorer.load(models_dir, demo_may_decide=demo_may_decide, pinned=pinned)
        except (ModelMissing, ModelCorrupt) as error:
            self.status = error.code
            log.warning("no scoring model: %s", error.code)

    def decide(self, facts: ApplicationFacts) -> ScoredDecision | None:
        return self._scorer.decide(facts) if self._scorer else None
