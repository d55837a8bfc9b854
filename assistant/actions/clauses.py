"""A message that says several things: an answer and a question, 「十二个月。能提前还吗？」, or two questions. Pure."""

from dataclasses import replace

from assistant.actions.form_answers import agrees, read_turn
from assistant.actions.intents import ANSWERING, HEARD_BY_A_PERSON, NEVER_AN_ANSWER
from assistant.actions.judgement import heard_concern
from assistant.actions.turn import CONFIRM, NOT_SURE, Turn
from language.corrections import corrects_something
from language.yes_no import asks_something, puts_off

# They tell what can be looked up, and change nothing.
TELLING = frozenset(
    {
        "loan_balance", "next_payment", "repayment_schedule", "payout_question", "my_rate", "application_status", "why_declined",
        "product_info", "fees_question", "legal_question", "get_document", "faq", "overdue_help",
    }
)  # fmt: skip
# They end with a question of ours, or open the form: nothing is done before a yes.
PROPOSING = frozenset(
    {
        "change_due_date", "make_payment", "early_payoff", "autopay_settings", "reminders_settings", "withdraw_application",
        "apply_loan", "quote_repayment", "promise_to_pay",
    }
)  # fmt: skip
# What is said beside a wish, and is none.
ASIDES = ANSWERING - {"apply_loan"} | {"greet", "thanks", "goodbye", "not_yet"}
# Nobody says these beside an answer: what sounds so is a remark, 「四千，娃的奶粉占大头」.
NEVER_BESIDE = frozenset({"abuse", "distress", "bereavement", "not_my_loan"})
# A person is called for a clause only where nothing else can be meant: 「医院要先交钱，恼火得很」 complains of nobody.
VERY_SURE = 0.95
# Wishes only where the words ask: a sum of the form's is often taken for a loan that is tried out.
MUST_ASK = frozenset({NOT_SURE, "quote_repayment"})
# A clause says less than a whole message: its wish has to be surer.
SURE = 0.7


def answer_and_rest(turn: Turn) -> tuple[Turn, Turn | None] | None:
    """The clauses that answer the form's question, as one turn, and the wish beside them; None where the whole is taken as one."""
    if len(turn.clauses) < 2 or turn.pressed or turn.intent in NEVER_AN_ANSWER or turn.asked is None:
        return None
    if heard_concern(turn) or (turn.asked == CONFIRM and puts_off(turn.text)):
        # Danger in one clause is the message's, and so is a wish to wait: 「嗯，让我再想想」.
        return None
    parts = [turn.part(clause) for clause in turn.clauses]
    answering = [part for part in parts if _answers(part)]
    rest = [part for part in parts if part not in answering]
    wish = next((part for part in rest if _is_wish(part)), None)
    if not answering or (wish is None and turn.intent in ANSWERING):
        return None
    if wish is not None and wish.intent == NOT_SURE:
        wish = replace(wish, intent="faq")
    if corrects_something(turn.text):
        # What it takes back may stand in another clause, 「前面几个月还的，改成二十四个月」; 「停一下」 before it leaves nothing.
        wish = None if wish is not None and wish.intent == "cancel_flow" else wish
        return replace(turn, intent="correct_value", clauses=()), wish
    words = " ".join(part.text for part in answering)
    first = answering[0] if len(answering) == 1 else replace(answering[0], text=words, intent="inform")
    return first, wish


def also_asked(turn: Turn) -> Turn | None:
    """The first clause that asks what the message as a whole was not taken for; only what can be told."""
    return _first_sure(turn, TELLING - {"faq"})


def also_wished(turn: Turn) -> Turn | None:
    """The first clause that surely wishes a step which is read back, or asked about, before anything is done. 「押金都是借的」 wishes for
    no loan."""
    part = _first_sure(turn, PROPOSING)
    return None if part is not None and is_faint(part) else part


def _first_sure(turn: Turn, among: frozenset[str]) -> Turn | None:
    if turn.pressed or turn.in_form or turn.asks_elsewhere:
        return None
    parts = map(turn.part, turn.clauses)
    return next((part for part in parts if part.intent in among - {turn.intent} and _is_sure(part)), None)


def is_unsure(turn: Turn) -> bool:
    """Whether the whole message was not understood, or, outside the form, less surely than a clause must be."""
    return turn.intent == NOT_SURE or (not turn.in_form and turn.odds.get(turn.intent, 1.0) < SURE)


def is_faint(turn: Turn) -> bool:
    """Whether the wish is too faint to stand beside what a clause asks."""
    if turn.found:
        return False
    return is_unsure(turn) or (turn.intent == "apply_loan" and turn.odds.get(turn.intent, 1.0) < VERY_SURE)


def one_sure_wish(turn: Turn) -> Turn | None:
    """What one clause surely wishes, where the whole was not surely understood and the others wish nothing else."""
    if turn.pressed or not is_unsure(turn) or heard_concern(turn):
        return None
    wishes = {
        part.intent: part for part in map(turn.part, turn.clauses) if part.intent not in ASIDES and _is_sure(part)
    }
    if len(wishes) != 1:
        return None
    [wish] = wishes.values()
    # Its values may stand in the other clauses; a question is searched for by its own words.
    return wish if wish.intent in ("faq", "legal_question") else replace(turn, intent=wish.intent, odds=wish.odds)


def _answers(part: Turn) -> bool:
    if part.asked == CONFIRM:
        return agrees(part)
    answers = read_turn(part)
    return bool(answers.values or answers.skip)


def _is_wish(part: Turn) -> bool:
    if part.intent in MUST_ASK:
        return asks_something(part.text)
    if part.intent in HEARD_BY_A_PERSON - NEVER_BESIDE:
        return part.odds.get(part.intent, 0.0) >= VERY_SURE
    return part.intent not in ASIDES | NEVER_BESIDE and (_is_sure(part) or asks_something(part.text))


def _is_sure(part: Turn) -> bool:
    return part.odds.get(part.intent, 0.0) >= SURE
