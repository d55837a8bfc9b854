"""`make soak`: any process may die at any moment, again and again, and every application is submitted once."""

import os
import random
from collections import Counter
from collections.abc import Callable

import pytest

from tests.e2e.borrower_app import BorrowerApp
from tests.e2e.test_faults import submit_while_killing
from tests.stack import Stack

pytestmark = pytest.mark.soak
ROUNDS = int(os.environ.get("SOAK_ROUNDS", "30"))


def test_random_kills_lose_and_double_nothing(stack: Stack, sign_up: Callable[[str], BorrowerApp]) -> None:
    chance = random.Random(20261121)  # noqa: S311 - not for secrets
    killed: Counter[str] = Counter()
    for _ in range(ROUNDS):
        victim = chance.choice(["dialogue", "actions", "backend", "mobile"])
        submit_while_killing(stack, sign_up("zh"), victim, seconds_before=chance.uniform(0, 0.5))
        killed[victim] += 1
    print(f"\n{ROUNDS} applications, each submitted once; killed while submitting: {dict(killed)}")  # noqa: T201 - the figure
