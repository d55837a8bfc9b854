"""The serving process, wired in one place."""

from asyncio import to_thread
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

from fastapi import APIRouter, Depends, FastAPI

from backend import about, feed, measures
from backend.about import about_of
from backend.applications.quote_routes import routes as quote_routes
from backend.applications.review_routes import routes as review_routes
from backend.applications.routes import routes as application_routes
from backend.applications.scoring import Scoring
from backend.borrowers.routes import routes as borrower_routes
from backend.callers import known_caller
from backend.cards.binder import NoBinder, SandboxBinder
from backend.cards.routes import routes as card_routes
from backend.cases.routes import routes as case_routes
from backend.consents.routes import routes as consent_routes
from backend.db import Database
from backend.documents.inspection import Inspection
from backend.documents.scanner import Clamd, NoScanner
from backend.documents.service import Archive
from backend.edge import Parts
from backend.errors import STATUSES
from backend.help_centre.facts import Facts, facts_of
from backend.help_centre.routes import routes as help_routes
from backend.help_centre.service import HelpCentre
from backend.holds.routes import routes as hold_routes
from backend.identity.indexes import Indexes
from backend.identity.versions import Identities
from backend.loans.routes import routes as loan_routes
from backend.payments.routes import autopay_routes, callback_routes, payout_routes
from backend.payments.routes import routes as payment_routes
from backend.policy.rules import Policies
from backend.ports import Ports, ports_of
from backend.products.caps import CAPS
from backend.products.quotes import Lender
from backend.products.routes import routes as product_routes
from backend.products.service import seed_products
from backend.proofs.faces import NoFaces, SandboxFaces
from backend.proofs.register import NoChecker, SandboxChecker
from backend.proofs.routes import desk_routes as identity_desk_routes
from backend.proofs.routes import routes as identity_routes
from backend.proofs.service import Provers
from backend.readiness import (
    can_be_written,
    holidays_status,
    lpr_table_status,
    net_assets_status,
    offers,
    says,
    worker_lives,
)
from backend.recommendations.routes import routes as recommendation_routes
from backend.recommendations.service import Rankings
from backend.referrals.routes import routes as referral_routes
from backend.retention.routes import routes as rights_routes
from backend.retention.sweeping import stores
from backend.reviews.rules import Deadlines
from backend.settings import Settings
from backend.tables import open_database
from contract.dates import Clock, lender_day, system_clock
from servicekit import outages, problems
from servicekit.database_bounds import SERVING
from servicekit.health import health_routes
from servicekit.lasting import LastingActs
from servicekit.requests import RequestId
from servicekit.retention import read_table
from servicekit.sealing import Sealer
from servicekit.storable_text import StorableText
from servicekit.strength import secrets_of

KEYED_ROUTES = (
    borrower_routes,
    consent_routes,
    identity_routes,
    identity_desk_routes,
    referral_routes,
    card_routes,
    product_routes,
    quote_routes,
    recommendation_routes,
    application_routes,
    review_routes,
    loan_routes,
    payment_routes,
    payout_routes,
    autopay_routes,
    case_routes,
    hold_routes,
    help_routes,
    rights_routes,
    feed.routes,
    about.routes,
)


@dataclass(frozen=True, slots=True)
class Models:
    """What was trained; each part knows its own readiness."""

    scoring: Scoring
    rankings: Rankings
    help_centre: HelpCentre


def served_app() -> FastAPI:
    """For the server: everything from the environment."""
    settings = Settings()
    return build_app(settings, load_models(settings))


def load_models(settings: Settings) -> Models:
    """Load what is quick to load. The help centre loads after start and is named in `/readyz` until then."""
    return Models(
        Scoring(
            settings.models_dir,
            demo_may_decide=settings.environment == "development",
            pinned=settings.scoring_card,
        ),
        Rankings(settings.models_dir / "recommender"),
        HelpCentre(settings.embeddings, settings.models_dir / "help-centre", phones_of(settings), told_by(settings)),
    )


def told_by(settings: Settings, clock: Clock = system_clock) -> Callable[[], Facts]:
    """What help answers tell of the lender, by the rules of the day."""
    policies, kept = Policies.load(settings.licence, settings.policy), read_table(settings.retention)

    def facts() -> Facts:
        today = lender_day(clock())
        return facts_of(
            policies.on(today),
            lender=settings.lender_name,
            licence=settings.licence,
            most_percent=CAPS[settings.licence].on(today).percent,
            review_days=settings.review_working_days,
            hours=settings.staff_hours,
            kept=kept,
        )

    return facts


