"""The backend's refusals in the borrower's words."""

from collections.abc import Callable, Mapping
from typing import Any

from assistant.actions.replies import choice, field_name, listing, local, money, pick
from assistant.actions.spoken import spoken_money, spoken_number
from assistant.actions.turn import Speech, Turn
from contract.acts import Act
from contract.lending.client import BackendProblem
from contract.lending.problems import BackendCode
from contract.money import Money
from contract.texts import Language, LocalText

Data = Mapping[str, Any]


# What was refused, by the step that stood open or by the intent.
REFUSED: Mapping[str, Act] = {
    "accept_offer": "accept_offer/refused",
    "acceptance": "accept_offer/refused",
    "apply_loan": "apply_loan/refused",
    "change_due_date": "change_due_date/refused",
    "correct_value": "quote_repayment/refused",
    "decline_offer": "decline_offer/refused",
    "directed": "accept_offer/refused",
    "early_payoff": "early_payoff/refused",
    "erasure": "delete_my_data/refused",
    "inform": "quote_repayment/refused",
    "make_payment": "make_payment/refused",
    "quote_repayment": "quote_repayment/refused",
    "review_decision": "why_declined/refused",
    "see_contract": "accept_offer/refused",
    "withdraw_application": "withdraw_application/refused",
}
ANSWERS = frozenset({"affirm", "deny", "confirm"})


def refused_act(turn: Turn) -> Act:
    """What the backend refused in this turn."""
    wanted = turn.pending.get("step") if turn.intent in ANSWERS else turn.intent
    return REFUSED.get(wanted or "", "repair/refused")


def say_problem(problem: BackendProblem, speech: Speech, language: Language, act: Act) -> None:
    """Speak `utter_problem_<code>` with its limits, or a general refusal for a code without words of its own; note `act`."""
    values = VALUES.get(problem.known) if problem.known else None
    if values is None:
        speech.say("utter_problem", act=act)
    else:
        speech.say(f"utter_problem_{problem.code}", values(problem.data, language), act=act)


def _money_limits(data: Data, language: Language) -> dict[str, str]:
    least, most = Money(**data["min"]), Money(**data["max"])
    return {
        "field": field_name(data["field"], language),
        "min": money(least),
        "max": money(most),
        "min_spoken": spoken_money(least, language),
        "max_spoken": spoken_money(most, language),
    }


def _limits(data: Data, language: Language) -> dict[str, str]:
    spoken = {f"{end}_spoken": spoken_number(data[end], language) for end in ("min", "max")}
    return {"min": str(data["min"]), "max": str(data["max"]), **spoken}


def _methods(data: Data, language: Language) -> dict[str, str]:
    return {"methods": listing([choice("method", code, language) for code in data["methods"]], language)}


def _field(data: Data, language: Language) -> dict[str, str]:
    return {"field": field_name(data["field"], language)}


def _most(data: Data, _: Language) -> dict[str, str]:
    return {"max": money(Money(**data["max"]))}


def _why(data: Data, language: Language) -> dict[str, str]:
    return {"why": local(LocalText.model_validate(data["text"]), language)}


def _consent(data: Data, language: Language) -> dict[str, str]:
    return {"consent": local(LocalText.model_validate(data["consent"]), language)}


def _purposes(data: Data, language: Language) -> dict[str, str]:
    purposes = [choice("purpose", code, language) for code in data["purposes"]]
    return {"purposes": listing(purposes, language) or pick(("暂无", "nothing for now"), language)}


def _none(_: Data, __: Language) -> dict[str, str]:
    return {}


VALUES: dict[BackendCode, Callable[[Data, Language], dict[str, str]]] = {
    "amount_out_of_range": _money_limits,
    "term_out_of_range": _limits,
    "years_out_of_range": _limits,
    "method_not_offered": _methods,
    "field_cannot_be_skipped": _field,
    "full_time_student": _none,
    "card_needed": _none,
    "consent_needed": _consent,
    "identity_needed": _none,
    "proposal_changed": _none,
    "application_status_wrong": _none,
    "offer_expired": _none,
    "offer_no_longer_possible": _why,
    "offer_still_open": _none,
    "payout_under_way": _none,
    "product_not_offered": _none,
    "purpose_not_offered": _purposes,
    "rate_above_cap": _none,
    "reviews_used_up": _none,
    "payment_out_of_range": _most,
    "loan_proposal_expired": _none,
    "loan_proposal_stale": _none,
    "loan_not_active": _none,
    "case_full": _none,
}
