import pytest

from speech.evaluate import Answers, Clip, Result, answers, edits, score, units


def result(spoken: str, heard: str, language: str = "en") -> Result:
    return Result(Clip("a.wav", language, spoken, "sentence"), heard, None, 1.0, 0.5)  # type: ignore[arg-type]


def test_punctuation_and_case_do_not_count() -> None:
    assert score([result("how much do i owe", "How much do I owe?")]).rate == 0


def test_chinese_counts_characters() -> None:
    assert units("我想借三万块。", "zh") == list("我想借三万块")
    assert score([result("三万块钱", "三万块前", "zh")]).rate == pytest.approx(1 / 4)


def test_a_hyphen_parts_words_and_an_apostrophe_does_not() -> None:
    assert units("Cold-hearted? Don't!", "en") == ["cold", "hearted", "dont"]


def test_words_that_were_never_said_count_as_errors() -> None:
    assert score([result("yes", "yes thank you very much")]).rate == 4


def test_a_recording_that_gave_no_words_counts_in_full() -> None:
    assert score([result("i want a loan", "")]).errors == 4


def test_edits_are_the_fewest_changes() -> None:
    assert edits("kitten", "sitting") == 3
    assert edits("", "abc") == 3


def test_nothing_spoken_has_no_errors() -> None:
    assert score([]).rate == 0.0


def test_whole_answers_are_right_asked_about_or_wrong_unasked() -> None:
    def answer(spoken: str, heard: str, sure: float | None) -> Result:
        return Result(Clip("a.wav", "zh", spoken, "money", "money"), heard, None, 1.0, 0.5, sure)

    found = answers(
        [
            answer("三万", "三万。", 0.9),
            answer("三万元", "三万", 0.3),
            answer("三万", "四万", 0.3),
            answer("三万", "四万", 0.9),
            answer("三万", "上位", None),
            answer("我不知道", "我不知道", None),
        ],
        0.72,
    )
    assert found == Answers(said=5, right=1, right_asked=1, wrong_asked=1, wrong=1, unheard=1)
