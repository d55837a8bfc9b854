import httpx
import pytest
from pydantic import SecretStr

from backend.app import build_app
from backend.client import BackendProblem, Interaction, Money, QuoteRequest
from backend.settings import Settings

MONEY = {"minor": 10_000_00, "currency": "CNY"}


@pytest.fixture
def database_url(tmp_path):
    """The surface is the same on both databases."""
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/products"),
        ("POST", "/quotes"),
        ("GET", "/events"),
        ("GET", "/help?q=hello"),
        ("PUT", "/borrowers/b"),
        ("GET", "/borrowers/b/loans"),
        ("POST", "/borrowers/b/applications"),
        ("POST", "/borrowers/b/loans/l/payments"),
    ],
)
@pytest.mark.parametrize("key", ["", "wrong", "é"])
async def test_every_route_needs_a_service_key(house, method, path, key):
    answer = await house.http.request(method, path, headers={"X-Service-Key": key.encode()})
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/nothing", "/openapi.json", "/docs"])
async def test_an_unknown_route_is_a_problem(house, path):
    answer = await house.http.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "body",
    [
        {"product_id": "consumer-flex", "amount": 5, "term_months": 12, "method": "bullet"},
        {
            "product_id": "consumer-flex",
            "amount": {"minor": 1.5, "currency": "CNY"},
            "term_months": 12,
            "method": "bullet",
        },
        {"product_id": "consumer-flex", "amount": MONEY, "term_months": 12, "method": "never"},
        {},
        [],
    ],
)
async def test_an_unknown_body_is_a_problem_that_does_not_repeat_the_input(house, body):
    answer = await house.http.post("/quotes", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert set(answer.json()["data"]["fields"][0]) == {"at", "error"}


@pytest.mark.parametrize("minor", [0, -5, 10**18, 10**30])
async def test_an_impossible_amount_is_a_named_problem(house, minor):
    body = {
        "product_id": "consumer-flex",
        "amount": {"minor": minor, "currency": "CNY"},
        "term_months": 12,
        "method": "bullet",
    }
    answer = await house.http.post("/quotes", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "amount_out_of_range")


async def test_a_money_write_needs_an_idempotency_key(house):
    await house.client.register_borrower("b", "en")
    answer = await house.http.post("/borrowers/b/applications", json={})
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_missing")


async def test_an_unknown_borrower_or_product_is_not_found(house):
    for path in ("/borrowers/nobody/applications", "/borrowers/nobody/loans", "/borrowers/nobody/recommendations"):
        assert (await house.http.get(path)).json()["code"] == "not_found"
    request = QuoteRequest(product_id="nothing", amount=Money(1), term_months=1, method="bullet")
    with pytest.raises(BackendProblem) as refused:
        await house.client.quote(request)
    assert (refused.value.status, refused.value.code) == (404, "not_found")


async def test_registering_again_changes_the_language_alone(house):
    first = await house.client.register_borrower("b", "zh")
    house.clock.pass_(days=1)
    again = await house.client.register_borrower("b", "en")
    assert (again.language, again.created_at) == ("en", first.created_at)


async def test_the_five_products_are_published_with_their_rates(house):
    products = {product.id: product for product in await house.client.products()}
    assert set(products) == {"adult-education", "car-loan", "consumer-flex", "home-renovation", "small-business"}
    assert products["consumer-flex"].rate_from_percent < products["consumer-flex"].rate_to_percent


async def test_recommended_products_say_why_and_leave_out_what_was_just_declined(house):
    everything = await house.client.register_borrower(house.borrower, "zh")
    recommended = await house.client.recommended_products(everything.id, limit=20)
    assert len(recommended) == 5
    assert all(one.why.zh and one.why.en for one in recommended)
    declined = await house.submitted(
        monthly_income=Money(1_000_00),
        monthly_expenses=Money(1_000_00),
        employment="unemployed",
        debt=Money(500_000_00),
    )
    assert declined.status == "declined"
    left = [one.product.id for one in await house.client.recommended_products(house.borrower, limit=20)]
    assert "consumer-flex" not in left
    assert len(left) == 4
    house.clock.pass_(days=31)
    assert len(await house.client.recommended_products(house.borrower, limit=20)) == 5


async def test_an_interaction_is_noted_for_products_that_exist(house):
    await house.client.register_borrower("b", "en")
    await house.client.record_interaction("b", Interaction(product_id="car-loan", kind="viewed"))
    with pytest.raises(BackendProblem) as refused:
        await house.client.record_interaction("b", Interaction(product_id="nothing", kind="viewed"))
    assert refused.value.code == "not_found"


async def test_readiness_names_every_part(house):
    answer = await house.http.get("/readyz", headers={"X-Service-Key": ""})
    assert answer.status_code == 503
    assert answer.json()["parts"] == {
        "database": "ready", "scoring": "ready", "help_centre": "loading", "recommender": "ready",
    }  # fmt: skip
    assert (await house.http.get("/healthz")).json() == {"status": "alive"}


async def test_without_a_model_a_person_decides(tmp_path):
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'other.db'}",
        service_keys={"tests": "key"},
        provider_secret=SecretStr("secret"),
        models_dir=tmp_path,
    )
    app = build_app(settings)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://backend") as http:
        parts = (await http.get("/readyz")).json()["parts"]
    assert (parts["scoring"], parts["recommender"]) == ("model_missing", "model_missing")
    app.state.parts.database.close()
