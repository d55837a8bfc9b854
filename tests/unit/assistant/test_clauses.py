"""A message that answers and asks does both; what is only an aside is passed over."""

from dataclasses import replace

from assistant.actions.clauses import also_asked, answer_and_rest, one_sure_wish
from assistant.actions.turn import Clause, Turn
from tests.unit.assistant.test_agreement import turn


def clause(text: str, intent: str, odds: float = 0.9) -> Clause:
    return Clause(text, intent, {intent: odds})


def in_form(asked: str, intent: str, *parts: Clause) -> Turn:
    words = " ".join(part.text for part in parts)
    return replace(
        turn(words), text=words, intent=intent, in_form=True, slots={"requested_slot": asked}, clauses=tuple(parts)
    )


def test_the_form_takes_its_answer_and_the_question_is_told() -> None:
    said = in_form("term_months", "faq", clause("十二个月。", "inform"), clause("能提前还吗?", "faq"))
    parts = answer_and_rest(said)
    assert parts is not None
    answer, wish = parts
    assert (answer.text, wish and wish.intent) == ("十二个月。", "faq")


def test_an_answer_before_a_remark_is_no_digression() -> None:
    said = in_form(
        "term_months", "early_payoff", clause("12 months.", "inform"), clause("i like to be free of it", "thanks")
    )
    parts = answer_and_rest(said)
    assert parts is not None
    assert parts[1] is None


def test_what_only_answers_is_left_whole() -> None:
    assert (
        answer_and_rest(in_form("term_months", "inform", clause("12个月吧。", "inform"), clause("差不多了", "inform")))
        is None
    )


def test_danger_is_heard_whole() -> None:
    said = in_form("term_months", "distress", clause("十二个月。", "inform"), clause("能提前还吗?", "faq"))
    assert answer_and_rest(said) is None


def test_danger_in_one_clause_is_heard_whole_whatever_the_others_say() -> None:
    parts = (clause("十二个月。", "inform"), clause("能提前还吗?", "faq"), clause("我不想活了", "nlu_fallback", 0.3))
    assert answer_and_rest(in_form("term_months", "inform", *parts)) is None


def test_a_second_question_is_told_besides() -> None:
    said = replace(
        turn("x"),
        in_form=False,
        intent="repayment_schedule",
        clauses=(clause("list it", "repayment_schedule"), clause("my rate?", "my_rate")),
    )
    part = also_asked(said)
    assert part is not None
    assert part.intent == "my_rate"


def test_a_second_wish_that_does_something_is_not_done_besides() -> None:
    said = replace(
        turn("x"),
        in_form=False,
        intent="my_rate",
        clauses=(clause("my rate?", "my_rate"), clause("pay it", "make_payment")),
    )
    assert also_asked(said) is None


def test_one_sure_clause_tells_what_the_whole_means() -> None:
    parts = (clause("long story", "nlu_fallback", 0.3), clause("what is my balance", "loan_balance"))
    found = one_sure_wish(replace(turn("x"), intent="nlu_fallback", clauses=parts))
    assert found is not None
    assert (found.intent, found.text) == ("loan_balance", "x")


def test_two_sure_clauses_tell_no_one_wish() -> None:
    parts = (clause("pay", "make_payment"), clause("what is my balance", "loan_balance"))
    assert one_sure_wish(replace(turn("x"), intent="nlu_fallback", clauses=parts)) is None
