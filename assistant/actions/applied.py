"""Applications that were sent: how they stand, and taking one back. A draft was not sent."""

from collections.abc import Sequence

from rasa_sdk.events import ActiveLoop, SlotSet

from assistant.actions.base import Events
from assistant.actions.confirming import Pending, Step, shown_for_a_yes, token_of
from assistant.actions.decisions import SEE_CONTRACT, AcceptOffer
from assistant.actions.follow_ups import listen
from assistant.actions.handing_over import wait
from assistant.actions.judgement import SIGNED
from assistant.actions.quotes import given, said_loan
from assistant.actions.replies import choice, day, money, pick
from assistant.actions.turn import ASKED, Speech, Turn, block, payload
from contract.lending.applications import OPEN_OFFER, WITHDRAWABLE, Application, Status
from contract.lending.client import BackendClient
from contract.lending.reviews import RequestedDocument, ReviewStatus
from contract.texts import Language
from language.field_values import read_choice
from language.money import read_amount
from language.wishes.applications import asks_for_another
from language.wishes.form import wants_to_go_on
from language.wishes.which_loan import place_told

SENT: frozenset[Status] = WITHDRAWABLE - {"draft"}
DRAFT = "draft"


def sent_ones(applications: Sequence[Application]) -> list[Application]:
    """Those that wait for a reviewer or for the borrower, newest first."""
    return [item for item in applications if item.status in SENT]


def draft_of(applications: Sequence[Application]) -> Application | None:
    return next((item for item in applications if item.status == DRAFT), None)


def application_values(application: Application, language: Language) -> dict[str, str]:
    """Which one it is: when it was sent or begun, how much for what (`which`; for the ear `what`), how it stands."""
    purpose, amount = application.fields.purpose, application.fields.amount
    use = choice("purpose", purpose, language) if purpose else ""
    sum_ = money(amount) if amount else ""
    named = {
        "zh": f"{sum_}「{use}」" if use else sum_,
        "en": (f" for {sum_} ({use})" if use else f" for {sum_}") if sum_ else f" for {use}" if use else "",
    }
    return {
        "started": day(application.submitted_at or application.created_at, language),
        "which": named[language],
        "what": pick(("「{}」", " for {}"), language).format(use) if use else "",
        "state": choice("status", application.status, language) if application.status in WITHDRAWABLE else "",
    }


def paper_values(review: ReviewStatus, wanted: RequestedDocument, language: Language) -> dict[str, str]:
    """Which paper a reviewer waits for, in the reviewer's own words too, and until when."""
    until = "" if review.due_at is None else pick(("，最晚{}", " by {}"), language).format(day(review.due_at, language))
    message = pick(("（{}）", " ({})"), language).format(wanted.message) if wanted.message else ""
    return {"paper": choice("paper", wanted.kind, language), "message": message, "until": until}


class ApplicationStatus(Step):
    """Where the sent applications stand, and what comes next; else the latest one. A yes to an offer goes on to the contract."""

    action_name = "action_application_status"
    step = SEE_CONTRACT

    async def act(self, turn: Turn, speech: Speech) -> Events:
        applications = await self.backend.applications(turn.borrower_id)
        if not applications:
            speech.say("utter_no_application", act="application_status/nothing_open")
            return []
        sent = sent_ones(applications)
        for item in sent or applications[:1]:
            self._say(f"utter_status_{item.status}", item, turn, speech)
            if item.review is not None and item.review.requested is not None:
                speech.say("utter_paper_wanted", paper_values(item.review, item.review.requested, turn.language))
        if sent and (draft := draft_of(applications)) is not None:
            self._say("utter_status_draft_too", draft, turn, speech)
        # In the form a yes answers the form's question, which is put again.
        asks = any(item.status in OPEN_OFFER for item in sent) and not turn.in_form
        return shown_for_a_yes(self.step, turn) if asks else []

    def _say(self, response: str, item: Application, turn: Turn, speech: Speech) -> None:
        speech.say(response, application_values(item, turn.language), blocks=[block("application", application=item)])

    async def carry_out(self, turn: Turn, speech: Speech, pending: Pending) -> Events:  # noqa: ARG002 - any open offer
        return await AcceptOffer(self.backend, self.lines).act(turn, speech)


