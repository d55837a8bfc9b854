"""What leaves an application to a person, with its evidence; what binds that person; and that no borrower hears of it."""

import asyncio
import contextlib
import json
import re
import ssl
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import func, select
from stdnum.cn.ric import calc_check_digit

from backend.app import KEYED_ROUTES, Models
from backend.db import Database
from backend.identity.indexes import Indexes
from backend.referrals.models import MarkRow, StudyRow
from backend.referrals.service import note_device
from backend.related.__main__ import main as load_related
from backend.related.lists import Relation
from backend.related.models import RelatedPersonRow
from backend.related.service import load_list
from backend.scenes.applicants import SILENT
from contract.lending.applications import Application
from contract.lending.cards import BindCard
from contract.lending.client import BackendProblem
from contract.lending.consents import CHECKS
from contract.lending.identity import VerifyIdentity
from contract.lending.underwriting import ApproveReview, Evidence, ReviewEvidence, VerifiedFigures
from contract.money import Money
from contract.people import invented_person
from tests.integration.backend.conftest import NET_ASSETS, running_house
from tests.integration.backend.house import IDENTITY_SECRET, House, decision
from tests.marks import slow
from tests.suspicion import internal_words

INCOME = VerifiedFigures(monthly_income=Money(12_000_00))
ADDRESS = "北京市朝阳区某路 1 号"


def own(code: str, value: Any) -> dict[str, Any]:
    return {**NET_ASSETS, "code": code, "value": value}


@contextlib.asynccontextmanager
async def house_with(
    rules: Sequence[dict[str, Any]],
    database_url: str,
    models_dir: Path,
    models: Models,
    tls: ssl.SSLContext,
    folder: Path,
) -> AsyncIterator[House]:
    async with running_house(database_url, models_dir, models, tls, folder, rules) as house:
        yield house


@pytest.fixture
async def regional(
    database_url: str, models_dir: Path, models: Models, tls: ssl.SSLContext, tmp_path: Path
) -> AsyncIterator[House]:
    """Of a lender that may lend in Beijing alone."""
    async with house_with([own("referrals.regions", ["11"])], database_url, models_dir, models, tls, tmp_path) as house:
        yield house


@pytest.fixture
async def small(
    database_url: str, models_dir: Path, models: Models, tls: ssl.SSLContext, tmp_path: Path
) -> AsyncIterator[House]:
    """Of a lender whose related persons may owe 45,000 yuan together."""
    net_assets = {**NET_ASSETS, "value": {"minor": 300_000_00, "currency": "CNY"}}
    rules = [net_assets, own("exposure.person_percent_of_net_assets", "10")]
    async with house_with(rules, database_url, models_dir, models, tls, tmp_path) as house:
        yield house


def number(place: str = "110105", born: str = "19900101", sequence: str = "123") -> str:
    body = f"{place}{born}{sequence}"
    return body + calc_check_digit(body + "0")


async def told(house: House, **other: Any) -> None:
    """The borrower is verified as somebody of one's own making."""
    house.known.add(house.borrower)
    await house.client.register_borrower(house.borrower, "zh")
    await house.consented(house.borrower, *CHECKS)
    body = {"name": "王小明", "id_number": number(), "full_time_student": False, "proof": "face", **other}
    await house.client.verify_identity(house.borrower, VerifyIdentity(**body))


async def with_card(house: House) -> None:
    card = invented_person(house.borrower).card_number
    await house.client.bind_card(house.borrower, BindCard(number=card, holder_name="王小明"))


async def open_review(house: House, application: Application) -> ReviewEvidence:
    [mine] = [one for one in await house.client.reviews() if one.application_id == application.id]
    return await house.client.review(mine.id)


async def referred_for(house: House, application: Application) -> list[Evidence]:
    """The borrower heard that a person looks, and no more; the evidence is staff's."""
    assert application.status == "referred"
    assert [reason.code for reason in decision(application).reasons] == ["review_by_a_person"]
    assert application.review is not None
    assert application.review.due_at is not None
    return (await open_review(house, application)).evidence


async def refused(call: Any) -> BackendProblem:
    with pytest.raises(BackendProblem) as problem:
        await call
    return problem.value


def listed(database: Database, *borrowers: str, now: datetime, relation: Relation = "director") -> bool:
    persons = {invented_person(one).id_number: relation for one in borrowers}
    with database.writing() as session:
        return load_list(session, Indexes((IDENTITY_SECRET,)), persons, now)


async def approve(house: House, application: Application, staff: str = "stf_1", **other: Any) -> None:
    review = (await open_review(house, application)).review
    body = ApproveReview(staff_id=staff, verified=INCOME, **other)
    await house.client.approve_review(review.id, body)


