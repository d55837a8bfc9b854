"""A conversation as it is played and watched: what was said, what came back, and what the borrower has then."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.chat import Chat, Message
from assistant.evaluate.scenes import A_PERSON, REPLY_SECONDS, Borrower, Stagehands, owner_of, plant
from assistant.evaluate.understood import OFFERED, Understood, understood
from contract.lending.payments import ON_ITS_WAY
from contract.scenes import SceneName

# What moves money by a provider ends by itself: so long it is waited for, looked at so often.
SETTLE_SECONDS, LOOK_SECONDS = 15.0, 0.5
PERSON_TITLES = frozenset({"人工", "A person"})
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a borrower has: newest first."""

    applications: Sequence[Json]
    loans: Sequence[Json]
    payments: Sequence[Json]
    cases: Sequence[Json]

    @property
    def moving(self) -> bool:
        """A payment or a payout that somebody carries out just now."""
        payout = any(loan["status"] == "pending_payout" for loan in self.loans)
        return payout or any(payment["status"] in ON_ITS_WAY for payment in self.payments)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message and what came back. `seq` is the message's; `before` and `after` say who answers in the conversation."""

    seq: int
    replies: Sequence[Message]
    owner_before: str
    owner_after: str
    seconds: float

    @property
    def spoken(self) -> Sequence[Message]:
        """By the assistant or a person; the system's notices answer where a person is waited for."""
        return [reply for reply in self.replies if reply["from"] in ("bot", "staff")]

    @property
    def answered(self) -> bool:
        """In time, by the assistant; where it is not its to answer, nothing is waited for."""
        heard = self.replies if self.owner_after != "bot" else self.spoken
        return bool(heard) and self.seconds <= REPLY_SECONDS

    @property
    def offers_person(self) -> bool:
        return any(button["title"] in PERSON_TITLES for reply in self.replies for button in reply["buttons"])


class Played:
    """One borrower's conversation, planted in a scene."""

    def __init__(self, scene: SceneName, language: str, url: str, hands: Stagehands) -> None:
        self.language, self._desk = language, hands.desk
        self.borrower = Borrower.sign_in(url)
        try:
            self.chat: Chat = plant(scene, self.borrower, language, hands)
        except BaseException:
            self.borrower.close()
            raise
        self._planted = self._newest_said()

    def close(self) -> None:
        self._desk.close_conversation(self.chat.id)
        self.borrower.close()

    @property
    def owner(self) -> str:
        return owner_of(self.borrower.http)

    def say(self, text: str) -> Exchange:
        owner, began = self.owner, time.monotonic()
        replies = self.chat.say(text)
        return Exchange(self._newest_said(), replies, owner, self.owner, time.monotonic() - began)

    def called_for(self) -> str | None:
        """Why the conversation waits for a person."""
        found = self._desk.conversation(self.chat.id)
        return str(found["handoff"]["reason"]) if found else None

    def holdings(self) -> Holdings:
        loans = self._get("loans")
        payments = [payment for loan in loans for payment in self._get(f"loans/{loan['id']}/payments")]
        payments.sort(key=lambda payment: str(payment["created_at"]), reverse=True)
        return Holdings(self._get("applications"), loans, payments, self._get("complaints"))

    def settled(self) -> Holdings:
        """Once nothing moves any more, or after `SETTLE_SECONDS`."""
        deadline = time.monotonic() + SETTLE_SECONDS
        while (found := self.holdings()).moving and time.monotonic() < deadline:
            time.sleep(LOOK_SECONDS)
        return found

    def held(self) -> bool:
        return any(hold["stands"] for hold in self._desk.holds(self.borrower.id))

    def understood(self) -> dict[int, Understood]:
        """By message, of those said since the scene was planted. Staff may read only where a person was asked for: if none was,
        one is asked for now."""
        last, found = self._newest_said(), self._desk.conversation(self.chat.id)
        if found is None:
            self.chat.say(A_PERSON[self.language])
            found = self._desk.conversation(self.chat.id)
        messages = found["messages"] if found else []
        views = {message["seq"]: understood(message["understanding"]) for message in messages}
        return {seq: view for seq, view in views.items() if view is not None and self._planted < seq <= last}

    def offered_articles(self, exchange: Exchange) -> frozenset[str]:
        """Of the help questions that the replies have buttons of; a button says no more than the question."""
        titles = {button["title"] for reply in exchange.replies for button in reply["buttons"]}
        found = (self._article_asked_as(title) for title in titles)
        return frozenset(article for article in found if article is not None)

    def _article_asked_as(self, question: str) -> str | None:
        answers = self._get("help", q=question, lang=self.language)
        return next((answer["id"] for answer in answers if answer["question"][self.language] == question), None)

    def _newest_said(self) -> int:
        """The number of the borrower's newest message; 0 before the first."""
        return max((message["seq"] for message in self.chat.transcript if message["from"] == "borrower"), default=0)

    def _get(self, path: str, **query: str) -> list[Json]:
        return list(self.borrower.http.get(f"/v1/{path}", params=query).raise_for_status().json())


def offers_person(exchange: Exchange, found: Understood | None) -> bool:
    return exchange.offers_person or (found is not None and OFFERED in found.acts)
