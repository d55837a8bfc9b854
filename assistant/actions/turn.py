"""One turn as an action sees it: who speaks, what was said and understood, what was asked, and a way to answer."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal, cast

from pydantic import BaseModel
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from assistant.actions.acts import EVENT, SAID, Notes
from assistant.actions.replies import as_json
from contract.acts import Act
from contract.dates import LENDER_ZONE
from contract.lending.help import HelpAnswer
from contract.texts import Language

FORM = "loan_form"
ASKED = "requested_slot"
CONFIRM = "application_confirmed"
# Questions of the form that are not about a field: which of several values was meant, and whether to start again.
WHICH = "meant_field"
RESTART = "restart_confirmed"
# The fields that the borrower's latest answer set.
RECENT = "recent_fields"


# The loan that was spoken of last, where there are several.
TOPIC = "loan_topic"
# What `awaiting` holds, and the gateway reads as `expects`, while a contract waits for its one-time code.
CODE = "acceptance_code"
# What else `expects` may name outside the form: what speech can listen for.
AskedOutside = Literal["due_day", "payment_amount"]
# Slots that hold a question of ours outside the form.
OPEN_QUESTION = ("to_confirm", "awaiting")
# The classifier's own word where it is not sure.
NOT_SURE = "nlu_fallback"
# What a careful colleague would notice, whatever is asked (`components/guards.py`).
Notice = Literal["self_harm", "coerced", "despair", "pressed", "death", "gambling", "illness", "job_loss", "debt"]
ALARMING = frozenset({"self_harm", "coerced"})
# So many earlier messages of the borrower a turn remembers.
REMEMBERED = 4


@dataclass(frozen=True, slots=True)
class Said:
    """An earlier message of the borrower, and how it was understood."""

    text: str
    intent: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a message, and how it was understood by itself."""

    text: str
    intent: str
    odds: Mapping[str, float]
    choice: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """`asked` is the form's open question. `last_said` are the bot's events of the latest turn that has any. `said_on` is the day of the message, where the lender is. `earlier` are the borrower's messages before this one, oldest first; `accepted` the
    application that a code accepted; `another_code`: the gateway sends another, as the borrower asked; `before` names
    what was done in the turn before this one; `waits_for`: why the borrower waits for a person. `odds`: how likely each of the likeliest
    intents is, and `odds_before` the same of the message before; `choice`: `{field, value}`, the answer from its list that the form's question was surely given; `clauses` are
    the parts of words that have several; `noticed`: what a careful colleague would; `situation`: how the account stood when it was understood; `found`: help
    answers to these very words, where they were searched for already."""

    borrower_id: str
    conversation: str
    message_id: str
    language: Language
    text: str
    intent: str
    entities: Mapping[str, Any]
    slots: Mapping[str, Any]
    in_form: bool
    last_said: Sequence[Mapping[str, Any]]
    said_on: date
    by_voice: bool = False
    earlier: Sequence[Said] = ()
    accepted: str | None = None
    another_code: bool = False
    before: frozenset[str] = frozenset()
    waits_for: str | None = None
    odds: Mapping[str, float] = field(default_factory=dict)
    odds_before: Mapping[str, float] = field(default_factory=dict)
    choice: Mapping[str, str] | None = None
    clauses: tuple[Clause, ...] = ()
    noticed: Notice | None = None
    found: tuple[HelpAnswer, ...] = ()
    situation: frozenset[str] = frozenset()

    @classmethod
    def of(cls, tracker: Tracker) -> "Turn":
        message: dict[str, Any] = next((event for event in reversed(tracker.events) if event["event"] == "user"), {})
        parsed = message.get("parse_data") or {}
        metadata = message.get("metadata") or {}
        return cls(
            borrower_id=metadata["borrower_id"],
            conversation=tracker.sender_id,
            message_id=message["message_id"],
            language=cast(Language, tracker.get_slot("language") or "zh"),
            text=message.get("text") or "",
            intent=_intent(parsed),
            entities={entity["entity"]: entity["value"] for entity in parsed.get("entities") or []},
            slots=tracker.slots,
            in_form=(tracker.active_loop or {}).get("name") == FORM,
            last_said=_last_said(tracker.events),
            said_on=datetime.fromtimestamp(message["timestamp"], LENDER_ZONE).date(),
            by_voice=(message.get("metadata") or {}).get("input") == "voice",
            odds=_odds(parsed),
            odds_before=_odds(_parsed_before(tracker.events)),
            choice=parsed.get("choice"),
            noticed=_noticed(parsed, metadata),
            situation=frozenset(metadata.get("situation") or ()),
            clauses=_clauses(metadata),
            earlier=_earlier(tracker.events),
            accepted=metadata.get("acceptance_application"),
            another_code=metadata.get("another_code") is True,
            before=frozenset(_done_before(tracker, message)),
            waits_for=metadata.get("waits_for"),
        )

    @property
    def asked(self) -> str | None:
        return cast(str | None, self.slots.get(ASKED))

    @property
    def ranking(self) -> tuple[str, ...]:
        """The intents that it may have meant, likeliest first."""
        return tuple(self.odds)

    @property
    def question(self) -> str | None:
        """What stands open: a step outside the form, what it asks for, or the form's question."""
        elsewhere = self.slots.get("to_confirm") or self.slots.get("awaiting")
        return cast(str | None, elsewhere or self.asked)

    @property
    def pressed(self) -> bool:
        """Whether this is a button of ours rather than words."""
        return self.text.startswith("/")

    @property
    def asks_elsewhere(self) -> bool:
        """Whether a question of ours stands open outside the form: a yes or no, or a value."""
        return bool(self.slots.get("to_confirm") or self.slots.get("awaiting"))

    @property
    def awaits_code(self) -> bool:
        """Whether a contract was read out and waits for its one-time code."""
        return bool(self.slots.get("awaiting") == CODE)

    @property
    def last_responses(self) -> list[str | None]:
        """The names of the responses in `last_said`; None for words that were only repeated."""
        return [(event.get("metadata") or {}).get("utter_action") for event in self.last_said]

    @property
    def was_put_again(self) -> bool:
        """Whether our question outside the form was only repeated, after an answer to something else."""
        names = self.last_responses
        return len(names) > 1 and names[0] is not None and names[-1] is None

    @property
    def pending(self) -> Mapping[str, Any]:
        """What our open question outside the form is about."""
        return self.slots.get("pending") or {}

    def after(self, events: Sequence[Mapping[str, Any]]) -> "Turn":
        """The turn as it stands when these have happened."""
        slots, in_form = dict(self.slots), self.in_form
        for event in events:
            if event["event"] == "slot":
                slots[event["name"]] = event["value"]
            elif event["event"] == "active_loop":
                in_form = event["name"] == FORM
        return replace(self, slots=slots, in_form=in_form, language=slots.get("language") or self.language)

    def part(self, clause: Clause) -> "Turn":
        """The turn as if this clause alone had been said."""
        return replace(
            self, text=clause.text, intent=clause.intent, odds=clause.odds, choice=clause.choice, clauses=(), found=()
        )

    def key(self, action: str, shown_in: str | None = None) -> str:
        """The idempotency key of what `action` writes in this turn, or of what was shown in the message `shown_in`."""
        return f"{self.conversation}:{shown_in or self.message_id}:{action}"


