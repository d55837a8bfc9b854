"""The whole way by voice, in each language: signing in, applying, costs and contract, accepting, status, next payment, a
payment, a person and back. The page is never looked at; every amount is right at the end, because it was heard right, asked
about, or corrected when it was read back.

The borrower speaks with the product's own voices.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import httpx
import pytest

from assistant.chat import Chat, Message
from speech.events import Language
from tests.conftest import new_phone
from tests.e2e.borrower_app import BorrowerApp, said
from tests.e2e.mouth import can_speak
from tests.e2e.speaker import PATIENCE, NotUnderstood, SignIn, Speaker, spelled
from tests.e2e.test_hand_off import handoff_of
from tests.e2e.test_hand_off import sign_in as sign_in_staff
from tests.e2e.waiting import wait_for
from tests.stack import Stack

pytestmark = [
    # Some forty sentences in a row, each heard from a synthesised voice: minutes of listening, and now and then a run ends on a
    # sentence that is never heard right (docs/voice.md says how often).
    pytest.mark.soak,
    pytest.mark.stack,
    pytest.mark.skipif(not can_speak(), reason="nothing to speak with: python -m speech install voices"),
]

OPENING = {"zh": "你好，我想申请贷款", "en": "Hello, I would like to apply for a loan"}
ANSWERS: dict[str, dict[str, str]] = {
    "zh": {
        "purpose": "我要装修房子",
        "amount": "三万五千元",
        "term_months": "十二个月",
        "method": "每个月还一样多",
        "monthly_income": "每个月一万二千元",
        "monthly_expenses": "每个月四千元",
        "employment": "我有固定工作",
        "employment_years": "六年了",
        "housing": "我住自己的房子",
        "assets": "二十万元",
        "debt": "没有欠款",
        "credit_check_consent": "我同意",
    },
    "en": {
        "purpose": "for home renovation",
        "amount": "thirty five thousand yuan",
        "term_months": "twelve months",
        "method": "equal instalments",
        "monthly_income": "twelve thousand yuan a month",
        "monthly_expenses": "four thousand yuan a month",
        "employment": "I have a permanent job",
        "employment_years": "six years",
        "housing": "it is my own house",
        "assets": "two hundred thousand yuan",
        "debt": "I have no debt",
        "credit_check_consent": "yes, I agree",
    },
}
# What is said when it was read back wrong.
CORRECTIONS: dict[str, dict[str, str]] = {
    "zh": {
        "amount": "不对，借款金额是三万五千元",
        "term_months": "不对，期限是十二个月",
        "monthly_income": "不对，月收入是一万二千元",
        "monthly_expenses": "不对，每月支出是四千元",
        "assets": "不对，资产是二十万元",
    },
    "en": {
        "amount": "No, the loan amount is thirty five thousand yuan",
        "term_months": "No, the term is twelve months",
        "monthly_income": "No, my monthly income is twelve thousand yuan",
        "monthly_expenses": "No, my monthly expenses are four thousand yuan",
        "assets": "No, my assets are two hundred thousand yuan",
    },
}
AMOUNTS = {"amount": 3_500_000, "monthly_income": 1_200_000, "monthly_expenses": 400_000, "assets": 20_000_000}
WORDS: dict[str, dict[str, str]] = {
    "submit": {"zh": "对，提交申请", "en": "Yes, please submit it"},
    "accept": {"zh": "我接受这个方案，我要签约", "en": "I accept the offer, show me the contract"},
    "nobody": {"zh": "没有", "en": "No, nobody"},
    "status": {"zh": "我的贷款申请到哪一步了？", "en": "What is the status of my application?"},
    "next": {"zh": "下一期什么时候还，还多少？", "en": "When is my next payment and how much is it?"},
    "pay": {"zh": "我要还这一期", "en": "I want to pay the next instalment"},
    "yes": {"zh": "确认", "en": "Yes, please"},
    "person": {"zh": "我要找人工客服", "en": "I want to talk to a person"},
    "to_person": {"zh": "你好，请问还款日可以改吗？", "en": "Hello, can I change my due day?"},
}
# Of the question that comes before every contract.
DIRECTED = {"zh": "共享屏幕", "en": "watching your screen"}
MOST_TURNS = 40
SLOT_OF_CODE = "acceptance_code"


class Journey:
    """One borrower's way, and what it took: `asked` counts how often each value was asked for."""

    def __init__(self, app: BorrowerApp, speaker: Speaker, language: Language) -> None:
        self.app, self.speaker, self.language = app, speaker, language
        self.asked: Counter[str] = Counter()

    def words(self, of: str) -> str:
        return WORDS[of][self.language]

    def apply(self) -> dict[str, Any]:
        """From the wish to the decision."""
        answers = ANSWERS[self.language]
        replies = self.speaker.say_until(OPENING[self.language], lambda heard: heard[-1]["expects"] in answers)
        while (expects := replies[-1]["expects"]) in answers and self.asked.total() < MOST_TURNS:
            self.asked[expects] += 1
            replies = self.speaker.say(answers[expects], again=self.asked[expects] - 1)
        self.correct()
        self.speaker.say_until(self.words("submit"), lambda _: self.application()["decision"] is not None)
        return self.application()

    def correct(self) -> None:
        """What was read back wrong is said anew, until it is right."""
        for name, sentence in CORRECTIONS[self.language].items():
            if self.is_wrong(name):
                self.asked[f"{name} corrected"] += 1
                self.speaker.say_until(sentence, lambda _, name=name: not self.is_wrong(name))  # type: ignore[misc]

    def is_wrong(self, name: str) -> bool:
        value = self.application()["fields"].get(name)
        return bool(value != 12 if name == "term_months" else value is None or value["minor"] != AMOUNTS[name])

    def application(self) -> dict[str, Any]:
        return dict(self.app.get("/applications")[0])

    def accept(self) -> dict[str, Any]:
        """The costs and the contract are read, nobody directs, and the code from the call is said."""
        replies = self.read_contract()
        total = self.application()["decision"]["offer"]["quote"]["total_cost"]["minor"]
        assert f"{total / 100:,.2f}" in said(replies), "the costs are read before they are accepted"
        for again in range(MOST_TURNS):
            if loans := self.app.get("/loans"):
                return dict(loans[0])
            self.asked["code"] += 1
            self.speaker.say(spelled(called_code(self.app.http, self.app.phone), self.language), again=again)
        raise AssertionError("the code was never heard right")

    def read_contract(self) -> list[Message]:
        """Asked for again where "nobody" was heard as something else."""
        for again in range(PATIENCE):
            self.speaker.say_until(self.words("accept"), lambda heard: DIRECTED[self.language] in said(heard))
            replies = self.speaker.say(self.words("nobody"), again=again)
            if replies[-1]["expects"] == SLOT_OF_CODE:
                return replies
        raise NotUnderstood(self.words("nobody"))

    def ask_about(self, loan: dict[str, Any]) -> None:
        """How it stands, and the next payment to the fen."""
        self.speaker.say_until(self.words("status"), lambda heard: heard[-1]["from"] == "bot")
        due = f"{loan['next_payment']['amount']['minor'] / 100:,.2f}"
        self.speaker.say_until(self.words("next"), lambda heard: due in said(heard))

    def pay(self, loan: dict[str, Any]) -> dict[str, Any]:
        due = f"{loan['next_payment']['amount']['minor'] / 100:,.2f}"
        path = f"/loans/{loan['id']}/payments"
        for again in range(PATIENCE):
            self.speaker.say_until(self.words("pay"), lambda heard: due in said(heard))
            self.speaker.say(self.words("yes"), again=again)
            if payments := self.app.get(path):
                return dict(payments[0])
        raise NotUnderstood(self.words("yes"))

    def talk_to_a_person(self, desk: httpx.Client) -> list[Message]:
        """Asked for, answered and given back by voice; the replies in between."""
        current = "/conversations/current"
        self.speaker.say_until(self.words("person"), lambda _: self.app.get(current)["owner"] == "queue")
        handoff = handoff_of(desk, self.app.chat.id)
        desk.post(f"/desk/handoffs/{handoff['id']}/claim").raise_for_status()
        answer = {"client_id": f"staff-{self.app.chat.id}", "text": "您好，我是小李 / Hello, this is Li"}
        desk.post(f"/desk/conversations/{self.app.chat.id}/messages", json=answer).raise_for_status()
        heard = self.speaker.replies("staff")
        given_back = {"return_to_bot": True, "note": "answered"}
        desk.post(f"/desk/handoffs/{handoff['id']}/resolve", json=given_back).raise_for_status()
        return heard + self.speaker.replies("bot")


