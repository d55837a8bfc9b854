"""Several hypotheses of the same sound: which is taken, and how sure its numbers are. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from contract.speech import Narrow
from contract.texts import Language
from speech.events import Word
from speech.narrow import SPELLED, expects_number, is_answer, says_yes
from speech.numbers import is_broken, number_confidence, numbers_in

# Who is asked for an amount says one: an answer of that kind is so many times as likely as the same sound alone tells. One
# with as many digits as were asked for is so many times as likely again: of equal ones in a row one is easily lost.
ANSWERS_LIKELIER = 20

# Whoever listens for an answer alone finds one in anything: it counts if it is nearly as sure as what was heard freely.
GUIDED_NEAR = 0.8

Meaning = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """Words that may have been said. `log_probability` is that of the whole text, natural logarithm; `confidence` that of
    its mean part, within 0..1."""

    text: str
    log_probability: float
    confidence: float


def likeliest(hypotheses: Sequence[Hypothesis], narrow: Narrow | None, language: Language) -> Hypothesis:
    """The hypothesis to be taken, of one at least: the likeliest, given what was asked for."""
    return max(hypotheses, key=lambda hypothesis: log_weight(hypothesis, narrow, language))


def answer_confidence(
    taken: Hypothesis, hypotheses: Sequence[Hypothesis], narrow: Narrow | None, language: Language
) -> float | None:
    """The share of all that may have been said which means the same as `taken`, within 0..1, and less where `taken` was
    heard badly; None where `taken` holds no number, nor the yes or no that was asked for."""
    meaning = meaning_of(taken.text, narrow, language)
    if not meaning:
        return None
    if is_broken(taken.text, language):
        return 0.0
    weights = [exp(log_weight(hypothesis, narrow, language)) for hypothesis in hypotheses]
    same = sum(
        weight
        for hypothesis, weight in zip(hypotheses, weights, strict=True)
        if meaning_of(hypothesis.text, narrow, language) == meaning
    )
    return same / sum(weights) * _heard_well(taken, narrow, language)


def _heard_well(taken: Hypothesis, narrow: Narrow | None, language: Language) -> float:
    """What the sound's likeness to the words leaves of the share. A short answer has nothing around it that makes it likelier,
    so of an amount or a yes it tells little; yet in a string of digits each stands for itself. A no does no harm: 错了 heard as
    对 does, and it is never heard well (10 of 136 that meant no were taken for a yes without this, 1 with it)."""
    if narrow is None or narrow in SPELLED or not is_answer(taken.text, narrow, language):
        return taken.confidence
    harmless = narrow == "yes_no" and not says_yes(taken.text, language)
    return 1.0 if harmless else sqrt(taken.confidence)


def guided_answer(
    free: Hypothesis, guided: Sequence[Hypothesis], narrow: Narrow, language: Language
) -> Hypothesis | None:
    """The answer in what was heard when only answers were listened for, if the sound is nearly as like it as like `free`.
    None of it is sure enough to be taken unasked."""
    answers = [hypothesis for hypothesis in guided if is_answer(hypothesis.text, narrow, language)]
    best = max(answers, key=lambda hypothesis: hypothesis.log_probability, default=None)
    return best if best and best.confidence > GUIDED_NEAR * free.confidence else None


def log_weight(hypothesis: Hypothesis, narrow: Narrow | None, language: Language) -> float:
    """How likely a hypothesis is, given what was asked for; a natural logarithm, not normed."""
    if narrow is None or not is_answer(hypothesis.text, narrow, language):
        return hypothesis.log_probability
    fits = 2 if _digits(hypothesis.text, language) == SPELLED.get(narrow) else 1
    return hypothesis.log_probability + fits * log(ANSWERS_LIKELIER)


def _digits(text: str, language: Language) -> int:
    return len(numbers_in(text, language, expected=True))


def confidence_of_words(words: Sequence[Word], narrow: Narrow | None, language: Language) -> float | None:
    """The same from an engine that is sure of words, and knows no likelihood of other hypotheses: that of the least sure
    word of a number, or of the yes or no that was asked for."""
    if narrow == "yes_no" and says_yes(" ".join(word.word for word in words), language) is not None:
        return min(word.confidence for word in words)
    return number_confidence(words, language, expected=expects_number(narrow))


def meaning_of(text: str, narrow: Narrow | None, language: Language) -> Meaning:
    """What hangs on the text: its numbers or, where one was asked for, its yes or no. Empty where it holds neither."""
    if narrow == "yes_no" and (yes := says_yes(text, language)) is not None:
        return ("yes" if yes else "no",)
    return numbers_in(text, language, expected=expects_number(narrow))
