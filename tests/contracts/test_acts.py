"""The published names of what is done for a message are those of the code, and none is ever taken away."""

from typing import get_args

import pytest

from assistant.actions.concerns import Concern
from assistant.actions.turn import CODE, CONFIRM, RESTART, WHICH, AskedOutside
from contract.acts import Act, Capability, Expects, Guard, ValueName, capability_of
from contract.lending.applications import FIELDS
from tests.contracts.acts import EXPECTED, PAGE, WHAT, current, page, published


@pytest.mark.parametrize("kind", current())
def test_nothing_that_was_published_is_taken_away(kind: str) -> None:
    assert set(published()[kind]) - set(current()[kind]) == set()


def test_all_is_published() -> None:
    assert published() == current(), "run python -m tests.contracts.acts"
    assert PAGE.read_text() == page(), "run python -m tests.contracts.acts"


def test_every_act_is_of_a_capability_and_explained() -> None:
    acts: tuple[Act, ...] = get_args(Act)
    assert {capability_of(act) for act in acts} <= set(get_args(Capability))
    assert {act.partition("/")[2] for act in acts} == WHAT.keys()


def test_what_may_be_expected_is_what_the_assistant_asks_for() -> None:
    asked = {*FIELDS, CONFIRM, WHICH, RESTART, CODE, "confirmation", *get_args(AskedOutside)}
    assert set(get_args(Expects)) == EXPECTED.keys() == asked


def test_values_are_those_of_the_form_and_of_paying() -> None:
    assert set(get_args(ValueName)) == {*FIELDS, "pay_amount", "day", "loan"}


def test_guards_are_the_concerns_that_are_heeded() -> None:
    assert set(get_args(Guard)) == set(Concern)
