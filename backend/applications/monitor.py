"""One report on the models that decide: who applies now, what came true, champion beside challenger, what staff changed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.applications.models import DecisionRow
from backend.scoring.artefact import Card
from backend.scoring.features import features_of, figures_of
from backend.scoring.monitoring import Judged, came_true, side_by_side, stability


@dataclass(frozen=True, slots=True)
class Decided:
    """A model's decision, and what staff made of the application, if a person decided."""

    row: DecisionRow
    by_staff: str | None


def pairs(rows: Sequence[DecisionRow]) -> list[Decided]:
    """Each application's last decision of a model, with the last of a person. `rows` in the order in which they were made."""
    models = {row.application_id: row for row in rows if row.staff_id is None and row.scored is not None}
    people = {row.application_id: row.decision.outcome for row in rows if row.staff_id is not None}
    return [Decided(row, people.get(application)) for application, row in models.items()]


def monitored(decided: Sequence[Decided], bad: Mapping[str, bool], cards: Mapping[str, Card]) -> dict[str, Any]:
    """By version of the model. `bad`: of the applications whose loans can tell, whether they went bad."""
    versions = sorted({one.row.scored.model_version for one in decided if one.row.scored})
    return {version: _of_version(version, decided, bad, cards.get(version)) for version in versions}


def _of_version(version: str, decided: Sequence[Decided], bad: Mapping[str, bool], card: Card | None) -> dict[str, Any]:
    mine = [one for one in decided if one.row.scored and one.row.scored.model_version == version]
    seen = [_judged(one.row, bad) for one in mine]
    changed = Counter(f"{one.row.decision.outcome} → {one.by_staff}" for one in mine if one.by_staff)
    return {
        "decisions": len(mine),
        "outcomes": dict(Counter(one.row.decision.outcome for one in mine)),
        "decided_by_staff": dict(changed),
        "stability": stability(card.reference, seen) if card else {},
        "came_true": came_true(seen),
        "champion_and_challenger": side_by_side(seen),
    }


def _judged(row: DecisionRow, bad: Mapping[str, bool]) -> Judged:
    scored = row.scored
    assert scored is not None  # noqa: S101 - chosen so
    return Judged(
        values=features_of(figures_of(row.facts)),
        chance=scored.probability,
        grade=scored.grade,
        shadow=scored.shadow.probability if scored.shadow else None,
        went_bad=bad.get(row.application_id),
    )
