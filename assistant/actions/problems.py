"""The backend's refusals in the borrower's words."""

from collections.abc import Callable, Mapping
from typing import Any

from assistant.actions.replies import choice, field_name, listing, money
from assistant.actions.turn import Speech
from backend.client import BackendProblem, Language, Money

Data = Mapping[str, Any]


def say_problem(problem: BackendProblem, speech: Speech, language: Language) -> None:
    """Speak `utter_problem_<code>` with its limits, or a general refusal for a code without words of its own."""
    values = VALUES.get(problem.code)
    if values is None:
        speech.say("utter_problem")
    else:
        speech.say(f"utter_problem_{problem.code}", values(problem.data, language))


def _money_limits(data: Data, language: Language) -> dict[str, str]:
    return {
        "field": field_name(data["field"], language),
        "min": money(Money(**data["min"])),
        "max": money(Money(**data["max"])),
    }


def _limits(data: Data, _: Language) -> dict[str, str]:
    return {"min": str(data["min"]), "max": str(data["max"])}


def _methods(data: Data, language: Language) -> dict[str, str]:
    return {"methods": listing([choice("method", code, language) for code in data["methods"]], language)}


def _field(data: Data, language: Language) -> dict[str, str]:
    return {"field": field_name(data["field"], language)}


def _none(_: Data, __: Language) -> dict[str, str]:
    return {}


VALUES: dict[str, Callable[[Data, Language], dict[str, str]]] = {
    "amount_out_of_range": _money_limits,
    "term_out_of_range": _limits,
    "years_out_of_range": _limits,
    "method_not_offered": _methods,
    "field_cannot_be_skipped": _field,
    "full_time_student": _none,
    "consent_needed": _none,
    "proposal_changed": _none,
    "application_status_wrong": _none,
    "offer_expired": _none,
    "rate_above_cap": _none,
}
