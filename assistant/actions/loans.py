"""Questions about one loan: which one is meant, how it stands, what is due next, the schedule, the balance."""

from abc import abstractmethod
from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from rasa_sdk.events import SlotSet

from assistant.actions.acts import of_loan
from assistant.actions.articles import help_answers, say_article
from assistant.actions.base import Events, LoantalkAction
from assistant.actions.handing_over import wait
from assistant.actions.promises import promised_day, say_promise
from assistant.actions.replies import day, local, money
from assistant.actions.spoken import spoken_day, spoken_money, spoken_number
from assistant.actions.turn import TOPIC, AskedOutside, Speech, Turn, block, payload
from assistant.actions.which_loan import loan_in_words
from contract.acts import Act, Capability
from contract.lending.loans import OVER, Loan, LoanInstalment, LoanStatus, NextPayment
from contract.money import Money
from contract.texts import Language
from language.money import read_amount, read_paid, settles_what_is_paid
from language.quantities import ForeignMoney, Unclear
from language.wishes.which_loan import names_all, without_loan


class AboutLoan(LoantalkAction):
    """Finds the loan that is meant, asks which where there are several, and says how it stands where it is not running.

    `intent` is asked again, with the loan, by the buttons; `statuses` are those of which `about` can speak; `explained`
    is the act of answering in general, where the question makes sense without a loan too.
    """

    intent: ClassVar[Capability]
    explained: ClassVar[Act | None] = None
    statuses: ClassVar[frozenset[LoanStatus]] = frozenset({"active"})

    async def act(self, turn: Turn, speech: Speech) -> Events:
        loans = await self.backend.loans(turn.borrower_id)
        if not loans:
            return await self._answer_in_general(turn, speech)
        candidates = self.candidates(loans)
        loan = self._meant(candidates, turn)
        if loan is not None and self._is_named(loan, candidates, turn):
            speech.notes.took("loan", loan.id)
        if loan is None:
            return self._ask_which(candidates, turn, speech)
        stays = [SlotSet(TOPIC, loan.id)] if len(candidates) > 1 else []
        if loan.status not in self.statuses:
            await self._say_standing(loan, turn, speech)
            return stays
        return [*stays, *await self.about(loan, turn, speech)]

    async def is_answered(self, turn: Turn) -> bool:
        """Whether the words answer what this action asked: which loan, or a value."""
        if self.reads(turn):
            return True
        loans = await self.backend.loans(turn.borrower_id)
        return loan_in_words(self.candidates(loans), turn.text, turn.slots.get(TOPIC)) is not None

    def reads(self, turn: Turn) -> bool:  # noqa: ARG002 - for actions that ask for a value
        """Whether the words hold the value that this action asks for."""
        return False

    @abstractmethod
    async def about(self, loan: Loan, turn: Turn, speech: Speech) -> Events: ...

    def candidates(self, loans: Sequence[Loan]) -> Sequence[Loan]:
        """Those that are not over, else the newest."""
        return open_loans(loans) or loans[:1]

    def ask_for_value(
        self, loan: Loan, turn: Turn, value: AskedOutside | None = None, *, amount: Money | None = None
    ) -> Events:
        """The borrower's next words, if they can be read so, answer this question about this loan. `value` names what is asked
        for, where speech can listen for it; `amount` was named already."""
        kept = {} if amount is None else {"amount": amount.minor}
        pending = {"loan": loan.id, "value": value, **kept}
        return [SlotSet("awaiting", self.intent), SlotSet("pending", pending), *wait(turn)]

    async def _answer_in_general(self, turn: Turn, speech: Speech) -> Events:
        """Who has no loan yet may ask how it would be: the help centre knows."""
        answers = [] if turn.pressed or self.explained is None else await help_answers(self.backend, turn)
        if answers and self.explained is not None:
            say_article(answers[0], speech, turn.language, self.explained)
        else:
            speech.say("utter_no_loan", act=of_loan(self.intent, "nothing_open"))
        return []

    def _meant(self, loans: Sequence[Loan], turn: Turn) -> Loan | None:
        pending = turn.pending
        asked_about = pending.get("loan") if turn.slots.get("awaiting") == self.intent else None
        named = turn.entities.get("loan") or asked_about
        chosen = next((loan for loan in loans if loan.id == named), None)
        topic = turn.slots.get(TOPIC)
        if chosen is None and not turn.pressed:
            chosen = loan_in_words(loans, turn.text, topic)
        if chosen is None and turn.slots.get("to_confirm") == self.intent:
            chosen = next((loan for loan in loans if loan.id == pending.get("loan")), None)
        if chosen is None and not names_all(turn.text):
            # The one that was chosen stays the topic.
            chosen = next((loan for loan in loans if loan.id == topic), None)
        return chosen or (loans[0] if len(loans) == 1 else None)

    def _is_named(self, loan: Loan, loans: Sequence[Loan], turn: Turn) -> bool:
        """Whether the message itself says that it is this one."""
        named = turn.entities.get("loan") == loan.id
        return named or (not turn.pressed and loan_in_words(loans, turn.text, turn.slots.get(TOPIC)) is loan)

    def _ask_which(self, loans: Sequence[Loan], turn: Turn, speech: Speech) -> Events:
        said = {} if turn.pressed else amount_said(turn)
        if said and self.intent == "make_payment":
            speech.notes.took("pay_amount", int(said["amount"]))
        buttons = [
            {"title": loan_title(loan, turn.language), "payload": payload(self.intent, loan=loan.id, **said)}
            for loan in loans
        ]
        values = {"count": str(len(loans)), "count_spoken": spoken_number(len(loans), turn.language)}
        speech.say("utter_which_loan", values, buttons=buttons, act=of_loan(self.intent, "asked_which"))
        return [SlotSet("awaiting", self.intent), SlotSet("pending", said or None), *wait(turn)]

    async def _say_standing(self, loan: Loan, turn: Turn, speech: Speech) -> None:
        values = loan_values(loan, turn.language)
        shown = [block("loan", loan=loan)]
        told = of_loan(self.intent, "told_standing")
        if loan.status != "pending_payout":
            speech.say(f"utter_loan_{loan.status}", values, blocks=shown, act=told)
            return
        payout = await self.backend.payout(turn.borrower_id, loan.id)
        if payout.status == "failed" and payout.failure_text is not None:
            why = {"why": local(payout.failure_text, turn.language)}
            speech.say("utter_payout_failed", values | why, blocks=shown, act=told)
        else:
            speech.say("utter_payout_under_way", values, blocks=shown, act=told)
        speech.notes.did("payout_question/told")


