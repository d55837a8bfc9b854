"""What is answered while a person is waited for: a danger at once, and what only has to be looked up. All else is for the person."""

import re
from collections.abc import Mapping

from assistant.actions.applied import ApplicationStatus
from assistant.actions.articles import help_answers, say_article
from assistant.actions.base import Events, LoantalkAction
from assistant.actions.concerns import Concern
from assistant.actions.costs import FeesQuestion
from assistant.actions.disputes import CASES
from assistant.actions.follow_ups import listen
from assistant.actions.handing_over import hand_over, hotlines
from assistant.actions.judgement import DANGER, heard_concern, hold_for_safety
from assistant.actions.late import OverdueHelp, PaymentFailed
from assistant.actions.loans import LoanBalance, NextPaymentDue, RepaymentSchedule
from assistant.actions.payouts import PayoutQuestion
from assistant.actions.products import ListProducts
from assistant.actions.quotes import QuoteRepayment, said_loan
from assistant.actions.talk import Repeat, Say
from assistant.actions.terms import MyRate
from assistant.actions.turn import NOT_SURE, Speech, Turn
from contract.acts import Act
from contract.lending.cases import Case, OpenCase
from contract.lending.client import BackendProblem, BackendUnavailable
from language.normal import lowered
from language.quantities import is_mostly_number
from language.wishes.commands import commanded
from language.wishes.despair import sounds_hopeless
from language.wishes.waiting import may_leave

# They only tell; what one of them would leave open is dropped.
TELLS: dict[str, type[LoantalkAction]] = {
    "loan_balance": LoanBalance,
    "next_payment": NextPaymentDue,
    "repayment_schedule": RepaymentSchedule,
    "overdue_help": OverdueHelp,
    "payment_failed": PaymentFailed,
    "payout_question": PayoutQuestion,
    "my_rate": MyRate,
    "application_status": ApplicationStatus,
    "product_info": ListProducts,
    "fees_question": FeesQuestion,
    "bot_challenge": Say,
    "repeat": Repeat,
}
# Money, contracts and forms are the assistant's, and wait until it has the conversation back.
NOT_WHILE_WAITING = frozenset(
    {
        "apply_loan", "accept_offer", "decline_offer", "withdraw_application", "make_payment", "early_payoff", "change_due_date",
        "quote_repayment", "change_bank_card", "autopay_settings", "reminders_settings", "get_document",
    }
)  # fmt: skip
# Money or a code is gone already. Whom it went to need not be said by one who waits because of a swindler.
GONE = re.compile(
    r"(?:已经?|刚刚?|都|全|把.{1,12})(?:给[他她]们?)?(?:转|汇|打|付|交|发)(?:了|过去|出去|给)|(?:钱|款|码).{0,6}(?:转|汇|打|付|交|发|给)(?:了|过去|出去|给)"
    r"|(?:转|汇|打|付|交)了.{0,8}(?:钱|款|元|块|万|千)|被骗(?:走|了)"
    r"|\b(?:i|we)(?:'ve| have)?(?: already| just)? (?:paid|sent|transferred|wired|gave|given)\b|\bmoney is gone\b|\b(?:got|was|been) (?:scammed|swindled|cheated)\b"
)
TO_A_SWINDLER = re.compile(r"骗|诈|陌生人|安全账户|\bscam|\bswindl|\bfraud|\bcheated\b|\bsafe account\b")
FRAUD = frozenset({"report_fraud", "not_my_loan"})


# Words for the person who is waited for.
PASSED_ON: Mapping[str, Act] = {
    "talk_to_human": "talk_to_human/waits_already",
    "complaint": "complaint/passed_on",
    "hardship": "hardship/passed_on",
    "dispute_charge": "dispute_charge/passed_on",
    "not_my_loan": "not_my_loan/passed_on",
    "credit_report_dispute": "credit_report_dispute/passed_on",
    "promise_to_pay": "promise_to_pay/passed_on",
    "change_phone": "change_phone/passed_on",
    "thanks": "thanks/passed_on",
}
# Adds nothing to a case.
SMALL_TALK = frozenset({"thanks", "greet", "goodbye", "talk_to_human"})
# Characters of what was added that are read back.
QUOTED = 60
# A place in the queue is not lost by a guess: 「别再打给我单位」, 「帮我把那笔退了」.
LEAVES = 0.9
# The least odds at which a message that was not surely understood is noted as something.
TELLS_ENOUGH = 0.3
QUESTIONS = frozenset({"faq", "legal_question", "eligibility", NOT_SURE})


