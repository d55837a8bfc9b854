"""Our arithmetic held against published figures: each vector matches to the minor unit, or is named with the reason
why its convention is not ours. Pure; the file's shape is that of the measuring data's `schedules.json`.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from backend.loans.book import Book, Line, Rules
from backend.loans.paying import pay
from backend.money import Money
from backend.products.costs import periodic_rate
from backend.products.schedules import Terms, plan
from backend.products.schemas import DayCount, Instalment, Method, PrepaymentEffect

Verdict = Literal["matched", "unsupported", "wrong"]
Vector = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`note` says what was held against the figures, or why nothing was."""

    vector_id: str
    kind: str
    verdict: Verdict
    note: str


@dataclass(frozen=True, slots=True)
class Check:
    note: str
    holds: Callable[[Vector], bool]


def judge(vectors: Iterable[Vector]) -> list[Outcome]:
    return [_judged(vector) for vector in vectors]


def as_markdown(outcomes: list[Outcome]) -> str:
    counts = {
        verdict: sum(one.verdict == verdict for one in outcomes) for verdict in ("matched", "unsupported", "wrong")
    }
    head = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
    rows = [f"| {one.vector_id} | {one.kind} | {one.verdict} | {one.note} |" for one in outcomes]
    lines = [
        "# Published figures",
        "",
        f"{len(outcomes)} vectors: {head}. Written by `python -m backend.loans vectors`.",
        "",
    ]
    return "\n".join(
        [
            *lines,
            "| vector | kind | verdict | what was held against it, or why not |",
            "| --- | --- | --- | --- |",
            *rows,
        ]
    )


def _judged(vector: Vector) -> Outcome:
    check = CHECKS.get(vector["id"])
    if check is None:
        return Outcome(vector["id"], vector["kind"], "unsupported", _reason(vector))
    return Outcome(vector["id"], vector["kind"], "matched" if check.holds(vector) else "wrong", check.note)


def _reason(vector: Vector) -> str:
    return REASONS.get(vector["id"]) or REASONS_BY_KIND[vector["kind"]]


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


def _outstanding(effect: PrepaymentEffect) -> Callable[[Vector], bool]:
    """After every payment, what is outstanding of each instalment."""

    def holds(vector: Vector) -> bool:
        book: Book | None = None
        for step in vector["steps"]:
            if _is_schedule(step):
                rows = [row for row in step["table"] if row["Nr"]]
                book = book or _book(rows, effect)
                if not _stands(book, rows):
                    return False
            elif book and (payment := _payment(step["step"])):
                book = pay(book, payment[1], payment[0]).book
        return book is not None

    return holds


def _book(rows: list[dict[str, Any]], effect: PrepaymentEffect) -> Book:
    """The source's own dates: periods of fifteen days at no interest, the first instalment on the day of payout."""
    lines = [
        Line(int(row["Nr"]), _day(row["Date"]), 15, _minor(row["Principal due"]), 0, _minor(row["Fees"]))
        for row in rows
    ]
    paid = [
        Line(one.number, one.due_date, one.days, one.principal, 0, one.fee, paid_principal=_minor(row["Paid"]))
        for one, row in zip(lines, rows, strict=True)
    ]
    rules = Rules(lines[0].due_date, Decimal(0), "equal_principal", "actual/365", Decimal(0), 0, False, effect)
    return Book(rules, tuple(paid))


def _stands(book: Book, rows: list[dict[str, Any]]) -> bool:
    owed = {line.number: line.unpaid_principal + line.fee - line.paid_fee for line in book.lines}
    return all(owed.get(int(row["Nr"]), 0) == _minor(row["Outstanding"]) for row in rows)


def _is_schedule(step: dict[str, Any]) -> bool:
    return step["step"].startswith("Loan Repayment schedule has") and "periods" in step["step"]


def _payment(text: str) -> tuple[date, int] | None:
    found = re.search(r'Customer makes .* on "([^"]+)" with ([\d.]+) EUR', text)
    return (_day(found[1]), _minor(found[2])) if found else None


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
    "fineract-loanfeature-2528": Check("what is outstanding after each payment; `smaller`", _outstanding("smaller")),
    "fineract-loanfeature-1528": Check("what is outstanding after each payment; `shorter`", _outstanding("shorter")),
}
REASONS = {
    "fineract-emi-disbursedAmt100_dayInYearsActual_daysInMonthActual_repayEvery1Month": "days over the actual year; ours are over 365",
    "fineract-emi-disbursedAmt100_dayInYears360_daysInMonthDoesntMatter_repayEvery15Days": "periods of fifteen days; ours are months",
    "fineract-loanfeature-2571": "spreads before the running instalment is paid; we pay that as agreed first",
    "fineract-loanfeature-2614": "spreads before the running instalment is paid; we pay that as agreed first",
    "fineract-loanfeature-2675": "pays the last instalment before the running one; we pay that as agreed first",
}
REASONS_BY_KIND = {
    "equal_instalment_with_events": "counts a part month by its days, or changes the rate or pays out anew; a month of ours has thirty",
    "repayment_allocation": "pays the next instalments in advance, or has charges, refunds or several payouts; we repay principal early",
    "overdue_interest_recalculation": "charges the contract's rate on overdue principal within the plan; ours is a separate overdue interest",
    "equal_principal_flat_interest": "flat interest on the original principal; we never charge it",
    "equal_instalment_totals": "rounds the instalment up; ours rounds half-even",
    "fixed_amount_per_period": "a fixed amount with as many periods as it takes; our term is agreed",
    "tvm_ppmt": "payments at the beginning of a period; ours are at its end",
    "tvm_ipmt": "payments at the beginning of a period; ours are at its end",
    "tvm_rate": "a single sum growing; no loan of ours does",
    "tvm_pv": "a value at a rate, unrounded; no figure of ours",
    "apr_actuarial": "periods of weeks; ours are months",
    "aprc_effective": "counts days of the year; ours counts months",
}  # fmt: skip