def phones_of(settings: Settings) -> dict[str, str]:
    return {name: getattr(settings, name) for name in ("service_phone", "regulator_phone", "help_line")}


def build_app(settings: Settings, models: Models, clock: Clock = system_clock) -> FastAPI:
    """The whole backend over one database, brought up to date. The sandboxes stand in for others in development."""
    in_development = settings.environment == "development"
    policies = Policies.load(settings.licence, settings.policy)
    lender = Lender(settings.lender_name, CAPS[settings.licence], policies, must_know_net_assets=not in_development)
    archive = build_archive(settings)
    provers = Provers(SandboxChecker(), SandboxFaces()) if in_development else Provers(NoChecker(), NoFaces())
    binder = SandboxBinder(settings.provider_secrets[0]) if in_development else NoBinder()
    provider = "none" if settings.provider == "sandbox" and not in_development else settings.provider
    parts = Parts(
        database=_stocked(settings.database_url, lender, clock),
        clock=clock,
        lender=lender,
        policies=policies,
        decide=models.scoring.decide,
        demo_may_decide=models.scoring.demo_may_decide,
        deadlines=Deadlines(settings.review_working_days, settings.document_working_days),
        archive=archive,
        rankings=models.rankings,
        provider_secrets=settings.provider_secrets,
        callbacks=settings.callbacks,
        identities=build_identities(settings),
        signing_secrets=secrets_of(settings.signing_secret, settings.signing_secret_previous),
        provers=provers,
        binder=binder,
        ports=Ports(ports_of(provers, binder, archive.scanner, provider), must_be_connected=not in_development),
        lasting_acts=LastingActs(settings.lasting_acts),
        kept=stores(read_table(settings.retention)),
        about=about_of(settings),
    )
    # The API's own description would need no key: it is left out.
    app = FastAPI(title="Loantalk backend", openapi_url=None, lifespan=_lifespan(parts.database, models.help_centre))
    app.state.parts, app.state.help_centre = parts, models.help_centre
    problems.install(app, STATUSES)
    outages.install(app)
    app.add_middleware(StorableText)
    app.add_middleware(RequestId)
    app.include_router(_health(parts, models))
    app.include_router(callback_routes)
    keyed = [Depends(known_caller(settings.service_keys, settings.service_keys_previous))]
    for routes in KEYED_ROUTES:
        app.include_router(routes, dependencies=keyed)
    return app


def build_identities(settings: Settings) -> Identities:
    """Values sealed, and the hashes by which they are found."""
    return Identities(
        Sealer.from_setting("BACKEND_FIELDS_KEY", settings.fields_key.get_secret_value()),
        Indexes(settings.identity_secrets),
    )


def build_archive(settings: Settings) -> Archive:
    """Papers: opened apart, scanned where a scanner is named, sealed."""
    scanner = Clamd.at(settings.clamd) if settings.clamd else NoScanner()
    return Archive(
        Inspection(), scanner, Sealer.from_setting("BACKEND_DOCUMENTS_KEY", settings.documents_key.get_secret_value())
    )


def _stocked(url: str, lender: Lender, clock: Clock) -> Database:
    """The database with the products that the lender may offer. Raises `CatalogueInvalid`: such a catalogue is not served."""
    database = open_database(url, SERVING)
    with database.writing() as session:
        seed_products(session, lender, lender_day(clock()))
    return database


def _health(parts: Parts, models: Models) -> APIRouter:
    needed = {
        "database": can_be_written(parts),
        "scoring": says(lambda: models.scoring.status),
        "help_centre": says(models.help_centre.status),
    }
    optional = {
        "worker": worker_lives(parts),
        "recommender": says(lambda: models.rankings.status),
        "products": offers(parts),
        "holidays": says(lambda: holidays_status(parts)),
    }
    if parts.lender.cap.on(lender_day(parts.clock())).by_prime_rate:
        optional["lpr_table"] = says(lambda: lpr_table_status(parts))
    if parts.ports.must_be_connected:
        optional["ports"] = says(lambda: parts.ports.status)
    if parts.lender.must_know_net_assets:
        optional["net_assets"] = says(lambda: net_assets_status(parts))
    return health_routes(needed, optional, measures=[lambda: to_thread(measures.take, parts)])


def _lifespan(database: Database, help_centre: HelpCentre) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        help_centre.start()
        yield
        database.close()

    return lifespan
