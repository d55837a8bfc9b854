"""The borrower's own things: bank card, documents, reminders, data."""

import re
from collections.abc import Sequence

from rasa_sdk.events import SlotSet

from assistant.actions.base import Events, LoantalkAction
from assistant.actions.confirming import Pending, Step, token_of
from assistant.actions.loans import AboutLoan, loan_values, open_loans
from assistant.actions.replies import card_values, day, local, money_values
from assistant.actions.spoken import spoken_day
from assistant.actions.turn import Speech, Turn, block
from contract.lending.cases import OpenCase
from contract.lending.client import BackendProblem
from contract.lending.loans import PAID_OUT, RUNNING, Loan
from contract.retention.table import shipped
from language.normal import lowered
from language.wishes.data import wants_deletion

DOCUMENTS = (
    (
        "settlement",
        re.compile(
            r"结清|还清|两清|(?:清|完)了的?证明|settle|paid[- ]off|clearance|closure|(?:says?|saying|proves?|proof) (?:that )?i(?:'m| am| have)? (?:finished|done|clear|free|paid up|owe nothing)|\ball done\b"
        ),
    ),
    ("contract", re.compile(r"合同|协议|contract|agreement")),
    (
        "receipt",
        re.compile(
            r"收据|凭证|回单|流水|明细|还款记录|发票|收条|小票|付款证明|receipt|\bslip\b|proof (?:that )?i(?:'ve)? paid|statement|proof of payment|invoice"
        ),
    ),
)
# The law's; a lender may keep longer.
KEPT_FOR = shipped().periods["relation"].in_words()
OFF = re.compile(r"关|取消|别|不要|不想|停|屏蔽|\boff\b|\bstop\b|disable|\bno more\b|unsubscribe|don't")
NOT_OFF = re.compile(r"(?:别|不要|不想|没)(?:关|取消|停)|(?:don't|not) (?:turn|switch|stop)")
ON = re.compile(r"开|恢复|要收|\bon\b|enable|resume|again|\bremind me\b")


class ChangeBankCard(LoantalkAction):
    """Says which card is bound and where it is changed: a card's number never goes through the chat."""

    action_name = "action_change_bank_card"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        cards = await self.backend.cards(turn.borrower_id)
        speech.say("utter_change_bank_card" if cards else "utter_no_bank_card", card_values(cards, turn.language))
        return []


class GetDocument(AboutLoan):
    """The contract, the receipts or the certificate of settlement, as far as they exist."""

    action_name = "action_get_document"
    intent = "get_document"
    statuses = RUNNING | PAID_OUT

    def candidates(self, loans: Sequence[Loan]) -> Sequence[Loan]:
        return loans

    async def about(self, loan: Loan, turn: Turn, speech: Speech) -> Events:
        wanted = wanted_document(turn)
        if wanted == "contract":
            speech.say("utter_document_contract", blocks=[block("contract", application_id=loan.application_id)])
        elif wanted == "receipt":
            await self._receipts(loan, turn, speech)
        elif wanted == "settlement":
            await self._settlement(loan, turn, speech)
        else:
            speech.say("utter_which_document", {"loan": loan.id})
            return self.ask_for_value(loan, turn)
        return []

    def reads(self, turn: Turn) -> bool:
        return wanted_document(turn) is not None

    async def _receipts(self, loan: Loan, turn: Turn, speech: Speech) -> None:
        receipts = await self.backend.loan_receipts(turn.borrower_id, loan.id)
        paid = [receipt for receipt in receipts if receipt.kind == "payment"]
        if not paid:
            speech.say("utter_no_payment_yet", act="get_document/not_available")
            return
        last = paid[-1]
        parts = {"part_principal": last.principal, "part_interest": last.interest, "amount": last.amount}
        values = loan_values(loan, turn.language) | {"paid_on": day(last.posted_at, turn.language)}
        for name, figure in (parts | {"part_fee": last.fee, "part_penalty": last.penalty}).items():
            values |= money_values(name, figure, turn.language)
        speech.say("utter_document_receipt", values, blocks=[block("loan", loan=loan)])

    async def _settlement(self, loan: Loan, turn: Turn, speech: Speech) -> None:
        try:
            certificate = await self.backend.settlement_certificate(turn.borrower_id, loan.id)
        except BackendProblem as problem:
            if not problem.is_one_of("loan_not_settled"):
                raise
            speech.say("utter_not_settled_yet", loan_values(loan, turn.language))
            return
        values = {
            "certificate": local(certificate.text, turn.language),
            "certificate_hash": certificate.certificate_hash,
            "settled_on_spoken": spoken_day(certificate.settled_on, turn.language),
        }
        speech.say("utter_document_settlement", values, blocks=[block("loan", loan=loan)])


class RemindersSettings(Step):
    """Asks, and has the gateway switch the reminders: who is notified of what is the gateway's."""

    action_name = "action_reminders"
    step = "reminders"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        wanted = wanted_setting(turn)
        if wanted is None:
            speech.say("utter_reminders_which")
            return []
        speech.say(f"utter_confirm_reminders_{wanted}", token_of(turn))
        return self.ask_yes(turn, wanted=wanted)

    async def carry_out(self, turn: Turn, speech: Speech, pending: Pending) -> Events:  # noqa: ARG002
        speech.say(f"utter_reminders_{pending['wanted']}", settings={"reminders": pending["wanted"] == "on"})
        return []


class GetMyData(LoantalkAction):
    """Leads to the page where the copy of one's data is downloaded."""

    action_name = "action_get_my_data"
    digresses = True

    async def act(self, turn: Turn, speech: Speech) -> Events:  # noqa: ARG002
        speech.say("utter_data_copy", blocks=[block("my_data")])
        return []


class DeleteMyData(Step):
    """Says what is erased and what must be kept how long, and on a yes has the gateway carry it out; a case keeps the request."""

    action_name = "action_delete_my_data"
    step = "erasure"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if not turn.pressed and not wants_deletion(turn.text):
            speech.say("utter_copy_or_deletion")
            return []
        loans = await self.backend.loans(turn.borrower_id)
        name = "utter_confirm_erasure_with_loan" if open_loans(loans) else "utter_confirm_erasure"
        speech.say(name, token_of(turn) | {"kept_for": local(KEPT_FOR, turn.language)})
        return self.ask_yes(turn, words=turn.intent if turn.pressed else turn.text)

    async def carry_out(self, turn: Turn, speech: Speech, pending: Pending) -> Events:
        body = OpenCase(kind="erasure", words=pending["words"])
        case = await self.backend.open_case(turn.borrower_id, body, idempotency_key=self.key_of(turn, pending))
        speech.say("utter_erasure_asked", {"case": case.number}, settings={"close_account": True})
        return [SlotSet("pending", None)]


def wanted_document(turn: Turn) -> str | None:
    return turn.entities.get("answer") if turn.pressed else document_in_words(turn.text)


def document_in_words(text: str) -> str | None:
    return next((name for name, words in DOCUMENTS if words.search(lowered(text))), None)


def wanted_setting(turn: Turn) -> str | None:
    return turn.entities.get("answer") if turn.pressed else setting_in_words(turn.text)


def setting_in_words(text: str) -> str | None:
    """`on` or `off`; words that name neither, or deny one, have to be asked about."""
    text = lowered(text)
    if NOT_OFF.search(text):
        return None
    if OFF.search(text):
        return "off"
    return "on" if ON.search(text) else None
