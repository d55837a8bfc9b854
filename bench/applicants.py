"""`python -m bench.applicants [--json]`: how much applying asks of people, over the simulated applicants in applicants.yml.

Each applies twice: answering one value at a time, and saying what may be left out in one message, as the form suggests. A
question counts each time it is put, also after a digression or an answer that was not clear; a value counts once, whether it
was asked for, volunteered or skipped.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import httpx
import yaml

from bench.turns import conversation, dialogue
from contract.lending.applications import FIELDS, OPTIONAL
from contract.texts import Language
from tests.stack import Stack, start

PEOPLE = Path(__file__).with_suffix(".yml")
# Who was not understood at first says it plainly.
PLAINLY = {"zh": "我要申请贷款", "en": "I want to apply for a loan"}
YES = {"zh": "对，确认提交", "en": "yes, submit it"}
# What is asked once it is submitted and decided: nothing, or whether an offer is wanted.
DECIDED = (None, "confirmation")
LONGEST = 40  # turns; a form that asks more than this is going in circles
# Says a sentence in one conversation; answers which question is open then.
Say = Callable[[str], str | None]


@dataclass
class Applicant:
    """`asides` are said before the answer, the first time a value is asked for; `second` answers when it is asked again; `rest` is all that
    may be left out, in one message."""

    language: Language
    opening: str
    rest: str
    answers: dict[str, str]
    asides: dict[str, list[str]] = field(default_factory=dict)
    second: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Applied:
    """`questions`: how often each value was asked for."""

    turns: int
    questions: Counter[str]
    finished: bool

    @property
    def questions_per_value(self) -> float:
        return sum(self.questions.values()) / len(FIELDS)


@dataclass(frozen=True)
class Effort:
    """Medians over the applicants; `asked_again` is the mean number of questions for a value that was asked for at all."""

    applicants: int
    finished: int
    questions_per_value: float
    asked_again: float
    turns_per_finished_application: float
    turns_when_the_optional_are_said_together: float


def applicants() -> list[Applicant]:
    return [Applicant(**person) for person in yaml.safe_load(PEOPLE.read_text())]


def apply(person: Applicant, say: Say, *, together: bool = False) -> Applied:
    """Talk until the application is submitted, or the form goes nowhere. `together`: what may be left out is said in one message
    when it is first asked for."""
    questions: Counter[str] = Counter()
    waiting = {name: list(asides) for name, asides in person.asides.items()}
    asked, turns = say(person.opening), 1
    if asked is None:
        asked, turns = say(PLAINLY[person.language]), turns + 1
    while asked is not None and turns < LONGEST:
        if asked == "application_confirmed":
            return Applied(turns + 1, questions, finished=say(YES[person.language]) in DECIDED)
        questions[asked] += 1
        words = _next_words(person, asked, questions[asked], waiting)
        if together and asked == OPTIONAL[0] and questions[asked] == 1:
            words = person.rest
        asked, turns = say(words), turns + 1
    return Applied(turns, questions, finished=False)


def _next_words(person: Applicant, asked: str, times: int, waiting: dict[str, list[str]]) -> str:
    if waiting.get(asked):
        return waiting[asked].pop(0)
    return person.second[asked] if times > 1 and asked in person.second else person.answers[asked]


def effort(applied: list[Applied], together: list[Applied]) -> Effort:
    """`together`: the same people, saying what may be left out in one message."""
    counts = [count for one in applied for count in one.questions.values()]
    return Effort(
        applicants=len(applied),
        finished=sum(one.finished for one in applied),
        questions_per_value=round(statistics.median(one.questions_per_value for one in applied), 2),
        asked_again=round(statistics.mean(counts), 2),
        turns_per_finished_application=_median_turns(applied),
        turns_when_the_optional_are_said_together=_median_turns(together),
    )


def _median_turns(applied: list[Applied]) -> float:
    """Of those who finished; 0 where nobody did."""
    finished = [one.turns for one in applied if one.finished]
    return statistics.median(finished) if finished else 0.0


def measure(converse: Callable[[Language], Say]) -> Effort:
    """`converse` opens a conversation of a new borrower in a language."""
    one_by_one = [apply(person, converse(person.language)) for person in applicants()]
    return effort(one_by_one, [apply(person, converse(person.language), together=True) for person in applicants()])


def on_stack(stack: Stack, http: httpx.Client) -> Callable[[Language], Say]:
    """Conversations straight into the running dialogue's channel."""

    def converse(language: Language) -> Say:
        take_turn = conversation(stack, http, language)

        def say(text: str) -> str | None:
            expects = take_turn(text)["expects"]
            return None if expects is None else str(expects)

        return say

    return converse


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.applicants", description=__doc__)
    parser.add_argument("--json", action="store_true", help="JSON alone on stdout")
    as_json = parser.parse_args().json
    with tempfile.TemporaryDirectory() as folder, start(Path(folder)) as stack:
        stack.wait_ready()
        with dialogue(stack) as http:
            figures = asdict(measure(on_stack(stack, http)))
    if as_json:
        sys.stdout.write(json.dumps(figures) + "\n")
    else:
        sys.stdout.writelines(f"{name:32}  {value}\n" for name, value in figures.items())


if __name__ == "__main__":
    main()
