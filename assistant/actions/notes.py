"""The note that a person finds when a conversation is handed over: what the borrower wants, gave, and was not understood in."""

from pydantic import TypeAdapter

from assistant.actions.intents import HEARD_BY_A_PERSON
from assistant.actions.meanings import MEANINGS, meaning
from assistant.actions.replies import field_name, fields_in_words, pick
from assistant.actions.turn import CONFIRM, Turn
from contract.lending.applications import FIELDS, ApplicationFields, FieldName
from contract.texts import Language

LONGEST_WORDS = 200
# What was said is quoted from the last messages alone; the whole conversation stands beside the note.
QUOTED = 2
DRAFT: TypeAdapter[ApplicationFields] = TypeAdapter(ApplicationFields)


def summary(turn: Turn) -> str:
    """A few plain sentences in the conversation's language."""
    parts = [_goal(turn), _given(turn), _trouble(turn), _words(turn)]
    return (" " if turn.language == "en" else "").join(part for part in parts if part)


def _goal(turn: Turn) -> str:
    if turn.in_form:
        at = _question(turn.asked, turn.language)
        return pick((f"正在申请贷款，停在{at}。", f"Applying for a loan, stopped at {at}."), turn.language)
    said = [turn.intent, *(said.intent for said in reversed(turn.earlier))]
    wanted = next((intent for intent in said if intent in MEANINGS and intent != "talk_to_human"), None)
    if wanted is None:
        return ""
    goal = meaning(wanted, turn.language)
    return pick((f"想{goal}。", f"Wants to {goal[0].lower()}{goal[1:]}."), turn.language)


def _question(asked: str | None, language: Language) -> str:
    if asked in FIELDS:
        name = field_name(asked, language)
        return pick((f"「{name}」", f"the question about {name}"), language)
    if asked == CONFIRM:
        return pick(("最后核对", "the final check"), language)
    return pick(("开头", "the start"), language)


def _given(turn: Turn) -> str:
    """The draft's values, from the slots that mirror it."""
    held: dict[FieldName, object] = {name: turn.slots.get(name) for name in FIELDS}
    if not turn.in_form or not any(value is not None for value in held.values()):
        return ""
    draft = DRAFT.validate_python(held)
    values = fields_in_words(draft, turn.language)
    return pick(("已填：{}。", "Given so far: {}."), turn.language).format(values)


def _trouble(turn: Turn) -> str:
    if turn.intent in MEANINGS or turn.intent in HEARD_BY_A_PERSON:
        return ""
    return pick(("机器人没听懂。", "The bot could not follow."), turn.language)


def _words(turn: Turn) -> str:
    said = [said.text for said in turn.earlier[1 - QUOTED :]] + [turn.text]
    quotes = [text[:LONGEST_WORDS] for text in said if not text.startswith("/")]
    if not quotes:
        return ""
    if turn.language == "en":
        return "Their words: " + ", then ".join(f"“{quote}”" for quote in quotes) + "."
    return "原话：" + "，".join(f"「{quote}」" for quote in quotes) + "。"
