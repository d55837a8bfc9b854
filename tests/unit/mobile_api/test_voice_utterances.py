"""What becomes of words, before anything is posted."""

import pytest

from contract.speech import Heard
from mobile_api.voice.phrases import answer_in, command_in
from mobile_api.voice.utterances import Bounds, Confirmed, Dropped, Utterance, Utterances, is_doubtful

BOUNDS = Bounds(answer=0.6, whole=0.4)


def heard(text: str, answer_confidence: float | None = None, confidence: float = 0.9) -> Heard:
    return Heard(text=text, confidence=confidence, answer_confidence=answer_confidence)


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("请说慢一点。", "slower"),
        ("Please speak more slowly.", "slower"),
        ("再说一遍好吗？", "repeat"),
        ("Could you repeat that, please?", "repeat"),
        ("念出来", "read_it"),
        ("Read it.", "read_it"),
        ("我想慢一点还款", None),
        ("Can you read it in the contract that I pay slower", None),
    ],
)
def test_only_a_whole_utterance_is_a_command(said: str, command: str | None) -> None:
    assert command_in(said) == command


@pytest.mark.parametrize(
    ("said", "yes"),
    [
        ("对。", True),
        ("Yes, that's right!", True),
        ("不是", False),
        ("No.", False),
        ("不是三万是四万", None),
        ("", None),
    ],
)
def test_yes_and_no_are_whole_utterances_too(said: str, yes: bool | None) -> None:
    assert answer_in(said) is yes


def test_each_utterance_of_a_stream_has_a_client_id_of_its_own() -> None:
    utterances = Utterances("s", BOUNDS)
    first, second = utterances.hear(heard("a")), utterances.hear(heard("b"))
    assert [one.client_id for one in (first, second) if isinstance(one, Utterance)] == ["voice-s-1", "voice-s-2"]


@pytest.mark.parametrize(("confidence", "uncertain"), [(None, False), (0.6, False), (0.59, True)])
def test_only_a_number_below_the_threshold_is_uncertain(confidence: float | None, uncertain: bool) -> None:
    outcome = Utterances("s", BOUNDS).hear(heard("三万", confidence))
    assert isinstance(outcome, Utterance)
    assert outcome.uncertain is uncertain


def test_yes_posts_and_no_drops_what_waited() -> None:
    utterances = Utterances("s", BOUNDS)
    asked = utterances.hear(heard("三万", 0.1))
    assert utterances.hear(heard("对")) == Confirmed(asked)  # type: ignore[arg-type]
    asked = utterances.hear(heard("三万", 0.1))
    assert utterances.hear(heard("不对")) == Dropped(asked)  # type: ignore[arg-type]
    assert utterances.waiting is None


def test_a_yes_that_may_have_been_a_no_settles_nothing_and_the_question_stands() -> None:
    utterances = Utterances("s", BOUNDS)
    asked = utterances.hear(heard("三万", 0.1))
    assert utterances.hear(heard("对", 0.1)) == asked
    assert utterances.hear(heard("对", 0.9)) == Confirmed(asked)  # type: ignore[arg-type]


def test_yes_is_an_ordinary_word_where_nothing_was_asked() -> None:
    outcome = Utterances("s", BOUNDS).hear(heard("是的"))
    assert isinstance(outcome, Utterance)
    assert not outcome.uncertain


def test_a_command_leaves_the_question_open() -> None:
    utterances = Utterances("s", BOUNDS)
    asked = utterances.hear(heard("三万", 0.1))
    assert utterances.hear(heard("再说一遍")) == "repeat"
    assert utterances.waiting == asked


@pytest.mark.parametrize(("confidence", "doubtful"), [(0.39, True), (0.4, False)])
def test_what_was_hardly_heard_is_doubtful_whatever_it_holds(confidence: float, doubtful: bool) -> None:
    assert is_doubtful(heard("我要投诉", None, confidence), BOUNDS) is doubtful
    assert is_doubtful(heard("三万", 0.9, confidence), BOUNDS) is doubtful


def test_a_no_that_was_asked_for_drops_the_words_however_badly_it_was_heard() -> None:
    utterances = Utterances("s", BOUNDS)
    asked = utterances.hear(heard("贷款", None, 0.2))
    assert utterances.hear(heard("不对", 1.0, 0.2)) == Dropped(asked)  # type: ignore[arg-type]


def test_a_yes_that_was_hardly_heard_posts_nothing() -> None:
    utterances = Utterances("s", BOUNDS)
    asked = utterances.hear(heard("贷款", None, 0.2))
    assert utterances.hear(heard("是的", 0.9, 0.2)) == asked
