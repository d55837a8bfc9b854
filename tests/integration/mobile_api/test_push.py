"""From the backend's events to a phone, through firebase-admin and a local stand-in for Google."""

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest

from contract.lending.consents import Consent
from contract.lending.events import Event
from contract.lending.products import Product, RecommendedProduct
from contract.money import Money
from contract.texts import LocalText
from mobile_api.push.delivery import due_notifications, lease_pushes
from mobile_api.push.events import apply_events
from mobile_api.push.fcm import FcmSender
from mobile_api.worker import Worker
from tests.fake_google import FakeGoogle, service_account
from tests.integration.mobile_api.conftest import Gateway
from tests.integration.mobile_api.scripted_backend import event


@pytest.fixture
async def google(serve, tmp_path: Path) -> AsyncIterator[tuple[FakeGoogle, FcmSender]]:
    fake = FakeGoogle()
    async with serve(fake.app()) as url:
        account = service_account(tmp_path / "account.json", url)
        sender = FcmSender(account, url)
        yield fake, sender
        await asyncio.to_thread(sender.close)


def abandoned(position: int, borrower_id: str) -> Event:
    return event(position, borrower_id, "application.abandoned", application_id="app_1", product_id=None)


async def borrower_with_phone(gateway):
    borrower = await gateway.borrower()
    answer = await borrower.http.put("/devices/install-0001", json={"token": "device-token-1", "platform": "android"})
    assert answer.status_code == 204
    return borrower, (await borrower.http.get("/me")).json()["id"]


async def test_the_backend_hears_on_which_device_somebody_is_and_pushes_do_not_wait_for_it(gateway: Gateway) -> None:
    borrower, me = await borrower_with_phone(gateway)
    assert (f"PUT /borrowers/{me}/devices/install-0001", None) in gateway.backend.calls
    assert [one["device"] for one in (await borrower.http.get("/me/sessions")).json()] == ["install-0001"]


async def test_an_abandoned_application_reaches_the_phone_with_a_recommendation_that_was_agreed_to(
    gateway: Gateway, google
):
    fake, sender = google
    borrower, me = await borrower_with_phone(gateway)
    gateway.backend.events = [abandoned(1, me)]
    gateway.backend.answers[f"GET /borrowers/{me}/consents"] = [offers(agreed_to=True)]
    gateway.backend.answers[f"GET /borrowers/{me}/recommendations"] = [recommended()]

    await Worker(gateway.parts, sender).notify()

    [pushed] = fake.sent
    assert pushed["token"] == "device-token-1"
    assert pushed["notification"]["title"] == "您的申请还差几步"
    assert "车主贷" in pushed["notification"]["body"]
    [kept] = (await borrower.http.get("/notifications")).json()
    assert kept["title"]["en"] == "Your application is a few steps away"
    assert kept["data"] == {"application_id": "app_1", "product_id": "car"}
    assert pushed["data"]["notification_id"] == kept["id"]


async def test_nothing_is_recommended_to_who_did_not_agree_to_offers(small_gateway: Gateway, google):
    _, sender = google
    borrower, me = await borrower_with_phone(small_gateway)
    small_gateway.backend.events = [abandoned(1, me)]
    small_gateway.backend.answers[f"GET /borrowers/{me}/consents"] = [offers(agreed_to=False)]
    small_gateway.backend.answers[f"GET /borrowers/{me}/recommendations"] = [recommended()]
    await Worker(small_gateway.parts, sender).notify()
    [kept] = (await borrower.http.get("/notifications")).json()
    assert kept["data"] == {"application_id": "app_1"}


@pytest.mark.both_databases
async def test_events_are_applied_once_whoever_reads_them(gateway: Gateway, google):
    fake, sender = google
    borrower, me = await borrower_with_phone(gateway)
    gateway.backend.events = [abandoned(1, me), abandoned(2, "bor_of_another_gateway")]
    other = await gateway.another_process()

    for parts in (gateway.parts, other, gateway.parts):
        await apply_events(parts.database, parts.backend, parts.clock())
    for parts in (gateway.parts, other):
        await Worker(parts, sender).notify()

    assert len((await borrower.http.get("/notifications")).json()) == 1
    assert len(fake.sent) == 1
    await other.close()


async def test_an_event_of_an_unknown_kind_is_passed_over(small_gateway: Gateway, google):
    fake, sender = google
    borrower, me = await borrower_with_phone(small_gateway)
    of_a_newer_backend = abandoned(1, me).model_copy(update={"kind": "loan.repaid"})
    small_gateway.backend.events = [of_a_newer_backend, abandoned(2, me)]
    await Worker(small_gateway.parts, sender).notify()
    assert [kept["kind"] for kept in (await borrower.http.get("/notifications")).json()] == ["application.abandoned"]
    assert len(fake.sent) == 1


async def test_a_token_that_is_gone_is_forgotten(small_gateway: Gateway, google):
    fake, sender = google
    _, me = await borrower_with_phone(small_gateway)
    fake.outcomes["device-token-1"] = (404, "UNREGISTERED")
    small_gateway.backend.events = [abandoned(1, me)]
    worker = Worker(small_gateway.parts, sender)
    await worker.notify()
    small_gateway.backend.events = [abandoned(2, me)]
    await worker.notify()

    assert len(fake.sent) == 1


