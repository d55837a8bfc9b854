"""What is offered when the bot is not sure."""

from assistant.actions.repair import likely_meanings


def test_the_two_likeliest_meanings_are_offered() -> None:
    ranking = ["nlu_fallback", "early_payoff", "inform", "faq", "loan_balance"]
    assert likely_meanings(ranking) == ["early_payoff", "faq"]


def test_a_person_is_not_offered_twice() -> None:
    assert likely_meanings(["talk_to_human", "complaint"]) == ["complaint"]
