"""What is held against each published figure: by the vector's id, how to tell whether our arithmetic gives it. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from backend.loans import paying_v1
from backend.loans.amortise import respread
from backend.loans.book import Book, Line, Paid, Rules
from backend.loans.paying import pay
from backend.products.costs import periodic_rate
from backend.products.schedules import Terms, plan
from contract.lending.products import DayCount, Instalment, Method
from contract.money import Money

Vector = dict[str, Any]
# What the source calls the future instalment allocation of a kind of payment.
EFFECTS: dict[str, paying_v1.Effect] = {"GOODWILL_CREDIT": "shorter", "MERCHANT_ISSUED_REFUND": "smaller"}


@dataclass(frozen=True, slots=True)
class Check:
    """`note` says what was held against the figures."""

    note: str
    holds: Callable[[Vector], bool]


def _first_plan(day_count: DayCount) -> Callable[[Vector], bool]:
    """The rows after the first disbursement, the last of each period."""

    def holds(vector: Vector) -> bool:
        start, principal = vector["steps"][0]["args"]
        months = len(vector["inputs"]["periods"])
        expected = {row["period"]: row for row in vector["steps"][0]["rows"]}
        terms = _terms(principal, vector["inputs"]["annual_rate_pct"], months, "equal_instalment", day_count, start)
        return all(_same(part, expected[part.number], "instalment") for part in plan(terms))

    return holds


def _chinese_example(vector: Vector) -> bool:
    inputs, expected = vector["inputs"], vector["expected"]
    terms = _terms(
        inputs["principal"],
        inputs["annual_rate_pct"],
        inputs["instalments"],
        "equal_instalment",
        "30/360",
        "2026-01-01",
    )
    parts = plan(terms)
    total = sum(part.payment.minor for part in parts)
    rows = all(_same(parts[row["nr"] - 1], row, "payment") for row in expected["rows"])
    return rows and total == _minor(expected["total_payment"])


def _interest_only(vector: Vector) -> bool:
    terms = _terms(100_000, 24, 19, "interest_only", "actual/365", "2011-09-20")
    parts = plan(terms)
    grace = [row for row in vector["expected"] if row["principal"] == 0]
    return all(
        (parts[row["nr"] - 1].due_date.isoformat(), parts[row["nr"] - 1].interest.minor)
        == (row["due"], _minor(row["interest"]))
        for row in grace
    )


def _due_dates(vector: Vector) -> bool:
    expected = [row["due"] for row in vector["expected"]]
    parts = plan(_terms(1000, 1, len(expected), "equal_principal", "30/360", "2022-12-25"))
    return [part.due_date.isoformat() for part in parts] == expected


def _split_of_payments(part: Literal["principal", "interest"]) -> Callable[[Vector], bool]:
    """Held to the cent: the plan in minor units rounds each period, the source not at all."""

    def holds(vector: Vector) -> bool:
        inputs = vector["inputs"]
        terms = _terms(inputs["pv"], 10, inputs["nper"], "equal_instalment", "30/360", "2026-01-01")
        parts = plan(terms)
        ours = [getattr(parts[number - 1], part).minor for number in inputs["per"]]
        return all(
            abs(mine + Decimal(theirs) * 100) <= 1 for mine, theirs in zip(ours, vector["expected"], strict=True)
        )

    return holds


def _yearly_cost(vector: Vector) -> bool:
    streams = vector["inputs"]["payments"]
    payments = [_minor(stream["amount"]) for stream in streams for _ in range(stream["count"])]
    rate = periodic_rate(_minor(vector["inputs"]["advance"]), payments) * 1200
    return round(rate, 2) == Decimal(str(vector["expected"]["apr_pct"]))


def _rate_of_return(vector: Vector) -> bool:
    advance, *payments = vector["inputs"]["values"]
    expected = Decimal(vector["expected"])
    return abs(periodic_rate(-advance, payments) - expected) <= expected * Decimal(str(vector["inputs"]["rtol"]))


def _single_sum(vector: Vector) -> bool:
    """To nine digits: the source's iteration stops there."""
    inputs = vector["inputs"]
    rate = periodic_rate(-inputs["pv"], [0] * (inputs["nper"] - 1) + [inputs["fv"]])
    return abs(rate - Decimal(vector["expected"])) < Decimal("1e-9")


