"""From the wish to borrow to the next payment by voice alone: every amount is right, because it was heard right or asked about.

The borrower speaks with the product's own voices.
"""

from collections.abc import Callable
from contextlib import closing

import pytest

from tests.e2e.borrower_app import BorrowerApp, said
from tests.e2e.mouth import can_speak
from tests.e2e.speaker import Speaker
from tests.e2e.test_whole_application import accept
from tests.e2e.waiting import wait_for

pytestmark = [
    # Some forty sentences in a row, each heard from a synthesised voice: one in several runs ends on a sentence heard wrong.
    pytest.mark.soak,
    pytest.mark.stack,
    pytest.mark.skipif(not can_speak(), reason="nothing to speak with: python -m speech install voices"),
]

ANSWERS = {
    "purpose": "for home renovation",
    "amount": "thirty five thousand yuan",
    "term_months": "twelve months",
    "method": "equal instalments",
    "monthly_income": "twelve thousand a month",
    "monthly_expenses": "four thousand a month",
    "employment": "I have a permanent job",
    "employment_years": "six years",
    "housing": "it is my own house",
    "assets": "two hundred thousand",
    "debt": "I have no debt",
    "credit_check_consent": "yes, I agree",
}
AMOUNTS = {"amount": 3_500_000, "monthly_income": 1_200_000, "monthly_expenses": 400_000, "assets": 20_000_000}
MOST_TURNS = 40


def test_an_application_is_spoken_to_its_decision_and_the_loan_asked_about(
    sign_up: Callable[[str], BorrowerApp], record_property: Callable[[str, object], None]
) -> None:
    app = sign_up("en")
    with closing(Speaker(app, "en")) as speaker:
        replies = speaker.say("Hello, I would like to apply for a loan")
        asked: list[str] = []
        while (expects := replies[-1]["expects"]) in ANSWERS and len(asked) < MOST_TURNS:
            asked.append(expects)
            replies = speaker.say(ANSWERS[expects], again=asked.count(expects) - 1)
        fields = app.get("/applications")[0]["fields"]
        assert {name: fields[name]["minor"] for name in AMOUNTS} == AMOUNTS
        assert fields["term_months"] == 12

        speaker.say("Yes, submit it")
        application = app.get("/applications")[0]
        assert application["decision"] is not None
        assert said(speaker.say("What is the status of my application?"))

        loan = accept(app, application["id"])
        loan = wait_for(lambda: app.get(f"/loans/{loan['id']}"), lambda found: found["status"] == "active")
        answer = said(speaker.say("When is my next payment and how much is it?"))
        assert f"{loan['next_payment']['amount']['minor'] / 100:,.2f}" in answer

    for name in ANSWERS:
        record_property(f"asked for {name}", asked.count(name))
    record_property("did you say", sum(speaker.questions.values()))
