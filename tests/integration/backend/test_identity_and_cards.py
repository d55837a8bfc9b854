"""Who a borrower is, and the cards in that name, on both databases."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from backend.app import Models, build_app
from backend.cards.models import CardRow
from backend.cards.rules import luhn_sum
from backend.db import Base
from backend.identity.models import IdentityRow
from backend.identity.rules import check_digit
from backend.payments.service import waiting_orders
from contract.lending.cards import BindCard
from contract.lending.client import BackendClient, BackendProblem, BackendUnavailable
from contract.lending.identity import Identity, VerifyIdentity
from contract.lending.underwriting import ApproveReview, VerifiedFigures
from contract.money import Money
from tests.integration.backend.conftest import NET_ASSETS, lenders_own, settings_for
from tests.integration.backend.house import KEY, House, decision

NAME, ID_NUMBER = "王小明", "11010519491231002X"
ICBC, SANDBOX, ANOTHERS = "6222020000000000000", "4242424242424242", "9999990000000000"


def checked(prefix: str) -> str:
    """A card number with its last digit made right."""
    return next(prefix[:-1] + last for last in "0123456789" if luhn_sum(prefix[:-1] + last) % 10 == 0)


def count(house: House, table: type[Base]) -> int:
    with house.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


async def verified(house: House, **other: Any) -> Identity:
    await house.client.register_borrower(house.borrower, "zh")
    body = {"name": NAME, "id_number": ID_NUMBER, "full_time_student": False, **other}
    return await house.client.verify_identity(house.borrower, VerifyIdentity(**body))


async def test_a_verified_identity_is_shown_masked_and_kept_unreadable(house: House) -> None:
    identity = await verified(house)
    assert (identity.verified, identity.name) == (True, "王*")
    assert await verified(house, id_number=ID_NUMBER.lower()) == identity
    assert await house.client.identity(house.borrower) == identity
    with house.database.reading() as session:
        row = session.get_one(IdentityRow, house.borrower)
        kept = "".join(str(getattr(row, column.name)) for column in IdentityRow.__table__.columns)
    assert NAME not in kept
    assert ID_NUMBER not in kept


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"id_number": "110105194912310021"}, "id_number_invalid"),
        ({"id_number": "110105201001010018"}, "too_young"),
        ({"id_number": "110105199001010004"}, "identity_not_confirmed"),
        ({"full_time_student": True}, "full_time_student"),
        ({"name": " "}, "invalid_request"),
    ],
)
async def test_an_identity_that_does_not_hold_is_refused_by_name_and_nothing_is_kept(
    house: House, other: dict[str, Any], code: str
) -> None:
    if code in ("too_young", "identity_not_confirmed"):
        other = {"id_number": other["id_number"][:17] + check_digit(other["id_number"])}
    await house.client.register_borrower(house.borrower, "zh")
    body = {"name": NAME, "id_number": ID_NUMBER, "full_time_student": False, **other}
    answer = await house.http.put(f"/borrowers/{house.borrower}/identity", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert body["id_number"] not in answer.text
    assert count(house, IdentityRow) == 0
    if code == "full_time_student":
        assert "助学贷款" in answer.json()["data"]["advice"]["zh"]
        assert "student loan" in answer.json()["data"]["advice"]["en"]


async def test_one_identity_has_one_account_and_one_account_one_identity(house: House) -> None:
    await verified(house)
    with pytest.raises(BackendProblem) as refused:
        await verified(house, name="李雷")
    assert refused.value.code == "identity_already_verified"
    with pytest.raises(BackendProblem) as refused:
        await verified(replace(house, borrower="borrower-2"))
    assert refused.value.code == "identity_taken"
    assert count(house, IdentityRow) == 1


async def test_cards_are_bound_masked_in_the_verified_name_and_the_newest_is_current(house: House) -> None:
    await verified(house)
    for number in (checked(ICBC), SANDBOX, checked(ICBC)):
        cards = await house.client.bind_card(house.borrower, BindCard(number=number, holder_name=f" {NAME} "))
    assert [(card.bank.en, card.last4, card.current) for card in cards] == [
        ("ICBC", checked(ICBC)[-4:], True), ("Sandbox Bank", "4242", False),
    ]  # fmt: skip
    assert await house.client.cards(house.borrower) == cards
    with house.database.reading() as session:
        for row in session.scalars(select(CardRow)):
            assert SANDBOX not in row.token + row.last4
            assert checked(ICBC) not in row.token + row.last4


async def test_a_card_that_is_not_the_borrowers_is_refused_and_not_kept(house: House) -> None:
    await house.client.register_borrower(house.borrower, "zh")
    with pytest.raises(BackendProblem) as refused:
        await house.client.bind_card(house.borrower, BindCard(number=SANDBOX, holder_name=NAME))
    assert (refused.value.status, refused.value.code) == (409, "identity_needed")
    await verified(house)
    for number, name, code in (
        (SANDBOX, "李雷", "card_name_mismatch"),
        (checked(ANOTHERS), NAME, "card_name_mismatch"),
        ("4242424242424241", NAME, "card_number_invalid"),
    ):
        with pytest.raises(BackendProblem) as refused:
            await house.client.bind_card(house.borrower, BindCard(number=number, holder_name=name))
        assert refused.value.code == code
    assert count(house, CardRow) == 0


@pytest.mark.both_databases
async def test_two_bindings_at_once_keep_one_card(house: House) -> None:
    await verified(house)
    body = BindCard(number=SANDBOX, holder_name=NAME)
    answers = await asyncio.gather(*(house.client.bind_card(house.borrower, body) for _ in range(3)))
    assert {len(cards) for cards in answers} == {1}


async def test_a_payout_goes_to_the_current_card_or_in_development_to_the_sandboxs(house: House) -> None:
    await verified(house)
    (bound,) = await house.client.bind_card(house.borrower, BindCard(number=SANDBOX, holder_name=NAME))
    await house.accepted()
    await house.accepted("borrower-2")
    assert [card.id for card in await house.client.cards(house.borrower)] == [bound.id]
    assert [card.last4 for card in await house.client.cards("borrower-2")] == ["0000"]
    with house.database.reading() as session:
        tokens = [order.card_token for order in waiting_orders(session)]
        assert tokens[0] == session.get_one(CardRow, bound.id).token
    assert tokens[1] == "sandbox-default"


async def test_outside_development_nothing_is_paid_out_without_a_card_and_no_sandbox_answers(
    house: House, models: Models, models_dir: Path, tmp_path: Path
) -> None:
    url = house.database.engine.url.render_as_string(hide_password=False)
    own = lenders_own(tmp_path, [NET_ASSETS])
    settings = settings_for(url, models_dir, own).model_copy(update={"environment": "production"})
    app = build_app(settings, models, house.clock)
    client = BackendClient("http://backend", KEY, transport=httpx.ASGITransport(app))
    real = replace(house, client=client)
    with pytest.raises(BackendUnavailable):
        await verified(real)
    assert count(house, IdentityRow) == 0
    with pytest.raises(BackendProblem) as refused:
        await real.accepted()
    assert (refused.value.status, refused.value.code) == (409, "card_needed")
    assert await client.loans(house.borrower) == []
    await client.close()
    app.state.parts.database.close()


async def test_a_real_lender_makes_no_offer_until_it_says_how_large_it_is(
    house: House, models: Models, models_dir: Path
) -> None:
    url = house.database.engine.url.render_as_string(hide_password=False)
    settings = settings_for(url, models_dir).model_copy(update={"environment": "production"})
    app = build_app(settings, models, house.clock)
    client = BackendClient("http://backend", KEY, transport=httpx.ASGITransport(app))
    application = await replace(house, client=client).submitted()
    assert application.status == "referred"
    assert [reason.code for reason in decision(application).reasons] == ["limits_unknown"]
    [review] = await client.reviews()
    act = ApproveReview(staff_id="stf_1", verified=VerifiedFigures(monthly_income=Money(12_000_00)))
    with pytest.raises(BackendProblem) as refused:
        await client.approve_review(review.id, act)
    assert (refused.value.code, refused.value.data["reason"]) == ("offer_not_possible", "limits_unknown")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://backend") as http:
        assert (await http.get("/readyz")).json()["parts"]["net_assets"] == "not_set"
    await client.close()
    app.state.parts.database.close()
