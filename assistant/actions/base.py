"""What every action does alike: read the turn, heed what must not wait, ask the backend, speak."""

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from rasa_sdk.events import EventType, SlotSet

from assistant.actions.handing_over import wait
from assistant.actions.judgement import answer_concern, heard_concern, no_code_awaited, refuse_minor, why_no_code
from assistant.actions.problems import refused_act, say_problem
from assistant.actions.settings import Hotlines
from assistant.actions.turn import OPEN_QUESTION, Speech, Turn
from contract.lending.client import BackendClient, BackendProblem, BackendUnavailable

Events = list[EventType]
NATIONAL = Hotlines()
# Answers the turn's words in place of the action that their intent names, or leaves them to it with None.
Look = Callable[[BackendClient, Hotlines, Turn, Speech], Awaitable[Events | None]]


class LoantalkAction:
    """`act` speaks and returns events. After a digression inside the form its open question is put again."""

    action_name: ClassVar[str]
    # Whether the turn shows that the borrower was understood, which forgives earlier failures.
    understood: ClassVar[bool] = True
    # Whether it only informs, so that a question of ours that stood open is put again after it.
    digresses: ClassVar[bool] = False
    # Whether it leads to a loan, which nobody under eighteen gets, however it was come to.
    lends: ClassVar[bool] = False

    def __init__(self, backend: BackendClient, lines: Hotlines = NATIONAL, looks: Sequence[Look] = ()) -> None:
        """`looks` have the first look at the words, in order."""
        self.backend, self.lines, self.looks = backend, lines, looks

    async def run(self, turn: Turn, speech: Speech) -> Events:
        concern = heard_concern(turn)
        try:
            if concern is not None:
                events = await answer_concern(concern, turn, speech, self.backend, self.lines)
            elif self.lends and (refused := refuse_minor(turn, speech)) is not None:
                events = refused
            elif (answered := await self._looked_first(turn, speech)) is not None:
                events = answered
            else:
                events = await self.act(turn, speech)
        except BackendUnavailable:
            speech.say("utter_backend_unavailable")
            events = still_open(turn)
        except BackendProblem as problem:
            say_problem(problem, speech, turn.language, refused_act(turn))
            events = []
        return self._settled(turn, await self._come_back(turn, speech, events))

    async def _looked_first(self, turn: Turn, speech: Speech) -> Events | None:
        for look in self.looks:
            if (events := await look(self.backend, self.lines, turn, speech)) is not None:
                return events
        return None

    @abstractmethod
    async def act(self, turn: Turn, speech: Speech) -> Events: ...

    async def _come_back(self, turn: Turn, speech: Speech, events: Events) -> Events:
        """Put the question again that stood open outside the form, unless another step took its place.

        That for a contract's code comes back after whatever was said.
        """
        if not turn.asks_elsewhere or _goes_on(events):
            return events
        if turn.awaits_code:
            return [*events, *await self._code_again(turn, speech)]
        if self.digresses and turn.last_said and not speech.called_a_person:
            return [*events, *put_again(turn, speech)]
        return events

    async def _code_again(self, turn: Turn, speech: Speech) -> Events:
        """Ask for the contract's code again, or say why none is needed now; while a person is called, it waits."""
        waiting = [*still_open(turn), *wait(turn)]
        if speech.called_a_person:
            return waiting
        try:
            over = await why_no_code(self.backend, turn)
        except BackendUnavailable:
            # What was asked has been answered; the next turn looks again.
            return waiting
        speech.say(over or "utter_code_awaited")
        return waiting if over is None else no_code_awaited()

    def _settled(self, turn: Turn, events: Events) -> Events:
        changed = _changed(events)
        if self.understood and turn.slots.get("failures") and "failures" not in changed:
            events.append(SlotSet("failures", 0))
        # A yes, or a bare value, answers the question just asked, never an older one.
        events += [SlotSet(name, None) for name in OPEN_QUESTION if turn.slots.get(name) and name not in changed]
        return events


def put_again(turn: Turn, speech: Speech) -> Events:
    """Repeats the question of ours that stands open outside the form, where it was the last thing said."""
    speech.say_again(turn.last_said[-1])
    return [*still_open(turn), *wait(turn)]


def still_open(turn: Turn) -> Events:
    """Keeps the question of ours that stands open outside the form."""
    return [SlotSet(name, turn.slots[name]) for name in OPEN_QUESTION if turn.slots.get(name)]


def _goes_on(events: Events) -> bool:
    """Whether they settle what is asked next."""
    return bool(_changed(events) & {*OPEN_QUESTION, "pending"}) or any(event["event"] == "followup" for event in events)


def _changed(events: Events) -> set[str | None]:
    return {event.get("name") for event in events if event["event"] == "slot"}


class FormQuestion(LoantalkAction):
    """Puts a question of the form; what the turn said was heard before it came to this."""

    async def run(self, turn: Turn, speech: Speech) -> Events:
        try:
            return await self.act(turn, speech)
        except BackendUnavailable:
            speech.say("utter_backend_unavailable")
            return []
