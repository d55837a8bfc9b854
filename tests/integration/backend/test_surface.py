from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from backend.app import Models, build_app
from backend.applications.scoring import Scoring
from backend.help_centre.service import HelpCentre
from backend.products.caps import CAPS
from backend.products.quotes import Lender
from backend.products.service import current_products, read_catalogue, seed_products
from backend.recommendations.service import Rankings
from backend.settings import Settings
from backend.tables import open_database
from contract.lending.borrowers import Interaction
from contract.lending.client import BackendClient, BackendProblem
from contract.lending.products import QuoteRequest
from contract.money import Money
from contract.texts import LocalText
from tests.databases import Templates
from tests.integration.backend.conftest import migrate, settings_for
from tests.integration.backend.house import DOCUMENTS_KEY, FIELDS_KEY, IDENTITY_SECRET, KEY, Clock, House, decision

MONEY = {"minor": 10_000_00, "currency": "CNY"}


ASK = {"product_id": "consumer-flex", "amount": MONEY, "term_months": 12, "method": "bullet"}
MALFORMED = [
    {**ASK, "amount": 5},
    {**ASK, "amount": {"minor": 1.5, "currency": "CNY"}},
    {**ASK, "method": "never"},
    {},
    [],
]


@pytest.fixture
def database_url(templates: Templates, tmp_path: Path) -> str:
    """The surface is the same on both databases."""
    return templates.copy_sqlite(migrate, tmp_path / "test.db")


async def test_an_unknown_route_is_a_problem(house: House) -> None:
    for path in ("/nothing", "/openapi.json", "/docs"):
        answer = await house.http.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        assert answer.headers["content-type"] == "application/problem+json"


