"""Submitting and starting again take words that say yes, or the button of the very question."""

from datetime import date
from typing import Any

import pytest

from assistant.actions.form_answers import agrees
from assistant.actions.turn import CONFIRM, RESTART, Turn


def turn(text: str, asked: str, token: str | None = None, **slots: Any) -> Turn:
    return Turn(
        borrower_id="b", conversation="c", message_id="m", language="zh", text=text, intent="affirm",
        entities={} if token is None else {"token": token}, slots={"requested_slot": asked, **slots}, in_form=True, last_said=(), said_on=date(2026, 11, 22),
    )  # fmt: skip


def test_the_button_of_what_was_read_back_submits() -> None:
    assert agrees(turn("/affirm", CONFIRM, "h1", proposal_hash="h1"))


def test_the_button_of_the_draft_that_would_be_cleared_starts_again() -> None:
    assert agrees(turn("/affirm", RESTART, "app_1", application_id="app_1", proposal_hash="h1"))


@pytest.mark.parametrize("token", [None, "h0", "app_1"])
def test_a_button_of_an_older_question_does_not_submit(token: str | None) -> None:
    assert not agrees(turn("/affirm", CONFIRM, token, proposal_hash="h1", application_id="app_1"))


def test_a_button_without_a_token_does_not_submit_before_anything_was_read_back() -> None:
    assert not agrees(turn("/affirm", CONFIRM))


def test_the_read_backs_button_does_not_start_again() -> None:
    assert not agrees(turn("/affirm", RESTART, "h1", application_id="app_1", proposal_hash="h1"))


def test_a_guessed_yes_does_not_submit() -> None:
    assert agrees(turn("对，提交", CONFIRM, proposal_hash="h1"))
    assert not agrees(turn("我再想想", CONFIRM, proposal_hash="h1"))
