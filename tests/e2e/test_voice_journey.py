"""The whole way by voice, in each language: signing in, applying, costs and contract, accepting, status, next payment, a
payment, a person and back. The page is never looked at; every amount is right at the end, because it was heard right, asked
about, or corrected when it was read back.

The borrower speaks with the product's own voices.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from assistant.chat import Chat, Message, become_known
from contract.texts import Language
from tests.e2e.borrower_app import BorrowerApp, said
from tests.e2e.browser import FAKE_VOICE, PHONE, BorrowerPage
from tests.e2e.desk import new_colleague
from tests.e2e.lines import MICROPHONE, PageLine
from tests.e2e.mouth import can_speak
from tests.e2e.speaker import CODE_PATIENCE, PATIENCE, NotUnderstood, SignIn, Speaker, spelled, talk, way_in
from tests.e2e.test_hand_off import handoff_of
from tests.e2e.test_hand_off import sign_in as sign_in_staff
from tests.e2e.waiting import wait_for
from tests.stack import Stack

pytestmark = [
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
        "debt": "没有",
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
    "another_code": {"zh": "再打一次电话", "en": "Please call me again"},
    "status": {"zh": "我的贷款申请到哪一步了？", "en": "What is the status of my application?"},
    "next": {"zh": "下一期什么时候还，还多少？", "en": "When is my next payment and how much is it?"},
    "pay": {"zh": "我要还这一期", "en": "I want to pay the next instalment"},
    "yes": {"zh": "确认", "en": "Yes, please"},
    "person": {"zh": "我要找人工客服", "en": "I want to talk to a person"},
}
# Of the question that comes before every contract.
DIRECTED = {"zh": "共享屏幕", "en": "watching your screen"}
MOST_TURNS = 40
# One for each borrower. Numbers drawn by chance would make another test of every run; how well numbers are heard is measured by
# `python -m speech.evaluate`.
PHONES = (
    f"+86{digits}"
    for digits in ("13812345678", "13976315284", "13625719483", "13584629173", "13749258136", "13967418352")
)
SLOT_OF_CODE = "acceptance_code"
# Nobody waits for it: every sentence is read at once.
QUICK = """
  const read = speechSynthesis.speak;
  speechSynthesis.speak = (words) => { read(words); setTimeout(() => words.onend?.()); };
"""


class Journey:
    """One borrower's way, and what it took: `asked` counts how often each value was asked for."""

    def __init__(self, app: BorrowerApp, speaker: Speaker, language: Language) -> None:
        self.app, self.speaker, self.language = app, speaker, language
        self.asked: Counter[str] = Counter()
        self.began = time.monotonic()

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
            if again and again % CODE_PATIENCE == 0:
                self.speaker.say(self.words("another_code"))
            self.asked["code"] += 1
            code = called_code(self.app.http, self.app.phone)
            self.speaker.say(spelled(code, self.language, apart=again > 0), again=again)
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


@pytest.fixture
def desk(stack: Stack) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{stack.url}/v1", timeout=60, trust_env=False) as http:
        sign_in_staff(http, new_colleague(stack))
        yield http


@pytest.fixture
def http(stack: Stack) -> Iterator[httpx.Client]:
    """Nobody's, until somebody is signed in."""
    with httpx.Client(base_url=stack.url, timeout=60, trust_env=False) as client:
        yield client


# Some forty sentences each, spoken and heard.
@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_is_done_by_voice_and_every_amount_is_right(
    language: Language, stack: Stack, http: httpx.Client, desk: httpx.Client
) -> None:
    with ExitStack() as lines:
        door = SignIn(lines.enter_context(closing(way_in(stack.url, language))), language)
        app = signed_in(door, http)
        line = lines.enter_context(closing(talk(http, app.chat.id, language)))
        journey = Journey(app, Speaker(line, language), language)
        go_all_the_way(journey, desk)
    report(door, journey)


# By scripted sound on the page, and by a real voice over the socket, signing in is played in tests/integration/mobile_api.
@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
def test_signed_in_on_a_page_nobody_looks_at_the_borrower_goes_on_by_voice(
    language: Language, stack: Stack, http: httpx.Client, browser: Browser
) -> None:
    with closing(BorrowerPage(browser, stack.url, language, PHONE)) as page:
        _, journey = on_the_page(page, PageLine(page.page), http, language)
        assert journey.speaker.say(OPENING[language])[-1]["expects"] == "purpose"
        page.assert_accessible()


# In real time, with a pause after each sentence: four minutes each.
@pytest.mark.soak
@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_is_done_on_a_page_nobody_looks_at(
    language: Language, stack: Stack, http: httpx.Client, desk: httpx.Client, browser: Browser
) -> None:
    with closing(BorrowerPage(browser, stack.url, language, PHONE)) as page:
        line = PageLine(page.page)
        door, journey = on_the_page(page, line, http, language)
        go_all_the_way(journey, desk)
        read = page.page.evaluate("window.spoken")
        assert [reply for reply in line.replies if (reply["speak"] or reply["text"]) not in read] == []
        page.assert_accessible()
    report(door, journey)


def signed_in(door: SignIn, http: httpx.Client) -> BorrowerApp:
    """By voice alone. Who they are was proved before: an identity is told to nobody by voice."""
    phone = next(PHONES)
    tokens = door.sign_in(phone.removeprefix("+86"), lambda: called_code(http, phone))
    http.headers["Authorization"] = f"Bearer {tokens['access_token']}"
    become_known(http, phone)
    return BorrowerApp(Chat(http, door.language), phone)


def on_the_page(page: BorrowerPage, line: PageLine, http: httpx.Client, language: Language) -> tuple[SignIn, Journey]:
    """Enter is pressed once; from there on everything is said. Signed in, the page goes on by voice by itself."""
    page.page.add_init_script(MICROPHONE)
    page.page.add_init_script(FAKE_VOICE)
    page.page.add_init_script(QUICK)
    page.page.goto(page.url)
    expect(page.button("sign_in_by_voice")).to_be_focused()
    page.page.keyboard.press("Enter")
    door = SignIn(line, language)
    app = signed_in(door, http)
    # The agreements are ticked by hand: a screen reader reads them out.
    page.agree()
    line.hear("listening")
    line.hear("reply")
    return door, Journey(app, Speaker(line, language), language)


def go_all_the_way(journey: Journey, desk: httpx.Client) -> None:
    fields = journey.apply()["fields"]
    assert {name: fields[name]["minor"] for name in AMOUNTS} == AMOUNTS
    assert fields["term_months"] == 12

    app, loan = journey.app, journey.accept()
    assert loan["principal"]["minor"] == AMOUNTS["amount"]
    loan = wait_for(lambda: app.get(f"/loans/{loan['id']}"), lambda found: found["status"] == "active")
    journey.ask_about(loan)
    assert journey.pay(loan)["amount"] == loan["next_payment"]["amount"]
    heard = journey.talk_to_a_person(desk)
    assert "小李" in said(heard)
    assert app.get("/conversations/current")["owner"] == "bot"


def report(door: SignIn, journey: Journey) -> None:
    """What it took, where `pytest -s` shows it."""
    speaker = journey.speaker
    told = {
        "language": journey.language,
        "sentences": door.said + speaker.said,
        "said again at the sign-in": dict(door.questions),
        "asked for more than once": {value: times for value, times in journey.asked.items() if times > 1},
        "did you say": dict(speaker.questions),
        "seconds": round(time.monotonic() - journey.began),
    }
    sys.stderr.write(json.dumps(told, ensure_ascii=False) + "\n")
