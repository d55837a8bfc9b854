"""Grades: what a chance of going bad is called, and what each grade means for the borrower. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from contract.money import Money
from contract.texts import LocalText


@dataclass(frozen=True, slots=True)
class Grade:
    """`up_to` bounds the chance of going bad. A product's yearly rate for the grade lies in the band, in percent.

    `limit_months`: at most so many monthly incomes are lent; 0: nothing without a person's look.
    """

    name: str
    up_to: float
    rate_from: Decimal
    rate_to: Decimal
    limit_months: int
    text: LocalText

    def limit(self, monthly_income: Money) -> Money:
        return monthly_income.times(Decimal(self.limit_months))


def _grade(name: str, up_to: float, rates: tuple[str, str], limit_months: int, zh: str, en: str) -> Grade:
    return Grade(name, up_to, Decimal(rates[0]), Decimal(rates[1]), limit_months, LocalText(zh=zh, en=en))


GRADES = (
    _grade("AAA", 0.05, ("3.3", "7.2"), 120, "信用极好：可享最低利率", "Excellent: our lowest rates"),
    _grade("AA", 0.08, ("3.5", "8.4"), 110, "信用很好：利率很低", "Very good: very low rates"),
    _grade("A", 0.12, ("3.7", "9.6"), 100, "信用良好：利率较低", "Good: low rates"),
    _grade("BBB", 0.17, ("4.1", "12"), 90, "信用较好：利率适中", "Fairly good: middling rates"),
    _grade("BB", 0.23, ("4.6", "14.4"), 75, "信用一般：利率略高", "Fair: somewhat higher rates"),
    _grade("B", 0.30, ("5.2", "16.8"), 60, "信用尚可：利率较高", "Just sufficient: our higher rates"),
    _grade("CCC", 0.40, ("5.8", "18"), 0, "风险偏高：需要人工审核", "Raised risk: a person has to look"),
    _grade("CC", 0.55, ("5.8", "18"), 0, "风险较高：目前难以批准", "High risk: hard to approve at present"),
    _grade("C", 1.00, ("5.8", "18"), 0, "风险很高：目前无法批准", "Very high risk: cannot be approved at present"),
)
BY_NAME = {grade.name: grade for grade in GRADES}


def grade_of(probability: float) -> Grade:
    return next((grade for grade in GRADES if probability <= grade.up_to), GRADES[-1])
