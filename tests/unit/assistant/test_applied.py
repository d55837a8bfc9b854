"""Which of several sent applications is meant, and which loan is told of first."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

import pytest

from assistant.actions.applied import application_in_words, draft_of, sent_ones
from assistant.actions.trouble import worst_of
from contract.lending.applications import Application, ApplicationFields
from contract.lending.loans import Loan
from contract.money import Money


@dataclass(frozen=True)
class Held:
    """An application, as far as finding it goes."""

    id: str
    status: str
    fields: ApplicationFields


@dataclass(frozen=True)
class Due:
    due_date: date


@dataclass(frozen=True)
class Lent:
    id: str
    status: str = "active"
    days_past_due: int = 0
    next_payment: Due | None = field(default_factory=lambda: Due(date(2026, 12, 10)))


def held(id_: str, status: str, **fields: Any) -> Application:
    return cast(Application, Held(id_, status, ApplicationFields(**fields)))


CAR = held("car", "referred", purpose="car", amount=Money(50_000_00))
HOME = held("home", "approved", purpose="renovation", amount=Money(30_000_00))
DRAFT = held("draft", "draft", purpose="medical", amount=Money(10_000_00))
OVER = held("over", "declined", purpose="other", amount=Money(9_000_00))


def test_drafts_and_decided_ones_were_not_sent() -> None:
    assert [one.id for one in sent_ones([DRAFT, CAR, OVER, HOME])] == ["car", "home"]
    assert draft_of([CAR, DRAFT]) is DRAFT
    assert draft_of([CAR]) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("买车那个", "car"),
        ("三万的", "home"),
        ("the 50,000 one", "car"),
        ("the first one", "car"),
        ("第二个", "home"),
        ("renovation", "home"),
        ("都撤", None),
        ("yes", None),
    ],
)
def test_the_application_is_found_by_amount_use_or_place(text: str, meant: str | None) -> None:
    found = application_in_words([CAR, HOME], text)
    assert (found and found.id) == meant


def lent(id_: str, **state: Any) -> Loan:
    return cast(Loan, Lent(id_, **state))


def test_the_loan_that_is_latest_comes_first_and_a_settled_one_never() -> None:
    late, later = lent("late", days_past_due=3), lent("later", days_past_due=40)
    settled, soon = lent("settled", status="settled"), lent("soon", next_payment=Due(date(2026, 12, 1)))
    assert worst_of([late, settled, later]) is later
    assert worst_of([lent("then"), soon]) is soon
    assert worst_of([settled, lent("annulled", status="annulled"), lent("cancelled", status="cancelled")]) is None
    written_off = lent("written_off", status="written_off", days_past_due=200)
    assert worst_of([written_off, soon]) is soon
