"""What a draft may hold, what is still to ask, and what the borrower confirms. Pure."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from backend.applications.errors import FieldCannotBeSkipped, YearsOutOfRange
from backend.identity.errors import FullTimeStudent
from backend.products.errors import AmountOutOfRange
from backend.products.offering import class_of
from backend.products.quotes import Ask
from backend.products.terms import ProductTerms, check_amount, check_currency, check_method, check_term
from contract.canonical import canonical_hash
from contract.lending.applications import FIELDS, VITAL, WITHOUT_WORK, ApplicationFields, FieldName
from contract.lending.products import Purpose
from contract.money import Money
from servicekit.problems import Problem

CURRENCY = "CNY"
# Ten billion yuan: above it an answer is a slip or an attack, not an income.
HIGHEST_ANSWER = Money(1_000_000_000_000, CURRENCY)
HIGHEST_YEARS = 60
MONEY_ANSWERS: tuple[FieldName, ...] = ("monthly_income", "monthly_expenses", "assets", "debt")
YEARS_STEP = Decimal("0.01")
# The answers that a product bounds.
OF_PRODUCTS: dict[FieldName, Callable[[Any, Sequence[ProductTerms]], None]] = {
    "amount": check_amount,
    "term_months": check_term,
    "method": check_method,
}


def merge_answers(held: ApplicationFields, given: ApplicationFields) -> ApplicationFields:
    """The held answers with the given ones set; a field given as None is emptied."""
    return held.model_copy(update={name: getattr(given, name) for name in given.model_fields_set})


def choose_product(
    products: Sequence[ProductTerms], purpose: Purpose | None, amount: Money | None
) -> ProductTerms | None:
    """The first product for the purpose that can be this large, else the first for the purpose."""
    fitting = [product for product in products if purpose in product.purposes]
    for product in fitting:
        if amount and amount.currency == product.amount_min.currency:
            if product.amount_min <= amount <= product.amount_max:
                return product
    return fitting[0] if fitting else None


def escapes_limits(product: ProductTerms, purpose: Purpose) -> bool:
    """Whether a loan for consumption would count toward the wider limits of another class."""
    return class_of(purpose) == "consumer" != product.lending_class


def check_answers(
    fields: ApplicationFields, products: Sequence[ProductTerms], *, students_may_borrow: bool = False
) -> None:
    """Raises a named problem for the first value that cannot be. `products`: the chosen one, or all while none is."""
    for name, check in OF_PRODUCTS.items():
        if products and getattr(fields, name) is not None:
            check(getattr(fields, name), products)
    for name in MONEY_ANSWERS:
        _check_money_answer(name, getattr(fields, name))
    if fields.employment == "student" and not students_may_borrow:
        raise FullTimeStudent()
    if fields.employment_years is not None and not 0 <= fields.employment_years <= HIGHEST_YEARS:
        raise YearsOutOfRange(field="employment_years", min=0, max=HIGHEST_YEARS)


def still_possible(
    fields: ApplicationFields, products: Sequence[ProductTerms], named: ProductTerms | None
) -> ApplicationFields:
    """Without the answers that a catalogue changed since does not allow any more: they are asked again."""
    product = named or choose_product(products, fields.purpose, fields.amount)
    gone: list[FieldName] = [] if product or fields.purpose is None else ["purpose"]
    for name, check in OF_PRODUCTS.items():
        try:
            if products and getattr(fields, name) is not None:
                check(getattr(fields, name), [product] if product else products)
        except Problem:
            gone.append(name)
    return fields.model_copy(update=dict.fromkeys(gone)) if gone else fields


def check_skips(skip: Collection[FieldName]) -> None:
    for name in skip:
        if name in VITAL:
            raise FieldCannotBeSkipped(field=name)


def skipped_fields(
    held: Collection[FieldName], skip: Collection[FieldName], fields: ApplicationFields
) -> list[FieldName]:
    """What stays skipped: an answer given later counts."""
    return [name for name in FIELDS if name in {*held, *skip} and getattr(fields, name) is None]


def missing_fields(fields: ApplicationFields, skipped: Collection[FieldName]) -> list[FieldName]:
    """What is still to be asked, in order; who has no work is not asked for how long."""
    without = {"employment_years"} if fields.employment in WITHOUT_WORK else set()
    return [name for name in FIELDS if getattr(fields, name) is None and name not in {*skipped, *without}]


def proposal_hash(product: ProductTerms | None, fields: ApplicationFields) -> str | None:
    """Names exactly the values shown; None while a vital one is missing."""
    if product is None or any(getattr(fields, name) is None for name in VITAL):
        return None
    years = fields.employment_years
    same_years = None if years is None else years.quantize(YEARS_STEP)
    answers = fields.model_copy(update={"employment_years": same_years})
    return canonical_hash({"product": [product.id, product.version], "fields": answers})


def ask_of(fields: ApplicationFields) -> Ask | None:
    """The loan asked for, once all of it is known."""
    if fields.amount is None or fields.term_months is None or fields.method is None:
        return None
    return Ask(fields.amount, fields.term_months, fields.method)


def _check_money_answer(name: FieldName, answer: Money | None) -> None:
    if answer is None:
        return
    check_currency(name, answer, CURRENCY)
    if answer.minor < 0 or HIGHEST_ANSWER < answer:
        raise AmountOutOfRange(field=name, min=asdict(Money(0, CURRENCY)), max=asdict(HIGHEST_ANSWER))
