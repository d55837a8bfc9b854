"""The terms of one version of a product, as the lender keeps them, and the checks that follow from them. Pure."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, field_validator

from backend.products.errors import (
    AmountOutOfRange,
    CurrencyNotOffered,
    LicenceMissing,
    MethodNotOffered,
    TermOutOfRange,
)
from contract.lending.products import (
    ALLOCATION,
    DayCount,
    EarlyRepayment,
    LatePolicy,
    Licence,
    Method,
    Part,
    Product,
    Purpose,
)
from contract.money import Money
from contract.texts import LocalText

LendingClass = Literal["consumer", "business", "secured"]


class ProductTerms(BaseModel):
    """Rates are nominal percent a year by the borrower's grade; `fee_percent` is of the amount, for the whole term.

    Without `late` no overdue interest is charged. `allocation` names each part of an instalment once, what is paid first
    in front. `licences` are those under which it may be lent; empty for all. New business is done with the version from
    `since` on, and with no version from `retired_on` on, which alone may be set for a version that was stored.
    `secured`: on collateral; buying a home always is.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    version: int
    name: LocalText
    summary: LocalText
    purposes: list[Purpose]
    amount_min: Money
    amount_max: Money
    term_min_months: int
    term_max_months: int
    methods: list[Method]
    rate_by_grade: dict[str, Decimal]
    fee_percent: Decimal
    day_count: DayCount
    late: LatePolicy | None = None
    early: EarlyRepayment = EarlyRepayment()
    allocation: tuple[Part, ...] = ALLOCATION
    documents: list[LocalText] = []
    audience: LocalText | None = None
    licences: list[Licence] = []
    since: date | None = None
    retired_on: date | None = None
    secured: bool = False

    @field_validator("allocation")
    @classmethod
    def _each_part_once(cls, allocation: tuple[Part, ...]) -> tuple[Part, ...]:
        if sorted(allocation) != sorted(ALLOCATION):
            raise ValueError("each part of an instalment is paid once")
        return allocation

    @property
    def highest_rate(self) -> Decimal:
        return max(self.rate_by_grade.values())

    def rate_for(self, grade: str) -> Decimal:
        """The rate of the grade; the highest for a grade the product does not name."""
        return self.rate_by_grade.get(grade, self.highest_rate)

    @property
    def lending_class(self) -> LendingClass:
        """Whose limits it counts toward."""
        if self.secured or set(self.purposes) == {"home"}:
            return "secured"
        return "business" if "business" in self.purposes else "consumer"

    def is_lent_under(self, licence: Licence) -> bool:
        return not self.licences or licence in self.licences

    def published(self) -> Product:
        """The product as it travels."""
        return Product(
            **self.model_dump(include=set(Product.model_fields)),
            rate_from_percent=min(self.rate_by_grade.values()),
            rate_to_percent=self.highest_rate,
        )


def check_amount(amount: Money, products: Sequence[ProductTerms]) -> None:
    """Raises `CurrencyNotOffered` or `AmountOutOfRange` when none of the products can be this large or small."""
    lowest, highest = min(p.amount_min for p in products), max(p.amount_max for p in products)
    check_currency("amount", amount, lowest.currency)
    if amount < lowest or highest < amount:
        raise AmountOutOfRange(field="amount", min=asdict(lowest), max=asdict(highest))


def check_term(months: int, products: Sequence[ProductTerms]) -> None:
    lowest, highest = min(p.term_min_months for p in products), max(p.term_max_months for p in products)
    if not lowest <= months <= highest:
        raise TermOutOfRange(field="term_months", min=lowest, max=highest)


def check_method(method: Method, products: Sequence[ProductTerms]) -> None:
    offered = sorted({offered for product in products for offered in product.methods})
    if method not in offered:
        raise MethodNotOffered(field="method", methods=offered)


def check_licence(product: ProductTerms, licence: Licence) -> None:
    if not product.is_lent_under(licence):
        raise LicenceMissing(licence=licence, licences=product.licences)


def check_currency(field: str, amount: Money, currency: str) -> None:
    if amount.currency != currency:
        raise CurrencyNotOffered(field=field, currency=currency)
