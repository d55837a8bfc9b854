"""How much more one person may borrow, and who may not borrow at all now. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from backend.policy.groups import ExposurePolicy, Policy
from backend.products.offering import class_limit
from backend.products.terms import LendingClass
from contract.lending.underwriting import ReviewFlag
from contract.money import Money

Bar = Literal["late", "written_off", "on_hold", "region_not_served"]


@dataclass(frozen=True, slots=True)
class Obligation:
    """A loan, an open offer, or an application under review: what it is for, and what it takes a month once it is certain."""

    lending_class: LendingClass
    amount: Money
    monthly: Money | None = None


@dataclass(frozen=True, slots=True)
class Exposure:
    """All that a borrower owes here or may soon owe, beside the application that is asked about.

    `open_offers` are the applications whose offer stands. `bar`: no new loan for this borrower now. `weakly_known`: the identity
    rests on a card and a photo. With `flags` no offer is made without a person: they are told to staff alone.
    """

    obligations: tuple[Obligation, ...] = ()
    open_offers: tuple[str, ...] = ()
    bar: Bar | None = None
    weakly_known: bool = False
    flags: tuple[ReviewFlag, ...] = ()

    @property
    def owed(self) -> Money:
        """All of it together, certain or not."""
        return total(one.amount for one in self.obligations)

    @property
    def own_instalments(self) -> Money | None:
        """What loans and open offers take a month; None without any."""
        monthly = [one.monthly for one in self.obligations if one.monthly is not None]
        return total(monthly) if monthly else None

    @property
    def certain(self) -> Money:
        """What is lent, or offered."""
        return total(one.amount for one in self.obligations if one.monthly is not None)


def headroom(exposure: Exposure, lending_class: LendingClass, policy: Policy) -> Money | None:
    """What may be lent beside what is owed, never below zero; None where no limit holds."""
    limits = (
        (lending_class, class_limit(lending_class, policy.exposure)),
        (None, share_limit(policy.exposure)),
        (None, policy.identity.card_and_photo_limit if exposure.weakly_known else None),
    )
    rooms = [
        limit - total(one.amount for one in exposure.obligations if counts_for in (None, one.lending_class))
        for counts_for, limit in limits
        if limit is not None
    ]
    return max(min(rooms), Money(0)) if rooms else None


def share_limit(policy: ExposurePolicy) -> Money | None:
    """The most that one person may owe in all; None while the lender's net assets are not set."""
    if policy.net_assets is None:
        return None
    return policy.net_assets.times(policy.person_percent_of_net_assets / Decimal(100))


def related_limit(policy: ExposurePolicy) -> Money | None:
    """The most that the lender's own related persons may owe together; None while its net assets are not set."""
    if policy.net_assets is None:
        return None
    return policy.net_assets.times(policy.lenders_related_percent_of_net_assets / Decimal(100))


def total(amounts: Iterable[Money]) -> Money:
    return sum(amounts, Money(0))
