"""A whole application in each language, from hello to the ledger, through the public API."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from assistant.demo import ANSWERS, CONFIRMATION, OPENING, check_schedule, fill_form
from tests.e2e.borrower_app import BorrowerApp, said
from tests.e2e.waiting import wait_for
from tests.marks import slow


# In Chinese the same is done by browser (`test_web_application.py`).
@pytest.mark.parametrize("language", ["en", *slow("zh")])
def test_a_borrower_applies_accepts_and_pays(language: str, sign_up: Callable[[str], BorrowerApp]) -> None:
    app = sign_up(language)
    asked = fill_form(app.chat, language)
    assert sorted(asked) == sorted(ANSWERS[language]), "each value is asked for once"

    shown = app.block("application")["application"]["fields"]
    assert shown["amount"] == {"minor": 3_500_000, "currency": "CNY"}
    assert shown["monthly_income"]["minor"] == 1_200_000
    assert (shown["term_months"], shown["employment"], shown["debt"]["minor"]) == (12, "employed", 0)

    app.say(CONFIRMATION[language])
    application = app.block("decision")["application"]
    assert application["decision"]["outcome"] == "approve"
    quote = application["decision"]["offer"]["quote"]
    assert quote["amount"]["minor"] == 3_500_000
    check_schedule(quote)

    loan = accept(app, application["id"])
    loan = wait_for(lambda: app.get(f"/loans/{loan['id']}"), lambda found: found["status"] == "active")
    schedule = app.get(f"/loans/{loan['id']}/schedule")
    assert sum(row["principal"]["minor"] for row in schedule["instalments"]) == 3_500_000

    due = loan["next_payment"]["amount"]
    key = uuid.uuid4().hex
    first = app.post(f"/loans/{loan['id']}/payments", {"amount": due}, key=key)
    again = app.post(f"/loans/{loan['id']}/payments", {"amount": due}, key=key)
    assert first["id"] == again["id"]
    assert first["status"] == "pending"
    receipts = wait_for(
        lambda: app.get(f"/loans/{loan['id']}/receipts"), lambda rows: any(row["kind"] == "payment" for row in rows)
    )
    payment = next(row for row in receipts if row["kind"] == "payment")
    assert payment["amount"] == due
    # Paid on the day of payout: no interest has accrued, so all of it repays principal.
    assert (payment["principal"], payment["interest"]["minor"]) == (due, 0)
    coming = app.get(f"/loans/{loan['id']}")["next_payment"]
    assert coming["number"] == 2
    assert coming["amount"]["minor"] <= schedule["instalments"][1]["payment"]["minor"]

    answer = said(
        app.say({"zh": "下一期什么时候还，还多少？", "en": "When is my next payment and how much?"}[language])
    )
    assert f"{coming['amount']['minor'] / 100:,.2f}" in answer


# Conversations ask in the middle of every form, and `test_accept_by_code.py` before a code.
@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_question_in_the_middle_is_answered_and_the_form_goes_on(
    language: str, sign_up: Callable[[str], BorrowerApp]
) -> None:
    app = sign_up(language)
    app.say(OPENING[language])
    replies = app.say(ANSWERS[language]["purpose"])
    open_question = replies[-1]["expects"]

    replies = app.say({"zh": "提前还款要收违约金吗？", "en": "Is there a penalty for paying off early?"}[language])

    assert len(replies) >= 2, said(replies)
    assert replies[-1]["expects"] == open_question


def test_a_hopeless_application_is_declined_with_reasons_in_both_languages(
    sign_up: Callable[[str], BorrowerApp],
) -> None:
    app = sign_up("en")
    yuan = [{"minor": minor, "currency": "CNY"} for minor in (15_000_000, 200_000, 20_000_000, 180_000, 0)]
    application = app.post(
        "/applications",
        {"fields": {"purpose": "consumption", "amount": yuan[0], "term_months": 24, "method": "equal_instalment",
                    "monthly_income": yuan[1], "debt": yuan[2], "employment": "unemployed", "monthly_expenses": yuan[3],
                    "housing": "rent", "assets": yuan[4], "credit_check_consent": True}},
        key=uuid.uuid4().hex,
    )  # fmt: skip
    decision = application["decision"]
    assert decision["outcome"] == "decline"
    assert 1 <= len(decision["reasons"]) <= 4
    assert all(reason["text"]["zh"] and reason["text"]["en"] for reason in decision["reasons"])

    assert app.post(f"/applications/{application['id']}/review")["status"] == "referred"


def test_another_borrowers_things_are_not_found(sign_up: Callable[[str], BorrowerApp]) -> None:
    owner, stranger = sign_up("zh"), sign_up("zh")
    yuan = {"minor": 1_000_000, "currency": "CNY"}
    application = owner.post(
        "/applications",
        {"fields": {"purpose": "consumption", "amount": yuan, "term_months": 12, "method": "equal_instalment",
                    "monthly_income": yuan, "credit_check_consent": True}},
        key=uuid.uuid4().hex,
    )  # fmt: skip
    for path in (f"/applications/{application['id']}", f"/conversations/{owner.chat.id}/messages"):
        response = stranger.http.get(f"/v1{path}")
        assert (response.status_code, response.json()["code"]) == (404, "not_found")


def accept(app: BorrowerApp, application_id: str) -> dict[str, Any]:
    contract = app.get(f"/applications/{application_id}/contract")
    hashes = {name: contract[name] for name in ("contract_hash", "cost_sheet_hash")}
    code = app.code_for(hashes["contract_hash"])
    stale = app.http.post(
        f"/v1/applications/{application_id}/accept",
        json={**hashes, "contract_hash": "0" * 64, "code": code},
        headers={"Idempotency-Key": uuid.uuid4().hex},
    )
    assert stale.status_code == 409
    loan = app.post(f"/applications/{application_id}/accept", {**hashes, "code": code}, key=uuid.uuid4().hex)
    return dict(loan)
