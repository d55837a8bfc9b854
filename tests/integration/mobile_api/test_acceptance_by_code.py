"""Accepting a contract by a code that is said or typed where the bot asks for it."""

from decimal import Decimal

import pytest
from sqlalchemy import text

from contract.dialogue import Reply
from contract.lending.applications import AcceptContract
from contract.lending.loans import Loan, LoanStatus
from contract.lending.problems import BackendCode
from contract.lending.signing_proof import is_proven
from contract.money import Money
from contract.texts import LocalText
from language.codes import MASKED
from mobile_api.chat.acceptance import CHANGED
from mobile_api.parts import Parts
from tests.integration.mobile_api.conftest import SECRET, Borrower, Clock, Gateway
from tests.integration.mobile_api.scripted_backend import Refusal
from tests.marks import slow

HASHES = {"contract_hash": "c" * 64, "cost_sheet_hash": "s" * 64}


def loan(id: str = "lon_1", status: LoanStatus = "pending_payout") -> Loan:
    return Loan(
        id=id,
        application_id="app_1",
        product_id="cash",
        product_name=LocalText(zh="现金", en="cash"),
        status=status,
        principal=Money(30_000_00),
        outstanding_principal=Money(30_000_00),
        rate_percent=Decimal(9),
        term_months=12,
        method="bullet",
        disbursed_on=None,
        next_payment=None,
        overdue=Money(0),
        days_past_due=0,
        bucket="M0",
    )


class Signing:
    """A borrower in front of a contract: the bot has shown it and asked for the code."""

    def __init__(self, gateway: Gateway, borrower: Borrower, me: str) -> None:
        self.gateway, self.borrower, self.me = gateway, borrower, me
        self.path = f"POST /borrowers/{me}/applications/app_1/accept"

    async def sent(self):
        """The codes that reached the phone, oldest first."""
        answer = await self.borrower.http.get("/dev/outbox", params={"to": self.borrower.phone})
        return [(message["code"], message["by"]) for message in answer.json()["messages"]]

    def accepted(self):
        """What the backend was asked to accept."""
        return [body for call, body in self.gateway.backend.calls if call == self.path]

    def verdicts(self):
        """What the dialogue was told, call by call."""
        told = [body["metadata"].get("acceptance") for _, body in self.gateway.dialogue.calls]
        return [verdict for verdict in told if verdict is not None]


@pytest.fixture
async def signing(gateway: Gateway, clock: Clock) -> Signing:
    borrower = await gateway.talking_borrower()
    signing = Signing(gateway, borrower, (await borrower.http.get("/me")).json()["id"])
    gateway.backend.answers[signing.path] = loan()
    card = {"type": "contract", "application_id": "app_1", **HASHES}
    gateway.dialogue.script["签约"] = [Reply(text="请说验证码", language="zh", blocks=[card])]
    for words in ("签约", "wrong_code", "code_expired", "contract_changed", "利息多少", "没收到验证码"):
        gateway.dialogue.expects[words] = "acceptance_code"
    clock.pass_(seconds=20)
    await borrower.say("sign", "签约")
    clock.pass_(seconds=20)
    return signing


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


async def test_the_right_code_accepts_what_was_shown_and_the_dialogue_is_told(signing):
    [_, (code, by)] = await signing.sent()
    answer = await signing.borrower.say("m1", f"验证码是{code}")

    [seen] = signing.accepted()
    assert {name: seen[name] for name in HASHES} == HASHES
    assert is_proven(SECRET.encode(), signing.me, "app_1", AcceptContract.model_validate(seen))
    assert seen["code_check"].startswith("otp_")
    assert seen["device"].startswith("browser:")
    assert (by, signing.verdicts()) == ("sms", ["accepted"])
    assert answer["replies"][0]["text"] == "echo accepted"


async def test_the_code_is_stored_and_told_nowhere(signing, caplog):
    caplog.set_level("INFO")
    [_, (code, _)] = await signing.sent()
    answer = await signing.borrower.say("m1", code)

    assert answer["message"]["text"] == MASKED
    assert (await signing.borrower.log())[3]["text"] == MASKED
    assert code not in str(signing.gateway.dialogue.calls)
    async with signing.gateway.parts.database.reading() as session:
        for table in ("messages", "turns"):
            assert code not in str((await session.execute(text(f"SELECT * FROM {table}"))).all())  # noqa: S608
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("mobile_api")]
    assert code not in "\n".join(ours)