async def test_who_said_to_be_a_student_and_denies_it_is_left_to_a_person_with_both_words(house: House) -> None:
    draft = await house.draft()
    assert (await refused(house.change(draft, employment="student"))).code == "full_time_student"
    house.clock.pass_(minutes=5)
    found = await referred_for(house, await house.submitted())
    [one] = found
    assert (one.flag, one.said and one.said.value) == ("study", "employed")
    assert (one.against.source, one.against.name, one.against.value) == ("application", "full_time_student", "yes")
    assert one.against.at == house.clock.now - timedelta(minutes=5)


@pytest.mark.parametrize("way", ["identity", *slow("conversation", "apply")])
async def test_wherever_studies_were_told_they_are_remembered_once(house: House, way: str) -> None:
    await house.named()
    for _ in range(2):
        if way == "identity":
            body = VerifyIdentity(name="王小明", id_number=number(), full_time_student=True)
            assert (await refused(house.client.verify_identity(house.borrower, body))).code == "full_time_student"
        elif way == "conversation":
            await house.client.note_study(house.borrower)
        else:
            whole = {"fields": {"employment": "student"}}
            answer = await house.http.post(
                f"/borrowers/{house.borrower}/applications/apply", json=whole, headers={"Idempotency-Key": "a key"}
            )
            assert answer.json()["code"] == "full_time_student"
    with house.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(StudyRow)) == 1
    [one] = await referred_for(house, await house.submitted())
    assert one.against.source == ("application" if way == "apply" else way)


async def test_age_contradicts_an_answer(house: House) -> None:
    await told(house, id_number=number(born="20060101"))
    found = await referred_for(house, await house.submitted(employment_years=Decimal(6)))
    assert [(one.flag, one.said and one.said.value, one.against.value) for one in found] == [("age", "6", "20")]


async def test_what_is_known_only_after_the_offer_takes_it_back_to_a_person(house: House) -> None:
    house.known.add(house.borrower)
    await house.client.register_borrower(house.borrower, "zh")
    approved = await house.submitted()
    assert approved.status == "approved"
    await told(house, id_number=number(), occupation="在校大学生")
    await with_card(house)
    for _ in range(2):
        problem = await refused(house.client.contract(house.borrower, approved.id))
        assert (problem.code, problem.data["reason"]) == ("offer_no_longer_possible", "review_by_a_person")
    mine = await house.client.application(house.borrower, approved.id)
    assert (mine.status, mine.review and mine.review.cause) == ("referred", "referred")
    # Whoever decides has seen it: the offer of a person stands.
    assert [one.flag for one in (await open_review(house, approved)).evidence] == ["study"]
    await approve(house, approved)
    assert (await house.client.contract(house.borrower, approved.id)).application_id == approved.id


async def test_nobody_approves_what_came_to_light_since_the_review_was_opened(house: House) -> None:
    await house.client.register_borrower(house.borrower, "zh")
    await house.client.note_study(house.borrower)
    application = await house.submitted()
    review = (await open_review(house, application)).review
    await told(house, **vars_of(house), occupation="学生")
    body = ApproveReview(staff_id="stf_1", verified=INCOME)
    assert (await refused(house.client.approve_review(review.id, body))).code == "review_changed"
    assert len((await house.client.review(review.id)).evidence) == 2
    await house.client.approve_review(review.id, body)


def vars_of(house: House) -> dict[str, str]:
    person = invented_person(house.borrower)
    return {"name": person.name, "id_number": person.id_number}


async def test_who_lives_outside_the_lenders_provinces_is_refused_in_plain_words(regional: House) -> None:
    await told(regional, address="广东省广州市天河路 1 号")
    declined = await regional.submitted()
    [reason] = decision(declined).reasons
    assert (declined.status, reason.code) == ("declined", "region_not_served")
    assert "住址" in reason.text.zh


async def test_who_moved_into_the_lenders_province_is_left_to_a_person(regional: House) -> None:
    await told(regional, id_number=number("510104"), address=ADDRESS)
    [one] = await referred_for(regional, await regional.submitted())
    assert one.flag == "region"
    assert [json.loads(one.model_dump_json())[side]["value"]["en"] for side in ("said", "against")] == [
        "Beijing", "Sichuan",
    ]  # fmt: skip


@pytest.mark.slow  # repeats the refusal, found later
async def test_who_moves_away_after_the_offer_cannot_sign(regional: House) -> None:
    await told(regional, address=ADDRESS)
    await with_card(regional)
    approved = await regional.submitted()
    assert approved.status == "approved"
    await told(regional, address="上海市静安区某路 1 号")
    problem = await refused(regional.client.contract(regional.borrower, approved.id))
    assert (problem.code, problem.data["reason"]) == ("offer_no_longer_possible", "region_not_served")