def _earlier(events: list[dict[str, Any]]) -> tuple[Said, ...]:
    messages = [event for event in events if event["event"] == "user"][-1 - REMEMBERED : -1]
    return tuple(Said(event.get("text") or "", _intent(event.get("parse_data") or {})) for event in messages)


def _odds(parsed: Mapping[str, Any]) -> dict[str, float]:
    """By intent, likeliest first."""
    return {one["name"]: one["confidence"] for one in parsed.get("intent_ranking") or [] if one["name"] != NOT_SURE}


def _clauses(metadata: Mapping[str, Any]) -> tuple[Clause, ...]:
    return tuple(
        Clause(one["text"], _intent(one), _odds(one), one.get("choice")) for one in metadata.get("clauses") or ()
    )


def _noticed(parsed: Mapping[str, Any], metadata: Mapping[str, Any]) -> Notice | None:
    """In the whole message, or in a clause that a long one hides."""
    return foremost([part.get("guard") for part in (parsed, *(metadata.get("clauses") or ()))])


def foremost(noticed: Sequence[Notice | None]) -> Notice | None:
    """An alarm, else the first."""
    found = [one for one in noticed if one]
    return next((one for one in found if one in ALARMING), found[0] if found else None)


def _parsed_before(events: list[dict[str, Any]]) -> Mapping[str, Any]:
    messages = [event for event in events if event["event"] == "user"]
    return (messages[-2].get("parse_data") or {}) if len(messages) > 1 else {}


