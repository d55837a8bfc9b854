"""Applying asks little of people: measured over the simulated applicants, with the real dialogue."""

from typing import Any

import pytest

from bench.applicants import Say, applicants, apply, effort


def conversation(servers: Any, language: str) -> Say:
    borrower = servers.borrower(language)

    def say(text: str) -> str | None:
        expects = borrower.say(text)["expects"]
        return None if expects is None else str(expects)

    return say


# Fourteen whole forms, twice. Conversations in `applications/` fill theirs in the same ways.
@pytest.mark.slow
def test_applicants_finish_and_are_asked_little_more_than_once(servers: Any) -> None:
    people = applicants()
    applied = [apply(person, conversation(servers, person.language)) for person in people]
    together = [apply(person, conversation(servers, person.language), together=True) for person in people]
    unfinished = [
        person.opening
        for person, *both in zip(people, applied, together, strict=True)
        if not all(one.finished for one in both)
    ]
    assert unfinished == []
    figures = effort(applied, together)
    assert figures.questions_per_value <= 1.3
    assert figures.asked_again <= 1.3
    assert figures.turns_when_the_optional_are_said_together <= 9
