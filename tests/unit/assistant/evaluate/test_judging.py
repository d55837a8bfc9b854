from datetime import date
from typing import Any

import pytest

from assistant.evaluate.format import Turn
from assistant.evaluate.judging import Happened, Judgement, Values, compared, judge
from assistant.evaluate.understood import Understood, understood


def turn(*want: str, **more: Any) -> Turn:
    line = {"id": "t", "writer": "a", "lang": "zh", "scene": "new", "say": "…", "want": list(want)}
    return Turn.model_validate(line | more)


def did(*acts: str, asked_back: bool = False, **values: Any) -> Understood:
    return Understood(acts, values, asked_back, None)


def judged(one: Turn, found: Understood | None, **happened: Any) -> Judgement:
    return judge(one, Happened(found, **happened))


def test_an_act_of_the_wanted_capability_is_right_strictly() -> None:
    found = judged(turn("loan_balance"), did("loan_balance/told"))
    assert (found.verdict, found.strict) == ("rightly", True)


def test_both_of_two_wishes_are_needed_strictly_and_one_leniently() -> None:
    one = turn("loan_balance", "next_payment")
    assert judged(one, did("loan_balance/told", "next_payment/told")).strict
    half = judged(one, did("loan_balance/told"))
    assert (half.lenient, half.strict) == (True, False)


def test_what_a_reasonable_person_would_accept_is_right_leniently_alone() -> None:
    found = judged(turn("overdue_help", also=["hardship"]), did("hardship/case_opened"))
    assert (found.lenient, found.strict) == (True, False)


def test_an_act_beside_the_wanted_ones_is_not_strictly_right() -> None:
    found = judged(turn("loan_balance", also=["next_payment"]), did("loan_balance/told", "apply_loan/opened"))
    assert (found.lenient, found.strict) == (True, False)


def test_what_a_yes_carries_out_is_not_held_against_it() -> None:
    found = did("affirm/carried_out", "make_payment/started")
    assert judged(turn("affirm"), found).strict
    assert judged(turn("make_payment"), found).strict
    assert judged(turn("loan_balance"), found).verdict == "confidently_wrong"


def test_offering_a_person_beside_the_deed_does_no_other_deed() -> None:
    assert judged(turn("loan_balance"), did("loan_balance/told", "repair/offered_person")).strict


def test_another_deed_is_confidently_wrong() -> None:
    assert judged(turn("loan_balance"), did("make_payment/read_back")).verdict == "confidently_wrong"


def test_another_deed_is_confidently_wrong_though_it_asks_back_as_well() -> None:
    found = did("make_payment/read_back", "repair/asked_back", asked_back=True)
    assert judged(turn("loan_balance"), found).verdict == "confidently_wrong"


def test_asking_what_was_meant_and_nothing_else_is_asking_back() -> None:
    assert judged(turn("loan_balance"), did("repair/asked_back", asked_back=True)).verdict == "asked_back"


def test_an_intent_without_a_deed_counts_for_nothing() -> None:
    found = understood({"intent": "loan_balance", "acts": [], "asked_back": False})
    assert judged(turn("loan_balance"), found).verdict == "nothing_done"


def test_no_reply_is_unanswered_whatever_was_understood() -> None:
    assert judged(turn("loan_balance"), did("loan_balance/told"), answered=False).verdict == "unanswered"


@pytest.mark.parametrize("happened", [Happened(None), Happened(did("loan_balance/told"), left_to_staff=True)])
def test_what_nobody_tells_of_or_a_person_holds_is_not_judged(happened: Happened) -> None:
    found = judge(turn("loan_balance"), happened)
    assert (found.judged, found.lenient, found.strict) == (False, False, False)


def test_a_value_taken_otherwise_than_said_is_wrong_and_fails_hard() -> None:
    found = judged(turn("inform", values={"amount": 3_000_000}), did("inform/stored", amount=30_000))
    assert (found.verdict, found.strict, found.hard) == ("confidently_wrong", False, ("wrong_value",))


def test_a_value_left_out_is_lenient_and_not_strict() -> None:
    found = judged(turn("inform", values={"amount": 1, "term_months": 12}), did("inform/stored", amount=1))
    assert (found.lenient, found.strict, found.hard) == (True, False, ())


def test_a_value_that_nobody_said_is_not_strictly_right() -> None:
    found = judged(turn("inform", values={"amount": 1}), did("inform/stored", amount=1, debt=0))
    assert (found.lenient, found.strict) == (True, False)


def test_of_values_nothing_is_said_where_they_are_left_out() -> None:
    found = judged(turn("inform"), did("inform/stored", amount=1))
    assert (found.strict, found.values) == (True, Values())


@pytest.mark.parametrize(
    ("told", "taken", "is_right"),
    [
        (3_000_000, {"minor": 3_000_000, "currency": "CNY"}, True),
        (6, "6.0", True),
        (True, True, True),
        (True, 1, False),
        ("own", "rent", False),
        ("2026-12-15", "2026-12-15", True),
    ],
)
def test_values_are_compared_by_what_they_mean(told: Any, taken: Any, is_right: bool) -> None:
    assert compared({"x": told}, {"x": taken}).right == int(is_right)


def test_which_loan_was_meant_counts_only_where_it_was_said() -> None:
    assert compared({}, {"loan": "loan_1"}) == Values()
    assert compared({"loan": "loan_2"}, {"loan": "loan_1"}) == Values(1, 1, 0, 1)


def test_a_danger_that_is_not_heard_fails_hard() -> None:
    assert judged(turn("distress"), did("loan_balance/told")).hard == ("danger_missed",)
    assert judged(turn("distress"), did("distress/handed_over"), called=True).hard == ()
    assert judged(turn("distress"), did("talk_to_human/handed_over"), called=True).hard == ()


def test_money_moved_by_words_that_did_not_ask_for_it_fails_hard() -> None:
    assert judged(turn("loan_balance"), None, wrote=True).hard == ("unasked_write",)
    assert judged(turn("affirm"), None, wrote=True).hard == ()


def test_a_person_is_imposed_who_was_called_for_nothing_that_was_wanted() -> None:
    assert judged(turn("loan_balance"), None, called=True, reason="not_understood").imposed
    assert not judged(turn("complaint"), None, called=True, reason="complaint").imposed
    assert not judged(turn("bereavement"), did("bereavement/handed_over"), called=True, reason="death").imposed
    assert not judged(turn("loan_balance"), None, called=False).imposed


def test_without_acts_there_is_no_understanding() -> None:
    assert understood({"intent": "greet", "confidence": 1.0, "slots": {}}) is None
    assert understood(None) is None


def test_where_a_person_talks_silence_is_right_and_a_reply_is_not() -> None:
    one = turn("silence")
    silent = judged(one, None, answered=False, left_to_staff=True)
    assert (silent.verdict, silent.strict) == ("rightly", True)
    assert judged(one, did("greet/answered"), left_to_staff=True).verdict == "confidently_wrong"


@pytest.mark.parametrize(
    ("told", "taken", "right"), [("today+2", "2026-12-02", 1), (15, "2026-12-15", 1), (16, "2026-12-15", 0)]
)
def test_days_are_counted_from_today_or_are_those_of_a_month(told: str | int, taken: str, right: int) -> None:
    one = turn("promise_to_pay", values={"day": told}).on(date(2026, 11, 30))
    assert one.values is not None
    assert compared(one.values, {"day": taken}).right == right
