"""How long a sign-in by voice waits for digits."""

import pytest

from contract.texts import Language
from mobile_api.voice.patience import Patience, reading_seconds
from mobile_api.voice.sign_in import Say
from mobile_api.voice.sign_in_lines import line


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_welcome_can_be_heard_to_its_end_at_the_slowest_rate(language: Language) -> None:
    welcome = line(Say("welcome"), language)
    # Measured with the service's own voices: 18 to 19 s at their own speed.
    assert 38 <= reading_seconds(welcome, language) <= 60


def test_waiting_begins_when_the_words_have_been_read_out() -> None:
    patience = Patience(45, "zh", now=100)
    patience.say("请从头再说一遍手机号。", now=100)
    assert patience.left(now=100) == pytest.approx(45 + 11 / 2.5)


def test_words_that_are_read_again_are_waited_for_again() -> None:
    patience = Patience(45, "en", now=0)
    patience.say("x" * 70, now=0)
    patience.say_again(now=50)
    assert patience.left(now=60) == pytest.approx(45)


def test_digits_begin_the_waiting_anew_and_never_shorten_it() -> None:
    patience = Patience(45, "en", now=0)
    patience.say("x" * 70, now=0)
    patience.hear_digits(now=4)
    assert patience.left(now=4) == pytest.approx(51)
    patience.hear_digits(now=40)
    assert patience.left(now=40) == pytest.approx(45)