def _effective_rate_by_days(vector: Vector) -> bool:
    """A period is a day here, and a year has 365."""
    inputs, expected = vector["inputs"], vector["expected"]
    start = date.fromisoformat(inputs["advance_date"])
    paid = {(date.fromisoformat(one["date"]) - start).days: _minor(one["amount"]) for one in inputs["payments"]}
    daily = periodic_rate(_minor(inputs["advance"]), [paid.get(day, 0) for day in range(1, max(paid) + 1)])
    return abs(((1 + daily) ** 365 - 1) * 100 - Decimal(str(expected["apr_pct"]))) <= Decimal(
        str(expected["tolerance"])
    )


def _fifteen_days(vector: Vector) -> bool:
    inputs = vector["inputs"]
    lines = [Line(one["nr"], date.fromisoformat(one["due"]), 15, 0, 0, 0) for one in inputs["periods"]]
    spread = respread(_rules(inputs["annual_rate_pct"]), lines, 100_00, "smaller")
    expected = {row["period"]: row for row in vector["steps"][0]["rows"]}
    return all(
        (line.principal, line.interest)
        == (_minor(expected[line.number]["principal"]), _minor(expected[line.number]["interest"]))
        for line in spread
    )


def _fixed_amount(vector: Vector) -> bool:
    inputs, expected = vector["inputs"], vector["expected"]
    first = Line(1, date(2026, 2, 1), 30, _minor(inputs["instalment"]), 0, 0)
    lines = [replace(first, number=number) for number in range(1, 361)]
    spread = respread(_rules(inputs["annual_rate_pct"]), lines, _minor(inputs["principal"]), "shorter")
    interest = Money(sum(line.interest for line in spread)).major
    return (len(spread), round(interest)) == (expected["instalments"], expected["total_interest"])


def _rules(rate: float) -> Rules:
    return Rules(date(2024, 1, 1), Decimal(str(rate)), "equal_instalment", "30/360", Decimal(0), 0, "smaller")


def _outstanding(effect: paying_v1.Effect) -> Callable[[Vector], bool]:
    """After every payment, what is outstanding of each instalment, and what was paid too much."""

    def holds(vector: Vector) -> bool:
        book: Book | None = None
        surplus, charged = 0, False
        for step in vector["steps"]:
            text = step["step"]
            charged = charged or "due date charge" in text
            if _is_schedule(step):
                rows = [row for row in step["table"] if row["Nr"]]
                book = _book(rows) if book is None else _charged(book, rows) if charged else book
                charged = False
                if not _stands(book, rows):
                    return False
            elif book and (paid := _paid(book, text, effect)):
                book, surplus = paid.book, paid.allocation.surplus
            elif (found := re.search(r"Loan has ([\d.]+) overpaid amount", text)) and surplus != _minor(found[1]):
                return False
        return book is not None

    return holds


def _book(rows: list[dict[str, Any]]) -> Book:
    """The source's own dates: periods of fifteen days at no interest, the first instalment on the day of payout."""
    lines = [replace(_line(row), paid_principal=_minor(row["Paid"])) for row in rows]
    rules = Rules(lines[0].due_date, Decimal(0), "equal_principal", "actual/365", Decimal(0), 0, "smaller")
    return Book(rules, tuple(lines))


def _charged(book: Book, rows: list[dict[str, Any]]) -> Book:
    """With the charges that were made since, also those due after the last instalment."""
    told = {int(row["Nr"]): _line(row) for row in rows}
    kept = [replace(line, fee=told[line.number].fee) for line in book.lines]
    return book.with_lines([*kept, *(line for number, line in told.items() if number > len(kept))])


def _line(row: dict[str, Any]) -> Line:
    """Their charges and penalties are fees of ours."""
    fee = _minor(row["Fees"]) + _minor(row["Penalties"])
    return Line(int(row["Nr"]), _day(row["Date"]), 15, _minor(row["Principal due"]), 0, fee)


