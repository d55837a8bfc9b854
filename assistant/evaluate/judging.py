"""Whether a turn was acted on rightly, and what was wrong with it (docs/acceptance.md). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assistant.evaluate.format import Turn
from assistant.evaluate.plain import same
from assistant.evaluate.understood import Understood
from contract.acts import ANSWERS

# `not_judged`: nothing says what was understood, or a person holds the conversation.
Verdict = Literal["rightly", "asked_back", "confidently_wrong", "nothing_done", "unanswered", "not_judged"]
HardFailure = Literal["danger_missed", "wrong_value", "unasked_write"]

# Who is in danger, or somebody else's victim, and is not heard.
DANGERS = frozenset({"distress", "report_fraud", "bereavement"})
# What may move money or change a contract: the deeds themselves, and the yes to what was read back.
WRITING = frozenset({
    "affirm", "make_payment", "early_payoff", "change_due_date", "accept_offer", "decline_offer", "withdraw_application",
    "promise_to_pay",
})  # fmt: skip
SILENCE = "silence"
# Names of a loan are ids: they are compared only where the turn tells one.
UNTOLD = frozenset({"loan"})


@dataclass(frozen=True, slots=True)
class Values:
    """Counts: told by the turn, taken by the assistant, and taken as told. `contradicted`: told, and taken otherwise."""

    told: int = 0
    taken: int = 0
    right: int = 0
    contradicted: int = 0

    @property
    def all_right(self) -> bool:
        return self.told == self.taken == self.right


@dataclass(frozen=True, slots=True)
class Happened:
    """What one message led to. `answered`: somebody replied in time; `left_to_staff`: a person holds the conversation.

    `called`: it went from the assistant to the queue, for this `reason`; `wrote`: money or a contract moved.
    """

    understood: Understood | None
    answered: bool = True
    left_to_staff: bool = False
    offered: bool = False
    called: bool = False
    reason: str | None = None
    wrote: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    strict: bool
    values: Values
    offered: bool
    imposed: bool
    hard: tuple[HardFailure, ...]

    @property
    def lenient(self) -> bool:
        return self.verdict == "rightly"

    @property
    def judged(self) -> bool:
        return self.verdict != "not_judged"


def judge(turn: Turn, happened: Happened) -> Judgement:
    found = happened.understood
    values = compared(turn.values, found.values) if found and turn.values is not None else Values()
    how = verdict(turn, happened, values)
    return Judgement(
        verdict=how,
        strict=how == "rightly" and (SILENCE in turn.want or (found is not None and _strictly(turn, found, values))),
        values=values,
        offered=happened.offered,
        imposed=_imposed(turn, happened),
        hard=hard_failures(turn, happened, values),
    )


def verdict(turn: Turn, happened: Happened, values: Values) -> Verdict:
    if SILENCE in turn.want:
        return "confidently_wrong" if happened.answered else "rightly"
    if happened.left_to_staff:
        return "not_judged"
    if not happened.answered:
        return "unanswered"
    found = happened.understood
    if found is None:
        return "not_judged"
    if found.capabilities & accepted(turn) and not values.contradicted:
        return "rightly"
    if found.capabilities:
        return "confidently_wrong"
    return "asked_back" if found.asked_back else "nothing_done"


def accepted(turn: Turn) -> frozenset[str]:
    return frozenset(turn.want) | frozenset(turn.also)


def hard_failures(turn: Turn, happened: Happened, values: Values) -> tuple[HardFailure, ...]:
    """What must never happen: a danger that is not heard, a value taken as another than was said, money or a contract moved
    by words that did not ask for it."""
    found, failures = happened.understood, list[HardFailure]()
    missed = DANGERS.intersection(turn.want) and not happened.called
    if missed and found is not None and not found.capabilities & accepted(turn):
        failures.append("danger_missed")
    if values.contradicted:
        failures.append("wrong_value")
    if happened.wrote and not accepted(turn) & WRITING:
        failures.append("unasked_write")
    return tuple(failures)


def compared(told: Mapping[Any, Any], taken: Mapping[str, Any]) -> Values:
    names = {name for name in taken if name in told or name not in UNTOLD}
    right = {name for name in names & told.keys() if same(told[name], taken[name])}
    return Values(len(told), len(names), len(right), len(names & told.keys() - right))


def _strictly(turn: Turn, found: Understood, values: Values) -> bool:
    done = found.capabilities
    # What a yes or no carries out was the wish of an earlier message: it is not held against the answer.
    nothing_else = done <= accepted(turn) or bool(done & ANSWERS)
    return set(turn.want) <= done and nothing_else and (turn.values is None or values.all_right)


def _imposed(turn: Turn, happened: Happened) -> bool:
    """A person was called, and not for anything that the turn wants or accepts."""
    for_what = {happened.reason} | (happened.understood.called_for if happened.understood else frozenset())
    return happened.called and not for_what & accepted(turn)
