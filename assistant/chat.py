"""`python -m assistant.chat`: a conversation in the terminal, through the public API alone.

A line is said; `> 2` or `> Apply for a loan` presses a button. `--script FILE` plays lines from a file.
"""

import argparse
import base64
import json
import os
import re
import secrets
import sys
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from contract.lending.consents import CHECKS
from contract.people import invented_person

REPLY_SECONDS = 90
POLL_SECONDS = 0.5
OUTBOX = "/dev/outbox"
NAMES = {"borrower": "我/me", "bot": "bot", "staff": "staff", "system": "system"}
Message = dict[str, Any]


class NoSuchButton(LookupError):
    """The last reply has no such button."""


class Chat:
    """One borrower's conversation. `transcript` holds every message, in order, as the API gives it."""

    def __init__(self, http: httpx.Client, language: str, *, reply_seconds: float = REPLY_SECONDS) -> None:
        """`http` carries a borrower's access token."""
        self._http, self._reply_seconds = http, reply_seconds
        self.transcript: list[Message] = []
        started = http.post("/v1/conversations", json={"language": language}).raise_for_status().json()
        self.id: str = started["id"]
        self._wait_for_reply(after=0)

    @classmethod
    def sign_in(cls, url: str, language: str = "zh", phone: str | None = None) -> "Chat":
        """Signs a borrower in with a one-time code from the development outbox, an invented person with a bank card."""
        http = httpx.Client(base_url=url, timeout=60, trust_env=False)
        phone = phone or f"+86139{secrets.randbelow(10**8):08d}"
        sign_in(http, phone)
        become_known(http, phone)
        return cls(http, language)

    @property
    def expects(self) -> str | None:
        """What the bot's last words ask for."""
        return next((message["expects"] for message in reversed(self.transcript) if message["from"] == "bot"), None)

    @property
    def http(self) -> httpx.Client:
        """The signed-in client, for what is not talk: contracts, loans."""
        return self._http

    @property
    def buttons(self) -> list[dict[str, str]]:
        """The buttons of the latest replies."""
        replies: list[Message] = []
        for message in reversed(self.transcript):
            if message["from"] == "borrower":
                break
            replies.append(message)
        return [button for message in reversed(replies) for button in message["buttons"]]

    def say(self, text: str) -> list[Message]:
        """The replies to `text`."""
        return self._post(text=text)

    def press(self, title_or_index: str | int) -> list[Message]:
        """Press a button of the latest replies by its title or, from 1, its number. Raises `NoSuchButton`."""
        for number, button in enumerate(self.buttons, 1):
            if title_or_index in (number, button["title"]):
                return self._post(action=button["action"])
        raise NoSuchButton(f"{title_or_index!r} among {[button['title'] for button in self.buttons]}")

    def play(self, line: str) -> list[Message]:
        """A script's line: `> 2` and `> Title` press, anything else is said."""
        if not line.startswith(">"):
            return self.say(line)
        button = line[1:].strip()
        return self.press(int(button) if button.isdigit() else button)

    def _post(self, **said: str) -> list[Message]:
        body = {"client_id": uuid.uuid4().hex, **said}
        posted = self._http.post(f"/v1/conversations/{self.id}/messages", json=body).raise_for_status().json()
        return self._wait_for_reply(after=posted["message"]["seq"])

    def _wait_for_reply(self, after: int) -> list[Message]:
        """Reads the log until somebody answered, while it is the bot's to answer; what came joins the transcript."""
        deadline = time.monotonic() + self._reply_seconds
        while True:
            self._read_log()
            told = [m for m in self.transcript if m["seq"] > after and m["from"] != "borrower"]
            answered = any(m["from"] in ("bot", "staff") for m in told)
            if answered or time.monotonic() > deadline:
                return told
            if not self._bot_answers():
                # What was said with the change of owner came after the log was read.
                self._read_log()
                return [m for m in self.transcript if m["seq"] > after and m["from"] != "borrower"]
            time.sleep(POLL_SECONDS)

    def _bot_answers(self) -> bool:
        current = self._http.get("/v1/conversations/current").raise_for_status().json()
        return bool(current["owner"] == "bot")

    def _read_log(self) -> None:
        seen = self.transcript[-1]["seq"] if self.transcript else 0
        page = self._http.get(f"/v1/conversations/{self.id}/messages", params={"after": seen})
        self.transcript += page.raise_for_status().json()["messages"]


def sign_in(http: httpx.Client, phone: str, address: str | None = None) -> None:
    """From then on `http` is the borrower's: an invented person, where the lender knows them. `address`: where the code is asked for from, as a
    proxy in front would say."""
    told = {"X-Forwarded-For": address} if address else None
    asked = http.post("/v1/auth/otp", json={"phone": phone}, headers=told).raise_for_status().json()
    form = {"grant_type": "otp", "phone": phone, "code": newest_code(http, phone), "challenge": asked["challenge"]}
    tokens = http.post("/v1/auth/token", data=form).raise_for_status().json()
    http.headers["Authorization"] = f"Bearer {tokens['access_token']}"
    if tokens["limited"]:
        http.post("/v1/me/match", json=what_matches(account_in(tokens["access_token"]))).raise_for_status()


