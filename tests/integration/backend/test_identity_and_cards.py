"""Who a borrower is, how it is proved, and the cards in that name, on both databases."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import func, select
from stdnum.cn.ric import calc_check_digit

from backend.app import Models, build_app
from backend.cards.models import CardRow
from backend.cards.rules import luhn_sum
from backend.db import Base, Database
from backend.identity.indexes import Indexes
from backend.identity.models import IdentityRow
from backend.payments.service import waiting_orders
from backend.ports import Ports
from contract.lending.applications import Application, Contract
from contract.lending.cards import BindCard
from contract.lending.client import BackendClient, BackendProblem, BackendUnavailable
from contract.lending.consents import CHECKS
from contract.lending.identity import ConfirmIdentity, FindBorrowers, Identity, VerifyIdentity
from contract.lending.underwriting import ApproveReview, DeclineReview, VerifiedFigures
from contract.money import Money
from tests.integration.backend.conftest import NET_ASSETS, lenders_own, settings_for
from tests.integration.backend.house import IDENTITY_SECRET, KEY, House, decision
from tests.papers import photo

NAME, ID_NUMBER = "王小明", "11010519491231002X"
OTHER_SECRET = SecretStr("the-identities-second-secret")
ICBC, SANDBOX, ANOTHERS = "6222020000000000000", "4242424242424242", "9999990000000000"


def checked(prefix: str) -> str:
    """A card number with its last digit made right."""
    return next(prefix[:-1] + last for last in "0123456789" if luhn_sum(prefix[:-1] + last) % 10 == 0)


def count(house: House, table: type[Base]) -> int:
    with house.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def numbered(sequence: str, born: str = "19900101") -> str:
    body = f"110105{born}{sequence}"
    return body + calc_check_digit(body + "0")


async def claimed(house: House, **other: Any) -> Identity:
    await house.client.register_borrower(house.borrower, "zh")
    await house.consented(house.borrower, *CHECKS)
    body = {"name": NAME, "id_number": ID_NUMBER, "full_time_student": False, **other}
    return await house.client.verify_identity(house.borrower, VerifyIdentity(**body))


async def verified(house: House, **other: Any) -> Identity:
    return await claimed(house, proof="face", **other)


async def confirm(house: House, staff: str = "stf_1", *, confirmed: bool = True) -> Identity:
    [waiting] = await house.client.find_borrowers(FindBorrowers(waiting=True))
    assert waiting.borrower_id == house.borrower
    assert waiting.claim is not None
    body = ConfirmIdentity(staff_id=staff, claim_id=waiting.claim.id, confirmed=confirmed)
    return await house.client.confirm_identity(house.borrower, body)


def rows_of(database: Database) -> list[IdentityRow]:
    with database.reading() as session:
        return list(session.scalars(select(IdentityRow).order_by(IdentityRow.borrower_id, IdentityRow.version)))


async def test_the_register_alone_verifies_nobody_and_says_which_ways_are_open(house: House) -> None:
    identity = await claimed(house)
    assert (identity.verified, identity.name, identity.id_number) == (False, "王*", "1****************X")
    assert identity.next == ["face", "video", "card_and_photo"]
    assert await claimed(house) == identity == await house.client.identity(house.borrower)


async def test_a_face_that_matches_verifies_at_once_and_what_is_kept_is_unreadable(house: House) -> None:
    told: dict[str, Any] = {"address": "北京市朝阳区某路 1 号", "occupation": "教师", "valid_from": date(2020, 1, 1)}
    identity = await verified(house, **told, long_term=True)
    assert (identity.verified, identity.name, identity.proof, identity.next) == (True, "王*", "face", [])
    assert (identity.valid_from, identity.valid_until, identity.long_term) == (date(2020, 1, 1), None, True)
    assert await verified(house, id_number=ID_NUMBER.lower()) == identity
    [row] = rows_of(house.database)
    kept = "".join(str(getattr(row, column.name)) for column in IdentityRow.__table__.columns)
    assert not any(value in kept for value in (NAME, ID_NUMBER, told["address"], told["occupation"]))
    found = await house.client.reveal_identity(house.borrower)
    assert (found.name, found.id_number) == (NAME, ID_NUMBER)
    assert (found.address, found.occupation) == (told["address"], told["occupation"])


async def test_a_new_address_is_no_new_version_and_a_renewed_card_is(house: House) -> None:
    await verified(house, address="old", valid_until=date(2027, 1, 1))
    await claimed(house, address="new")
    assert [(row.version, row.replaced_at) for row in rows_of(house.database)] == [(1, None)]
    renewed = await claimed(house, valid_until=date(2047, 1, 1))
    assert (renewed.verified, renewed.valid_until, renewed.next[0]) == (True, date(2027, 1, 1), "face")
    renewed = await verified(house, valid_until=date(2047, 1, 1))
    assert (renewed.verified, renewed.valid_until) == (True, date(2047, 1, 1))
    assert [row.replaced_at is None for row in rows_of(house.database)] == [False, True]
    assert (await house.client.reveal_identity(house.borrower)).address == "new"


async def test_a_card_that_runs_out_is_verified_again(house: House) -> None:
    await verified(house, valid_until=date(2026, 4, 1))
    house.clock.pass_(days=3)
    assert not (await house.client.identity(house.borrower)).verified
    assert (await verified(house, valid_until=date(2046, 4, 1))).verified


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"id_number": "110105194912310021"}, "id_number_invalid"),
        ({"id_number": numbered("001", "20100101")}, "too_young"),
        ({"id_number": numbered("000")}, "identity_not_confirmed"),
        ({"valid_until": "2026-01-01"}, "identity_expired"),
        ({"valid_until": "2036-01-01", "long_term": True}, "validity_impossible"),
        ({"full_time_student": True}, "full_time_student"),
        ({"name": " "}, "invalid_request"),
    ],
)
async def test_an_identity_that_does_not_hold_is_refused_by_name_and_nothing_is_kept(
    house: House, other: dict[str, Any], code: str
) -> None:
    await house.client.register_borrower(house.borrower, "zh")
    await house.consented(house.borrower, "identity_check")
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


async def test_a_claim_takes_no_number_from_whose_it_is(house: House) -> None:
    stranger = replace(house, borrower="stranger")
    await claimed(stranger, name="李雷")
    assert (await verified(house)).verified
    with pytest.raises(BackendProblem) as refused:
        await verified(stranger, name="李雷")
    assert refused.value.code == "identity_taken"


async def test_another_claim_takes_the_place_of_one_that_was_not_proved(house: House) -> None:
    await claimed(house, name="王小民")
    assert (await verified(house)).verified
    assert [row.version for row in rows_of(house.database)] == [1]


@pytest.mark.both_databases
async def test_proving_the_same_at_once_verifies_once_and_two_accounts_never_have_one_number(house: House) -> None:
    others = [replace(house, borrower=f"borrower-{number}") for number in (1, 1, 1, 2, 3)]
    answers = await asyncio.gather(*(verified(one) for one in others), return_exceptions=True)
    assert {answer.code for answer in answers if isinstance(answer, BackendProblem)} == {"identity_taken"}
    with house.database.reading() as session:
        current = IdentityRow.verified_at.is_not(None)
        assert session.scalar(select(func.count()).select_from(IdentityRow).where(current)) == 1


async def test_a_face_that_does_not_match_leaves_the_other_ways(house: House) -> None:
    with pytest.raises(BackendProblem) as refused:
        await verified(house, id_number=numbered("001"))
    assert (refused.value.status, refused.value.code) == (422, "face_not_matched")
    assert "video" in (await house.client.identity(house.borrower)).next


async def test_a_member_of_staff_confirms_a_call_and_may_not_decide_that_borrowers_loan(house: House) -> None:
    waiting = await claimed(house, proof="video")
    assert (waiting.verified, waiting.waits_for, waiting.next) == (False, "video", ["face", "card_and_photo"])
    assert not (await confirm(house, confirmed=False)).waits_for
    await claimed(house, proof="video")
    identity = await confirm(house)
    assert (identity.verified, identity.proof) == (True, "video")
    body = ConfirmIdentity(staff_id="stf_1", claim_id="idn_gone")
    with pytest.raises(BackendProblem) as refused:
        await house.client.confirm_identity(house.borrower, body)
    assert (refused.value.status, refused.value.code) == (409, "nothing_to_confirm")
    house.known.add(house.borrower)
    await house.submitted(employment=None, employment_years=None, housing=None, assets=None, debt=None)
    [review] = await house.client.reviews()
    figures = VerifiedFigures(monthly_income=Money(12_000_00))
    for call in (
        house.client.approve_review(review.id, ApproveReview(staff_id="stf_1", verified=figures)),
        house.client.decline_review(review.id, DeclineReview(staff_id="stf_1", reasons=["income_not_proven"])),
    ):
        with pytest.raises(BackendProblem) as refused:
            await call
        assert refused.value.code == "second_person_needed"
    await house.client.approve_review(review.id, ApproveReview(staff_id="stf_2", verified=figures))


@pytest.mark.both_databases
async def test_of_two_members_of_staff_who_decide_one_claim_at_once_the_first_is_on_record(house: House) -> None:
    await claimed(house, proof="video")
    claim = (await house.client.found_borrower(house.borrower)).claim
    assert claim is not None
    bodies = [ConfirmIdentity(staff_id=staff, claim_id=claim.id) for staff in ("stf_1", "stf_2")]
    decisions = [house.client.confirm_identity(house.borrower, body) for body in bodies]
    first, second = sorted(await asyncio.gather(*decisions, return_exceptions=True), key=repr)
    assert isinstance(first, BackendProblem)
    assert (first.status, first.code) == (409, "nothing_to_confirm")
    assert isinstance(second, Identity)
    assert second.verified
    [row] = rows_of(house.database)
    assert (row.proof, row.confirmed_by in {"stf_1", "stf_2"}) == ("video", True)


async def test_staff_find_by_id_also_who_told_nothing_and_see_the_claim_that_waits(house: House) -> None:
    await house.client.register_borrower(house.borrower, "zh")
    nothing = await house.client.found_borrower(house.borrower)
    assert (nothing.identity.verified, nothing.identity.name, nothing.claim) == (False, None, None)
    await claimed(house, proof="face", long_term=True)
    assert (await house.client.found_borrower(house.borrower)).claim is None
    until = date(2044, 5, 1)
    await claimed(house, proof="video", valid_until=until)
    renewed = await house.client.found_borrower(house.borrower)
    assert (renewed.identity.verified, renewed.identity.long_term) == (True, True)
    assert renewed.claim is not None
    assert (renewed.claim.valid_until, renewed.claim.long_term) == (until, False)
    with pytest.raises(BackendProblem) as unknown:
        await house.client.found_borrower("nobody")
    assert unknown.value.status == 404


async def test_a_card_and_a_photo_prove_less_and_the_loan_is_smaller(house: House) -> None:
    await claimed(house)
    with pytest.raises(BackendProblem) as refused:
        await claimed(house, proof="card_and_photo")
    assert (refused.value.code, refused.value.data["missing"]) == ("proof_incomplete", ["card", "photo"])
    [card] = await house.client.bind_card(house.borrower, BindCard(number=SANDBOX, holder_name=NAME))
    assert card.provisional
    await house.client.send_identity_photo(house.borrower, photo())
    assert (await claimed(house, proof="card_and_photo")).waits_for == "card_and_photo"
    content, media_type = await house.client.identity_photo(house.borrower)
    assert (media_type, content[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    assert (await confirm(house)).proof == "card_and_photo"
    assert not (await house.client.cards(house.borrower))[0].provisional
    house.known.add(house.borrower)
    application = await house.submitted()
    assert application.status == "counter_offered"
    offered = decision(application).offer
    assert offered is not None
    assert offered.quote.amount <= Money(10_000_00)


async def weakly_verified(house: House, **told: Any) -> Identity:
    await claimed(house, **told)
    await house.client.bind_card(house.borrower, BindCard(number=SANDBOX, holder_name=NAME))
    await house.client.send_identity_photo(house.borrower, photo())
    await claimed(house, proof="card_and_photo", **told)
    return await confirm(house)


async def test_a_weak_proof_says_its_limit_and_a_face_lifts_it(house: House) -> None:
    weak = await weakly_verified(house, valid_until=date(2030, 1, 1), address="old")
    assert (weak.proof, weak.limit, weak.next) == ("card_and_photo", Money(10_000_00), ["face", "video"])
    assert await claimed(house) == await claimed(house, proof="card_and_photo") == weak
    assert len(rows_of(house.database)) == 1
    house.known.add(house.borrower)
    smaller = await house.submitted()
    assert smaller.status == "counter_offered"
    await house.client.withdraw_application(house.borrower, smaller.id)
    strong = await verified(house)
    assert (strong.verified, strong.proof, strong.limit, strong.next) == (True, "face", None, [])
    assert strong.valid_until == date(2030, 1, 1)
    assert (await house.client.reveal_identity(house.borrower)).address == "old"
    assert not (await house.client.cards(house.borrower))[0].provisional
    assert (await house.submitted()).status == "approved"


async def test_a_renewed_card_is_proved_by_the_bank_card_that_is_bound_and_a_new_photo(house: House) -> None:
    await weakly_verified(house, valid_until=date(2026, 4, 1))
    house.clock.pass_(days=3)
    renewed = {"valid_until": date(2046, 4, 1)}
    assert "card_and_photo" in (await claimed(house, **renewed)).next
    with pytest.raises(BackendProblem) as refused:
        await claimed(house, proof="card_and_photo", **renewed)
    assert (refused.value.code, refused.value.data["missing"]) == ("proof_incomplete", ["photo"])
    await house.client.send_identity_photo(house.borrower, photo())
    assert (await claimed(house, proof="card_and_photo", **renewed)).waits_for == "card_and_photo"
    assert (await confirm(house)).valid_until == date(2046, 4, 1)


async def test_a_weak_proof_stands_while_a_call_or_a_better_face_is_waited_for(house: House) -> None:
    weak = await weakly_verified(house, id_number=numbered("001"))
    mine = {"id_number": numbered("001")}
    with pytest.raises(BackendProblem) as refused:
        await verified(house, **mine)
    assert refused.value.code == "face_not_matched"
    assert await house.client.identity(house.borrower) == weak
    await claimed(house, address="new", **mine)
    assert (await house.client.reveal_identity(house.borrower)).address == "new"
    waiting = await claimed(house, proof="video", **mine)
    assert (waiting.verified, waiting.limit, waiting.waits_for, waiting.next) == (True, weak.limit, "video", ["face"])
    assert await confirm(house, confirmed=False) == weak
    await claimed(house, proof="video", **mine)
    strong = await confirm(house)
    assert (strong.proof, strong.limit, strong.next) == ("video", None, [])


async def test_an_offer_made_before_the_weaker_proof_is_not_signed_above_its_limit(house: House) -> None:
    house.known.add(house.borrower)
    application = await house.submitted()
    assert application.status == "approved"
    await weakly_verified(house)
    with pytest.raises(BackendProblem) as refused:
        await house.client.contract(house.borrower, application.id)
    assert (refused.value.code, refused.value.data["most"]["minor"]) == ("offer_no_longer_possible", 10_000_00)


async def test_two_borrowers_with_one_card_are_left_to_a_person_and_not_told_why(house: House) -> None:
    other = replace(house, borrower="borrower-2")
    for one in (house, other):
        person = await one.named()
        await one.client.bind_card(one.borrower, BindCard(number=SANDBOX, holder_name=person.name))
    referred = await other.submitted()
    assert (referred.status, [reason.code for reason in decision(referred).reasons]) == (
        "referred", ["review_by_a_person"],
    )  # fmt: skip
    [review] = await house.client.reviews()
    assert (await house.client.review(review.id)).flags == ["shared_card"]
    house.clock.pass_(days=31)
    assert (await house.submitted()).status == "approved"


async def test_a_borrower_is_found_by_exactly_a_name_or_a_number(house: House) -> None:
    await verified(house, name="阿卜杜拉•买买提")
    await verified(replace(house, borrower="borrower-2"), id_number=numbered("123"))
    for asked, found in (
        ({"name": "阿卜杜拉·买买提"}, ["borrower-1"]),
        ({"name": NAME}, ["borrower-2"]),
        ({"name": "王"}, []),
        ({"id_number": ID_NUMBER.lower()}, ["borrower-1"]),
        ({"name": NAME, "id_number": ID_NUMBER}, []),
    ):
        answers = await house.client.find_borrowers(FindBorrowers(**asked))
        assert [answer.borrower_id for answer in answers] == found
        assert all(answer.identity.name in ("阿*", "王*") for answer in answers)


async def test_after_the_secret_was_changed_borrowers_are_found_and_no_number_is_free(
    house: House, models: Models, models_dir: Path
) -> None:
    await verified(house)
    settings = settings_for(house.database.engine.url.render_as_string(hide_password=False), models_dir)
    newer = {"identity_secret": OTHER_SECRET, "identity_secret_previous": settings.identity_secret}
    app = build_app(settings.model_copy(update=newer), models, house.clock)
    client = BackendClient("http://backend", KEY, transport=httpx.ASGITransport(app))
    rotated = replace(house, client=client)
    assert [one.borrower_id for one in await client.find_borrowers(FindBorrowers(id_number=ID_NUMBER))] == [
        "borrower-1"
    ]
    assert (await verified(rotated)).verified
    with pytest.raises(BackendProblem) as refused:
        await verified(replace(rotated, borrower="borrower-2"))
    assert refused.value.code == "identity_taken"
    await client.close()
    app.state.parts.database.close()


def hashed(house: House, name: str, number: str) -> None:
    """As a release before names were kept left it."""
    indexes = Indexes((IDENTITY_SECRET,))
    row = IdentityRow(
        id=f"idn_{house.borrower}",
        borrower_id=house.borrower,
        version=1,
        number_index=indexes.number(number),
        name_index=indexes.name(name),
        masked_name=f"{name[0]}*",
        long_term=False,
        claimed_at=datetime(2026, 1, 1, tzinfo=UTC),
        verified_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    with house.database.writing() as session:
        session.add(row)


async def test_who_is_known_by_hashes_alone_verifies_the_same_number_again(house: House) -> None:
    house.known.add(house.borrower)
    await house.client.register_borrower(house.borrower, "zh")
    hashed(house, NAME, ID_NUMBER)
    identity = await house.client.identity(house.borrower)
    assert (identity.verified, identity.name, identity.next[0]) == (False, "王*", "face")
    application = await house.submitted()
    assert await needs(house, application) == "verify_again"
    for other in ({"id_number": numbered("123")}, {"name": "李雷"}):
        with pytest.raises(BackendProblem) as refused:
            await verified(house, **other)
        assert refused.value.code == "identity_already_verified"
    with pytest.raises(BackendProblem) as refused:
        await verified(replace(house, borrower="borrower-2"))
    assert refused.value.code == "identity_taken"
    assert (await verified(house)).verified
    assert [row.version for row in rows_of(house.database) if row.replaced_at is None] == [2]


async def needs(house: House, application: Application) -> str:
    """Why no contract is shown."""
    with pytest.raises(BackendProblem) as refused:
        await house.client.contract(house.borrower, application.id)
    assert (refused.value.status, refused.value.code) == (409, "identity_needed")
    return str(refused.value.data["why"])


async def shown(house: House, application: Application) -> Contract:
    return await house.client.contract(house.borrower, application.id)


async def test_no_contract_without_a_verified_named_borrower_with_a_card(house: House) -> None:
    house.known.add(house.borrower)
    application = await house.submitted()
    assert await needs(house, application) == "none"
    await claimed(house)
    assert await needs(house, application) == "unproven"
    await house.client.bind_card(house.borrower, BindCard(number=SANDBOX, holder_name=NAME))
    assert await needs(house, application) == "unproven"
    await verified(house)
    contract = await shown(house, application)
    assert all(one in contract.text.zh and one in contract.text.en for one in (NAME, ID_NUMBER))


async def test_a_contract_stays_the_same_by_a_new_address_and_not_by_a_renewed_card(house: House) -> None:
    application = await house.submitted()
    person = await house.named()
    first = await shown(house, application)
    mine = {"name": person.name, "id_number": person.id_number}
    await claimed(house, address="elsewhere", **mine)
    assert await shown(house, application) == first
    await verified(house, long_term=True, **mine)
    second = await shown(house, application)
    assert second.contract_hash != first.contract_hash
    body = house.acceptance_of(first)
    with pytest.raises(BackendProblem) as refused:
        await house.client.accept_contract(house.borrower, application.id, body, idempotency_key="accept")
    assert refused.value.code == "contract_changed"
    body = house.acceptance_of(second)
    await house.client.accept_contract(house.borrower, application.id, body, idempotency_key="accept-2")
    await verified(house, valid_until=date(2046, 1, 1), **mine)
    kept = await shown(house, application)
    assert (kept.text, kept.contract_hash) == (second.text, second.contract_hash)


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


async def test_a_payout_goes_to_the_current_card(house: House) -> None:
    person = await house.named()
    bound, first = await house.client.bind_card(house.borrower, BindCard(number=SANDBOX, holder_name=person.name))
    await house.accepted()
    assert [card.id for card in await house.client.cards(house.borrower) if card.current] == [bound.id] != [first.id]
    with house.database.reading() as session:
        [order] = waiting_orders(session)
        assert order.card_token == session.get_one(CardRow, bound.id).token


async def test_a_card_in_a_name_that_was_only_claimed_takes_no_money(house: House) -> None:
    house.known.add(house.borrower)
    await claimed(house, name="李雷")
    await house.client.bind_card(house.borrower, BindCard(number=SANDBOX, holder_name="李雷"))
    await verified(house)
    application = await house.submitted()
    with pytest.raises(BackendProblem) as refused:
        await shown(house, application)
    assert (refused.value.status, refused.value.code) == (409, "card_needed")


def all_connected(app: FastAPI) -> None:
    """Nothing that new loans need is missing, so that what else they need is seen."""
    app.state.parts = replace(app.state.parts, ports=Ports([], must_be_connected=True))


async def test_outside_development_no_sandbox_answers_and_nothing_is_signed(
    house: House, models: Models, models_dir: Path, tmp_path: Path
) -> None:
    url = house.database.engine.url.render_as_string(hide_password=False)
    own = lenders_own(tmp_path, [NET_ASSETS])
    settings = settings_for(url, models_dir, own).model_copy(update={"environment": "production"})
    app = build_app(settings, models, house.clock)
    all_connected(app)
    client = BackendClient("http://backend", KEY, transport=httpx.ASGITransport(app))
    real = replace(house, client=client)
    with pytest.raises(BackendUnavailable):
        await verified(real)
    assert count(house, IdentityRow) == 0
    real.known.add(real.borrower)
    assert await needs(real, await real.submitted()) == "none"
    assert await client.loans(house.borrower) == []
    await client.close()
    app.state.parts.database.close()


async def test_a_real_lender_makes_no_offer_until_it_says_how_large_it_is(
    house: House, models: Models, models_dir: Path
) -> None:
    url = house.database.engine.url.render_as_string(hide_password=False)
    settings = settings_for(url, models_dir).model_copy(update={"environment": "production"})
    app = build_app(settings, models, house.clock)
    all_connected(app)
    client = BackendClient("http://backend", KEY, transport=httpx.ASGITransport(app))
    house.known.add(house.borrower)
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
