"""A sign-in by voice: a number is used only after a yes to it, and may be said in parts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile_api.voice.phrases import answer_in
from mobile_api.voice.sign_in import Match, MatchLater, Say, SendCode, SignIn, SignInTalk, spaced
from mobile_api.voice.sign_in_lines import LINES, line
from speech.narrow import UNITS, says_yes

PHONE = "13800138000"


def steps(talk: SignInTalk, *said: str) -> list[object]:
    return [talk.hear(one) for one in said]


def called(phone: str = PHONE) -> SignInTalk:
    """Its number was right, and the call is on its way."""
    talk = SignInTalk()
    assert steps(talk, " ".join(phone), "对")[-1] == SendCode(phone)
    talk.code_sent()
    return talk


def test_the_number_is_read_back_and_called_after_a_yes():
    talk = SignInTalk()
    assert talk.hear("一三八零零一三八零零零") == Say("phone_right", "1 3 8, 0 0 1 3, 8 0 0 0")
    assert talk.narrow == "yes_no"
    assert talk.hear("对的，没错。") == SendCode(PHONE)


def test_a_number_is_said_in_parts():
    said = steps(SignInTalk(), "one three eight", "zero zero one three", "eight zero zero zero", "Yes.")
    assert said == [
        Say("go_on", "1 3 8"),
        Say("go_on", "1 3 8, 0 0 1 3"),
        Say("phone_right", "1 3 8, 0 0 1 3, 8 0 0 0"),
        SendCode(PHONE),
    ]


def test_a_no_begins_again_and_digits_instead_of_a_yes_correct():
    talk = SignInTalk()
    assert steps(talk, "13800138001", "不对", "13800138002")[1:] == [
        Say("phone_again"),
        Say("phone_right", spaced("13800138002")),
    ]
    assert steps(talk, PHONE, "是的") == [Say("phone_right", spaced(PHONE)), SendCode(PHONE)]


def test_a_number_begun_wrong_is_replaced_by_a_whole_one():
    assert steps(SignInTalk(), "139", PHONE)[-1] == Say("phone_right", spaced(PHONE))


def test_digits_that_are_no_number_and_sentences_that_are_none_are_asked_again():
    assert steps(SignInTalk(), "你好", "23800138000", "一三") == [
        Say("only_digits"),
        Say("no_phone"),
        Say("go_on", "1 3"),
    ]


def test_a_number_from_abroad_begins_with_plus_and_may_go_on():
    talk = SignInTalk()
    assert talk.hear("plus four four seven nine one one one two") == Say(
        "phone_right", spaced("+447911 12".replace(" ", ""))
    )
    assert steps(talk, "three four five six", "yes")[-1] == SendCode("+447911123456")


def test_something_else_than_a_yes_calls_nobody():
    assert steps(SignInTalk(), PHONE, "我想借钱")[-1] == Say("yes_or_no", spaced(PHONE))


def test_a_yes_that_may_have_been_a_no_calls_nobody() -> None:
    talk = SignInTalk()
    talk.hear(PHONE)
    assert talk.hear("对", doubtful=True) == Say("yes_or_no", spaced(PHONE))
    assert talk.hear("对") == SendCode(PHONE)
    again = SignInTalk()
    again.hear(PHONE)
    assert again.hear("不对", doubtful=True) == Say("phone_again")


def test_the_code_is_said_at_once_or_in_parts_and_its_parts_are_not_repeated():
    assert called().hear("二八一四七三") == SignIn(PHONE, "281473")
    assert steps(called(), "two eight one", "four seven three") == [Say("go_on_with_code"), SignIn(PHONE, "281473")]


def test_a_wrong_code_is_said_again_from_its_first_digit():
    talk = called()
    talk.hear("281473")
    assert talk.code_refused() == Say("wrong_code")
    assert talk.hear("281474") == SignIn(PHONE, "281474")
    assert steps(called(), "28147", "281") == [Say("go_on_with_code"), Say("wrong_code")]


def test_the_call_is_made_again_and_the_number_changed_when_asked():
    talk = called()
    assert talk.hear("再打一次") == SendCode(PHONE)
    assert talk.hear("换个号码") == Say("phone_again")
    assert talk.stage == "phone"


@given(st.lists(st.one_of(st.text(), st.text(alphabet="0123456789+一二三", max_size=14)), max_size=8))
def test_nobody_is_called_without_a_yes_and_no_code_is_tried_without_a_call(said):
    talk = SignInTalk()
    for one in said:
        step = talk.hear(one)
        assert not isinstance(step, SignIn)
        assert not isinstance(step, SendCode) or answer_in(one) is True


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_line_that_is_said_exists_in_both_languages(language):
    for name, words in LINES.items():
        place = "{digits}" in words.zh
        assert ("{digits}" in words.en) == place
        assert not re.search(r"[{}]", line(Say(name, "1 2 3"), language))


@pytest.mark.parametrize(
    ("said", "yes"),
    [
        ("对的，没错。", True),
        ("Yes, that's right.", True),
        ("no, wrong", False),
        ("No that's wrong.", False),
        ("是的没错", True),
        ("对没错", True),
        ("嗯，对", True),
        ("嗯", None),
        ("是不是", None),
        ("对，不对", None),
    ],
)
def test_a_yes_may_be_said_twice_but_not_with_a_no(said, yes):
    assert answer_in(said) is yes


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_yes_and_no_that_speech_listens_for_is_one_here(language):
    words = UNITS["yes_no"][language]
    assert {word: answer_in(word) for word in words} == {word: says_yes(word, language) for word in words}


def unknown() -> SignInTalk:
    """Signed in at a device that the account does not know."""
    talk = called()
    assert talk.must_match() == Say("match_id")
    return talk


def test_two_endings_are_spelled_and_not_read_back():
    assert steps(unknown(), "三一零零二五", "four two four two") == [Say("match_card"), Match("310025", "4242")]


def test_a_final_x_is_left_out():
    assert steps(unknown(), "三一零零二", "四二四二")[-1] == Match("31002", "4242")


def test_what_is_no_ending_is_asked_for_again_and_in_the_end_no_more():
    assert steps(unknown(), "三一零零", "你好", "三一") == [Say("only_id_ending"), Say("only_id_ending"), MatchLater()]


@pytest.mark.parametrize("said", ["跳过", "这不是我的账户。", "Skip.", "This is not my account"])
def test_who_the_account_is_may_be_shown_elsewhere(said):
    assert unknown().hear(said) == MatchLater()
