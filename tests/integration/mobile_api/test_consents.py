"""Consents through the gateway and on the borrower's page, with a real backend behind them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect
from sqlalchemy import update

from backend.app import Models, build_app, told_by
from backend.applications.scoring import Scoring
from backend.help_centre.service import HelpCentre
from backend.identity.models import IdentityRow
from backend.recommendations.service import Rankings
from backend.scenes.applicants import SOUND
from backend.settings import Settings
from servicekit.dumps import connected
from tests.integration.backend.conftest import ACTS, settings_for
from tests.integration.backend.house import KEY
from tests.integration.mobile_api.conftest import Gateway, NewPage
from tests.integration.mobile_api.talking_page import axe_is_content, sign_in
from tests.serving import serving

Json = dict[str, Any]


class NotLoaded(HelpCentre):
    """Nobody asks it here, and loading takes longer than these tests."""

    def start(self) -> None:
        pass


def without_models(settings: Settings) -> Models:
    """Every application goes to a person."""
    return Models(
        Scoring(settings.models_dir, demo_may_decide=True),
        Rankings(settings.models_dir),
        NotLoaded("packaged", settings.models_dir, {}, told_by(settings)),
    )


@pytest.fixture
async def whole(gateway_on: Callable[..., Awaitable[Gateway]], clock: Any, tmp_path: Path) -> AsyncIterator[Gateway]:
    """A gateway before a real backend."""
    settings = settings_for(f"sqlite:///{tmp_path / 'backend.db'}", tmp_path / "no-models")
    settings = settings.model_copy(update={"signing_secret": None, "lasting_acts": tmp_path / ACTS})
    app = build_app(settings, without_models(settings), clock)
    async with serving(app) as url:
        yield await gateway_on(f"sqlite:///{tmp_path / 'gateway.db'}", backend_url=url, backend_key=KEY)


def of(consents: list[Json], purpose: str) -> Json:
    [one] = [one for one in consents if one["purpose"] == purpose]
    return one


async def test_a_consent_that_is_withdrawn_holds_the_application_up_until_it_is_given_again(whole: Gateway) -> None:
    borrower = await whole.borrower()
    fresh = (await borrower.http.get("/me/consents")).raise_for_status().json()
    assert not any(one["given"] for one in fresh)
    # Registers the borrower with the backend.
    body = {"fields": SOUND.model_dump(mode="json")}
    sent = await borrower.http.post("/applications", json=body, headers={"Idempotency-Key": "apply-0001"})
    application = sent.raise_for_status().json()
    assert (application["status"], application["missing"]) == ("referred", [])
    given = of((await borrower.http.get("/me/consents")).json(), "credit_check")
    assert given["given"]
    assert given["recipient_name"]["zh"] == "中国人民银行征信中心"

    change = {"purpose": "credit_check", "given": False}
    after = of((await borrower.http.put("/me/consents", json=change)).raise_for_status().json(), "credit_check")
    assert (after["given"], after["given_at"]) == (False, None)
    assert after["withdrawn_at"]
    path = f"/applications/{application['id']}"
    assert (await borrower.http.get(path)).json()["missing"] == ["credit_check_consent"]

    reviewer = await whole.staff("rose", "reviewer")
    [review] = (await reviewer.get("/desk/reviews")).json()["reviews"]
    act = {
        "version": review["version"],
        "note": "seen",
        "verified": {"monthly_income": body["fields"]["monthly_income"]},
    }
    refused = await reviewer.post(f"/desk/reviews/{review['id']}/approve", json=act | {"grade": "A"})
    assert (refused.status_code, refused.json()["code"]) == (422, "consent_needed")
    assert refused.json()["data"]["purpose"] == "credit_check"

    stale = await borrower.http.put("/me/consents", json=change | {"given": True, "text_version": "0"})
    assert (stale.status_code, stale.json()["code"]) == (409, "consent_text_changed")
    again = change | {"given": True, "text_version": stale.json()["data"]["text_version"]}
    assert of((await borrower.http.put("/me/consents", json=again)).json(), "credit_check")["given"]
    approved = await reviewer.post(f"/desk/reviews/{review['id']}/approve", json=act | {"grade": "A"})
    assert approved.status_code == 200, approved.text


async def test_the_texts_can_be_read_before_signing_in(whole: Gateway) -> None:
    texts = (await whole.client().get("/consent-texts")).raise_for_status().json()
    assert {"agreement", "privacy_notice"} <= {one["purpose"] for one in texts}


async def test_who_is_new_agrees_once_to_what_can_be_read(whole: Gateway, new_page: NewPage) -> None:
    page = await new_page()
    await page.goto(whole.url)
    await page.get_by_role("button", name="User agreement").click()
    await expect(page.get_by_role("dialog")).to_contain_text("You talk to a machine")
    await axe_is_content(page)
    await page.keyboard.press("Escape")

    await sign_in(page, agreed=False)
    heading = page.get_by_role("heading", name="Before you start")
    await expect(heading).to_be_focused()
    await axe_is_content(page)
    await page.get_by_role("button", name="Agree and continue").click()
    # The box is not ticked for anybody.
    await expect(page.get_by_role("checkbox")).to_be_focused()
    await page.keyboard.press("Space")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.from-bot").first).to_be_visible()
    await page.reload()
    await expect(page.locator(".message.from-bot").first).to_be_visible()
    assert await heading.count() == 0


async def test_a_consent_is_read_withdrawn_and_given_on_its_page(whole: Gateway, new_page: NewPage) -> None:
    page = await new_page()
    await page.goto(whole.url)
    await sign_in(page)
    await page.get_by_role("link", name="Me", exact=True).click()
    await page.get_by_role("link", name="Consents").click()
    give = page.get_by_role("button", name="Agree: Face check")
    await give.click()
    card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Face check", exact=True))
    await expect(card.get_by_role("status")).to_contain_text("Agreed")
    await page.get_by_role("button", name="Withdraw: Face check").click()
    await expect(card).to_contain_text("You are checked in another way")
    await axe_is_content(page)
    await page.get_by_role("button", name="Withdraw now").click()
    await expect(card.get_by_role("status")).to_contain_text("Withdrawn")
    await expect(give).to_be_visible()
    await page.get_by_role("button", name="切换到中文").click()
    await expect(page.get_by_role("heading", name="人脸核验授权")).to_be_visible()
    await axe_is_content(page)


async def test_an_identity_is_checked_after_each_consent_was_given_by_a_box_of_its_own(
    whole: Gateway, new_page: NewPage
) -> None:
    page = await new_page()
    await page.goto(whole.url)
    await sign_in(page)
    await page.goto(f"{whole.url}/#me/identity")
    boxes = page.get_by_role("group").get_by_role("checkbox")
    await expect(boxes).to_have_count(2)
    await expect(page.get_by_role("group", name="Face check")).to_contain_text("deleted as soon as it was compared")
    await page.get_by_label("How shall we verify it?").select_option("video")
    await expect(boxes).to_have_count(1)
    await page.get_by_label("How shall we verify it?").select_option("face")
    await verify(page)
    await expect(boxes.first).to_be_focused()
    await axe_is_content(page)
    await agree(page)
    await verify(page)
    await expect(page.get_by_text("Your identity is verified.")).to_be_visible()

    await page.goto(f"{whole.url}/#me/card")
    await expect(boxes).to_have_count(1)
    await expect(page.get_by_role("checkbox", name="Bank card check")).not_to_be_checked()
    await axe_is_content(page)
    await page.get_by_role("button", name="切换到中文").click()
    await expect(page.get_by_role("checkbox", name="我已阅读并同意：银行卡核验授权")).to_be_visible()


async def agree(page: Page) -> None:
    for title in ("Identity check", "Face check"):
        await page.get_by_role("checkbox", name=title).check()


async def verify(page: Page) -> None:
    await page.get_by_label("Name, as on").fill("王小明")
    await page.get_by_label("Resident identity number").fill("11010519491231002X")
    await page.get_by_label("Are you a full-time student").select_option("no")
    await page.get_by_role("button", name="Verify", exact=True).click()


async def test_who_was_verified_by_card_and_photo_reads_the_limit_and_lifts_it_by_a_face(
    whole: Gateway, new_page: NewPage, tmp_path: Path
) -> None:
    page = await new_page()
    await page.goto(whole.url)
    await sign_in(page)
    await page.goto(f"{whole.url}/#me/identity")
    await agree(page)
    await verify(page)
    await expect(page.get_by_text("Your identity is verified.")).to_be_visible()
    with connected(f"sqlite:///{tmp_path / 'backend.db'}") as backend:
        backend.execute(update(IdentityRow).values(proof="card_and_photo"))
        backend.commit()

    await page.reload()
    limit = page.get_by_text("you can owe at most ¥10,000.00 in all")
    await expect(limit).to_be_visible()
    await page.get_by_text("Verify once more and lift the limit").click()
    assert await page.get_by_label("How shall we verify it?").locator("option").count() == 2
    await axe_is_content(page)
    await page.get_by_role("button", name="切换到中文").click()
    await expect(page.get_by_text("名下借款合计最多 ¥10,000.00")).to_be_visible()
    await page.get_by_role("button", name="Switch to English").click()
    await verify(page)
    await expect(limit).to_have_count(0)
    await expect(page.get_by_text("Your identity is verified.")).to_be_visible()
