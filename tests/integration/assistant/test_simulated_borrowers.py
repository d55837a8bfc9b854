"""Three hundred simulated borrowers: never silent, nothing sent without being read back, nothing lost, and the question survives."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from contract.texts import LANGUAGES
from tests.integration.assistant.conftest import Servers
from tests.integration.assistant.simulated import Broken, play

AT_A_TIME = 4


def all_hold(servers: Servers, count: int, first_seed: int) -> list[Broken]:
    def one(seed: int) -> Broken | None:
        language = LANGUAGES[seed % len(LANGUAGES)]
        return play(servers.borrower(language), language, seed)

    with ThreadPoolExecutor(AT_A_TIME) as together:
        return [found for found in together.map(one, range(first_seed, first_seed + count)) if found]


# What one borrower does, conversations show; of many, what must never happen.
@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_what_must_never_happen_does_not(servers: Servers) -> None:
    assert [str(found) for found in all_hold(servers, 300, 1)] == []


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_nor_to_two_thousand_others(servers: Servers) -> None:
    assert [str(found) for found in all_hold(servers, int(os.environ.get("SOAK_BORROWERS", "2000")), 1000)] == []
