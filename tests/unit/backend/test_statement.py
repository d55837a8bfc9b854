from datetime import UTC, date, datetime

import pytest

from backend.payments.errors import BadStatement
from backend.payments.rules import Ours, Verdict, judge, resolution_of
from backend.payments.statement import StatementLine, read_statement, write_statement
from contract.money import Money

DAY = date(2026, 3, 31)
LINE = StatementLine(
    reference="r-1",
    transfer_id="payment_1",
    direction="debit",
    minor=1_000_00,
    currency="CNY",
    status="succeeded",
    ended_at=datetime(2026, 3, 31, 4, tzinfo=UTC),
)
FILE = write_statement(b"secret", DAY, [LINE])
OURS = Ours("debit", Money(1_000_00), "succeeded", "r-1")


def test_a_signed_file_is_read_as_it_was_written() -> None:
    assert read_statement([b"secret"], DAY, FILE) == [LINE]
    assert read_statement([b"secret"], DAY, write_statement(b"secret", DAY, [])) == []


@pytest.mark.parametrize(
    ("secret", "day", "content", "reason"),
    [
        (b"other", DAY, FILE, "signature"),
        (b"secret", DAY, FILE.replace(b"100000", b"100001"), "signature"),
        (b"secret", DAY, b"", "signature"),
        (b"secret", date(2026, 3, 30), FILE, "day"),
    ],
)
def test_a_changed_file_or_one_of_another_day_is_refused(secret: bytes, day: date, content: bytes, reason: str) -> None:
    with pytest.raises(BadStatement) as refused:
        read_statement([secret], day, content)
    assert refused.value.data["reason"] == reason


def test_a_signed_file_with_a_negative_amount_is_refused_by_its_line() -> None:
    wrong = write_statement(b"secret", DAY, [LINE, LINE.model_copy(update={"minor": -1})])
    with pytest.raises(BadStatement) as refused:
        read_statement([b"secret"], DAY, wrong)
    assert refused.value.data == {"reason": "line", "line": 4}


@pytest.mark.parametrize(
    ("ours", "verdict"),
    [
        (OURS, "matched"),
        (None, "missing_at_ours"),
        (Ours("debit", Money(999_99), "succeeded", None), "amount_differs"),
        (Ours("payout", Money(1_000_00), "succeeded", None), "amount_differs"),
        (Ours("debit", Money(1_000_00), "pending", None), "callback_lost"),
        (Ours("debit", Money(1_000_00), "unknown", None), "callback_lost"),
        (Ours("debit", Money(1_000_00), "failed", None), "status_differs"),
        (Ours("debit", Money(1_000_00), "succeeded", "r-0"), "moved_twice"),
    ],
)
def test_each_way_to_differ_has_its_name(ours: Ours | None, verdict: Verdict) -> None:
    assert judge(LINE, ours) == verdict


def test_only_money_taken_from_a_borrower_twice_is_given_back_by_itself() -> None:
    assert resolution_of("moved_twice", "debit") == "refunded"
    assert resolution_of("moved_twice", "payout") == "open"
    assert resolution_of("amount_differs", "debit") == "open"