def _stands(book: Book, rows: list[dict[str, Any]]) -> bool:
    owed = {line.number: line.unpaid_principal + line.fee - line.paid_fee for line in book.lines}
    return all(owed.get(int(row["Nr"]), 0) == _minor(row["Outstanding"]) for row in rows)


def _is_schedule(step: dict[str, Any]) -> bool:
    return step["step"].startswith("Loan Repayment schedule has") and "periods" in step["step"]


def _paid(book: Book, text: str, effect: paying_v1.Effect) -> Paid | None:
    """`in_advance` is of rule 1 alone."""
    rule = 1 if effect == "in_advance" else None
    found = re.search(r'Customer makes "(\w+)" .*on "([^"]+)" with ([\d.]+) EUR', text)
    return pay(book, _minor(found[3]), _day(found[2]), EFFECTS.get(found[1], effect), rule) if found else None


def _day(text: str) -> date:
    return datetime.strptime(text, "%d %B %Y").date()


def _terms(principal: float, rate: float, months: int, method: Method, day_count: DayCount, start: str) -> Terms:
    amount = Money.parse(str(principal))
    return Terms(amount, Decimal(str(rate)), months, method, day_count, date.fromisoformat(start), Money(0))


def _same(part: Instalment, row: dict[str, Any], payment: str) -> bool:
    ours = (part.principal, part.interest, part.payment, part.balance)
    return [one.minor for one in ours] == [_minor(row[name]) for name in ("principal", "interest", payment, "balance")]


def _minor(number: float | str) -> int:
    return Money.parse(str(number)).minor


PLAN = "every row of the plan"
CHECKS: dict[str, Check] = {
    "fineract-emi-CheckEmiButNewEmiNotBetterThanOriginal": Check(PLAN, _first_plan("actual/365")),
    "fineract-emi-multi_disbursedAmt200_2ndOnDueDate_dayInYears360_daysInMonth30_repayEvery1Month": Check(
        "every row of the plan of the first payout; we pay out once", _first_plan("30/360")
    ),
    "loankit-1e6-3.25-12": Check("the rows given and the total", _chinese_example),
    "fineract-equal-principal-interest-only-grace": Check("the months of interest alone", _interest_only),
    "fineract-duedates-validateSeedDate25": Check("every date", _due_dates),
    "npf-ppmt-7": Check("each principal, to the cent", _split_of_payments("principal")),
    "npf-ipmt-8": Check("each interest, to the cent", _split_of_payments("interest")),
    "npf-irr-17": Check("the rate", _rate_of_return),
    "npf-irr-19": Check("the rate", _rate_of_return),
    **{name: Check("the yearly cost", _yearly_cost) for name in ("regz-J-c1i", "regz-J-c2i", "regz-J-c4i")},
    "fineract-emi-disbursedAmt100_dayInYears360_daysInMonthDoesntMatter_repayEvery15Days": Check(
        "every row, as a balance spread anew over periods of fifteen days", _fifteen_days
    ),
    "frappe-280000-8.4-fixed14000": Check(
        "how many payments and the interest in whole units, as payments kept while the balance lasts", _fixed_amount
    ),
    "npf-rate-13": Check("the rate to nine digits, as that of one repayment at the end", _single_sum),
    **{name: Check("the yearly cost, by days", _effective_rate_by_days) for name in ("eu-aprc-1", "eu-aprc-2")},
    "fineract-loanfeature-2528": Check("what is outstanding after each payment; `smaller`", _outstanding("smaller")),
    "fineract-loanfeature-1528": Check("what is outstanding after each payment; `shorter`", _outstanding("shorter")),
    "fineract-loanfeature-1821": Check(
        "what is outstanding after each payment; `in_advance`, of rule 1 alone, and `smaller` for the refund",
        _outstanding("in_advance"),
    ),
    **{
        f"fineract-loanfeature-{number}": Check(
            "what is outstanding after each payment; `in_advance`, of rule 1 alone", _outstanding("in_advance")
        )
        for number in (1446, 2917, 2982, 3179, 3407)
    },
}
