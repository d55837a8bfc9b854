"""The note for the person who takes a conversation over."""

from datetime import date
from typing import Any

import pytest

from assistant.actions.meanings import MEANINGS
from assistant.actions.notes import summary
from assistant.actions.turn import Said, Turn


def turn(**known: Any) -> Turn:
    plain: dict[str, Any] = {
        "borrower_id": "b", "conversation": "c", "message_id": "m", "language": "zh", "text": "", "intent": "",
        "entities": {}, "slots": {}, "in_form": False, "last_said": (), "said_on": date(2026, 11, 22),
    }  # fmt: skip
    return Turn(**{**plain, **known})


def test_a_borrower_in_the_form_is_described_with_what_was_given() -> None:
    slots = {"requested_slot": "monthly_income", "amount": {"minor": 3_000_000, "currency": "CNY"}, "term_months": 12}
    note = summary(turn(in_form=True, slots=slots, intent="talk_to_human", text="人工"))
    assert note == "正在申请贷款，停在「月收入」。已填：金额 ¥30,000.00、期限 12期。原话：「人工」。"


def test_the_goal_is_what_was_wanted_before_a_person_was_asked_for() -> None:
    earlier = (Said("why was I declined", "why_declined"),)
    note = summary(turn(language="en", intent="talk_to_human", text="a human please", earlier=earlier))
    assert note == "Wants to ask why it was declined. Their words: “why was I declined”, then “a human please”."


def test_what_was_not_understood_is_said_and_quoted() -> None:
    earlier = (Said("blorp", "nlu_fallback"),)
    note = summary(turn(language="en", intent="nlu_fallback", text="blorp blorp", earlier=earlier))
    assert note == "The bot could not follow. Their words: “blorp”, then “blorp blorp”."


def test_buttons_are_not_quoted() -> None:
    assert summary(turn(intent="talk_to_human", text="/talk_to_human")) == ""


@pytest.mark.parametrize("intent", sorted(MEANINGS))
def test_no_goal_is_written_in_the_bot_s_own_codes(intent: str) -> None:
    notes = [summary(turn(language=language, intent=intent, text="x")) for language in ("zh", "en")]
    assert not any("_" in note for note in notes)
