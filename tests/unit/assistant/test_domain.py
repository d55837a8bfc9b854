"""The wording: every response the actions speak exists, in both languages, with something to say."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast, get_args

import pytest
import yaml

from assistant.actions.concerns import Concern
from assistant.actions.conversation import BY_INTENT, TakeTurn
from assistant.actions.disputes import CASES
from assistant.actions.due_day import REASONS as DUE_DAY_REASONS
from assistant.actions.judgement import CALLS_A_PERSON, CARES
from assistant.actions.people import REASONS
from assistant.actions.problems import VALUES
from assistant.actions.settings import Hotlines
from assistant.actions.signing import OUTCOMES
from assistant.model import PROJECT
from assistant.turns import examples
from contract.lending.applications import FIELDS, Status
from contract.lending.client import BackendClient
from contract.lending.products import Respread

DOMAIN = [yaml.safe_load(path.read_text()) for path in sorted((PROJECT / "domain").glob("*.yml"))]
RESPONSES: dict[str, list[dict[str, Any]]] = {
    name: variations for part in DOMAIN for name, variations in part["responses"].items()
}
ACTION_SOURCES = Path(PROJECT.parent, "actions")


LONGEST_SPEECH = 160
PLACEHOLDER = re.compile(r"\{(\w+)\}")
# Values that are words of ours already.
NAMED_IN_WORDS = frozenset(
    {
        "why",
        "paper",
        "wish",
        "lender",
        "name",
        "product",
        "product_2",
        "products",
        "product_summary",
        "audience",
        "consent",
        "what",
        "field",
        "fields",
        "methods",
        "purposes",
    }
)


def spoken_names() -> Iterator[str]:
    for path in ACTION_SOURCES.glob("*.py"):
        yield from re.findall(r'"(utter_(?!action")\w+)"', path.read_text())
    yield from (f"utter_problem_{code}" for code in VALUES)
    yield from (f"utter_hand_off_{reason}" for reason in {*REASONS.values(), *CASES})
    yield from (f"utter_loan_{status}" for status in ("settled", "written_off", "cancelled", "annulled"))
    yield from (f"utter_payment_{status}" for status in ("pending", "succeeded", "failed", "unknown"))
    yield from (f"utter_confirm_prepayment_{effect}" for effect in get_args(Respread))
    yield from (f"utter_due_day_{reason}" for reason in DUE_DAY_REASONS)
    yield from (f"utter_{stage}reminders_{wanted}" for stage in ("", "confirm_") for wanted in ("on", "off"))
    yield from (f"utter_decision_{outcome}" for outcome in ("approve", "counter", "refer", "decline"))
    yield from (f"utter_ask_{field}" for field in FIELDS)
    yield from (f"utter_concern_{concern}" for concern in Concern if concern not in {*CALLS_A_PERSON, *CARES})
    yield from (f"utter_care_{concern}" for concern in CARES)
    yield from (response for _, response in CALLS_A_PERSON.values())
    yield from (f"utter_status_{status}" for status in get_args(Status))
    yield from (f"utter_{outcome}" for outcome in OUTCOMES)
    yield "utter_ask_restart_confirmed"


@pytest.mark.parametrize("name", sorted(set(spoken_names())))
def test_what_an_action_speaks_has_words(name: str) -> None:
    assert name in RESPONSES


@pytest.mark.parametrize("name", sorted(RESPONSES))
def test_every_response_speaks_both_languages(name: str) -> None:
    languages = [condition["value"] for variation in RESPONSES[name] for condition in variation["condition"]]
    assert sorted(languages) == ["en", "zh"]
    assert all(variation["text"].strip() for variation in RESPONSES[name])


@pytest.mark.parametrize("name", sorted(RESPONSES))
def test_both_languages_offer_the_same_buttons(name: str) -> None:
    payloads = [[button["payload"] for button in variation.get("buttons", [])] for variation in RESPONSES[name]]
    assert payloads[0] == payloads[1]


@pytest.mark.parametrize("name", sorted(RESPONSES))
def test_what_is_said_aloud_is_short_and_holds_no_digits(name: str) -> None:
    for variation in RESPONSES[name]:
        said = variation.get("custom", {}).get("speak", variation["text"])
        words, values = PLACEHOLDER.sub("", said), PLACEHOLDER.findall(said)
        assert 0 < len(said) <= LONGEST_SPEECH
        assert not re.search(r"\d|[¥%]", words), said
        assert all(value.endswith("_spoken") or value in NAMED_IN_WORDS for value in values), said


def test_the_domain_names_the_one_action() -> None:
    [declared] = [action for part in DOMAIN for action in part.get("actions", [])]
    assert declared == TakeTurn(cast(BackendClient, None), Hotlines()).name()


def test_every_intent_is_answered_and_has_examples_where_people_can_say_it() -> None:
    intents = {intent for part in DOMAIN for intent in part.get("intents", [])}
    nlu = [yaml.safe_load(path.read_text()) for path in (PROJECT / "data" / "nlu").glob("*.yml")]
    said = {entry["intent"] for part in nlu for entry in part["nlu"]} | {
        entry["intent"] for entry in examples(PROJECT / "data")
    }
    assert intents - {"nlu_fallback"} == BY_INTENT.keys()
    # Pressed or sent by the gateway, or the classifier's own word for "not sure".
    assert intents - said == {"welcome", "handback", "confirm", "acceptance", "nlu_fallback"}


def test_no_example_is_given_to_two_intents() -> None:
    nlu = [yaml.safe_load(path.read_text()) for path in (PROJECT / "data" / "nlu").glob("*.yml")]
    examples = [line for part in nlu for entry in part["nlu"] for line in entry["examples"].splitlines()]
    assert len(examples) == len(set(examples))