class AnswerWhileWaiting(LoantalkAction):
    """Changes nothing that stands open: form, questions and offers wait as they are."""

    action_name = "action_answer_while_waiting"

    async def run(self, turn: Turn, speech: Speech) -> Events:
        try:
            await self.act(turn, speech)
        except (BackendUnavailable, BackendProblem):
            # The person answers it.
            pass
        return [listen()]

    async def act(self, turn: Turn, speech: Speech) -> Events:
        case = await self._added_to(turn, speech)
        if (reason := danger_in(turn)) is not None:
            return await self._answer_danger(reason, turn, speech)
        if (teller := TELLS.get(turn.intent)) is not None:
            return await teller(self.backend, self.lines).act(turn, speech)
        if turn.intent == "quote_repayment" and said_loan(turn.text).is_complete:
            return await QuoteRepayment(self.backend, self.lines).act(turn, speech)
        if leaves(turn):
            # The gateway takes the conversation out of the queue and hands it back.
            speech.notes.did("cancel_flow/left")
        elif turn.intent in NOT_WHILE_WAITING:
            speech.say("utter_back_first")
        elif turn.intent in QUESTIONS and not turn.pressed and not is_mostly_number(turn.text):
            if not await self._answer_question(turn, speech):
                self._pass_on(case, turn, speech)
        else:
            self._pass_on(case, turn, speech)
        return []

    def _pass_on(self, case: Case | None, turn: Turn, speech: Speech) -> None:
        """The words go to the person. Where nothing is said here the gateway tells that they were passed on, and in which place the
        borrower is."""
        acts = [PASSED_ON[turn.intent]] if turn.intent in PASSED_ON else _likely_passed_on(turn)
        if case is not None:
            speech.say("utter_added_to_case", {"case": case.number, "words": _shortened(turn.text)})
            acts = acts or [PASSED_ON.get(str(turn.waits_for), "talk_to_human/waits_already")]
        speech.notes.did(*acts)

    async def _added_to(self, turn: Turn, speech: Speech) -> Case | None:
        """The open case that is waited about, with these words in it. Without the backend the person alone has them: what else is
        answered, a danger above all, does not wait for it."""
        about = turn.waits_for
        if about is None or about not in CASES or turn.pressed or turn.intent in SMALL_TALK or leaves(turn):
            return None
        kind, _ = CASES[about]
        try:
            cases = await self.backend.cases(turn.borrower_id)
            found = next((case for case in cases if case.kind == kind and case.status == "open"), None)
            if found is None:
                return None
            body = OpenCase(kind=kind, words=turn.text, loan_id=found.loan_id)
            return await self.backend.open_case(turn.borrower_id, body, idempotency_key=turn.key(self.action_name))
        except (BackendUnavailable, BackendProblem) as problem:
            if isinstance(problem, BackendProblem) and problem.is_one_of("case_full"):
                speech.say("utter_problem_case_full")
            return None

    async def _answer_danger(self, reason: str, turn: Turn, speech: Speech) -> Events:
        if reason == "report_fraud":
            return await hold_for_safety(turn, speech, self.backend, self.lines, "utter_money_gone")
        return hand_over(turn, speech, reason, values=hotlines(self.lines, turn.language))

    async def _answer_question(self, turn: Turn, speech: Speech) -> bool:
        """A doubtful answer is left to the person."""
        answers = await help_answers(self.backend, turn)
        if not (answers and answers[0].sure):
            return False
        say_article(answers[0], speech, turn.language)
        return True


def leaves(turn: Turn) -> bool:
    """Whether the borrower surely wants no person any more."""
    if turn.intent != "cancel_flow":
        return False
    surely = turn.odds.get(turn.intent, 1.0) >= LEAVES and may_leave(turn.text)
    return surely or commanded(turn.text) is not None


def _shortened(words: str) -> str:
    return words if len(words) <= QUOTED else f"{words[:QUOTED].rstrip()}…"


def _likely_passed_on(turn: Turn) -> list[Act]:
    """What was passed on, as far as it can be told: the message went to the person whatever it means."""
    likeliest = max(turn.odds, key=turn.odds.__getitem__, default="")
    return [PASSED_ON[likeliest]] if likeliest in PASSED_ON and turn.odds[likeliest] >= TELLS_ENOUGH else []


def danger_in(turn: Turn) -> str | None:
    """`distress` or `report_fraud`, where the words tell of it; a button of ours tells nothing."""
    if turn.pressed:
        return None
    text = lowered(turn.text)
    concern = heard_concern(turn)
    if turn.intent == "distress" or concern is Concern.DISTRESS or sounds_hopeless(text):
        return "distress"
    gone = GONE.search(text) and (turn.waits_for in FRAUD or TO_A_SWINDLER.search(text))
    if gone or turn.intent == "report_fraud" or concern in DANGER:
        return "report_fraud"
    return None