@pytest.mark.parametrize("kind", ["device", *slow("card", "address")])
async def test_borrowers_with_something_in_common_within_thirty_days_are_left_to_a_person(
    house: House, kind: str
) -> None:
    first, second = house, replace(house, borrower="borrower-2")

    async def has(one: House) -> None:
        person = await one.named()
        if kind == "device":
            await one.client.note_device(one.borrower, "the-same-phone")
        elif kind == "card":
            card = BindCard(number="4242424242424242", holder_name=person.name)
            await one.client.bind_card(one.borrower, card)
        else:
            mine = {"name": person.name, "id_number": person.id_number, "full_time_student": False}
            await one.client.verify_identity(one.borrower, VerifyIdentity(**mine, address=ADDRESS))

    await has(first)
    house.clock.pass_(days=30)
    await has(second)
    [one] = await referred_for(second, await second.submitted())
    assert (one.flag, one.against.value) == (f"shared_{kind}", first.borrower)
    [one] = await referred_for(first, await first.submitted())
    assert one.against.value == second.borrower
    third = replace(house, borrower="borrower-3")
    # A second later the first one's is older than thirty days.
    house.clock.pass_(days=30, seconds=1)
    await has(third)
    assert (await third.submitted()).status == "approved"


async def test_marks_and_related_persons_are_kept_unreadable(house: House) -> None:
    await told(house, address=ADDRESS)
    await house.client.note_device(house.borrower, "the-phone")
    listed(house.database, "somebody", now=house.clock.now)
    with house.database.reading() as session:
        kept = [row.mark for row in session.scalars(select(MarkRow))]
        kept += [row.number_index for row in session.scalars(select(RelatedPersonRow))]
    assert len(kept) == 3
    assert all(re.fullmatch("[0-9a-f]{64}", one) for one in kept)


@pytest.mark.both_databases
async def test_of_two_borrowers_who_sign_in_on_one_device_at_once_neither_signs_unseen(house: House) -> None:
    pair = [replace(house, borrower=f"borrower-{n}") for n in (1, 2)]
    for one in pair:
        await one.named()

    async def signed_up(one: House) -> Application:
        await one.client.note_device(one.borrower, "the-same-phone")
        return await one.submitted()

    applications = await asyncio.gather(*(signed_up(one) for one in pair))
    assert "referred" in {one.status for one in applications}
    # Whichever was faster is taken back when it is read.
    for one, application in zip(pair, applications, strict=True):
        problem = await refused(one.client.contract(one.borrower, application.id))
        assert problem.data["reason"] == "review_by_a_person"
        assert (await one.client.application(one.borrower, application.id)).status == "referred"


async def test_the_device_on_which_somebody_signs_counts_though_nothing_is_signed(house: House) -> None:
    other = replace(house, borrower="borrower-2")
    await other.named()
    await other.client.note_device(other.borrower, house.borrower)
    approved = await house.submitted()
    contract = await house.client.contract(house.borrower, approved.id)
    body = house.acceptance_of(contract)
    problem = await refused(house.client.accept_contract(house.borrower, approved.id, body, idempotency_key="accept"))
    assert (problem.code, problem.data["reason"]) == ("offer_no_longer_possible", "review_by_a_person")
    assert [one.flag for one in (await open_review(house, approved)).evidence] == ["shared_device"]


async def test_a_related_person_is_left_to_a_person_and_gets_no_better_terms(house: House) -> None:
    listed(house.database, house.borrower, now=house.clock.now)
    application = await house.submitted(housing="rent", assets=Money(0), employment_years=Decimal(1))
    [one] = await referred_for(house, application)
    assert (one.flag, one.said, one.against.value) == ("related", None, "director")
    found = await open_review(house, application)
    usual = next(band for band in found.bands if band.grade == decision(application).grade)
    assert usual.rate_min_percent < usual.rate_percent
    problem = await refused(approve(house, application, rate_percent=usual.rate_min_percent))
    assert (problem.status, problem.code, problem.data["min"]) == (
        409, "related_terms_better", str(usual.rate_percent),
    )  # fmt: skip
    await approve(house, application)


async def test_related_persons_together_owe_no_more_than_their_share(small: House) -> None:
    one, two = small, replace(small, borrower="borrower-2")
    listed(small.database, one.borrower, two.borrower, now=small.clock.now)
    first, second = [await each.submitted(amount=Money(25_000_00)) for each in (one, two)]
    await approve(one, first)
    problem = await refused(approve(two, second))
    assert (problem.code, problem.data["most"]["minor"]) == ("related_limit_reached", 20_000_00)
    # Who is not related has nothing to do with it.
    three = replace(small, borrower="borrower-3")
    assert (await three.submitted(amount=Money(25_000_00))).status == "approved"