@pytest.mark.parametrize("sentence", ["好的，{}", "yes I accept, {}", *slow("{}谢谢", "是{}吧")])
async def test_a_code_in_a_sentence_accepts_and_only_the_rest_is_kept(signing, sentence):
    [_, (code, _)] = await signing.sent()
    answer = await signing.borrower.say("m1", sentence.format(code))
    assert answer["message"]["text"] == sentence.format(MASKED)
    assert signing.verdicts() == ["accepted"]
    assert code not in str(signing.gateway.dialogue.calls)


async def test_an_amount_is_no_code_while_one_is_asked_for(signing):
    answer = await signing.borrower.say("m1", "I want to borrow 371920 yuan")
    assert answer["message"]["text"] == "I want to borrow 371920 yuan"
    assert signing.verdicts() == []


async def test_the_dialogue_is_told_what_was_accepted(signing):
    [_, (code, _)] = await signing.sent()
    await signing.borrower.say("m1", code)
    assert signing.gateway.dialogue.calls[-1][1]["metadata"]["acceptance_application"] == "app_1"


async def test_another_sentence_rings_no_phone(signing):
    before = await signing.sent()
    await signing.borrower.say("m1", "以后再说吧")
    assert await signing.sent() == before


async def test_a_sign_in_code_that_anybody_asks_for_signs_nothing_and_makes_no_right_code_wrong(signing, clock):
    [_, (code, _)] = await signing.sent()
    clock.pass_(seconds=1)
    for_signing_in = await signing.gateway.code_for(signing.borrower.phone)
    await signing.borrower.say("m0", for_signing_in)
    assert signing.verdicts() == ["wrong_code"]
    assert signing.accepted() == []
    await signing.borrower.say("m1", code)
    assert signing.verdicts() == ["wrong_code", "accepted"]


async def test_the_contracts_card_and_the_conversation_share_their_codes(signing, clock):
    clock.pass_(seconds=1)
    from_the_card = await signing.borrower.code_to("contract", HASHES["contract_hash"])
    [_, (from_the_conversation, _), _] = await signing.sent()
    await signing.borrower.say("m0", another(from_the_card))
    await signing.borrower.say("m1", from_the_conversation)
    assert signing.verdicts() == ["wrong_code", "accepted"]


async def test_what_is_sent_says_what_the_code_is_for_in_the_conversations_language(signing):
    answer = await signing.borrower.http.get("/dev/outbox", params={"to": signing.borrower.phone})
    first, second = (message["text"] for message in answer.json()["messages"])
    assert "登录" in first
    assert "签署您的借款合同" in second


async def test_the_same_message_again_accepts_once(signing):
    [_, (code, _)] = await signing.sent()
    first = await signing.borrower.say("m1", code)
    again = await signing.borrower.say("m1", code)
    assert (first["message"], first["replies"]) == (again["message"], again["replies"])
    assert (len(signing.accepted()), signing.verdicts()) == (1, ["accepted"])


async def test_wrong_codes_are_told_and_counted_and_half_a_code_costs_no_try(signing):
    [_, (code, _)] = await signing.sent()
    await signing.borrower.say("half", code[:4])
    for n in range(5):
        await signing.borrower.say(f"m{n}", another(code))
    await signing.borrower.say("late", code)
    assert signing.verdicts() == ["wrong_code"] * 5 + ["too_many_tries"]
    assert signing.accepted() == []


async def test_after_five_wrong_codes_digits_are_just_a_sentence(signing):
    """The dialogue does not ask for a code any more, so that nothing is taken for one."""
    [_, (code, _)] = await signing.sent()
    for n in range(5):
        await signing.borrower.say(f"m{n}", another(code))
    answer = await signing.borrower.say("late", "138001")
    assert answer["message"]["text"] == "138001"


async def test_an_expired_code_is_told_and_another_one_sent(signing, clock):
    [_, (code, _)] = await signing.sent()
    clock.pass_(minutes=6)
    await signing.borrower.say("m1", code)
    [*_, (second, _)] = await signing.sent()
    await signing.borrower.say("m2", second)
    assert signing.verdicts() == ["code_expired", "accepted"]
    assert len(signing.accepted()) == 1