def _intent(parsed: Mapping[str, Any]) -> str:
    return (parsed.get("intent") or {}).get("name") or ""


def _done_before(tracker: Tracker, message: Mapping[str, Any]) -> list[str]:
    """What the turn noted; of a turn of the release before, in which each action was Rasa's to call, its actions."""
    earlier = tracker.events[: tracker.events.index(message)]
    spoken = next((at for at in range(len(earlier) - 1, -1, -1) if earlier[at]["event"] == "user"), 0)
    since = earlier[spoken:]
    noted = [name for event in since if event["event"] == EVENT for name in event["notes"].get("ran", [])]
    return noted or [event["name"] for event in since if event["event"] == "action"]


def _last_said(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = []
    for event in reversed(events):
        if event["event"] == "bot":
            said.append(event)
        elif event["event"] == "user" and said:
            break
    return said[::-1]


class Speech:
    """Speaks by response name and values; the words are in `domain/<topic>.yml`, in both languages.

    What was done by it is in `notes`.
    """

    def __init__(self, dispatcher: CollectingDispatcher, language: Language) -> None:
        self._dispatcher, self.language = dispatcher, language
        self.called_a_person = False
        self.notes = Notes()

    def say(
        self,
        response: str,
        values: Mapping[str, str] | None = None,
        *,
        blocks: Sequence[Mapping[str, Any]] = (),
        buttons: Sequence[Mapping[str, str]] = (),
        handoff: Mapping[str, str | None] | None = None,
        settings: Mapping[str, bool] | None = None,
        language: Language | None = None,
        act: Act | None = None,
        article: str | None = None,
    ) -> None:
        """`buttons` come after the response's own. `handoff` and `settings` are for the gateway (docs/design.md). `act`: what was
        done, where the response does not tell; `article`: the help article in it."""
        self.notes.did(*(SAID.get(response, ()) if act is None else (act,)))
        self.notes.article = article or self.notes.article
        self.called_a_person = self.called_a_person or handoff is not None
        self._dispatcher.utter_message(
            response=response,
            blocks=list(blocks),
            buttons=list(buttons),
            handoff=handoff,
            settings=settings,
            language=language or self.language,
            **(values or {}),
        )

    def say_before_all(self, response: str, values: Mapping[str, str]) -> None:
        """Say it ahead of what was said in this turn, whose question stays last."""
        self.say(response, values)
        messages = self._dispatcher.messages
        messages.insert(0, messages.pop())

    def say_again(self, bot_event: Mapping[str, Any], *, simpler: bool = False) -> None:
        """Repeat what the bot said in an earlier event: as it was, or in the short words that it has for the ear."""
        data, added = bot_event.get("data") or {}, bot_event.get("metadata") or {}
        custom = data.get("custom") or {}
        text = bot_event.get("text") or ""
        self._dispatcher.utter_message(
            text=custom.get("speak") or text if simpler else text,
            buttons=data.get("buttons") or [],
            json_message=custom,
            blocks=added.get("blocks") or [],
            language=added.get("language") or self.language,
        )


def payload(intent: str, **answers: str) -> str:
    """What a button of ours sends."""
    return f"/{intent}{json.dumps(answers, ensure_ascii=False)}"


def block(kind: str, **content: BaseModel | str) -> dict[str, Any]:
    """A block as docs/design.md lists them; models become JSON."""
    return {"type": kind, **{k: as_json(v) if isinstance(v, BaseModel) else v for k, v in content.items()}}
