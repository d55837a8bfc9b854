"""A whole application in each language, from hello to the ledger, through the public API."""

import time
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.borrower_app import BorrowerApp, said

pytestmark = pytest.mark.stack

ANSWERS = {
    "zh": {
        "purpose": "装修房子",
        "amount": "三万五",
        "term_months": "12期",
        "method": "等额本息",
        "monthly_income": "每月一万二",
        "monthly_expenses": "4000块",
        "employment": "上班，有固定工作",
        "employment_years": "6年",
        "housing": "自己的房子",
        "assets": "20万",
        "debt": "没有欠款",
        "credit_check_consent": "同意",
    },
    "en": {
        "purpose": "renovating my home",
        "amount": "35,000 yuan",
        "term_months": "12 months",
        "method": "equal instalments",
        "monthly_income": "12k a month",
        "monthly_expenses": "about 4000",
        "employment": "I have a permanent job",
        "employment_years": "six years",
        "housing": "I own my home",
        "assets": "200,000",
        "debt": "none",
        "credit_check_consent": "yes, I agree",
    },
}
OPENING = {"zh": "你好，我想申请贷款", "en": "Hello, I would like to apply for a loan"}


def apply(app: BorrowerApp, language: str) -> Counter[str]:
    """Answer whatever is asked until the read-back; how often each value was asked for."""
    asked: Counter[str] = Counter()
    replies = app.say(OPENING[language])
    while (expects := replies[-1]["expects"]) in ANSWERS[language]:
        asked[expects] += 1
        assert asked[expects] <= 2, f"{expects} was asked again and again: {said(replies)}"
        replies = app.say(ANSWERS[language][expects])
    return asked


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_borrower_applies_accepts_and_pays(language: str, sign_up: Callable[[str], BorrowerApp]) -> None:
    app = sign_up(language)
    asked = apply(app, language)
    assert set(asked.values()) == {1}, f"asked twice: {asked}"

    shown = app.block("application")["application"]["fields"]
    assert shown["amount"] == {"minor": 3_500_000, "currency": "CNY"}
    assert shown["monthly_income"]["minor"] == 1_200_000
    assert (shown["term_months"], shown["employment"], shown["debt"]["minor"]) == (12, "employed", 0)

    app.say({"zh": "对，提交", "en": "yes, submit it"}[language])
    application = app.block("decision")["application"]
    assert application["decision"]["outcome"] == "approve"
    quote = application["decision"]["offer"]["quote"]
    assert_adds_up(quote, 3_500_000)

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
    assert payment["principal"]["minor"] == schedule["instalments"][0]["principal"]["minor"]
    assert app.get(f"/loans/{loan['id']}")["next_payment"]["number"] == 2

    answer = said(
        app.say({"zh": "下一期什么时候还，还多少？", "en": "When is my next payment and how much?"}[language])
    )
    assert f"{schedule['instalments'][1]['payment']['minor'] / 100:,.2f}" in answer


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
    yuan = [{"minor": minor, "currency": "CNY"} for minor in (15_000_000, 200_000, 20_000_000)]
    application = app.post(
        "/applications",
        {"purpose": "consumption", "amount": yuan[0], "term_months": 24, "method": "equal_instalment", "monthly_income": yuan[1],
         "debt": yuan[2], "employment": "unemployed", "credit_check_consent": True},
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
        {"purpose": "consumption", "amount": yuan, "term_months": 12, "method": "equal_instalment",
         "monthly_income": yuan, "credit_check_consent": True},
        key=uuid.uuid4().hex,
    )  # fmt: skip
    for path in (f"/applications/{application['id']}", f"/conversations/{owner.conversation['id']}/messages"):
        response = stranger.http.get(path)
        assert (response.status_code, response.json()["code"]) == (404, "not_found")


def accept(app: BorrowerApp, application_id: str) -> dict[str, Any]:
    contract = app.get(f"/applications/{application_id}/contract")
    hashes = {name: contract[name] for name in ("contract_hash", "cost_sheet_hash")}
    stale = app.http.post(
        f"/applications/{application_id}/accept",
        json={**hashes, "contract_hash": "0" * 64, "code": app.code()},
        headers={"Idempotency-Key": uuid.uuid4().hex},
    )
    assert stale.status_code == 409
    loan = app.post(f"/applications/{application_id}/accept", {**hashes, "code": app.code()}, key=uuid.uuid4().hex)
    return dict(loan)


def assert_adds_up(quote: dict[str, Any], principal: int) -> None:
    rows = quote["instalments"]
    assert sum(row["principal"]["minor"] for row in rows) == principal
    assert sum(row["interest"]["minor"] for row in rows) == quote["total_interest"]["minor"]
    assert all(
        row["payment"]["minor"] == sum(row[part]["minor"] for part in ("principal", "interest", "fee")) for row in rows
    )
    assert rows[-1]["balance"]["minor"] == 0


def wait_for(read: Callable[[], Any], enough: Callable[[Any], bool], seconds: float = 30) -> Any:
    deadline = time.monotonic() + seconds
    while not enough(found := read()):
        assert time.monotonic() < deadline, f"still {found}"
        time.sleep(0.3)
    return found
