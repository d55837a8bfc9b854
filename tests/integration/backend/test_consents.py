"""Consents: each to a text, kept with time and way, and nothing is decided without the one it needs."""

import asyncio
from collections.abc import Awaitable
from pathlib import Path

import pytest
from sqlalchemy import select

from backend.consents.models import ConsentRow
from backend.recommendations.service import WHY
from contract.lending.applications import Application, ApplicationFields, ChangeApplication, SubmitApplication
from contract.lending.cards import BindCard
from contract.lending.client import BackendProblem
from contract.lending.consents import Consent, ConsentPurpose, HowConsented, SetConsent
from contract.lending.identity import ProofWay, VerifyIdentity
from contract.lending.underwriting import ApproveReview, DeclineReview, VerifiedFigures
from contract.money import Money
from servicekit.lasting import LastingActs
from tests.integration.backend.conftest import ACTS
from tests.integration.backend.house import House
from tests.integration.backend.test_identity_and_cards import ANOTHERS, ID_NUMBER, NAME, checked, numbered

pytestmark = pytest.mark.both_databases


async def consent(house: House, purpose: ConsentPurpose = "credit_check") -> Consent:
    [one] = [one for one in await house.client.consents(house.borrower) if one.purpose == purpose]
    return one


async def set_to(house: House, *, given: bool, purpose: ConsentPurpose = "credit_check") -> Consent:
    version = (await consent(house, purpose)).text_version
    body = SetConsent(purpose=purpose, given=given, text_version=version if given else None)
    [one] = [one for one in await house.client.set_consent(house.borrower, body) if one.purpose == purpose]
    return one


def history(house: House, purpose: ConsentPurpose = "credit_check") -> list[ConsentRow]:
    with house.database.reading() as session:
        rows = select(ConsentRow).where(ConsentRow.purpose == purpose)
        return list(session.scalars(rows.order_by(ConsentRow.given_at)))


async def referred(house: House) -> Application:
    """Waiting for a person, because the borrower asked for one."""
    application = await house.submitted()
    return await house.client.review_application(house.borrower, application.id)


async def test_every_purpose_has_a_text_a_recipient_and_what_withdrawing_changes(house: House) -> None:
    await house.client.register_borrower(house.borrower, "zh")
    consents = await house.client.consents(house.borrower)
    assert {(one.purpose, one.recipient) for one in consents} >= {
        ("credit_check", "credit_bureau"),
        ("identity_check", "id_register"),
        ("face", "face_provider"),
        ("card_check", "payment_provider"),
    }
    for one in consents:
        assert not one.given
        for text in (one.title, one.text, one.withdrawing, one.recipient_name):
            assert text.zh
            assert text.en
            assert "{" not in text.zh + text.en
    before_signing_in = await house.client.consent_texts()
    assert [(one.purpose, one.text) for one in before_signing_in] == [(one.purpose, one.text) for one in consents]


async def test_an_answer_in_the_form_is_a_consent_to_the_present_text_with_its_way(house: House) -> None:
    draft = await house.draft(credit_check_consent=None)
    assert (draft.missing, (await consent(house)).given) == (["credit_check_consent"], False)
    house.clock.pass_(minutes=5)
    how = HowConsented(way="words", language="en")
    body = ChangeApplication(fields=ApplicationFields(credit_check_consent=True), consent=how)
    draft = await house.client.change_application(house.borrower, draft.id, body)
    given = await consent(house)
    assert (given.given, given.given_at, given.consented_version) == (True, house.clock.now, given.text_version)
    [row] = history(house)
    assert (row.way, row.language, row.recipient, row.text_version) == (
        "words", "en", "credit_bureau", given.text_version,
    )  # fmt: skip
    assert (draft.missing, draft.fields.credit_check_consent) == ([], True)


async def test_a_consent_names_the_text_that_was_read(house: House) -> None:
    await house.client.register_borrower(house.borrower, "zh")
    for version, code in ((None, "consent_text_needed"), ("0", "consent_text_changed")):
        body = SetConsent(purpose="marketing", given=True, text_version=version)
        with pytest.raises(BackendProblem) as refused:
            await house.client.set_consent(house.borrower, body)
        assert refused.value.code == code
    assert refused.value.data == {"text_version": (await consent(house, "marketing")).text_version}
    assert history(house, "marketing") == []


async def test_withdrawing_closes_a_consent_for_good_and_giving_again_makes_a_new_one(
    house: House, tmp_path: Path
) -> None:
    await house.client.register_borrower(house.borrower, "en")
    times = []
    for given in (True, True, False, False, True):
        house.clock.pass_(hours=1)
        times.append(house.clock.now)
        shown = await set_to(house, given=given, purpose="face")
        assert shown.given is given
    assert [(row.given_at, row.withdrawn_at, row.language) for row in history(house, "face")] == [
        (times[0], times[2], "en"),
        (times[4], None, "en"),
    ]
    assert not (await consent(house, "card_check")).given
    # What a restored backup must not undo.
    acts = [(act.kind, act.id, act.at) for act in LastingActs(tmp_path / ACTS).since(times[0])]
    assert acts == [("consent_withdrawn.face", house.borrower, moment) for moment in times[2:4]]


