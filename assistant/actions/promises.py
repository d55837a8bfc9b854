"""A day by which a borrower means to pay: heard, read back, and never more than that."""

import re
from datetime import date

from assistant.actions.date_words import VagueDay, read_day
from assistant.actions.numerals import lowered
from assistant.actions.replies import day
from assistant.actions.spoken import spoken_day
from assistant.actions.turn import Speech, Turn

# After these questions of ours a day alone is a promise.
ASKED_FOR_A_DAY = ("make_payment", "overdue_help", "promise_to_pay")
# Who pays now may name the instalment by its day: 「现在还15号那期」.
NOW = re.compile(
    r"现在|马上|立刻|今天|[这那]一?期|\bnow\b|\btoday\b|\bright away\b|\binstal?ment\b|\bpayment (?:due|of)\b|\bis due\b"
)
MEANS_TO_PAY = re.compile(
    r"(?:再|才|能|会|就|[号天日]|(?:周|星期|礼拜)[一二三四五六])(?:能|会)?还(?!没|是|有|款日)|\b(?:i'?ll|i will|i can|can i|could i|i could|if i|i'm going to) (?:only )?pay\b"
    r"|\bpay (?:it )?(?:on|by|when|next)\b"
)


def promised_day(turn: Turn) -> date | VagueDay | None:
    """The day after today by which the borrower means to pay: 「下周五再还」, "I'll pay on payday"."""
    text = lowered(turn.text)
    if turn.pressed or NOW.search(text):
        return None
    if not (MEANS_TO_PAY.search(text) or turn.slots.get("awaiting") in ASKED_FOR_A_DAY):
        return None
    named = read_day(turn.text, turn.said_on)
    return None if named == turn.said_on else named


def say_promise(promised: date, turn: Turn, speech: Speech) -> None:
    """Reads the day back; it is no agreement, and changes nothing."""
    values = {"promised": day(promised, turn.language), "promised_spoken": spoken_day(promised, turn.language)}
    speech.say("utter_promise_heard", values)
    speech.notes.took("day", promised)
