"""How well sentences were understood: pure counting over answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

OUTSIDE = "out_of_scope"


@dataclass(frozen=True)
class Answer:
    """`familiarity` below zero means that the bot asks back instead of acting on `said`."""

    true: str
    said: str
    probability: float
    familiarity: float
    language: str = ""

    @property
    def right(self) -> bool:
        return self.true == self.said

    def clarified(self, shift: float = 0.0) -> bool:
        return self.familiarity < shift

    def strange(self, shift: float = 0.0) -> bool:
        """Taken for something that is none of our business, or asked back."""
        return self.said == OUTSIDE or self.clarified(shift)


@dataclass(frozen=True)
class Outcome:
    """Shares, 0…1. The first three are of sentences within scope, the last of those outside it."""

    right: float
    clarified: float
    confidently_wrong: float
    strangers_refused: float | None


def outcome(answers: Iterable[Answer], shift: float = 0.0) -> Outcome:
    """`shift` moves the threshold up."""
    everything = list(answers)
    ours = [answer for answer in everything if answer.true != OUTSIDE]
    strangers = [answer for answer in everything if answer.true == OUTSIDE]
    return Outcome(
        right=share(answer.right for answer in ours),
        clarified=share(answer.clarified(shift) for answer in ours),
        confidently_wrong=share(not answer.right and not answer.clarified(shift) for answer in ours),
        strangers_refused=share(answer.strange(shift) for answer in strangers) if strangers else None,
    )


def shift_for(left_out: Sequence[Answer], acceptance: float) -> float:
    """How far to move the threshold so that this share of the left-out sentences within scope is accepted."""
    ours = sorted(answer.familiarity for answer in left_out if answer.true != OUTSIDE)
    return ours[min(len(ours) - 1, round((1 - acceptance) * len(ours)))]


def share(facts: Iterable[bool]) -> float:
    """0 where there is nothing to count."""
    counted = list(facts)
    return sum(counted) / len(counted) if counted else 0.0