@pytest.mark.both_databases
async def test_two_related_persons_cannot_take_the_same_room_at_once(small: House) -> None:
    pair = [replace(small, borrower=f"borrower-{n}") for n in (1, 2)]
    listed(small.database, *(one.borrower for one in pair), now=small.clock.now)
    applications = [await one.submitted(amount=Money(25_000_00)) for one in pair]
    outcomes = await asyncio.gather(
        *(approve(one, application) for one, application in zip(pair, applications, strict=True)),
        return_exceptions=True,
    )
    assert sorted(str(one) for one in outcomes) == ["None", "related_limit_reached"]


@pytest.mark.slow  # repeats the limit, reached by another way
async def test_who_was_listed_after_the_offer_cannot_sign_above_the_share(small: House) -> None:
    one, two = small, replace(small, borrower="borrower-2")
    first, second = [await each.submitted(amount=Money(25_000_00)) for each in (one, two)]
    listed(small.database, one.borrower, two.borrower, now=small.clock.now)
    assert (await refused(one.client.contract(one.borrower, first.id))).data["reason"] == "review_by_a_person"
    problem = await refused(approve(one, first))
    assert problem.code == "related_limit_reached"
    assert second.status == "approved"


@pytest.mark.both_databases
def test_a_list_is_replaced_whole_and_loading_it_again_changes_nothing(database: Database) -> None:
    now = datetime(2026, 3, 31, tzinfo=UTC)
    assert listed(database, "a", "b", now=now)
    assert not listed(database, "b", "a", now=now + timedelta(days=1))
    assert listed(database, "b", "c", now=now + timedelta(days=2))
    with database.reading() as session:
        at = {row.number_index: row.listed_at for row in session.scalars(select(RelatedPersonRow))}
    index = Indexes((IDENTITY_SECRET,)).number
    assert at == {
        index(invented_person("b").id_number): now,
        index(invented_person("c").id_number): now + timedelta(days=2),
    }


def test_the_command_takes_a_list_whole_or_leaves_the_one_before(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BACKEND_DATABASE_URL", database_url)
    monkeypatch.setenv("BACKEND_IDENTITY_SECRET", IDENTITY_SECRET.decode())
    file, person = tmp_path / "related.csv", invented_person("a").id_number
    said = []
    for line in (f"{person},director\n", f"{person},director\n", f"{person},friend\n"):
        file.write_text(f"id_number,relation\n{line}")
        said.append((load_related(["load", str(file)]), capsys.readouterr()))
    assert [(code, told.out.split("\n")[0]) for code, told in said] == [(0, "replaced"), (0, "unchanged"), (2, "")]
    assert "line 2: relation" in said[2][1].err
    assert person not in "".join(told.out + told.err for _, told in said)
    assert load_related(["status"]) == 0
    assert capsys.readouterr().out.startswith("1 related persons, loaded ")


async def test_a_device_is_known_again_after_the_secret_was_replaced(house: House) -> None:
    other = replace(house, borrower="borrower-2")
    for one in (house, other):
        await one.named()
    await house.client.note_device(house.borrower, "the-same-phone")
    before = Indexes((IDENTITY_SECRET,))
    after = Indexes((b"the-identities-second-secret", *before.secrets))
    with house.database.writing() as session:
        note_device(session, after, other.borrower, "the-same-phone", house.clock.now)
    [found] = await referred_for(other, await other.submitted())
    assert (found.flag, found.against.value) == ("shared_device", house.borrower)


async def read_by(house: House, application: Application) -> dict[str, frozenset[str]]:
    """By route of a borrower that answers: the internal words in it."""
    names = defaultdict(str, borrower_id=house.borrower, application_id=application.id)
    paths = {route.path for router in KEYED_ROUTES for route in router.routes if isinstance(route, APIRoute)}
    answers = {
        path: await house.http.get(path.format_map(names))
        for path in paths
        if path.startswith("/borrowers/{borrower_id}")
    }
    return {path: internal_words(answer.text) for path, answer in answers.items() if answer.status_code == 200}


async def test_no_route_tells_a_borrower_why_a_person_looks(house: House) -> None:
    other, clean = replace(house, borrower="borrower-2"), replace(house, borrower="borrower-3")
    for one in (house, other):
        await one.named()
        await one.client.note_device(one.borrower, "the-same-phone")
    listed(house.database, house.borrower, now=house.clock.now)
    await house.client.note_study(house.borrower)
    suspect = await house.submitted()
    assert len(await referred_for(house, suspect)) == 3
    # Some of the words stand in texts for everybody: who is referred by the model alone reads those, too.
    usual = await clean.submitted(**SILENT)
    assert usual.status == "referred"
    await house.work()
    assert await read_by(house, suspect) == await read_by(clean, usual)
    assert len(await read_by(house, suspect)) > 8
    events = (await house.http.get("/events", params={"after": 0})).text
    assert "review_started" in events
    assert not internal_words(events)
