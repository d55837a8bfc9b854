from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from backend.loans.rules import Owed, Share, allocate, days_past_due

PARTS = st.integers(0, 10_000)
OWED = st.lists(
    st.builds(Owed, st.just(0), st.dates(), fee=PARTS, interest=PARTS, principal=PARTS, penalty=PARTS),
    max_size=12,
).map(lambda rows: [Owed(n, o.due_date, o.fee, o.interest, o.principal, o.penalty) for n, o in enumerate(rows, 1)])


@given(st.integers(0, 10**6), OWED)
def test_shares_and_surplus_sum_to_the_payment(minor: int, owed: list[Owed]) -> None:
    allocation = allocate(minor, owed)
    assert sum(share.minor for share in allocation.shares) + allocation.surplus == minor


@given(st.integers(0, 10**6), OWED)
def test_no_part_is_paid_more_than_it_owes_and_a_surplus_means_that_all_is_paid(minor: int, owed: list[Owed]) -> None:
    allocation = allocate(minor, owed)
    debts = {one.number: one for one in owed}
    assert all(0 < share.minor <= getattr(debts[share.number], share.part) for share in allocation.shares)
    if allocation.surplus:
        total = sum(one.penalty + one.fee + one.interest + one.principal for one in owed)
        assert minor - allocation.surplus == total


def test_the_oldest_instalment_is_paid_whole_before_the_next() -> None:
    late = Owed(1, date(2026, 1, 31), fee=1, interest=20, principal=300, penalty=5)
    due = Owed(2, date(2026, 2, 28), fee=1, interest=10, principal=300)
    assert allocate(330, [due, late]).shares == [
        Share(1, "penalty", 5),
        Share(1, "fee", 1),
        Share(1, "interest", 20),
        Share(1, "principal", 300),
        Share(2, "fee", 1),
        Share(2, "interest", 3),
    ]


def test_an_instalment_is_late_only_after_its_day() -> None:
    assert [days_past_due(date(2026, 1, 31), date(2026, *day)) for day in ((1, 30), (1, 31), (2, 1))] == [0, 0, 1]
