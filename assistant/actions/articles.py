"""Help articles: finding the one that answers some words, and saying it."""

from collections.abc import Sequence

from assistant.actions.replies import local
from assistant.actions.turn import Speech, Turn
from contract.acts import Act
from contract.lending.client import BackendClient, BackendProblem, BackendUnavailable
from contract.lending.help import HelpAnswer
from contract.texts import Language

# An answer is given rather than asked about when it is more likely right than wrong.
LIKELY = 0.5
# What to beware of; who asks about it has lost nothing yet.
WARNINGS = frozenset(
    {
        "pay-first-scam", "fake-staff", "screen-sharing", "safe-account", "loan-agent", "code-safety", "lend-account",
        "credit-repair-scam",
    }
)  # fmt: skip


async def help_answers(backend: BackendClient, turn: Turn, limit: int = 1) -> list[HelpAnswer]:
    """The best answers to the turn's words; none while the help centre cannot say."""
    try:
        return await backend.help(turn.text, turn.language, limit=limit)
    except (BackendProblem, BackendUnavailable):
        return []


async def likely_answers(backend: BackendClient, turn: Turn) -> list[HelpAnswer]:
    """The best answer where it is sure; with a second beside it where it is likely; none where it is neither."""
    answers = await help_answers(backend, turn, limit=2)
    if answers and answers[0].sure:
        return answers[:1]
    return answers if len(answers) == 2 and answers[0].score >= LIKELY else []


async def sure_article(backend: BackendClient, turn: Turn) -> HelpAnswer | None:
    """The one that answers the words beyond doubt."""
    answers = await help_answers(backend, turn)
    return answers[0] if answers and answers[0].sure else None


async def likely_warning(backend: BackendClient, turn: Turn) -> HelpAnswer | None:
    """The article on what the words describe of a swindler's ways, if that is likely what they are about."""
    answers = await help_answers(backend, turn)
    return answers[0] if answers and answers[0].id in WARNINGS and answers[0].score >= LIKELY else None


def answer_values(answer: HelpAnswer, language: Language) -> dict[str, str]:
    """The whole for the eye, and what is said aloud."""
    return {"answer": local(answer.answer, language), "answer_spoken": local(answer.speak, language)}


def say_article(found: HelpAnswer, speech: Speech, language: Language, act: Act | None = None) -> None:
    """An article as the answer, with the rule that it rests on. `act`: what was done by it, where that is more than `faq/answered`."""
    values = answer_values(found, language)
    if found.source is None:
        speech.say("utter_help_answer", values, act=act, article=found.id)
    else:
        sourced = {**values, "source": local(found.source, language)}
        speech.say("utter_help_answer_with_source", sourced, act=act, article=found.id)


def say_best(answers: Sequence[HelpAnswer], speech: Speech, language: Language) -> None:
    """The first; where it is not sure, with the second's question beside it."""
    say_article(answers[0], speech, language)
    if not answers[0].sure and len(answers) > 1:
        other = {"second_question": local(answers[1].question, language), "second_answer": answers[1].id}
        speech.say("utter_or_did_you_mean", other)
