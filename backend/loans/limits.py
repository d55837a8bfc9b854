"""How often and how far a loan may be changed, by the lender's rules. Pure; each check raises `ChangeNotPossible`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from backend.loans.book import Book
from backend.loans.errors import ChangeNotPossible
from backend.loans.replay import EventKind, LoanEvent, replay
from backend.policy.groups import ChangePolicy
from contract.dates import add_months
from contract.lending.loans import WhyNotChanged


@dataclass(frozen=True, slots=True)
class Past:
    """What has changed a loan: the contract's book, and the events that stand, in order."""

    opening: Book
    events: Sequence[LoanEvent]

    def of(self, kind: EventKind) -> list[LoanEvent]:
        return [event for event in self.events if event.kind == kind]

    def agreed_end(self) -> date:
        """The last due date by the contract, or by the last hardship plan."""
        plans = [place for place, event in enumerate(self.events, 1) if event.kind == "hardship"]
        agreed = replay(self.opening, self.events[: plans[-1]] if plans else []).book
        return max(line.due_date for line in agreed.lines)


def check_due_day_may_move(past: Past, today: date, rules: ChangePolicy) -> None:
    """`from` is the first day on which it may."""
    waits: dict[WhyNotChanged, tuple[list[LoanEvent], int]] = {
        "moved_recently": (past.of("due_day"), rules.due_day_months_between),
        "plan_recent": (past.of("hardship"), rules.due_day_months_after_plan),
    }
    for reason, (events, months) in waits.items():
        free = max((add_months(event.day, months) for event in events), default=today)
        if today < free:
            raise ChangeNotPossible(reason=reason, **{"from": free.isoformat()})


def check_ends_in_time(past: Past, moved: Book, rules: ChangePolicy) -> None:
    latest = past.agreed_end() + timedelta(days=rules.due_day_days_past_end)
    if max(line.due_date for line in moved.lines) > latest:
        raise ChangeNotPossible(reason="past_the_end", latest=latest.isoformat())


def check_plan_allowed(past: Past, facts: dict[str, Any], rules: ChangePolicy) -> None:
    plans = past.of("hardship")
    if len(plans) >= rules.hardship_plans:
        raise ChangeNotPossible(reason="too_many_plans", most=rules.hardship_plans)
    if sum(map(_months, [facts, *(plan.facts for plan in plans)])) > rules.hardship_months:
        raise ChangeNotPossible(reason="too_many_months", most=rules.hardship_months)


def _months(facts: dict[str, Any]) -> int:
    return int(facts["interest_only_months"]) + int(facts["extra_months"])


def needs_second_person(kind: str, principal: int, rules: ChangePolicy, *, on_paper: bool = False) -> bool:
    """`principal` in minor units. What is said to stand on paper is confirmed by another than who took it down."""
    if kind == "write_off":
        return principal > rules.write_off_second_person_above.minor
    return kind == "hardship" and (on_paper or principal > rules.hardship_second_person_above.minor)
