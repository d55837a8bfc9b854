"""Whether who holds a borrower's phone number is that borrower, and how cards rest once the number changed, on both databases."""

from datetime import timedelta

import pytest

from contract.lending.cards import BindCard
from contract.lending.client import BackendProblem
from contract.lending.identity import FindOwner, MatchBorrower
from tests.integration.backend.house import House
from tests.integration.backend.test_identity_and_cards import ID_NUMBER, NAME, SANDBOX, claimed, numbered, verified

ENDING, CARD = ID_NUMBER[-6:], SANDBOX[-4:]


async def matches(house: House, **told: str) -> bool:
    return await house.client.match_borrower(house.borrower, MatchBorrower(**told))


async def test_two_things_that_fit_are_enough(house: House) -> None:
    await verified(house)
    await house.client.bind_card(house.borrower, BindCard(number=SANDBOX, holder_name=NAME))
    for fitting in (
        {"name": NAME, "id_number": ENDING},
        {"name": f" {NAME} ", "id_number": "３１ ００２x"},
        {"name": NAME, "id_number": ID_NUMBER},
        {"name": NAME, "id_number": ENDING[:-1]},
        {"name": NAME, "card_last4": CARD},
        {"id_number": ENDING[:-1], "card_last4": CARD},
        {"name": NAME, "id_number": ENDING, "card_last4": CARD},
    ):
        assert await matches(house, **fitting), fitting


async def test_one_thing_that_does_not_fit_is_one_too_many(house: House) -> None:
    await verified(house)
    await house.client.bind_card(house.borrower, BindCard(number=SANDBOX, holder_name=NAME))
    for wrong in (
        {"name": "王大明", "id_number": ENDING},
        {"name": NAME, "id_number": "000000"},
        {"name": NAME, "id_number": ENDING[-4:]},
        {"name": NAME, "id_number": ID_NUMBER[-7:]},
        {"name": NAME, "id_number": "X"},
        {"name": NAME, "card_last4": "0000"},
        {"name": NAME, "card_last4": CARD[-1]},
        {"name": NAME, "id_number": ENDING, "card_last4": "0000"},
        {"name": "*", "id_number": "六位"},
    ):
        assert not await matches(house, **wrong), wrong


async def test_who_told_nothing_is_matched_by_nothing(house: House) -> None:
    await house.client.register_borrower(house.borrower, "zh")
    assert not await matches(house, name="-", id_number="-")
    assert not await matches(house, id_number=" ", card_last4=" ")


async def test_what_was_only_claimed_is_known_to_its_borrower(house: House) -> None:
    await claimed(house)
    assert await matches(house, name=NAME, id_number=ENDING)


def test_one_thing_alone_is_not_asked_about() -> None:
    with pytest.raises(ValueError, match="two of"):
        MatchBorrower(name=NAME)


async def test_an_owner_is_found_by_a_verified_name_and_whole_number(house: House) -> None:
    await claimed(house)
    wanted = FindOwner(name=NAME, id_number=ID_NUMBER)
    assert await house.client.find_owner(wanted) is None
    await verified(house)
    assert await house.client.find_owner(wanted) == house.borrower
    assert await house.client.find_owner(FindOwner(name="王大明", id_number=ID_NUMBER)) is None


async def test_another_persons_face_finds_nobody_whoever_has_an_account(house: House) -> None:
    with pytest.raises(BackendProblem, match="face_not_matched"):
        await house.client.find_owner(FindOwner(name=NAME, id_number=numbered("001"), face=True))
    assert await house.client.find_owner(FindOwner(name=NAME, id_number=numbered("003"), face=True)) is None


async def test_cards_rest_for_a_day_once_the_number_changed(house: House) -> None:
    await verified(house)
    card = BindCard(number=SANDBOX, holder_name=NAME)
    held = await house.client.hold_cards(house.borrower)
    assert held.until == house.clock.now + timedelta(hours=24)
    house.clock.pass_(hours=23, minutes=59)
    with pytest.raises(BackendProblem, match="card_change_held") as refused:
        await house.client.bind_card(house.borrower, card)
    assert refused.value.data == {"until": held.until.isoformat()}
    house.clock.pass_(minutes=1)
    assert (await house.client.bind_card(house.borrower, card))[0].current


async def test_another_borrowers_cards_do_not_rest(house: House) -> None:
    await verified(house)
    await house.client.register_borrower("borrower-2", "zh")
    await house.client.hold_cards("borrower-2")
    await house.client.bind_card(house.borrower, BindCard(number=SANDBOX, holder_name=NAME))
