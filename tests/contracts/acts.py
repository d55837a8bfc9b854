"""`python -m tests.contracts.acts`: write docs/contracts/acts.md and published_acts.json, which lists all that was ever published."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import get_args

from backend.help_centre.library import entries
from contract.acts import Act, Capability, Expects, Guard, ValueName, capability_of

FOLDER = Path(__file__).parents[2] / "docs" / "contracts"
PAGE, PUBLISHED = FOLDER / "acts.md", FOLDER / "published_acts.json"
HEAD = """# What was done for a message

Staff and measurements see with each message of a borrower `understanding: {intent, confidence, slots, acts, values, article, guard,
asked_back}` (`GET /v1/desk/conversations/{id}`); a borrower never does. Names on this page are only ever added to. Written by
`python -m tests.contracts.acts`.

- `acts`: what was done, as `<capability>/<what>`, in order; nothing that was not. Putting the form's next question, or an open one again, is
  no act. What a yes or no carried out stands beside `affirm/carried_out` or `deny/carried_out`: it is the wish of an earlier message.
  `repair` is the assistant's own: it did not follow, or could not do it.
- `values`: what this message gave, by name: money in fen, terms in months, days as `YYYY-MM-DD`, choices by their names.
- `article`: the help article that was given. `guard`: the danger or ban that outweighed the intent.
- `asked_back`: the assistant asked what was meant, or to say it again, and did nothing else.
- `intent`: what was acted on. `confidence`: the classifier's, 0 to 1. `slots`: what the conversation holds after the turn.

A message whose understanding was stored before there were acts shows none.
"""
# What stands behind the stroke of an act.
WHAT: Mapping[str, str] = {
    "already_done": "said that it is so already",
    "another_code": "had another one-time code sent",
    "answered": "answered",
    "asked": "asked for a value or a choice that is needed to go on",
    "asked_back": "asked what was meant, or to say it again",
    "asked_if_directed": "asked whether somebody tells the borrower what to do",
    "asked_plainly": "asked for a plain yes or no, since the words were not one",
    "asked_restart": "asked whether to clear the form and start again",
    "asked_which": "asked which of several loans or applications is meant",
    "carried_out": "did what the answer to the open question was to",
    "case_opened": "registered a case for a person",
    "changed": "changed it",
    "code_locked": "refused more codes after too many wrong ones",
    "code_needed": "said that signing takes the code",
    "code_refused": "asked for the code again: wrong or expired",
    "compared": "quoted two loans side by side",
    "contract_changed": "said that the contract is another one now",
    "contract_read": "read the contract's terms and costs, and asked for its code",
    "declined": "turned it down",
    "explained": "explained it, in general or from the borrower's own decision",
    "given": "gave it",
    "handed_back": "took the conversation back from a person or the queue",
    "handed_over": "called a person",
    "heard": "took note of it, and promised nothing",
    "kept": "left everything as it is, and said how to come back",
    "left": "left the step, the form or the queue as it was",
    "not_available": "said that it can't be had yet",
    "nothing_open": "said that there is nothing that it could be about or be done to",
    "offer_held": "took an open offer back to a reviewer, so that nobody can sign it",
    "offered_person": "offered a person beside other choices",
    "opened": "opened an application",
    "passed_on": "passed it on to the person who is waited for",
    "waits_already": "said how it stands with the person who is waited for",
    "question_over": "said that a pressed button belongs to a question that is over",
    "quoted": "gave figures for a loan",
    "read_back": "said with its figures what a yes would do, and asked for the yes",
    "refused": "said that it can't be done, and why",
    "reminded": "told what is overdue without being asked",
    "restarted": "withdrew the draft and opened a new one",
    "resumed": "took up the draft that was open",
    "review_read_back": "asked for a yes to a person's review of the decision",
    "review_requested": "had a person review the decision",
    "said_again": "repeated what was said last",
    "signed": "said that the contract is signed, and what comes next",
    "skipped": "left the question out, as the borrower wished",
    "started": "started the payment",
    "warned": "said what to beware of, and how to report it",
    "stored": "stored the values in the application",
    "submitted": "submitted the application and told the decision",
    "told": "told the figures or facts",
    "told_standing": "told how the loan stands, which answers the question otherwise",
    "unanswered": "said that no reliable answer is known",
    "unavailable": "said that it can't be done just now",
    "under_way": "said that a payment is under way already",
    "withdrawn": "withdrew the application, the draft or the contract",
}
EXPECTED: Mapping[Expects, str] = {
    "purpose": "what the loan is for",
    "amount": "an amount of money",
    "term_months": "a number of months",
    "method": "a repayment method",
    "monthly_income": "an amount of money",
    "monthly_expenses": "an amount of money",
    "employment": "a kind of work",
    "employment_years": "a number of years",
    "housing": "a kind of home",
    "assets": "an amount of money",
    "debt": "an amount of money",
    "credit_check_consent": "yes or no to a credit check",
    "application_confirmed": "yes or no to submitting what was read back, or a correction",
    "meant_field": "which of several fields was meant",
    "restart_confirmed": "yes or no to clearing the form",
    "confirmation": "yes or no to a step outside the form",
    "acceptance_code": "the one-time code for a contract",
    "due_day": "a day of the month",
    "payment_amount": "an amount of money",
}


def current() -> dict[str, list[str]]:
    """Every published name that the code knows now, by kind."""
    return {
        "acts": sorted(get_args(Act)),
        "articles": sorted(entry.id for entry in entries()),
        "capabilities": sorted(get_args(Capability)),
        "expects": sorted(get_args(Expects)),
        "guards": sorted(get_args(Guard)),
        "values": sorted(get_args(ValueName)),
    }


def published() -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(PUBLISHED.read_text())
    return found


def page() -> str:
    return "\n".join(
        [
            HEAD,
            _section("Capabilities and their acts", "| capability | acts |", _acts()),
            _section("What each act says", "| what | the assistant … |", sorted(WHAT.items())),
            _section("`expects`", "| question | is answered by |", EXPECTED.items()),
            "## `values`\n\n" + _names(get_args(ValueName)),
            "## `guard`\n\n" + _names(get_args(Guard)),
            "## Help articles\n\n" + _names(entry.id for entry in entries()),
        ]
    )


def _acts() -> Iterable[tuple[str, str]]:
    acts: tuple[Act, ...] = get_args(Act)
    for capability in get_args(Capability):
        what = [act.partition("/")[2] for act in acts if capability_of(act) == capability]
        yield capability, ", ".join(f"`{one}`" for one in what) or "none yet"


def _section(title: str, head: str, rows: Iterable[tuple[str, str]]) -> str:
    return "\n".join([f"## {title}\n", head, "| --- | --- |", *(f"| `{name}` | {text} |" for name, text in rows), ""])


def _names(names: Iterable[str]) -> str:
    return " ".join(f"`{name}`" for name in names) + "\n"


def write() -> None:
    PAGE.write_text(page())
    kept = published() if PUBLISHED.exists() else {}
    grown = {kind: sorted({*names, *kept.get(kind, [])}) for kind, names in current().items()}
    PUBLISHED.write_text(json.dumps(grown, indent=1) + "\n")


if __name__ == "__main__":
    write()