def called_code(http: httpx.Client, phone: str) -> str:
    """The code of the newest call."""
    messages = http.get("/dev/outbox", params={"to": phone}).raise_for_status().json()["messages"]
    assert messages[-1]["by"] == "call"
    return str(messages[-1]["code"])


def signed_in(url: str, language: Language, http: httpx.Client, questions: Counter[str]) -> BorrowerApp:
    """By voice alone."""
    phone = new_phone()
    with closing(SignIn(url, language)) as way_in:
        tokens = way_in.sign_in(phone.removeprefix("+86"), lambda: called_code(http, phone))
        questions.update(way_in.questions)
    http.headers["Authorization"] = f"Bearer {tokens['access_token']}"
    return BorrowerApp(Chat(http, language), phone)


@pytest.fixture
def desk(stack: Stack) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{stack.url}/v1", timeout=60, trust_env=False) as http:
        sign_in_staff(http, stack.staff)
        yield http


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_is_done_by_voice_and_every_amount_is_right(
    language: Language, stack: Stack, desk: httpx.Client, record_property: Callable[[str, object], None]
) -> None:
    began, questions = time.monotonic(), Counter[str]()
    with httpx.Client(base_url=stack.url, timeout=60, trust_env=False) as http:
        app = signed_in(stack.url, language, http, questions)
        with closing(Speaker(http, app.chat.id, language)) as speaker:
            journey = Journey(app, speaker, language)
            application = journey.apply()
            fields = application["fields"]
            assert {name: fields[name]["minor"] for name in AMOUNTS} == AMOUNTS
            assert fields["term_months"] == 12

            loan = journey.accept()
            assert loan["principal"]["minor"] == AMOUNTS["amount"]
            loan = wait_for(lambda: app.get(f"/loans/{loan['id']}"), lambda found: found["status"] == "active")
            journey.ask_about(loan)
            assert journey.pay(loan)["amount"] == loan["next_payment"]["amount"]
            heard = journey.talk_to_a_person(desk)
            assert "小李" in said(heard)
            assert app.get("/conversations/current")["owner"] == "bot"
            report = {
                "language": language,
                "sentences": speaker.said,
                "said again at the sign-in": dict(questions),
                "asked for": dict(journey.asked),
                "did you say": dict(speaker.questions),
                "seconds": round(time.monotonic() - began),
            }
    sys.stderr.write(json.dumps(report, ensure_ascii=False) + "\n")
    for name, value in report.items():
        record_property(name, value)