def what_matches(borrower_id: str) -> dict[str, str]:
    """By which a device that the account does not know is let in: of the invented person."""
    person = invented_person(borrower_id)
    return {"name": person.name, "id_number": person.id_number[-6:]}


def account_in(access_token: str) -> str:
    """Whose token it is, in clear: a limited session is not told."""
    payload = access_token.split(".")[1]
    return str(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["sub"])


def become_known(http: httpx.Client, phone: str) -> None:
    """Verifies an invented person for the borrower who is signed in, with a bank card: else no contract is shown. What has to be agreed
    to for that is agreed to."""
    if http.get("/v1/me/identity").raise_for_status().json()["verified"]:
        return
    for consent in http.get("/v1/me/consents").raise_for_status().json():
        if consent["purpose"] in CHECKS and not consent["given"]:
            given = {"purpose": consent["purpose"], "given": True, "text_version": consent["text_version"]}
            http.put("/v1/me/consents", json=given).raise_for_status()
    person = invented_person(http.get("/v1/me").raise_for_status().json()["id"])
    named = {"name": person.name, "id_number": person.id_number, "full_time_student": False, "proof": "face"}
    http.put("/v1/me/identity", json=named).raise_for_status()
    card = {"number": person.card_number, "holder_name": person.name}
    needed = http.put("/v1/me/cards", json=card).json()["data"]
    http.post("/v1/me/codes", json=needed).raise_for_status()
    http.put("/v1/me/cards", json={**card, "code": newest_code(http, phone)}).raise_for_status()


def newest_code(http: httpx.Client, phone: str) -> str:
    """From the development outbox."""
    return str(http.get("/dev/outbox", params={"to": phone}).raise_for_status().json()["code"])


def as_text(message: Message) -> str:
    """A message as the terminal shows it."""
    lines = [f"{NAMES.get(message['from'], message['from'])}: {message['text']}"]
    lines += [f"  [{block['type']}]" for block in message["blocks"]]
    return "\n".join(lines)


def script_lines(text: str) -> list[str]:
    """The lines of a script without blank ones and comments."""
    return [line.strip() for line in text.splitlines() if line.strip() and not re.match(r"\s*#", line)]


def converse(chat: Chat, lines: Iterable[str], *, echo: bool) -> None:
    shown = _show(chat, 0)
    for line in lines:
        try:
            chat.play(line)
        except (NoSuchButton, httpx.HTTPStatusError) as error:
            _print(f"! {error}")
            if echo:
                raise SystemExit(1) from error
        shown = _show(chat, shown, echo=echo)


def _show(chat: Chat, shown: int, *, echo: bool = True) -> int:
    for message in chat.transcript[shown:]:
        if echo or message["from"] != "borrower":
            _print(as_text(message))
    for number, button in enumerate(chat.buttons, 1):
        _print(f"  {number}) {button['title']}")
    return len(chat.transcript)


def _typed() -> Iterable[str]:
    while True:
        try:
            line = input("> ").strip()
        except (EOFError, KeyboardInterrupt):
            return
        if line:
            yield line


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="assistant.chat", description=__doc__)
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")
    parser.add_argument("--script", type=Path)
    add_url(parser)
    parser.add_argument("--phone", help="sign in as this borrower; default: a new one")
    options = parser.parse_args(arguments)
    if options.script and not options.script.is_file():
        parser.error(f"there is no file {options.script}")
    lines = script_lines(options.script.read_text()) if options.script else _typed()
    with no_trace_without_server(options.url):
        converse(Chat.sign_in(options.url, options.lang, options.phone), lines, echo=options.script is not None)


def add_url(parser: argparse.ArgumentParser) -> None:
    address = os.environ.get("LOANTALK_URL", "http://127.0.0.1:8000")
    parser.add_argument(
        "--url", default=address, help="of the running system; by default LOANTALK_URL, else %(default)s"
    )


@contextmanager
def no_trace_without_server(url: str) -> Iterator[None]:
    """End the process with a sentence where nobody listens, or where signing in by a development's code is not possible."""
    try:
        yield
    except httpx.TransportError as error:
        raise SystemExit(f"{url} does not answer ({error}); `make run` starts the system.") from error
    except httpx.HTTPStatusError as error:
        if error.request.url.path != OUTBOX:
            raise
        raise SystemExit(f"{url} is not in development: it shows nobody's one-time codes.") from error


if __name__ == "__main__":
    main(sys.argv[1:])
