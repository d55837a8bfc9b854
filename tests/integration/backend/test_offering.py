"""Products are changed, dated and retired; running loans go on."""

import json
import ssl
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from assistant.actions.products import heed_product_name
from assistant.actions.settings import Hotlines
from assistant.actions.turn import Speech, Turn
from backend.app import Models, build_app
from backend.db import Database
from backend.products import service
from backend.products.__main__ import main
from backend.products.caps import CAPS
from backend.products.models import ProductVersion
from backend.products.offering import ProductAboveLimit, ProductClassesMixed
from backend.products.quotes import DEFAULT_LENDER, Lender
from backend.products.service import current_products, offered_products, offering_status, product_states, seed_products
from backend.products.terms import ProductTerms
from backend.tables import open_database
from contract.lending.applications import ApplicationFields, ChangeApplication, StartApplication, SubmitApplication
from contract.lending.client import BackendProblem
from contract.lending.loans import StartPayment
from contract.lending.products import Product, QuoteRequest
from contract.money import Money
from tests.integration.backend.conftest import LENDER, running_house, settings_for
from tests.integration.backend.house import House

TODAY = date(2026, 3, 31)
SHIPPED = service.read_catalogue()


def changed(product_id: str, **terms: Any) -> list[ProductTerms]:
    """The catalogue with another version of one product."""
    return [one.model_copy(update=terms) if one.id == product_id else one for one in SHIPPED]


def without(product_id: str) -> list[ProductTerms]:
    return [one for one in SHIPPED if one.id != product_id]


@pytest.fixture
def catalogue(monkeypatch: pytest.MonkeyPatch) -> Callable[[Sequence[ProductTerms]], None]:
    """Sets what the catalogue holds from the next start on."""

    def holds(products: Sequence[ProductTerms]) -> None:
        monkeypatch.setattr(service, "read_catalogue", lambda: list(products))

    return holds


def restart(house: House) -> None:
    with house.database.writing() as session:
        seed_products(session, DEFAULT_LENDER, house.clock.now.date())


def ids(products: Sequence[ProductTerms | Product]) -> set[str]:
    return {one.id for one in products}


async def code_of(call: Any) -> tuple[int, str]:
    with pytest.raises(BackendProblem) as problem:
        await call
    return problem.value.status, problem.value.code


async def test_a_retired_product_takes_no_new_business_and_its_loans_are_repaid(house: House, catalogue: Any) -> None:
    car: dict[str, Any] = {"purpose": "car", "amount": Money(30_000_00), "term_months": 24}
    running = await house.paid_out(**car)
    signed = await house.accepted("signed", **car)
    offered = await house.submitted("offered", **car)
    drafted = await house.draft("drafted", **car)
    catalogue(without("car-loan"))
    restart(house)

    assert "car-loan" not in ids(await house.client.products())
    assert "car-loan" not in {one.product.id for one in await house.client.recommended_products("offered", 20)}
    ask = QuoteRequest(product_id="car-loan", amount=Money(30_000_00), term_months=24, method="equal_instalment")
    assert await code_of(house.client.quote(ask)) == (404, "not_found")
    assert await code_of(house.submitted("new", **car)) == (422, "purpose_not_offered")
    submit = SubmitApplication(proposal_hash=drafted.proposal_hash or "")
    gone = house.client.submit_application("drafted", drafted.id, submit, idempotency_key="s")
    assert await code_of(gone) == (409, "product_not_offered")
    assert await code_of(house.client.contract("offered", offered.id)) == (409, "offer_no_longer_possible")

    await house.work()
    assert (await house.client.loan("signed", signed.id)).status == "active"
    quote = await house.client.payoff_quote(house.borrower, running.id)
    body = StartPayment(amount=quote.amount, proposal_hash=quote.proposal_hash)
    await house.client.start_payment(house.borrower, running.id, body, idempotency_key="payoff")
    await house.work()
    assert (await house.client.loan(house.borrower, running.id)).status == "settled"

    catalogue(SHIPPED)
    restart(house)
    assert "car-loan" in ids(await house.client.products())


async def test_a_draft_is_asked_again_what_a_changed_product_does_not_allow(house: House, catalogue: Any) -> None:
    draft = await house.draft(purpose="car", amount=Money(150_000_00), term_months=60)
    catalogue(changed("car-loan", version=4, amount_max=Money(100_000_00)))
    restart(house)
    seen = await house.client.application(house.borrower, draft.id)
    assert (seen.quote, seen.proposal_hash == draft.proposal_hash) == (None, False)
    again = await house.client.start_application(house.borrower, StartApplication(), idempotency_key="again")
    assert (again.fields.amount, again.fields.term_months, again.missing) == (None, 60, ["amount"])
    fitting = ChangeApplication(fields=ApplicationFields(amount=Money(90_000_00)))
    whole = await house.client.change_application(house.borrower, draft.id, fitting)
    assert whole.quote is not None
    assert whole.quote.amount == Money(90_000_00)


