"""What a person has to look into: it is registered as a case, and the conversation goes to a person at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assistant.actions.articles import likely_warning, say_article, sure_article
from assistant.actions.base import Events, LoantalkAction
from assistant.actions.handing_over import hand_over, hotlines
from assistant.actions.loans import open_loans
from assistant.actions.notes import summary
from assistant.actions.replies import day_values, local
from assistant.actions.trouble import help_with_trouble, tell_standing
from assistant.actions.turn import Speech, Turn
from contract.acts import Act
from contract.lending.cases import Case, CaseKind, OpenCase
from contract.lending.client import BackendProblem, BackendUnavailable
from contract.lending.loans import Loan
from language.days import read_day
from language.wishes.scams import asks_whether_to_trust, sounds_like_a_scam, tells_of_direction
from language.yes_no import asks_something

# What each intent is registered as, and that it was.
CASES: Mapping[str, tuple[CaseKind, Act]] = {
    "complaint": ("complaint", "complaint/case_opened"),
    "report_fraud": ("fraud", "report_fraud/case_opened"),
    "not_my_loan": ("not_my_loan", "not_my_loan/case_opened"),
    "dispute_charge": ("dispute_charge", "dispute_charge/case_opened"),
    "credit_report_dispute": ("credit_report", "credit_report_dispute/case_opened"),
    "hardship": ("hardship", "hardship/case_opened"),
    "change_phone": ("change_phone", "change_phone/case_opened"),
}
# Also what people ask before anything is wrong: 「撤了对征信有影响吗」.
MAY_BE_A_QUESTION = frozenset({"credit_report_dispute", "change_phone"})
ABOUT_A_LOAN = frozenset({"dispute_charge", "hardship"})


@dataclass(frozen=True, slots=True)
class Matter:
    """`loan`: the one it must be about, when there is only one; `case` is None when it could not be registered."""

    loan: Loan | None
    case: Case | None


class OpenCaseAndHandOff(LoantalkAction):
    action_name = "action_open_case"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if turn.intent == "hardship" and not open_loans(await self.backend.loans(turn.borrower_id)):
            # Nothing is owed, so there is nothing to agree on.
            return await help_with_trouble(self.backend, turn, speech)
        if turn.intent in MAY_BE_A_QUESTION and asks_something(turn.text):
            article = await sure_article(self.backend, turn)
            if article is not None:
                say_article(article, speech, turn.language)
                return []
        if turn.intent == "report_fraud" and not turn.pressed:
            warning = await likely_warning(self.backend, turn)
            if warning is not None:
                say_article(warning, speech, turn.language, "report_fraud/warned")
                if asks_whether_to_trust(turn.text) and not _is_being_swindled(turn):
                    speech.say("utter_report_it")
                    return []
        matter = await self._register(turn)
        values = hotlines(self.lines, turn.language)
        number = matter.case.number if matter.case else None
        if (promised := _promised(turn)) is not None:
            speech.notes.took("day", promised)
        waiting = hand_over(turn, speech, turn.intent, values=values, note=summary_of(turn, matter), case=number)
        if matter.case is not None:
            _, opened = CASES[turn.intent]
            speech.say(*_registered(matter.case, turn), act=opened)
            if turn.intent == "hardship":
                await tell_standing(self.backend, turn, speech)
        return waiting

    async def _register(self, turn: Turn) -> Matter:
        """The case, or the open one with the words added. A person is never kept waiting by what the backend cannot do now."""
        kind, _ = CASES[turn.intent]
        try:
            loan = await self._only_loan(turn)
            words = turn.intent if turn.pressed else turn.text
            body = OpenCase(kind=kind, words=words, loan_id=loan.id if loan else None)
            key = turn.key(self.action_name)
            return Matter(loan, await self.backend.open_case(turn.borrower_id, body, idempotency_key=key))
        except (BackendUnavailable, BackendProblem):
            return Matter(None, None)

    async def _only_loan(self, turn: Turn) -> Loan | None:
        if turn.intent not in ABOUT_A_LOAN:
            return None
        loans = open_loans(await self.backend.loans(turn.borrower_id))
        return loans[0] if len(loans) == 1 else None


def _registered(case: Case, turn: Turn) -> tuple[str, dict[str, str]]:
    """The number, and by when it is answered; a case of an earlier release has no such day."""
    by = case.answer_by
    if by is None:
        return "utter_case_known", {"case": case.number}
    return "utter_case_number", {"case": case.number, **day_values("by", by, turn.language)}


def _is_being_swindled(turn: Turn) -> bool:
    """Whether somebody wants something of the borrower now, rather than that it is asked about in general."""
    return turn.noticed == "coerced" or sounds_like_a_scam(turn.text) or tells_of_direction(turn.text)


def summary_of(turn: Turn, matter: Matter) -> str:
    """For staff: what was said, the case's number, and how the loan stands."""
    parts = [summary(turn)]
    if (promised := _promised(turn)) is not None:
        parts.append(f"paying by {promised}")
    if matter.case is not None:
        parts.append(matter.case.number)
    if matter.loan is not None:
        loan = matter.loan
        parts.append(
            f"{local(loan.product_name, 'zh')} {loan.outstanding_principal}, overdue {loan.overdue} / {loan.days_past_due}d"
        )
    return " | ".join(parts)


def _promised(turn: Turn) -> date | None:
    """The day that somebody in trouble names for paying."""
    named = read_day(turn.text, turn.said_on) if turn.intent == "hardship" else None
    return named if isinstance(named, date) else None
