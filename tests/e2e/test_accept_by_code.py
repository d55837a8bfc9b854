"""A contract is accepted with a code that is typed into the conversation."""

from collections.abc import Callable

import pytest

from assistant.demo import CONFIRMATION, fill_form
from tests.e2e.borrower_app import BorrowerApp, said
from tests.e2e.waiting import wait_for
from tests.marks import slow

ACCEPT = {"zh": "接受这个方案，签约", "en": "I accept the offer"}
NOBODY_DIRECTS = {"zh": "没有", "en": "No, nobody"}
QUESTION = {"zh": "提前还款要收违约金吗？", "en": "Is there a penalty for paying off early?"}


# Conversations sign by code in English too.
@pytest.mark.parametrize("language", ["zh", *slow("en")])
def test_a_borrower_signs_in_the_conversation(language: str, sign_up: Callable[[str], BorrowerApp]) -> None:
    app = sign_up(language)
    fill_form(app.chat, language)
    app.say(CONFIRMATION[language])
    app.say(ACCEPT[language])
    assert app.say(NOBODY_DIRECTS[language])[-1]["expects"] == "acceptance_code"
    assert app.say(QUESTION[language])[-1]["expects"] == "acceptance_code", "it comes back after a question"

    code = app.newest_code()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert app.say(wrong)[-1]["expects"] == "acceptance_code"
    app.say(" ".join(code))

    loans = wait_for(lambda: app.get("/loans"), lambda found: found and found[0]["status"] == "active")
    assert len(loans) == 1
    assert not {code, wrong} & {message["text"].replace(" ", "") for message in app.log()}
    assert said(app.messages[-1:])
