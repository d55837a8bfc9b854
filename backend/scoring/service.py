"""The scorer: a trained model with the lender's rules beside it."""

from pathlib import Path

from backend.scoring.schemas import ApplicationFacts, ScoredDecision


class Scorer:
    """Decides applications. Holds a loaded model; free of state between calls and safe to share between threads."""

    @classmethod
    def load(cls, models_dir: Path, *, demo_may_decide: bool = True) -> "Scorer":
        """Load `models_dir/scoring`. `demo_may_decide=False` (outside development) makes a model trained on demo data
        refer everything. Raises `ModelMissing` or `ModelCorrupt`; the caller then refers applications itself."""
        raise NotImplementedError

    @property
    def model_version(self) -> str:
        raise NotImplementedError

    def decide(self, facts: ApplicationFacts) -> ScoredDecision:
        """Pure: the same facts and model always give the same decision."""
        raise NotImplementedError