async def test_an_offer_stands_though_its_product_changed_and_falls_with_it(house: House, catalogue: Any) -> None:
    offered = await house.submitted(purpose="car", amount=Money(30_000_00), term_months=24)
    catalogue(changed("car-loan", version=4))
    restart(house)
    assert (await house.client.contract(house.borrower, offered.id)).application_id == offered.id
    catalogue(without("car-loan"))
    restart(house)
    with pytest.raises(BackendProblem) as problem:
        await house.client.contract(house.borrower, offered.id)
    assert problem.value.data["reason"] == "product_changed"
    assert "重新申请" in problem.value.data["text"]["zh"]


async def test_nothing_is_lent_for_a_home_until_collateral_can_be_taken(house: House) -> None:
    with pytest.raises(BackendProblem) as problem:
        await house.draft(purpose="home")
    assert problem.value.code == "purpose_not_offered"
    assert "home" not in problem.value.data["purposes"]
    assert "renovation" in problem.value.data["purposes"]


async def test_a_loan_for_consumption_does_not_count_toward_the_limit_of_business(house: House) -> None:
    await house.client.register_borrower(house.borrower, "zh")
    fields = ApplicationFields(purpose="medical", amount=Money(50_000_00))
    body = StartApplication(product_id="small-business", fields=fields)
    draft = await house.client.start_application(house.borrower, body, idempotency_key="start")
    assert draft.product_id == "consumer-flex"


async def test_a_cap_that_falls_stops_new_offers_and_neither_the_start_nor_the_loans(
    database_url: str, models_dir: Path, models: Models, tls: ssl.SSLContext, tmp_path: Path
) -> None:
    async with running_house(database_url, models_dir, models, tls, tmp_path) as house:
        loan = await house.paid_out(term_months=36)
        offered = await house.submitted("offered")
    # A backend that starts on that day: before, it refused to.
    new_year = datetime.combine(date(2028, 1, 1), time(4), UTC)
    build_app(settings_for(database_url, models_dir), models, lambda: new_year).state.parts.database.close()
    async with running_house(database_url, models_dir, models, tls, tmp_path) as house:
        house.clock.now = new_year
        assert await house.client.products() == []
        ready = (await house.http.get("/readyz")).json()
        assert "consumer-flex: prime_rate_old" in ready["parts"]["products"]
        assert await code_of(house.submitted("new")) == (422, "purpose_not_offered")
        assert (await code_of(house.client.contract("offered", offered.id)))[0] == 409
        quote = await house.client.payoff_quote(house.borrower, loan.id)
        body = StartPayment(amount=quote.amount, proposal_hash=quote.proposal_hash)
        await house.client.start_payment(house.borrower, loan.id, body, idempotency_key="payoff")
        await house.work()
        assert (await house.client.loan(house.borrower, loan.id)).status == "settled"


def test_a_product_dearer_than_todays_cap_is_not_offered_and_named(database: Database, monkeypatch: Any) -> None:
    monkeypatch.setattr("backend.products.offering.lpr_status", lambda *_: "ready")
    with database.reading() as session:
        states = {one.terms.id: one.why_not for one in product_states(session, LENDER, date(2028, 1, 1))}
        status = offering_status(session, LENDER, date(2028, 1, 1))
    assert (states["consumer-flex"], states["adult-education"]) == ("above_cap", "above_cap")
    assert "small-business: above_cap" in status


def test_a_catalogue_above_the_licences_limit_is_refused_by_name(database: Database, catalogue: Any) -> None:
    catalogue(changed("car-loan", version=4, amount_max=Money(500_000_00)))
    with (
        pytest.raises(ProductAboveLimit, match=r"car-loan 4: 500000.00 is above 200000.00"),
        database.writing() as session,
    ):
        seed_products(session, LENDER, TODAY)
    catalogue(changed("home-renovation", version=4, purposes=["renovation", "home"]))
    with pytest.raises(ProductClassesMixed), database.writing() as session:
        seed_products(session, LENDER, TODAY)
    with database.reading() as session:
        assert {one.id: one.version for one in current_products(session)}["car-loan"] == 3