class NextPaymentDue(AboutLoan):
    action_name = "action_next_payment"
    digresses = True
    intent = "next_payment"

    async def about(self, loan: Loan, turn: Turn, speech: Speech) -> Events:
        due = loan.next_payment
        if due is None:
            speech.say("utter_nothing_due", act="next_payment/told")
            return []
        response = "utter_overdue_payment" if due.days_past_due else "utter_next_payment"
        values = loan_values(loan, turn.language) | due_values(due, turn.language)
        speech.say(response, values, blocks=[block("loan", loan=loan)])
        promised = promised_day(turn)
        if isinstance(promised, date) and promised != due.due_date:
            say_promise(promised, turn, speech)
        return []


class RepaymentSchedule(AboutLoan):
    action_name = "action_schedule"
    digresses = True
    intent = "repayment_schedule"

    async def about(self, loan: Loan, turn: Turn, speech: Speech) -> Events:
        schedule = await self.backend.loan_schedule(turn.borrower_id, loan.id)
        left = [item for item in schedule.instalments if item.status != "paid"]
        if not left:
            speech.say("utter_nothing_due", act="repayment_schedule/told")
            return []
        values = {
            "left": str(len(left)),
            "left_spoken": spoken_number(len(left), turn.language),
            "due_date": day(left[0].due_date, turn.language),
            "due_date_spoken": spoken_day(left[0].due_date, turn.language),
            "amount_due": money(still_due(left[0])),
            "amount_due_spoken": spoken_money(still_due(left[0]), turn.language),
            "last_date": day(left[-1].due_date, turn.language),
        }
        speech.say("utter_schedule", values, blocks=[block("schedule", schedule=schedule)])
        return []


class LoanBalance(AboutLoan):
    action_name = "action_balance"
    digresses = True
    intent = "loan_balance"

    async def about(self, loan: Loan, turn: Turn, speech: Speech) -> Events:
        speech.say("utter_balance", loan_values(loan, turn.language), blocks=[block("loan", loan=loan)])
        if loan.overdue.minor:
            # Who asks what is owed is told what of it is late.
            speech.say("utter_overdue_part", loan_values(loan, turn.language))
        return []


def amount_said(turn: Turn) -> dict[str, str]:
    """An amount to pay in the words, in fen, for the button that goes on from here."""
    amount = amount_to_pay(turn.text, bare=False)
    return {"amount": str(amount)} if isinstance(amount, int) else {}


def amount_to_pay(text: str, *, bare: bool) -> int | ForeignMoney | Unclear | None:
    """In fen. With `bare` a number alone counts; the amount that names a loan, 「五万那笔」, does not."""
    words = without_loan(text)
    amount = read_amount(words, bare=bare)
    if amount is None or (isinstance(amount, Unclear) and settles_what_is_paid(words)):
        paid = read_paid(words)
        return amount if paid is None else paid
    return amount


def open_loans(loans: Sequence[Loan]) -> list[Loan]:
    """Those that are not over."""
    return [loan for loan in loans if loan.status not in OVER]


def due_now(loan: Loan) -> Money | None:
    """All that is overdue, else the next instalment."""
    if loan.overdue.minor:
        return loan.overdue
    return loan.next_payment.amount if loan.next_payment else None


def still_due(item: LoanInstalment) -> Money:
    """What is left to pay of an instalment, with its overdue interest."""
    return item.payment + item.penalty - item.paid


def loan_title(loan: Loan, language: Language) -> str:
    return f"{local(loan.product_name, language)} {money(loan.outstanding_principal)}"


def loan_values(loan: Loan, language: Language) -> dict[str, str]:
    return {
        "loan": loan.id,
        "loan_product": local(loan.product_name, language),
        "principal": money(loan.principal),
        "principal_spoken": spoken_money(loan.principal, language),
        "outstanding": money(loan.outstanding_principal),
        "outstanding_spoken": spoken_money(loan.outstanding_principal, language),
        "overdue": money(loan.overdue),
        "overdue_spoken": spoken_money(loan.overdue, language),
        "days": str(loan.days_past_due),
        "days_spoken": spoken_number(loan.days_past_due, language),
    }


def due_values(due: NextPayment, language: Language) -> dict[str, str]:
    return {
        "number": str(due.number),
        "amount_due": money(due.amount),
        "amount_due_spoken": spoken_money(due.amount, language),
        "due_date": day(due.due_date, language),
        "due_date_spoken": spoken_day(due.due_date, language),
    }


def standing_values(loan: Loan, language: Language) -> dict[str, str]:
    """The loan's figures, with what is due next where anything is."""
    due = {} if loan.next_payment is None else due_values(loan.next_payment, language)
    return loan_values(loan, language) | due
