"""`python -m assistant.evaluate scene NAME --borrower PHONE`: a borrower in a named state (docs/acceptance.md).

What lies in the past is played by the backend at an earlier clock (`python -m backend scene`); what is talk, over the public API.
"""

import ipaddress
import json
import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, get_args

import httpx

from assistant.chat import Chat, become_known, sign_in, what_matches
from assistant.demo import fill_form
from assistant.evaluate.connection import Desk, client
from assistant.evaluate.running import ROOT, Running
from contract.acts import Expects
from contract.scenes import SceneName, TalkedScene

REPLY_SECONDS = 30
SEE_CONTRACT = {"zh": "看合同", "en": "show me the contract"}
# The button that says no to the question whether somebody tells the borrower what to do, which comes before a contract.
NOT_DIRECTED = {"zh": "没有，是我自己办", "en": "No, it is just me"}
A_PERSON = {"zh": "转人工", "en": "I want to talk to a person"}
# Forms that were left half filled, by the question that was just asked.
FORM: Mapping[TalkedScene, Expects] = {
    "form_purpose": "purpose",
    "form_amount": "amount",
    "form_term": "term_months",
    "form_method": "method",
    "form_income": "monthly_income",
    "form_expenses": "monthly_expenses",
    "form_employment": "employment",
    "form_housing": "housing",
    "form_assets": "assets",
    "form_debt": "debt",
    "form_consent": "credit_check_consent",
    "read_back": "application_confirmed",
}
SCENES: tuple[SceneName, ...] = get_args(SceneName)
CODE_AWAITED, CONFIRMATION = "acceptance_code", "confirmation"
CONTRACT_STEPS = 4


class SceneNotReached(Exception):
    """The system does not come to the state; the message says how far it came."""


@dataclass(frozen=True, slots=True)
class Borrower:
    """Signed in. `id` is the gateway's."""

    http: httpx.Client
    phone: str
    id: str

    @classmethod
    def sign_in(cls, url: str, phone: str | None = None) -> "Borrower":
        """A new one where no phone is named. Each comes from an address of its own: codes are limited by address."""
        http = client(url)
        phone = phone or f"+8615{secrets.randbelow(10**9):09d}"
        sign_in(http, phone, str(ipaddress.IPv4Address((10 << 24) + secrets.randbelow(1 << 24))))
        return cls(http, phone, http.get("/v1/me").raise_for_status().json()["id"])

    def close(self) -> None:
        self.http.close()


class Planter:
    """The backend's command, started when first needed. Threads may share it."""

    def __init__(self, running: Running) -> None:
        self._running, self._turn = running, threading.Lock()
        self._process: subprocess.Popen[str] | None = None

    def plant(self, scene: SceneName, borrower_id: str, language: str) -> None:
        """Raises `SceneNotReached`."""
        wanted = {"scene": scene, "borrower": borrower_id, "language": language}
        with self._turn:
            answer = self._ask(json.dumps(wanted))
        if "problem" in answer:
            raise SceneNotReached(answer["problem"])

    def close(self) -> None:
        if self._process is not None:
            self._process.communicate()

    def _ask(self, line: str) -> dict[str, str]:
        process = self._process = self._process or self._started()
        assert process.stdin is not None  # noqa: S101 - asked for
        assert process.stdout is not None  # noqa: S101 - asked for
        answer = ""
        with suppress(BrokenPipeError):
            process.stdin.write(line + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        if not answer:
            # The next scene starts another one.
            self._process = None
            raise SceneNotReached("`python -m backend scene` ended; what it said stands above.")
        return dict(json.loads(answer))

    def _started(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "backend", "scene", "--lines"],
            cwd=ROOT,
            env={**os.environ, **self._running.settings},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )


@dataclass(frozen=True, slots=True)
class Stagehands:
    """All that planting needs."""

    planter: Planter
    desk: Desk


Step = Callable[[Chat, str, Desk], None]


def plant(scene: SceneName, borrower: Borrower, language: str, hands: Stagehands) -> Chat:
    """The borrower's conversation in that scene. Raises `SceneNotReached`."""
    before, step = TALKED.get(scene, (scene, None))
    if before == "new":
        become_known(borrower.http, borrower.phone)
    else:
        hands.planter.plant(before, borrower.id, language)
    chat = Chat(borrower.http, language, reply_seconds=REPLY_SECONDS)
    if step is not None:
        step(chat, language, hands.desk)
    return chat


def asked_for(field: str) -> Step:
    def step(chat: Chat, language: str, _desk: Desk) -> None:
        fill_form(chat, language, until=field)
        check_expects(chat, field)

    return step


def contract_shown(chat: Chat, language: str, _desk: Desk) -> None:
    """The bot first asks whether somebody tells the borrower what to do."""
    for _ in range(CONTRACT_STEPS):
        if chat.expects == CODE_AWAITED:
            return
        chat.say((NOT_DIRECTED if chat.expects == CONFIRMATION else SEE_CONTRACT)[language])
    check_expects(chat, CODE_AWAITED)


def queued(chat: Chat, language: str, _desk: Desk) -> None:
    chat.say(A_PERSON[language])
    owner = owner_of(chat.http)
    if owner != "queue":
        raise SceneNotReached(f"A person was asked for, and the conversation's owner is {owner!r}.")


def claimed(chat: Chat, language: str, desk: Desk) -> None:
    queued(chat, language, desk)
    desk.claim(chat.id)


def check_expects(chat: Chat, wanted: str) -> None:
    if chat.expects != wanted:
        said = chat.transcript[-1]["text"] if chat.transcript else "nothing"
        raise SceneNotReached(f"The assistant expects {chat.expects!r}, not {wanted!r}; it said last: {said}")


def owner_of(http: httpx.Client) -> str:
    return str(http.get("/v1/conversations/current").raise_for_status().json()["owner"])


# What talk adds to which scene.
TALKED: Mapping[SceneName, tuple[SceneName, Step]] = {
    **{scene: ("new", asked_for(field)) for scene, field in FORM.items()},
    "contract_shown": ("offer_open", contract_shown),
    "queued": ("new", queued),
    "claimed": ("new", claimed),
}


def plant_one(scene: SceneName, phone: str, language: str, running: Running) -> dict[str, Any]:
    """For the command: who is in which conversation now."""
    hands = Stagehands(Planter(running), Desk(running.url, running.staff))
    borrower = Borrower.sign_in(running.url, phone)
    try:
        chat = plant(scene, borrower, language, hands)
        told = {"scene": scene, "phone": phone, "borrower_id": borrower.id, "conversation_id": chat.id}
        return {**told, **what_matches(borrower.id)}
    finally:
        borrower.close()
        hands.desk.close()
        hands.planter.close()