def test_what_the_past_release_stored_above_the_limit_is_not_offered(database: Database) -> None:
    old = SHIPPED[1].model_copy(update={"id": "old", "amount_max": Money(800_000_00)})
    with database.writing() as session:
        session.add(ProductVersion(product_id="old", version=1, terms=old))
    with database.reading() as session:
        assert {one.terms.id: one.why_not for one in product_states(session, LENDER, TODAY)}["old"] == "above_limit"
        assert "old" not in ids(offered_products(session, LENDER, TODAY))


def test_a_version_holds_from_its_day_and_a_product_until_its_last(database: Database, catalogue: Any) -> None:
    later = changed("car-loan", version=4, since=date(2026, 5, 1), fee_percent=SHIPPED[0].fee_percent)
    last = [one.model_copy(update={"retired_on": date(2026, 6, 1)}) for one in later if one.id == "car-loan"]
    catalogue([*SHIPPED, *last])
    with database.writing() as session:
        seed_products(session, LENDER, TODAY)
    found = {}
    with database.reading() as session:
        for day in (date(2026, 4, 30), date(2026, 5, 1), date(2026, 6, 1)):
            found[day] = {one.id: one.version for one in offered_products(session, LENDER, day)}.get("car-loan")
    assert list(found.values()) == [3, 4, None]


# No more than a product has to say of itself.
MEDICAL: dict[str, Any] = {
    "id": "galaxy-dental", "version": 1, "name": {"zh": "星河看牙贷", "en": "Galaxy Dental Loan"},
    "summary": {"zh": "用于看病。", "en": "For treatment."}, "purposes": ["medical"],
    "amount_min": {"minor": 100000, "currency": "CNY"}, "amount_max": {"minor": 10000000, "currency": "CNY"},
    "term_min_months": 3, "term_max_months": 24, "methods": ["equal_instalment"], "rate_by_grade": {"AAA": "5"},
    "fee_percent": "0", "day_count": "30/360", "licences": ["microlender"],
}  # fmt: skip


async def asked_about(house: House, text: str, intent: str) -> list[dict[str, Any]]:
    """What the assistant says of a product, if the words name one."""
    said = CollectingDispatcher()
    turn = Turn(
        borrower_id="b", conversation="c", message_id="m", language="zh", text=text, intent=intent, entities={}, slots={},
        in_form=False, last_said=(), said_on=TODAY,
    )  # fmt: skip
    await heed_product_name(house.client, Hotlines(), turn, Speech(said, "zh"))
    return list(said.messages)


async def test_a_new_product_is_an_entry_of_the_catalogue_and_no_more(house: House, catalogue: Any) -> None:
    """Also to the assistant, which was trained before it had a name."""
    assert await asked_about(house, "星河看牙贷怎么样", "nlu_fallback") == []
    catalogue([*SHIPPED, ProductTerms.model_validate(MEDICAL)])
    restart(house)
    assert "galaxy-dental" in ids(await house.client.products())
    await house.client.register_borrower(house.borrower, "zh")
    assert "galaxy-dental" in {one.product.id for one in await house.client.recommended_products(house.borrower, 20)}
    for text in ("星河看牙贷怎么样", "tell me about the Galaxy Dental one"):
        [said] = await asked_about(house, text, "nlu_fallback")
        assert (said["response"], said["product"], said["audience"]) == ("utter_product", "星河看牙贷", "医疗")
    assert await asked_about(house, "星河看牙贷怎么样", "talk_to_human") == []


def test_secured_lending_begins_with_the_lenders_own_rule(database_url: str) -> None:
    private = Lender(LENDER.name, CAPS["private"])
    database = service_database(database_url, private)
    with database.reading() as session:
        states = {state.terms.id: state for state in product_states(session, private, TODAY)}
    assert states["home-mortgage"].why_not == "secured"
    database.close()


def service_database(url: str, lender: Lender) -> Database:
    opened = open_database(url)
    with opened.writing() as session:
        seed_products(session, lender, TODAY)
    return opened


def test_the_command_lists_each_product_with_its_state_and_why(
    database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BACKEND_DATABASE_URL", database.engine.url.render_as_string(hide_password=False))
    assert main(["--date", "2028-01-01", "--json"]) == 0
    rows = {row["product"]: row for row in json.loads(capsys.readouterr().out)}
    assert (rows["consumer-flex 2"]["state"], rows["consumer-flex 2"]["why"]) == ("not offered", "prime_rate_old")
    assert main(["--date", "2026-03-31"]) == 0
    assert "car-loan 3            consumer  20,000-200,000 CNY      offered" in capsys.readouterr().out
