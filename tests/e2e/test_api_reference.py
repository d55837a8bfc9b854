"""The API's reference at /docs: readable in a browser under the gateway's own content policy, and closed in production."""

import base64
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from pydantic import SecretStr

from mobile_api.app import build_app
from mobile_api.settings import Settings
from tests.contracts.published import operations
from tests.e2e.browser import DESKTOP, TURN_MS
from tests.serving import served


def settings(folder: Path, environment: Any) -> Settings:
    secret = SecretStr("the-secret-of-these-tests-long-enough-to-be-one")
    return Settings(
        environment=environment,
        database_url=f"sqlite:///{folder / 'gateway.db'}",
        token_secret=secret,
        fields_key=SecretStr(base64.b64encode(bytes(range(32))).decode()),
        signing_secret=secret,
        backend_key=secret,
        dialogue_key=secret,
    )


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(build_app(settings(tmp_path_factory.mktemp("gateway"), "development"))) as url:
        yield url


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with closing(browser.new_context(viewport=DESKTOP)) as context:
        yield context.new_page()


def test_the_reference_shows_every_operation_and_asks_nobody_outside(page: Page, gateway: str) -> None:
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(
        "window.refused = [];"
        "document.addEventListener('securitypolicyviolation', (e) => window.refused.push(e.violatedDirective));"
    )
    policy = page.goto(f"{gateway}/docs").headers["content-security-policy"]  # type: ignore[union-attr]
    assert "script-src 'self';" in policy

    expect(page.get_by_role("heading", name="Loantalk mobile API")).to_be_visible(timeout=TURN_MS)
    expect(page.locator(".opblock-summary")).to_have_count(len(operations()))
    methods = page.locator(".opblock-summary-method").all_inner_texts()
    paths = page.locator(".opblock-summary-path").evaluate_all("found => found.map((one) => one.dataset.path)")
    assert {f"{method} {path}" for method, path in zip(methods, paths, strict=True)} == set(operations())

    page.locator("#operations-loans-quote_v1_quotes_post .opblock-summary").click()
    opened = page.locator("#operations-loans-quote_v1_quotes_post")
    expect(opened.get_by_text("Needs a borrower's access token.")).to_be_visible()
    expect(opened.get_by_text("term_out_of_range").first).to_be_visible()
    expect(opened.get_by_text("equal_instalment").first).to_be_visible()

    assert page.evaluate("window.refused") == []
    assert complaints == []
    # Pictures in the style sheet are data: they ask nobody.
    assert {address for address in asked if not address.startswith((f"{gateway}/", "data:"))} == set()


def test_production_shows_no_reference(tmp_path: Path) -> None:
    with served(build_app(settings(tmp_path, "production"))) as url:
        assert httpx.get(f"{url}/docs").status_code == 404