class WithdrawApplication(Step):
    """Withdraws the application that the question named. Without a sent one: cancels the contract whose payout is awaited, else
    withdraws the draft."""

    action_name = "action_withdraw_application"
    intent = step = "withdraw_application"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        applications = await self.backend.applications(turn.borrower_id)
        if not (sent := sent_ones(applications)):
            return await self._none_sent(applications, turn, speech)
        if (meant := _meant(sent, turn)) is None:
            return self._ask_which(sent, turn, speech)
        speech.say("utter_confirm_withdraw", application_values(meant, turn.language) | token_of(turn))
        return self.ask_yes(turn, application=meant.id)

    async def is_answered(self, turn: Turn) -> bool:
        """Whether the words answer which of several is meant."""
        sent = sent_ones(await self.backend.applications(turn.borrower_id))
        return application_in_words(sent, turn.text) is not None

    def _ask_which(self, sent: Sequence[Application], turn: Turn, speech: Speech) -> Events:
        buttons = [
            {"title": _title(item, turn.language), "payload": payload(self.intent, application=item.id)}
            for item in sent
        ]
        speech.say("utter_which_application", buttons=buttons)
        return [SlotSet("awaiting", self.intent), SlotSet("pending", None), *wait(turn)]

    async def _none_sent(self, applications: Sequence[Application], turn: Turn, speech: Speech) -> Events:
        if (signed := await self._not_paid_out(applications, turn)) is not None:
            speech.say("utter_confirm_cancel_contract", application_values(signed, turn.language) | token_of(turn))
            return self.ask_yes(turn, application=signed.id, status=SIGNED)
        if (draft := draft_of(applications)) is not None:
            return self._ask_about_draft(draft, turn, speech)
        speech.say("utter_nothing_to_withdraw")
        for latest in applications[:1]:
            speech.say(f"utter_status_{latest.status}", application_values(latest, turn.language))
        return []

    async def _not_paid_out(self, applications: Sequence[Application], turn: Turn) -> Application | None:
        loans = await self.backend.loans(turn.borrower_id)
        waiting = {loan.application_id for loan in loans if loan.status == "pending_payout"}
        return next((item for item in applications if item.status == SIGNED and item.id in waiting), None)

    def _ask_about_draft(self, draft: Application, turn: Turn, speech: Speech) -> Events:
        speech.say("utter_confirm_withdraw_draft", application_values(draft, turn.language) | token_of(turn))
        asked = shown_for_a_yes(self.step, turn, application=draft.id)
        if not turn.in_form:
            return asked
        return [*asked, ActiveLoop(None), SlotSet(ASKED, None), listen()]

    async def carry_out(self, turn: Turn, speech: Speech, pending: Pending) -> Events:
        application = await self.backend.application(turn.borrower_id, pending["application"])
        values = application_values(application, turn.language)
        if application.status == pending.get("status") == SIGNED:
            await self.backend.cancel_application(turn.borrower_id, application.id)
            speech.say("utter_contract_cancelled")
            return []
        if application.status not in WITHDRAWABLE:
            speech.say(f"utter_status_{application.status}", values)
            return []
        await self.backend.withdraw_application(turn.borrower_id, application.id)
        speech.say("utter_draft_withdrawn" if application.status == DRAFT else "utter_withdrawn", values)
        return []


async def instead_of_another(backend: BackendClient, turn: Turn, speech: Speech) -> Events | None:
    """What is said where a form would open beside a sent application. None: it opens, and the sent one is named.

    Words that name no loan of their own may be meant for the open offer, which is told first.
    """
    sent = sent_ones(await backend.applications(turn.borrower_id))
    if not sent or wants_to_go_on(turn.text):
        return None
    offered = any(item.status in OPEN_OFFER for item in sent)
    if offered and not turn.pressed and not asks_for_another(turn.text) and not given(said_loan(turn.text)):
        return [*await ApplicationStatus(backend).act(turn, speech), listen()]
    speech.say("utter_another_beside", application_values(sent[0], turn.language))
    return None


def application_in_words(applications: Sequence[Application], text: str) -> Application | None:
    """The only one whose amount or use is said, or that stands at the place that is said."""
    amount, use = read_amount(text), read_choice("purpose", text)
    for named in (
        [item for item in applications if item.fields.amount is not None and item.fields.amount.minor == amount],
        [item for item in applications if item.fields.purpose == use],
    ):
        if len(named) == 1:
            return named[0]
    place = place_told(text)
    return applications[place] if place is not None and place < len(applications) else None


def _meant(sent: Sequence[Application], turn: Turn) -> Application | None:
    if len(sent) == 1:
        return sent[0]
    if turn.pressed:
        return next((item for item in sent if item.id == turn.entities.get("application")), None)
    return application_in_words(sent, turn.text)


def _title(application: Application, language: Language) -> str:
    values = application_values(application, language)
    return f"{values['started']}{values['which']}"
