from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.funding.errors import IndividualLendersNotAllowed, SharesNotWhole
from backend.funding.rules import WHOLE, Position, check_kind, parts_per_million, split


@st.composite
def shares(draw: st.DrawFn) -> dict[str, int]:
    cuts = sorted(draw(st.sets(st.integers(1, WHOLE - 1), max_size=5)))
    bounds = [0, *cuts, WHOLE]
    return {f"f{number}": bounds[number + 1] - bounds[number] for number in range(len(bounds) - 1)}


@given(st.integers(-(10**18), 10**18), shares())
def test_parts_sum_to_the_whole_and_are_within_one_unit_of_their_share(minor: int, of: dict[str, int]) -> None:
    parts = split(minor, of)
    assert sum(parts.values()) == minor
    assert all(abs(parts[funder] * WHOLE - minor * ppm) < WHOLE for funder, ppm in of.items())
    assert split(-minor, of) == {funder: -part for funder, part in parts.items()}


def test_the_largest_remainder_gets_the_odd_fen() -> None:
    assert split(100_01, {"own": 400_000, "bank": 600_000}) == {"own": 40_00, "bank": 60_01}
    assert split(1, {"b": 500_000, "a": 500_000}) == {"a": 1, "b": 0}


@pytest.mark.parametrize("percents", [["60", "39.9999"], ["100", "0"], ["110", "-10"], ["33.33333", "66.66667"], []])
def test_shares_that_are_not_whole_are_refused(percents: list[str]) -> None:
    with pytest.raises(SharesNotWhole):
        parts_per_million({f"f{number}": Decimal(percent) for number, percent in enumerate(percents)})


def test_a_microlender_takes_no_money_from_individuals() -> None:
    check_kind("institution", "microlender")
    check_kind("individual", "private")
    with pytest.raises(IndividualLendersNotAllowed):
        check_kind("individual", "microlender")


def test_the_gap_and_the_ratio_of_a_position() -> None:
    position = Position(
        cash=100,
        owed_by_funders=20,
        expected={30: 50},
        payouts=60,
        owed_to_funders=10,
        owed_to_borrowers=5,
        overdrawn=0,
    )
    assert (position.gap(30), position.ratio(30)) == (95, Decimal("2.2667"))
    assert Position(1, 0, {30: 0}, 0, 0, 0, 0).ratio(30) is None