async def test_a_malformed_body_is_a_problem_that_does_not_repeat_the_input(house: House) -> None:
    for body in MALFORMED:
        answer = await house.http.post("/quotes", json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
        assert set(answer.json()["data"]["fields"][0]) == {"at", "error"}


async def test_an_impossible_amount_is_a_named_problem(house: House) -> None:
    for minor in (0, -5, 10**18, 10**30):
        answer = await house.http.post("/quotes", json={**ASK, "amount": {"minor": minor, "currency": "CNY"}})
        assert (answer.status_code, answer.json()["code"]) == (422, "amount_out_of_range")


async def test_a_money_write_needs_an_idempotency_key(house: House) -> None:
    await house.client.register_borrower("b", "en")
    answer = await house.http.post("/borrowers/b/applications", json={})
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_missing")


async def test_an_unknown_borrower_or_product_is_not_found(house: House) -> None:
    for path in ("/borrowers/nobody/applications", "/borrowers/nobody/loans", "/borrowers/nobody/recommendations"):
        assert (await house.http.get(path)).json()["code"] == "not_found"
    request = QuoteRequest(product_id="nothing", amount=Money(1), term_months=1, method="bullet")
    with pytest.raises(BackendProblem) as refused:
        await house.client.quote(request)
    assert (refused.value.status, refused.value.code) == (404, "not_found")


async def test_registering_again_changes_the_language_alone(house: House) -> None:
    first = await house.client.register_borrower("b", "zh")
    house.clock.pass_(days=1)
    again = await house.client.register_borrower("b", "en")
    assert (again.language, again.created_at) == ("en", first.created_at)


async def test_the_products_of_the_licence_are_published_with_their_rates(house: House) -> None:
    products = {product.id: product for product in await house.client.products()}
    assert set(products) == {terms.id for terms in read_catalogue() if terms.is_lent_under("microlender")}
    assert set(products) >= {"adult-education", "car-loan", "consumer-flex", "home-renovation", "small-business"}
    assert "home-mortgage" not in products
    assert products["consumer-flex"].rate_from_percent < products["consumer-flex"].rate_to_percent


def test_under_another_licence_other_products_are_offered(database_url: str) -> None:
    opened = open_database(database_url)
    private = Lender(LocalText(zh="某人", en="Somebody"), CAPS["private"])
    for _ in range(2):
        with opened.writing() as session:
            seed_products(session, private, date(2026, 3, 31))
            current = {terms.id: terms for terms in current_products(session)}
            assert "home-mortgage" in current
            assert all(terms.is_lent_under("private") for terms in current.values())
    opened.close()


async def test_recommended_products_say_why_and_leave_out_what_was_just_declined(house: House) -> None:
    everything = await house.client.register_borrower(house.borrower, "zh")
    offered = {product.id for product in await house.client.products()}
    recommended = await house.client.recommended_products(everything.id, limit=20)
    assert {one.product.id for one in recommended} == offered
    assert all(one.why.zh and one.why.en for one in recommended)
    declined = await house.submitted(
        monthly_income=Money(1_000_00),
        monthly_expenses=Money(1_000_00),
        employment="unemployed",
        debt=Money(500_000_00),
    )
    assert declined.status == "declined"
    left = [one.product.id for one in await house.client.recommended_products(house.borrower, limit=20)]
    assert declined.product_id == "consumer-flex"
    assert set(left) == offered - {declined.product_id}
    house.clock.pass_(days=31)
    assert len(await house.client.recommended_products(house.borrower, limit=20)) == len(offered)


async def test_an_interaction_is_noted_for_products_that_exist(house: House) -> None:
    await house.client.register_borrower("b", "en")
    await house.client.record_interaction("b", Interaction(product_id="car-loan", kind="viewed"))
    with pytest.raises(BackendProblem) as refused:
        await house.client.record_interaction("b", Interaction(product_id="nothing", kind="viewed"))
    assert refused.value.code == "not_found"


async def test_readiness_names_every_part(house: House) -> None:
    answer = await house.http.get("/readyz", headers={"X-Service-Key": ""})
    assert answer.status_code == 503
    assert answer.json()["parts"] == {
        "database": "ready", "scoring": "ready", "help_centre": "loading", "worker": "never seen", "recommender": "ready",
        "products": "ready", "holidays": "ready",
    }  # fmt: skip
    assert (await house.http.get("/healthz")).json() == {"status": "alive"}


async def test_a_private_lender_is_told_that_the_prime_rate_table_is_old(
    database_url: str, models: Models, models_dir: Path
) -> None:
    settings = settings_for(database_url, models_dir).model_copy(update={"licence": "private"})
    app = build_app(settings, models, Clock(datetime(2026, 3, 31, tzinfo=UTC)))
    async with httpx.AsyncClient(base_url="http://backend", transport=httpx.ASGITransport(app)) as http:
        assert (await http.get("/readyz")).json()["parts"]["lpr_table"] == "old"
    app.state.parts.database.close()


async def test_without_a_model_a_person_decides(house: House, models_dir: Path, tmp_path: Path) -> None:
    nothing = Scoring(tmp_path, demo_may_decide=True)
    assert (nothing.status, Rankings(tmp_path).status) == ("model_missing", "model_missing")
    models = Models(nothing, Rankings(tmp_path), HelpCentre("packaged", tmp_path, {}, dict))
    settings = Settings(
        environment="development",
        database_url=str(house.database.engine.url),
        service_keys={"tests": KEY},
        provider_secret=SecretStr("a provider's secret"),
        identity_secret=SecretStr(IDENTITY_SECRET.decode()),
        documents_key=SecretStr(DOCUMENTS_KEY),
        fields_key=SecretStr(FIELDS_KEY),
        models_dir=models_dir,
    )
    app = build_app(settings, models, house.clock)
    client = BackendClient("http://backend", KEY, transport=httpx.ASGITransport(app))
    referred = await replace(house, client=client).submitted()
    assert (referred.status, decision(referred).reasons[0].code) == ("referred", "scoring_unavailable")
    assert referred.review is not None
    assert referred.review.due_at is not None
    assert len(await client.recommended_products(house.borrower)) == 3
    await client.close()
    app.state.parts.database.close()
