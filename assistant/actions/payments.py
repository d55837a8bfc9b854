"""Paying: what is due, more than that, or all of it. Figures and their proposals are the backend's."""

import re
from abc import abstractmethod
from dataclasses import asdict
from datetime import date
from typing import get_args

from assistant.actions.base import Events
from assistant.actions.confirming import Pending, Step, token_of
from assistant.actions.loans import AboutLoan, amount_to_pay, due_now, due_values, loan_values
from assistant.actions.promises import awaited_day, promised_day, say_promise
from assistant.actions.replies import card_values, day_values, money_values
from assistant.actions.turn import Speech, Turn
from contract.acts import Act
from contract.lending.client import BackendProblem
from contract.lending.loans import AskPrepayment, Loan, LoanProposal, PayoffQuote, StartPayment, WhyNotChanged
from contract.lending.payments import ON_ITS_WAY
from contract.lending.products import Respread
from contract.money import Money
from contract.texts import Language
from language.days import VagueDay
from language.normal import lowered
from language.quantities import ForeignMoney, Unclear
from language.wishes.paying import WHAT_IS_OVERDUE, pays_all_of_it
from language.wishes.prepaying import read_effect

# More than is due, and less than all.
MORE = re.compile(
    r"(?<![差不太很好])多[还付](?!是|清|完|了)|[还付]一?小?部分|部分还款|\bpart(?:ial(?:ly)?| of (?:it|the loan|my loan))\b"
    r"|\bextra\b(?! (?:charge|cost|fee|interest|penalt))|\bpay more\b"
)
# What the backend says of a prepayment that would settle the loan.
SETTLES_IT: WhyNotChanged = "amount_out_of_range"


class PayingStep(AboutLoan, Step):
    """Asks for a yes to an amount, and starts a payment of it; it is posted only when the bank has confirmed it."""

    async def about(self, loan: Loan, turn: Turn, speech: Speech) -> Events:
        payments = await self.backend.payments(turn.borrower_id, loan.id)
        under_way = next((payment for payment in payments if payment.status in ON_ITS_WAY), None)
        if under_way is None:
            return await self.ask_to_pay(loan, turn, speech)
        act: Act = "early_payoff/under_way" if self.intent == "early_payoff" else "make_payment/under_way"
        speech.say("utter_payment_under_way", money_values("amount", under_way.amount, turn.language), act=act)
        return []

    @abstractmethod
    async def ask_to_pay(self, loan: Loan, turn: Turn, speech: Speech) -> Events: ...

    async def carry_out(self, turn: Turn, speech: Speech, pending: Pending) -> Events:
        payment = await self.backend.start_payment(
            turn.borrower_id,
            pending["loan"],
            StartPayment(amount=Money(**pending["amount"]), proposal_hash=pending["hash"]),
            idempotency_key=self.key_of(turn, pending),
        )
        act: Act = "early_payoff/started" if self.intent == "early_payoff" else "make_payment/started"
        speech.say("utter_payment_started", money_values("amount", payment.amount, turn.language), act=act)
        return []

    async def shown(self, loan: Loan, turn: Turn) -> dict[str, str]:
        """What every question about a payment names: the loan, the card, and the token of its buttons."""
        cards = await self.backend.cards(turn.borrower_id)
        return loan_values(loan, turn.language) | card_values(cards, turn.language) | token_of(turn)

    def ask_yes_to(self, loan: Loan, amount: Money, proposal_hash: str | None, turn: Turn) -> Events:
        return self.ask_yes(turn, loan=loan.id, amount=asdict(amount), hash=proposal_hash)


class MakePayment(PayingStep):
    """What is due now, or the amount that the borrower names; what goes beyond is principal repaid early."""

    action_name = "action_make_payment"
    intent = step = "make_payment"

    async def ask_to_pay(self, loan: Loan, turn: Turn, speech: Speech) -> Events:
        due, wanted = due_now(loan), wanted_amount(turn)
        if wanted is None and not turn.pressed and pays_all_of_it(turn.text):
            return await EarlyPayoff(self.backend).settle(loan, turn, speech)
        if due is None or loan.next_payment is None:
            speech.say("utter_nothing_due", act="make_payment/nothing_open")
            return []
        later = promised_day(turn)
        if isinstance(later, VagueDay) and not is_awaited(turn):
            speech.say("utter_which_date")
            return self.ask_for_value(loan, turn, "due_day")
        if isinstance(later, date) and later != loan.next_payment.due_date:
            say_promise(later, turn, speech)
            return []
        if isinstance(wanted, ForeignMoney):
            speech.say("utter_foreign_money")
        if isinstance(wanted, ForeignMoney | Unclear) or turn.entities.get("answer") == "other":
            speech.say("utter_pay_how_much", money_values("due", due, turn.language))
            return self.ask_for_value(loan, turn, "payment_amount")
        if wanted is not None and (turn.pressed or amount_in_words(turn) is not None):
            speech.notes.took("pay_amount", wanted)
        amount = wanted or due
        if amount.minor > due.minor:
            return await self._ask_to_prepay(loan, amount, turn, speech)
        values = await self.shown(loan, turn) | due_values(loan.next_payment, turn.language)
        speech.say(_response(loan, amount, due), values | money_values("amount", amount, turn.language))
        return self.ask_yes_to(loan, amount, None, turn)

    def reads(self, turn: Turn) -> bool:
        chooses = turn.pending.get("amount") is not None and read_effect(turn.text) is not None
        return chooses or amount_in_words(turn) is not None or promised_day(turn) is not None

    async def _ask_to_prepay(self, loan: Loan, amount: Money, turn: Turn, speech: Speech) -> Events:
        try:
            proposals = {effect: await self._proposal(loan, amount, effect, turn) for effect in get_args(Respread)}
        except BackendProblem as problem:
            if problem.data.get("reason") != SETTLES_IT:
                raise
            return await EarlyPayoff(self.backend).settle(loan, turn, speech)
        values = await self.shown(loan, turn) | money_values("amount", amount, turn.language)
        for effect, proposal in proposals.items():
            values |= money_values(f"saved_{effect}", -proposal.interest_difference, turn.language)
        effect = turn.entities.get("effect") or read_effect(turn.text)
        chosen = proposals.get(effect) if effect else None
        if chosen is None:
            speech.say("utter_prepay_how", values | {"fen": str(amount.minor)})
            return self.ask_for_value(loan, turn, amount=amount)
        speech.say(f"utter_confirm_prepayment_{effect}", values)
        return self.ask_yes_to(loan, chosen.amount, chosen.proposal_hash, turn)

    async def _proposal(self, loan: Loan, amount: Money, effect: Respread, turn: Turn) -> LoanProposal:
        ask = AskPrepayment(kind="prepayment", amount=amount, effect=effect)
        return await self.backend.propose_change(turn.borrower_id, loan.id, ask)