# Google's library tries a 503 again for seconds.
@pytest.mark.slow
async def test_a_phone_that_was_pushed_to_is_left_alone_while_the_other_waits(gateway: Gateway, google, clock):
    fake, sender = google
    borrower, me = await borrower_with_phone(gateway)
    await borrower.http.put("/devices/install-0002", json={"token": "device-token-2", "platform": "ios"})
    fake.outcomes["device-token-2"] = (503, "UNAVAILABLE")
    gateway.backend.events = [abandoned(1, me)]
    worker = Worker(gateway.parts, sender)
    await worker.notify()
    fake.outcomes.clear()
    clock.pass_(seconds=31)
    await worker.notify()
    clock.pass_(minutes=10)
    await worker.notify()

    tokens = [pushed["token"] for pushed in fake.sent]
    assert tokens.count("device-token-1") == 1
    assert tokens[-1] == "device-token-2"


@pytest.mark.both_databases
async def test_workers_that_push_at_once_push_once(gateway: Gateway, google):
    fake, sender = google
    _, me = await borrower_with_phone(gateway)
    gateway.backend.events = [abandoned(position, me) for position in range(1, 6)]
    await apply_events(gateway.parts.database, gateway.parts.backend, gateway.clock())
    others = [await gateway.another_process() for _ in range(3)]

    await asyncio.gather(*(Worker(parts, sender).notify() for parts in (gateway.parts, *others)))

    pushed = [message["data"]["notification_id"] for message in fake.sent]
    assert len(pushed) == len(set(pushed)) == 5
    for other in others:
        await other.close()


async def test_a_push_whose_worker_was_killed_is_sent_when_its_lease_ends(small_gateway: Gateway, google, clock):
    fake, sender = google
    _, me = await borrower_with_phone(small_gateway)
    small_gateway.backend.events = [abandoned(1, me)]
    database = small_gateway.parts.database
    await apply_events(database, small_gateway.parts.backend, clock())
    [notification_id] = await due_notifications(database, clock())
    assert len(await lease_pushes(database, notification_id, clock(), pushing=True)) == 1

    await Worker(small_gateway.parts, sender).notify()
    assert fake.sent == []
    clock.pass_(minutes=6)
    await Worker(small_gateway.parts, sender).notify()
    assert len(fake.sent) == 1


async def test_an_app_installed_anew_with_its_old_token_is_pushed_to_once(small_gateway: Gateway, google):
    fake, sender = google
    borrower, me = await borrower_with_phone(small_gateway)
    await borrower.http.put("/devices/install-0002", json={"token": "device-token-1", "platform": "android"})
    small_gateway.backend.events = [abandoned(1, me)]
    await Worker(small_gateway.parts, sender).notify()
    assert len(fake.sent) == 1


async def test_when_the_push_service_is_busy_the_push_is_sent_later(small_gateway: Gateway, google, clock):
    fake, sender = google
    _, me = await borrower_with_phone(small_gateway)
    fake.outcomes["device-token-1"] = (429, "QUOTA_EXCEEDED")
    small_gateway.backend.events = [abandoned(1, me)]
    worker = Worker(small_gateway.parts, sender)
    await worker.notify()
    fake.outcomes.clear()
    tries = len(fake.sent)
    await worker.notify()
    assert len(fake.sent) == tries, "it did not pause"
    clock.pass_(seconds=31)
    await worker.notify()
    await worker.notify()
    assert len(fake.sent) == tries + 1


async def test_without_credentials_notifications_stay_in_the_app_and_can_be_read(small_gateway: Gateway):
    borrower, me = await borrower_with_phone(small_gateway)
    small_gateway.backend.events = [abandoned(1, me)]
    await Worker(small_gateway.parts, None).notify()

    [kept] = (await borrower.http.get("/notifications")).json()
    read = (await borrower.http.post(f"/notifications/{kept['id']}/read")).json()

    assert kept["read_at"] is None
    assert read["read_at"] is not None


async def test_a_phone_that_is_signed_off_gets_nothing(small_gateway: Gateway, google):
    fake, sender = google
    borrower, me = await borrower_with_phone(small_gateway)
    await borrower.http.delete("/devices/install-0001")
    small_gateway.backend.events = [abandoned(1, me)]
    await Worker(small_gateway.parts, sender).notify()
    assert fake.sent == []


def offers(*, agreed_to: bool) -> Consent:
    text = LocalText(zh="优惠", en="Offers")
    return Consent(
        purpose="marketing",
        recipient="lender",
        recipient_name=text,
        title=text,
        text=text,
        withdrawing=text,
        text_version="1",
        given=agreed_to,
    )


def recommended() -> RecommendedProduct:
    text, money = LocalText(zh="利率低", en="a low rate"), Money(100)
    product = Product(
        id="car",
        version=1,
        name=LocalText(zh="车主贷", en="Car loan"),
        summary=text,
        purposes=["car"],
        amount_min=money,
        amount_max=money,
        term_min_months=3,
        term_max_months=36,
        methods=["bullet"],
        rate_from_percent=Decimal(7),
        rate_to_percent=Decimal(12),
        fee_percent=Decimal(0),
        day_count="30/360",
    )
    return RecommendedProduct(product=product, why=text, score=1.0)