async def test_a_consent_given_twice_at_once_is_one(house: House) -> None:
    await house.client.register_borrower(house.borrower, "zh")
    await asyncio.gather(*(set_to(house, given=True) for _ in range(4)))
    assert len(history(house)) == 1


async def test_products_are_ordered_for_a_borrower_only_with_that_consent(house: House) -> None:
    known = "simulated-1"
    await house.client.register_borrower(known, "zh")

    async def whys() -> set[str]:
        return {one.why.en for one in await house.client.recommended_products(known, 20)}

    popular = await whys()
    [text] = [one for one in await house.client.consent_texts() if one.purpose == "recommendations"]
    body = SetConsent(purpose="recommendations", given=True, text_version=text.text_version)
    await house.client.set_consent(known, body)
    assert popular == {WHY["popular"].en}
    assert await whys() == {WHY["like_yours"].en}


async def test_a_draft_without_its_consent_is_asked_for_it_again_and_not_decided(house: House) -> None:
    draft = await house.draft()
    body = SubmitApplication(proposal_hash=draft.proposal_hash or "")
    await set_to(house, given=False)
    asked = await house.client.application(house.borrower, draft.id)
    assert (asked.missing, asked.proposal_hash) == (["credit_check_consent"], None)
    with pytest.raises(BackendProblem) as refused:
        await house.client.submit_application(house.borrower, draft.id, body, idempotency_key="first")
    assert (refused.value.code, refused.value.data["purpose"]) == ("consent_needed", "credit_check")
    assert refused.value.data["consent"]["zh"]

    again = await house.change(asked, credit_check_consent=True)
    assert again.proposal_hash == draft.proposal_hash
    decided = await house.client.submit_application(house.borrower, draft.id, body, idempotency_key="second")
    assert decided.status == "approved"


async def test_a_review_makes_no_offer_after_the_consent_was_withdrawn_until_it_is_given_again(house: House) -> None:
    application = await referred(house)
    await set_to(house, given=False)
    waits = await house.client.application(house.borrower, application.id)
    assert (waits.status, waits.missing) == ("referred", ["credit_check_consent"])

    [queued] = await house.client.reviews()
    verified = VerifiedFigures(monthly_income=Money(15_000_00))
    body = ApproveReview(staff_id="staff_1", version=queued.version, note="seen", verified=verified)
    with pytest.raises(BackendProblem) as refused:
        await house.client.approve_review(queued.id, body)
    assert (refused.value.code, refused.value.data["purpose"]) == ("consent_needed", "credit_check")

    await set_to(house, given=True)
    await house.client.approve_review(queued.id, body)
    decided = await house.client.application(house.borrower, application.id)
    assert (decided.status, decided.missing) == ("approved", [])


async def test_a_review_can_end_in_a_decline_without_the_consent(house: House) -> None:
    application = await referred(house)
    await set_to(house, given=False)
    [queued] = await house.client.reviews()
    body = DeclineReview(staff_id="staff_1", version=queued.version, note="seen", reasons=["papers_contradict"])
    await house.client.decline_review(queued.id, body)
    assert (await house.client.application(house.borrower, application.id)).status == "declined"


async def test_what_was_decided_stays_after_the_consent_was_withdrawn(house: House) -> None:
    application = await house.submitted()
    await set_to(house, given=False)
    kept = await house.client.application(house.borrower, application.id)
    assert (kept.status, kept.fields, kept.missing) == ("approved", application.fields, [])
    assert (await consent(house)).withdrawn_at == house.clock.now


async def asks(house: House, purpose: ConsentPurpose) -> tuple[str, str | None]:
    """What becomes of asking the one whom this consent lets ask, who would refuse: the problem, and which consent is missing."""
    number = numbered("001" if purpose == "face" else "000")
    proof: ProofWay | None = "face" if purpose == "face" else None
    identity = VerifyIdentity(name=NAME, id_number=number, full_time_student=False, proof=proof)
    card = BindCard(number=checked(ANOTHERS), holder_name=NAME)
    client, me = house.client, house.borrower
    asking: Awaitable[object] = (
        client.bind_card(me, card) if purpose == "card_check" else client.verify_identity(me, identity)
    )
    with pytest.raises(BackendProblem) as refused:
        await asking
    return refused.value.code, refused.value.data.get("purpose")


@pytest.mark.parametrize(
    ("purpose", "asked"),
    [
        ("identity_check", "identity_not_confirmed"),
        ("face", "face_not_matched"),
        ("card_check", "card_name_mismatch"),
    ],
)
async def test_register_face_check_and_bank_are_asked_only_while_the_consent_stands(
    house: House, purpose: ConsentPurpose, asked: str
) -> None:
    await house.client.register_borrower(house.borrower, "zh")
    if purpose != "identity_check":
        await house.consented(house.borrower, "identity_check")
    if purpose == "card_check":
        claim = VerifyIdentity(name=NAME, id_number=ID_NUMBER, full_time_student=False)
        await house.client.verify_identity(house.borrower, claim)
    assert await asks(house, purpose) == ("consent_needed", purpose)
    if purpose == "face":
        # Nothing was begun at the register either.
        assert not (await house.client.identity(house.borrower)).next
    for given in (True, False, True):
        await set_to(house, given=given, purpose=purpose)
        assert await asks(house, purpose) == ((asked, None) if given else ("consent_needed", purpose))
