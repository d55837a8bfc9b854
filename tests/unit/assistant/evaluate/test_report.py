from collections.abc import Collection
from typing import Any

import pytest

from assistant.evaluate.format import Goal, Question, Turn
from assistant.evaluate.judging import Judgement, Values, Verdict
from assistant.evaluate.playing import Check, GoalResult, HelpResult, TurnResult
from assistant.evaluate.report import NOT_GIVEN, Results, as_text, report
from assistant.evaluate.understood import Understood

FOUND = Understood(("greet/answered",), {}, False, None)


def judgement(verdict: Verdict, **more: Any) -> Judgement:
    plain: dict[str, Any] = {"strict": False, "values": Values(), "offered": False, "imposed": False, "hard": ()}
    return Judgement(verdict, **{**plain, **more})


def played(
    id_: str, first: Judgement, again: Judgement | None = None, found: Understood | None = FOUND, **line: Any
) -> TurnResult:
    given = {"id": id_, "writer": "a", "lang": "zh", "scene": "new", "say": "…", "want": ["greet"], **line}
    return TurnResult(Turn.model_validate(given), first, again, found, "…")


def goal(id_: str, *passed: bool | None, messages: int = 5) -> GoalResult:
    given = {"id": id_, "writer": "a", "lang": "zh", "scene": "new", "says": ["…"], "must": [{"owner": "bot"}]}
    checks = tuple(Check({"owner": "bot"}, True, one) for one in passed)
    return GoalResult(Goal.model_validate(given), checks, messages, (), ())


def asked(id_: str, right: bool | None, *articles: str, offered: Collection[str] = ()) -> HelpResult:
    given = {"id": id_, "writer": "a", "lang": "zh", "say": "…", "articles": articles}
    return HelpResult(Question.model_validate(given), None, right, True, offered=frozenset(offered))


TURNS = [
    played("1", judgement("rightly", strict=True, values=Values(2, 2, 2))),
    played("2", judgement("asked_back"), judgement("rightly"), lang="en", writer="b"),
    played(
        "3", judgement("confidently_wrong", values=Values(2, 1, 0, 1), hard=("wrong_value",)), judgement("asked_back")
    ),
    played("4", judgement("unanswered", imposed=True), want=["greet", "thanks"]),
    played("5", judgement("not_judged"), found=None),
]


def test_shares_are_of_the_turns_that_were_judged() -> None:
    turns = report(Results(TURNS))["turns"]
    assert (turns["count"], turns["judged"]) == (5, 4)
    assert [turns[name]["hits"] for name in ("rightly_lenient", "rightly_strict", "asked_back", "confidently_wrong")] == [
        1, 1, 1, 1,
    ]  # fmt: skip
    assert turns["rightly_lenient"]["share"] == 0.25
    assert turns["rightly_lenient"]["interval"][0] < 0.25 < turns["rightly_lenient"]["interval"][1]
    assert (turns["unanswered"]["hits"], turns["unanswered"]["of"]) == (1, 5)


def test_recovered_are_those_that_were_missed_and_said_again() -> None:
    turns = report(Results(TURNS))["turns"]
    assert (turns["recovered"]["hits"], turns["recovered"]["of"]) == (1, 2)
    assert turns["rightly_at_last"]["hits"] == 2


def test_values_are_counted_over_all_turns_that_have_them() -> None:
    turns = report(Results(TURNS))["turns"]
    assert (turns["values_precision"]["hits"], turns["values_precision"]["of"]) == (2, 3)
    assert (turns["values_recall"]["hits"], turns["values_recall"]["of"]) == (2, 4)


def test_a_turn_with_two_wishes_is_in_both_groups() -> None:
    by = report(Results(TURNS))["by"]
    assert {name: group["count"] for name, group in by["capability"].items()} == {"greet": 5, "thanks": 1}
    assert {name: group["count"] for name, group in by["language"].items()} == {"en": 1, "zh": 4}
    assert {name: group["count"] for name, group in by["writer"].items()} == {"a": 4, "b": 1}


def test_a_goal_is_reached_when_every_check_passed_and_unknown_when_one_could_not_be_made() -> None:
    goals = [goal("1", True, True), goal("2", True, False, None, messages=9), goal("3", True, None, messages=10)]
    found = report(Results(goals=goals))["goals"]
    assert [one.reached for one in goals] == [True, False, None]
    assert (found["reached"]["hits"], found["reached"]["of"]) == (1, 2)
    assert (found["checks"]["hits"], found["checks"]["of"], found["not_checked"]) == (4, 5, 2)
    assert found["turns_used"]["mean"] == 8


def test_questions_that_no_article_answers_are_counted_apart() -> None:
    found = report(Results(help=[asked("1", True, "fees"), asked("2", False), asked("3", None)]))["help"]
    assert (found["right"]["hits"], found["right"]["of"]) == (1, 2)
    assert (found["rightly_none"]["hits"], found["rightly_none"]["of"]) == (0, 1)


def test_a_right_article_to_choose_from_is_counted_beside_those_that_were_given() -> None:
    questions = [
        asked("1", True, "fees"),
        asked("2", False, "fees", offered=("early", "fees")),
        asked("3", False, "fees", offered=("early",)),
        asked("4", False, offered=("early",)),
    ]
    found = report(Results(help=questions))["help"]
    assert (found["right"]["hits"], found["right_or_offered"]["hits"], found["right_or_offered"]["of"]) == (1, 2, 4)


def test_the_table_names_what_failed_and_what_could_not_be_played() -> None:
    text = as_text(report(Results(TURNS, [goal("g", False)], (), [("x-1", "no such luck")])))
    assert "  3: wrong_value" in text
    assert "  g: must {'owner': 'bot'}" in text
    assert "  x-1: no such luck" in text
    assert NOT_GIVEN not in text


@pytest.mark.parametrize("results", [Results([TURNS[-1]])])
def test_without_any_understanding_the_report_says_so(results: Results) -> None:
    text = as_text(report(results))
    assert "no understanding was given" in text
    assert "of them judged: 0" in text
