"""A day by which a borrower means to pay: heard, read back, and never more than that."""

from datetime import date

from assistant.actions.replies import day_values
from assistant.actions.turn import Speech, Turn
from language.days import VagueDay, read_day
from language.promises import means_to_pay, pays_now

# After these questions of ours a day alone is a promise.
ASKED_FOR_A_DAY = ("make_payment", "overdue_help", "promise_to_pay")


def promised_day(turn: Turn) -> date | VagueDay | None:
    """The day after today by which the borrower means to pay: 「下周五再还」, "I'll pay on payday"."""
    if turn.pressed or pays_now(turn.text):
        return None
    if not (means_to_pay(turn.text) or turn.slots.get("awaiting") in ASKED_FOR_A_DAY):
        return None
    named = awaited_day(turn)
    return None if named == turn.said_on else named


def awaited_day(turn: Turn) -> date | VagueDay | None:
    """The day in the words; a bare number counts where a day was asked for."""
    bare = turn.text.strip()
    is_bare = turn.pending.get("value") == "due_day" and bare.isdecimal()
    return read_day(f"{bare}号" if is_bare else turn.text, turn.said_on)


def say_promise(promised: date, turn: Turn, speech: Speech) -> None:
    """Reads the day back; it is no agreement, and changes nothing."""
    speech.say("utter_promise_heard", day_values("promised", promised, turn.language))
    speech.notes.took("day", promised)
