"""Our arithmetic held against published figures: each vector matches to the minor unit, or is named with the reason
why its convention is not ours. Pure; the file's shape is that of the measuring data's `schedules.json`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from backend.loans.vector_checks import CHECKS, Vector

Verdict = Literal["matched", "unsupported", "wrong"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`note` says what was held against the figures, or why nothing was."""

    vector_id: str
    kind: str
    verdict: Verdict
    note: str


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
    return REASONS.get(vector["id"]) or REASONS_BY_KIND.get(vector["kind"], "a convention that is not ours")


REASONS = {
    "fineract-emi-disbursedAmt100_dayInYears360_daysInMonth30_repayEvery1Month_reschedule_interest_on0201_4per": "changes the rate; ours stays that of the contract",
    "fineract-emi-disbursedAmt100_dayInYearsActual_daysInMonthActual_repayEvery1Month": "days over the actual year; ours are over 365",
    "fineract-loanfeature-2120": "spreads before the running instalment is paid; rule 1 pays that first, rule 2 charges its interest by the day",
    "fineract-loanfeature-2303": "spreads before the running instalment is paid; rule 1 pays that first, rule 2 charges its interest by the day",
    "fineract-loanfeature-2571": "spreads before the running instalment is paid; rule 1 pays that first, rule 2 charges its interest by the day",
    "fineract-loanfeature-2614": "spreads before the running instalment is paid; rule 1 pays that first, rule 2 charges its interest by the day",
    "fineract-loanfeature-2675": "pays the last instalment before the running one; we pay that as agreed first",
    "fineract-loanfeature-2720": "pays out in several parts; we pay out once",
    "fineract-loanfeature-3047": "keeps charges that are not due yet at a payoff; we waive them",
    "fineract-loanfeature-3293": "pays the charges of all instalments to come before their principal; we pay one instalment after the other",
    "fineract-loanfeature-5165": "gives cash back and opens the instalment paid last; we take whole payments back",
    "regz-J-c1v": "counts an odd first period by its part of a week; our first period is whole",
    "regz-J-c3ii": "counts an odd first period by its part of a fortnight; our first period is whole",
}
REASONS_BY_KIND = {
    "equal_instalment_with_events": "counts a part month by its days over the month's; a month of ours has thirty",
    "overdue_interest_recalculation": "charges the contract's rate on overdue principal within the plan; ours is a separate overdue interest",
    "equal_principal_flat_interest": "flat interest on the original principal; we never charge it",
    "equal_instalment_totals": "rounds the instalment up; ours rounds half-even",
    "tvm_ppmt": "payments at the beginning of a period; ours are at its end",
    "tvm_ipmt": "payments at the beginning of a period; ours are at its end",
    "tvm_pv": "a value at a rate, unrounded; no figure of ours",
}  # fmt: skip
