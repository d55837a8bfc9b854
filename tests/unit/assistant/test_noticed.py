"""What a careful colleague would notice: learned from sentences of writers, heard in every turn, and never in place of the wish."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from scipy.sparse import csr_matrix

from assistant.actions.concerns import Concern
from assistant.actions.follow_ups import LISTEN
from assistant.actions.judgement import CARED_FOR, NOTICED, care_for, heard_concern
from assistant.actions.preconditions import has_it, is_unfounded
from assistant.actions.settings import Hotlines
from assistant.actions.turn import Speech, Turn
from assistant.dialogue.components.guards import ALARMS, CARES, HINTS, NONE, fit_guards
from assistant.dialogue.components.head import Features
from tests.unit.assistant.test_agreement import turn

LABELS = (*ALARMS, "illness", NONE)
EACH = 60


def features(kinds: np.ndarray, seed: int) -> Features:
    near = np.eye(len(LABELS))[kinds] * 4 + np.random.default_rng(seed).normal(
        scale=0.4, size=(len(kinds), len(LABELS))
    )
    return Features(csr_matrix((len(kinds), 1)), near.astype(np.float32), np.zeros((len(kinds), 1)))


def one(label: str) -> Features:
    return features(np.array([LABELS.index(label)]), 9)


def learned(noted: bool = True) -> Any:
    kinds = np.repeat(np.arange(len(LABELS)), EACH)
    labels = [LABELS[kind] if noted else None for kind in kinds]
    ordinary = np.full(300, LABELS.index(NONE))
    writers = np.array([*(["a", "b", "c", "d"] * (len(kinds) // 4)), *(["e", "f", "g"] * 100)])
    wanted = ["inform"] * (len(kinds) + len(ordinary))
    rows = features(np.concatenate([kinds, ordinary]), 1)
    return fit_guards(rows, [*labels, *([None] * len(ordinary))], wanted, [()] * len(wanted), writers)


def test_danger_and_a_bad_time_are_heard_and_ordinary_words_are_not() -> None:
    guards = learned()
    assert [guards.heard(one(label)) for label in LABELS] == ["self_harm", "coerced", "illness", None]


def test_where_nobody_noted_anything_nothing_is_heard() -> None:
    assert learned(noted=False).heard(one("self_harm")) is None


def test_every_notice_is_a_concern() -> None:
    assert set(NOTICED) == {*ALARMS, *HINTS.values(), *CARES}


def outside(text: str, intent: str, noticed: Any) -> Turn:
    return replace(turn(text, intent=intent), in_form=False, slots={}, noticed=noticed)


@pytest.mark.parametrize(("noticed", "concern"), [("self_harm", Concern.DISTRESS), ("coerced", Concern.DIRECTED)])
def test_an_alarm_is_heard_whatever_is_asked_for(noticed: Any, concern: Concern) -> None:
    assert heard_concern(outside("好的，钱什么时候到", "payout_question", noticed)) is concern


def test_a_death_beside_a_wish_leaves_the_wish_to_be_served() -> None:
    told = outside("我爸上周走的，这期能晚几天吗", "change_due_date", "death")
    assert heard_concern(told) is None
    assert heard_concern(replace(told, intent="nlu_fallback")) is Concern.DEATH


def care(told: Turn) -> tuple[list[str], list[Mapping[str, Any]]]:
    dispatcher = CollectingDispatcher()
    events = care_for(told, Speech(dispatcher, "zh"), Hotlines())
    return [message["response"] for message in dispatcher.messages], events


def test_a_kind_word_is_said_once_for_each_kind() -> None:
    told = outside("我住院了，下期是多少", "next_payment", "illness")
    assert care(told) == (["utter_care_illness"], [SlotSet(CARED_FOR, ["illness"])])
    again = told.after([SlotSet(CARED_FOR, ["illness"])])
    assert care(again) == ([], [])
    assert care(replace(again, noticed="job_loss"))[0] == ["utter_care_job_loss"]


def test_no_kind_word_where_a_person_is_called_or_a_button_pressed() -> None:
    assert care(outside("I want to die", "distress", "despair")) == ([], [])
    assert care(outside("我爸走了", "nlu_fallback", "death")) == ([], [])
    assert care(outside("/next_payment", "next_payment", "illness")) == ([], [])


def test_a_clause_of_a_long_message_raises_the_alarm() -> None:
    parsed = {"intent": {"name": "payment_failed"}, "guard": "debt"}
    clauses = [{"text": "扣款怎么又失败", "guard": None}, {"text": "我站在桥上", "guard": "self_harm"}]
    metadata = {"borrower_id": "b", "clauses": clauses}
    event = {
        "event": "user",
        "text": "…",
        "parse_data": parsed,
        "metadata": metadata,
        "message_id": "m",
        "timestamp": 0,
    }
    assert Turn.of(Tracker("c", {}, {}, [event], False, None, {}, LISTEN)).noticed == "self_harm"


@pytest.mark.parametrize(
    ("intent", "situation", "has"),
    [
        ("next_payment", ("loan_none",), False),
        ("next_payment", ("loan_current",), True),
        ("get_document", ("application_none", "loan_none"), False),
        ("get_document", ("application_declined", "loan_none"), True),
        ("get_document", (), None),
        ("complaint", ("loan_none",), None),
    ],
)
def test_whether_the_borrower_has_what_is_wished_about(
    intent: str, situation: tuple[str, ...], has: bool | None
) -> None:
    assert has_it(replace(turn("这个月的", intent=intent), situation=frozenset(situation))) is has


def test_a_death_that_nobody_told_of_is_no_bereavement() -> None:
    told = replace(
        turn("女儿心疼我，想从她的卡里付掉这个月的", intent="bereavement"),
        in_form=False,
        situation=frozenset({"loan_current"}),
    )
    assert is_unfounded(told)
    assert not is_unfounded(replace(told, noticed="death"))


@pytest.mark.parametrize(("noticed", "word"), [("despair", "utter_care_despair"), ("pressed", "utter_care_pressed")])
def test_what_only_hints_at_danger_gets_a_word_and_is_served(noticed: Any, word: str) -> None:
    told = outside("下一期多少，反正我也看不到那天了", "next_payment", noticed)
    assert heard_concern(told) is None
    assert care(told)[0] == [word]
