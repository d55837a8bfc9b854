"""What a voice is given to say: cleaned, cut, and read as a lender reads it."""

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicekit.problems import Problem
from speech.events import LANGUAGES, Language
from speech.voices.espeak_library import EspeakLibrary
from speech.voices.kokoro import signs, symbols
from speech.voices.memory import Memory
from speech.voices.phonemes import phonemes
from speech.voices.readings import figures_in_words, pinyin
from speech.voices.words import MAX_CHARACTERS, holds_figures, pieces, speakable

# The library keeps its state in globals.
PRONOUNCE = EspeakLibrary().phonemes


@pytest.mark.parametrize("text", ["", " \n\t", "\x00\x07\x1b", "🙂🙂", "。，！", "\u202e\u200b"])
def test_a_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(Problem) as refused:
        speakable(text)
    assert refused.value.code == "nothing_to_say"


def test_a_text_of_ten_thousand_characters_is_refused() -> None:
    with pytest.raises(Problem) as refused:
        speakable("还" * 10_000)
    assert (refused.value.code, refused.value.data) == ("text_too_long", {"max_characters": MAX_CHARACTERS})


def test_what_has_no_sound_is_left_out() -> None:
    assert speakable("您好🙂\x00，\n\n请  说\u202e") == "您好 ， 请 说"


@given(st.text(max_size=MAX_CHARACTERS))
def test_pieces_hold_every_word_and_none_is_too_long(text: str) -> None:
    try:
        words = speakable(text)
    except Problem:
        return
    found = list(pieces(words, 40))
    assert "".join("".join(found).split()) == "".join(words.split())
    assert max(map(len, found)) <= 40


def test_a_text_is_cut_at_its_sentences_and_not_within_an_amount() -> None:
    text = "Your payment is 1,234.50 yuan. It is due on March 15. Shall I take it?"
    assert list(pieces(text, 60)) == [
        "Your payment is 1,234.50 yuan.",
        "It is due on March 15.",
        "Shall I take it?",
    ]
    assert list(pieces("您好。应还12,000.50元！确认吗？", 60)) == ["您好。", "应还12,000.50元！", "确认吗？"]


@pytest.mark.parametrize(
    ("written", "language", "told"),
    [
        ("应还12,000元", "zh", "应还一万二千元"),
        ("¥1,234.5", "zh", "一千二百三十四点五元"),
        ("¥1,234.50", "en", "1234.50 yuan"),
        ("年化 15%", "zh", "年化 百分之十五"),
        ("请拨打13800138000", "zh", "请拨打一 三 八 零 零 一 三 八 零 零 零"),
        ("10000000元", "zh", "一千万元"),
        ("Contract 20261122", "en", "Contract 2 0 2 6 1 1 2 2"),
    ],
)
def test_figures_are_told_as_they_are_meant(written: str, language: Language, told: str) -> None:
    assert figures_in_words(written, language) == told


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("下一期还款日", "huan2"),
        ("现在应还", "huan2"),
        ("提前还完", "huan2"),
        ("还不上也请告诉我们", "huan2"),
        ("每月还一样多", "huan2"),
        ("还没有填完", "hai2"),
        ("您还有贷款", "hai2"),
        ("还需要什么", "hai2"),
        ("还不能更改", "hai2"),
    ],
)
def test_to_pay_back_is_not_read_as_still(text: str, reading: str) -> None:
    syllables = [syllable for word in pinyin(jieba.lcut(text)) for syllable in word]
    assert syllables[text.index("还")] == reading


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_scripts_are_read_in_either_language(language: Language) -> None:
    sounds = phonemes("贷款 loan", language, PRONOUNCE)
    assert "kʰwa" in sounds
    assert "lˈOn" in sounds


@pytest.mark.parametrize("text", ["您的第一期还款，三月十五日到期。", "Shall I take it from your card?"])
def test_every_sound_of_a_plain_sentence_is_in_the_models_alphabet(text: str) -> None:
    sounds = phonemes(text, "zh", PRONOUNCE)
    assert set(sounds) <= symbols().keys()
    assert len(signs(sounds)) == len(sounds)


@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_no_text_breaks_the_way_to_sounds(text: str, language: Language) -> None:
    assert isinstance(phonemes(text, language, PRONOUNCE), str)


@pytest.mark.parametrize(
    ("text", "language", "figures"),
    [
        ("应还一千二百元", "zh", True),
        ("三月到期", "zh", True),
        ("尾号6222", "zh", True),
        ("请等一下，我是贷话的助手。", "zh", False),
        ("You owe twelve hundred yuan.", "en", True),
        ("It is due on the first of March.", "en", True),
        ("I am a machine; ask for a person at any time.", "en", False),
    ],
)
def test_sentences_that_may_be_somebodys_figures_are_known(text: str, language: Language, figures: bool) -> None:
    assert holds_figures(text, language) == figures


def test_what_is_kept_stays_within_its_bound_and_the_longest_unheard_goes_first() -> None:
    memory = Memory(30)
    for text in ("a", "b", "c"):
        memory.keep(text, "en", 1.0, text.encode() * 10)
    assert memory.find("a", "en", 1.0) == b"a" * 10
    memory.keep("d", "en", 1.0, b"d" * 10)
    assert [memory.find(text, "en", 1.0) is not None for text in "abcd"] == [True, False, True, True]
    memory.keep("e", "en", 1.0, b"e" * 31)
    assert all(memory.find(text, "en", 1.0) is None for text in "abcde")


def test_figures_are_never_kept_and_speeds_and_languages_are_kept_apart() -> None:
    memory = Memory(1000)
    memory.keep("You owe 5 yuan", "en", 1.0, b"sound")
    memory.keep("hello", "en", 1.0, b"sound")
    assert memory.find("You owe 5 yuan", "en", 1.0) is None
    assert memory.find("hello", "en", 0.8) is None
    assert memory.find("hello", "zh", 1.0) is None
    assert memory.find("hello", "en", 1.0) == b"sound"