@pytest.mark.parametrize("refused", [CHANGED[0], *slow(*CHANGED[1:])])
async def test_a_contract_that_changed_is_accepted_by_no_code(signing: Signing, refused: BackendCode):
    signing.gateway.backend.answers[signing.path] = Refusal(refused)
    [_, (code, _)] = await signing.sent()
    await signing.borrower.say("m1", code)
    assert signing.verdicts() == ["contract_changed"]


async def test_a_question_in_between_is_answered_and_sends_no_second_code(signing):
    before = await signing.sent()
    answer = await signing.borrower.say("m1", "利息多少")
    assert answer["replies"][0]["text"] == "echo 利息多少"
    assert await signing.sent() == before
    [_, (code, _)] = before
    await signing.borrower.say("m2", code)
    assert signing.verdicts() == ["accepted"]


async def test_a_code_that_did_not_arrive_is_sent_again(signing):
    await signing.borrower.say("m1", "没收到验证码")
    [_, (first, _), (second, _)] = await signing.sent()
    await signing.borrower.say("m2", second)
    assert signing.verdicts() == ["accepted"]


async def test_such_a_code_signs_nobody_in(signing):
    [_, (code, _)] = await signing.sent()
    form = {"grant_type": "otp", "phone": signing.borrower.phone, "code": code}
    answer = await signing.gateway.client().post("/auth/token", data=form)
    assert (answer.status_code, answer.json()["code"]) == (422, "code_expired")


@pytest.mark.both_databases
async def test_killed_after_the_backend_accepted_it_is_accepted_once(signing, clock):
    """The dialogue goes away, as it would with the process: another one finishes the turn under the same key."""
    [_, (code, _)] = await signing.sent()
    signing.gateway.dialogue.down = True
    await signing.borrower.say("m1", code)
    signing.gateway.dialogue.down = False
    clock.pass_(minutes=2)
    other: Parts = await signing.gateway.another_process()
    await other.turns.run_due()
    await other.close()

    keys = {key for key in signing.gateway.backend.keys if key is not None and key.startswith("accept:")}
    assert len(keys) == 1
    assert signing.accepted()[0] == signing.accepted()[-1]
    assert (await signing.borrower.log())[-1]["text"] == "echo accepted"


async def test_what_the_backend_refuses_for_good_goes_to_a_person(signing: Signing):
    signing.gateway.backend.answers[signing.path] = Refusal("card_needed")
    [_, (code, _)] = await signing.sent()
    await signing.borrower.say("m1", code)
    assert signing.verdicts() == []
    assert (await signing.borrower.http.get("/conversations/current")).json()["owner"] == "queue"


async def test_a_code_is_hidden_from_the_person_who_answers_meanwhile(signing):
    [_, (code, _)] = await signing.sent()
    desk = await signing.gateway.staff("li")
    signing.gateway.dialogue.expects["我要人工"] = "acceptance_code"
    await signing.borrower.say("m1", "我要人工")
    [waiting] = (await desk.get("/desk/handoffs")).json()["handoffs"]
    (await desk.post(f"/desk/handoffs/{waiting['id']}/claim")).raise_for_status()
    await signing.borrower.say("m2", code)
    seen = (await desk.get(f"/desk/conversations/{signing.borrower.conversation}")).text
    assert MASKED in seen
    assert code not in seen


async def test_other_numbers_are_shown_to_the_person_who_answers(signing, clock):
    signing.gateway.dialogue.expects["我要人工"] = "acceptance_code"
    await signing.borrower.say("m1", "我要人工")
    other = await signing.borrower.say("m2", "我的卡尾号是 6225")
    clock.pass_(minutes=6)
    too_late_for_a_code = await signing.borrower.say("m3", "371920")
    assert (other["message"]["text"], too_late_for_a_code["message"]["text"]) == ("我的卡尾号是 6225", "371920")


async def test_a_code_that_cannot_be_sent_is_said(signing):
    for n in range(5):
        await signing.borrower.say(f"m{n}", "没收到验证码")
    assert (await signing.borrower.log())[-1]["text"].startswith("验证码暂时发不出去")