class EarlyPayoff(PayingStep):
    """All that settles the loan today, to the fen, under the hash of the figures shown; of a later day the figures alone."""

    action_name = "action_early_payoff"
    intent = step = "early_payoff"
    explained = "early_payoff/explained"

    async def ask_to_pay(self, loan: Loan, turn: Turn, speech: Speech) -> Events:
        words = lowered(turn.text)
        if MORE.search(words) or (loan.overdue.minor and WHAT_IS_OVERDUE.search(words)):
            return await MakePayment(self.backend).ask_to_pay(loan, turn, speech)
        return await self.settle(loan, turn, speech)

    async def settle(self, loan: Loan, turn: Turn, speech: Speech) -> Events:
        """The figures of the day that is named; of today's a yes is asked for."""
        later = None if turn.pressed else awaited_day(turn)
        if isinstance(later, VagueDay) and turn.slots.get("awaiting") != self.intent:
            speech.say("utter_which_date")
            return self.ask_for_value(loan, turn, "due_day")
        if isinstance(later, date) and later > turn.said_on:
            return await self._tell(loan, later, turn, speech)
        quote = await self.backend.payoff_quote(turn.borrower_id, loan.id)
        speech.say("utter_confirm_payoff", await self.shown(loan, turn) | payoff_values(quote, turn.language))
        return self.ask_yes_to(loan, quote.amount, quote.proposal_hash, turn)

    def reads(self, turn: Turn) -> bool:
        return isinstance(awaited_day(turn), date)

    async def _tell(self, loan: Loan, later: date, turn: Turn, speech: Speech) -> Events:
        quote = await self.backend.payoff_quote(turn.borrower_id, loan.id, later)
        values = loan_values(loan, turn.language) | payoff_values(quote, turn.language)
        speech.say("utter_payoff_on", values | day_values("on", later, turn.language))
        return []


def _response(loan: Loan, amount: Money, due: Money) -> str:
    if amount == due:
        return "utter_confirm_payment"
    # Of what is late nothing is due on a day to come.
    return "utter_confirm_part_of_overdue" if loan.overdue.minor else "utter_confirm_part_payment"


def wanted_amount(turn: Turn) -> Money | ForeignMoney | Unclear | None:
    """The amount named in words, or carried by a button in fen; a bare number counts where an amount was asked for."""
    if turn.pressed:
        carried = _int(turn.entities.get("amount"))
        return Money(carried) if carried else None
    amount = amount_in_words(turn)
    if amount is None and turn.slots.get("awaiting") == MakePayment.intent:
        # Named before it was asked of which loan.
        amount = _int(turn.pending.get("amount"))
    if isinstance(amount, int):
        return Money(amount) if amount > 0 else Unclear(())
    # 「能提前还一部分吗」 leaves open how much.
    return Unclear(()) if amount is None and MORE.search(lowered(turn.text)) else amount


def amount_in_words(turn: Turn) -> int | ForeignMoney | Unclear | None:
    return amount_to_pay(turn.text, bare=is_awaited(turn))


def is_awaited(turn: Turn) -> bool:
    """Whether an amount to pay was asked for, or read back."""
    if turn.pending.get("value") == "due_day":
        return False
    return MakePayment.intent in (turn.slots.get("awaiting"), turn.slots.get("to_confirm"))


def _int(fen: str | None) -> int | None:
    return int(fen) if fen else None


def payoff_values(quote: PayoffQuote, language: Language) -> dict[str, str]:
    figures = {
        "amount": quote.amount,
        "payoff_principal": quote.principal,
        "payoff_interest": quote.interest,
        "payoff_fee": quote.fee,
        "payoff_penalty": quote.penalty,
        "saved": quote.saved_interest,
    }
    return {key: said for name, figure in figures.items() for key, said in money_values(name, figure, language).items()}
