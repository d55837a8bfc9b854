"""Every secret but the token secret is replaced in the middle of twenty open applications; none is lost."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import TypeVar

import pytest

from assistant.chat import Chat
from assistant.demo import ANSWERS, CONFIRMATION, decision_in, fill_form
from runner.settings import new_secrets
from tests.e2e.borrower_app import BorrowerApp, new_phone
from tests.e2e.test_whole_application import accept
from tests.integration.test_drill import command, opened, send_paper
from tests.stack import Stack, start

# The whole system starts three times, and twenty borrowers talk.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

OPEN = 20
AT_ONCE = 4
Done = TypeVar("Done")
LANGUAGES = ("zh", "en")
ASKED = "monthly_income"


RINGS = ("BACKEND_DOCUMENTS_KEY", "BACKEND_FIELDS_KEY", "MOBILE_FIELDS_KEY")


@pytest.fixture
def old() -> dict[str, str]:
    return {**new_secrets(), "LOANTALK_ENV": "development"}


@pytest.fixture
def new(old: dict[str, str]) -> dict[str, str]:
    """What stays: the token secret, and the identity secret, under which names are found again."""
    kept = ("MOBILE_TOKEN_SECRET", "BACKEND_IDENTITY_SECRET")
    return {**new_secrets(), **{name: old[name] for name in kept}}


def both(old: dict[str, str], new: dict[str, str]) -> dict[str, str]:
    """In the middle: each door has its new secret and takes the old one. Some that knock have theirs already."""
    doors = ("BACKEND_SERVICE_KEYS", "BACKEND_PROVIDER_SECRET", "BACKEND_SIGNING_SECRET", "SPEECH_SERVICE_KEY",
             "ACTIONS_SERVICE_KEY", "DIALOGUE_CHANNEL_KEY")  # fmt: skip
    late = ("MOBILE_SIGNING_SECRET", "MOBILE_BACKEND_KEY", "MOBILE_SPEECH_KEY")
    return {
        **new,
        **{name: old[name] for name in late},
        **{f"{name}_PREVIOUS": old[name] for name in doors},
        **{name: f"{new[name]},{old[name]}" for name in RINGS},
    }


def test_no_open_application_is_lost_while_all_secrets_are_replaced(
    old: dict[str, str], new: dict[str, str], tmp_path: Path
) -> None:
    phones = [(new_phone(), LANGUAGES[number % 2]) for number in range(OPEN)]
    signer = new_phone()
    with started(tmp_path, old) as stack:
        with closing(BorrowerApp.sign_up(stack.url, signer, "zh").http) as http:
            chat = Chat(http, "zh")
            fill_form(chat, "zh")
            chat.say(CONFIRMATION["zh"])
            application = decision_in(chat.transcript)["id"]
        other = BorrowerApp.sign_up(stack.url, new_phone(), "en")
        with closing(other.http):
            paper = send_paper(other)
        for_each(phones, stack, lambda chat, language: fill_form(chat, language, until=ASKED))

    middle = both(old, new)
    with started(tmp_path, middle) as stack:
        # Signed with the old secret.
        app = BorrowerApp.sign_up(stack.url, signer, "zh")
        with closing(app.http):
            accept(app, application)
        for_each(phones, stack, lambda chat, language: chat.say(ANSWERS[language][ASKED]))
        states = json.loads(command("backend", "rotate", "--json", var=tmp_path, settings=middle))
        assert [state["says"] for state in states] == 2 * ["the newest", "may be taken out"]

    with started(tmp_path, new) as stack:
        decided = for_each(phones, stack, finish)
        assert len(decided) == OPEN
        assert set(decided) == {"approve"}
        assert opened(stack, *paper)
        ledger = json.loads(command("backend.ledger", "verify", "--json", var=tmp_path, settings=new))
        assert ledger["findings"] == []


def started(var: Path, settings: dict[str, str]) -> AbstractContextManager[Stack]:
    # What is noted there is of the run before.
    (var / "run.json").unlink(missing_ok=True)
    return start(var, settings)


def for_each(phones: list[tuple[str, str]], stack: Stack, do: Callable[[Chat, str], Done]) -> list[Done]:
    """With each borrower's conversation and language, some at once."""

    def one(borrower: tuple[str, str]) -> Done:
        phone, language = borrower
        with closing(BorrowerApp.sign_up(stack.url, phone, language).http) as http:
            return do(Chat(http, language), language)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(one, phones))


def finish(chat: Chat, language: str) -> str:
    """The outcome. Only what was not told yet is asked for."""
    asked = []
    while (expects := chat.expects) in ANSWERS[language]:
        asked.append(expects)
        chat.say(ANSWERS[language][expects])
    assert not {"purpose", "amount", ASKED} & set(asked), asked
    chat.say(CONFIRMATION[language])
    return str(decision_in(chat.transcript)["decision"]["outcome"])
