from dataclasses import dataclass, field
from typing import Any

from assistant.evaluate.writes import not_agreed, writes_between


@dataclass
class Had:
    applications: list[dict[str, Any]] = field(default_factory=list)
    loans: list[dict[str, Any]] = field(default_factory=list)
    payments: list[dict[str, Any]] = field(default_factory=list)


def loan(due: str | None) -> dict[str, Any]:
    return {"id": "loan_1", "next_payment": {"due_date": due} if due else None}


def test_a_draft_is_no_write_and_its_submission_is() -> None:
    draft, sent = {"id": "app_1", "submitted_at": None}, {"id": "app_1", "submitted_at": "2026-11-29T10:00:00Z"}
    assert writes_between(Had(), Had([draft])) == []
    assert writes_between(Had([draft]), Had([sent])) == ["application"]
    assert writes_between(Had([sent]), Had([sent])) == []


def test_a_new_loan_is_a_signed_contract() -> None:
    assert writes_between(Had(), Had(loans=[loan(None)])) == ["contract"]


def test_a_payment_moves_the_next_due_date_without_changing_the_due_day() -> None:
    before, after = Had(loans=[loan("2026-12-15")]), Had(loans=[loan("2027-01-15")], payments=[{"id": "payment_1"}])
    assert writes_between(before, after) == ["payment"]
    assert writes_between(Had(loans=[loan("2027-01-31")]), Had(loans=[loan("2027-02-28")])) == []


def test_another_day_of_the_month_is_another_due_day() -> None:
    assert writes_between(Had(loans=[loan("2026-12-15")]), Had(loans=[loan("2026-12-20")])) == ["due_day"]
    assert writes_between(Had(loans=[loan(None)]), Had(loans=[loan("2026-12-20")])) == []


def test_a_write_needs_a_yes_to_its_own_question() -> None:
    assert not_agreed(["payment"], "confirmation", refused=False) == []
    assert not_agreed(["payment"], "confirmation", refused=True) == ["payment"]
    assert not_agreed(["application"], "confirmation", refused=False) == ["application"]
    assert not_agreed(["contract"], None, refused=False) == ["contract"]
