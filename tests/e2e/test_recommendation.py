"""A product on the phone: what was begun and left comes back as a push, with an offer that fits."""

from collections.abc import Callable

from tests.e2e.borrower_app import BorrowerApp
from tests.e2e.waiting import wait_for
from tests.fake_google import FakeGoogle


def test_an_abandoned_application_reaches_the_phone_once(
    google: tuple[FakeGoogle, str], sign_up: Callable[[str], BorrowerApp]
) -> None:
    fake, _ = google
    app = sign_up("en")
    token = f"device-of-{app.phone}"
    registered = app.http.put("/v1/devices/installation-1", json={"token": token, "platform": "android"})
    assert registered.status_code == 204
    app.say("I want to borrow money to renovate my home")

    wait_for(
        lambda: [push for push in fake.sent if push["token"] == token], lambda pushes: len(pushes) == 1, seconds=60
    )

    [notification] = app.get("/notifications")
    assert notification["kind"] == "application.abandoned"
    assert notification["title"]["zh"]
    assert notification["title"]["en"]


def test_products_are_recommended_with_a_reason_in_the_app_and_in_the_chat(
    sign_up: Callable[[str], BorrowerApp],
) -> None:
    app = sign_up("zh")

    offers = app.get("/products/recommended")
    app.say("给我推荐一个合适的产品")

    assert offers
    assert all(offer["why"]["zh"] and offer["why"]["en"] for offer in offers)
    assert app.block("product_card")["product"]["id"] in {offer["product"]["id"] for offer in offers}
