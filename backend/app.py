"""The serving process, wired in one place."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime

from fastapi import Depends, FastAPI
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from backend import feed
from backend.applications.routes import routes as application_routes
from backend.borrowers.routes import routes as borrower_routes
from backend.db import Database, migrate
from backend.edge import Clock, Parts
from backend.errors import STATUSES
from backend.loans.routes import routes as loan_routes
from backend.payments.routes import callback_routes
from backend.payments.routes import routes as payment_routes
from backend.products.caps import CAPS
from backend.products.quotes import Lender
from backend.products.recommendations import Rankings
from backend.products.routes import routes as product_routes
from backend.products.service import seed_products
from backend.scoring.errors import ModelCorrupt, ModelMissing
from backend.scoring.schemas import ApplicationFacts, ScoredDecision
from backend.scoring.service import Scorer
from backend.settings import Settings
from servicekit import problems
from servicekit.health import Check, health_routes
from servicekit.keys import require_service_key

log = logging.getLogger("backend")


def system_clock() -> datetime:
    return datetime.now(UTC)


def open_database(url: str) -> Database:
    """The database with its tables up to date and the catalogue in it."""
    database = Database(url)
    migrate(database)
    with database.writing() as session:
        seed_products(session)
    return database


class Scoring:
    """The scorer, or the word for why there is none; without one every application goes to a person."""

    def __init__(self, settings: Settings) -> None:
        self.status = "ready"
        self._scorer: Scorer | None = None
        try:
            may_decide = settings.environment == "development"
            self._scorer = Scorer.load(settings.models_dir, demo_may_decide=may_decide)
        except (ModelMissing, ModelCorrupt) as error:
            self.status = error.code
            log.warning("no scoring model: %s", error.code)

    def decide(self, facts: ApplicationFacts) -> ScoredDecision | None:
        return self._scorer.decide(facts) if self._scorer else None


def build_app(settings: Settings, clock: Clock = system_clock) -> FastAPI:
    """The whole backend over one database. Slow parts load after start and are named in `/readyz` until then."""
    scoring, rankings = Scoring(settings), Rankings(settings.models_dir / "recommender")
    database = open_database(settings.database_url)
    app = FastAPI(title="Loantalk backend", lifespan=_closing(database))
    app.state.parts = Parts(
        database=database,
        clock=clock,
        lender=Lender(settings.lender_name, CAPS[settings.licence]),
        decide=scoring.decide,
        rankings=rankings,
        provider_secret=settings.provider_secret.get_secret_value().encode(),
    )
    problems.install(app, STATUSES)
    app.include_router(callback_routes)
    app.include_router(
        health_routes(
            {"database": _database_check(database), "scoring": _fixed(scoring.status)},
            {"recommender": _fixed(rankings.status)},
        )
    )
    keyed = [Depends(require_service_key(settings.service_keys))]
    for routes in (borrower_routes, product_routes, application_routes, loan_routes, payment_routes, feed.routes):
        app.include_router(routes, dependencies=keyed)
    return app


def _closing(database: Database) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        database.close()

    return lifespan


def _fixed(status: str) -> Check:
    async def check() -> str:
        return status

    return check


def _database_check(database: Database) -> Check:
    def ask() -> str:
        try:
            with database.reading() as session:
                session.execute(text("SELECT 1"))
            return "ready"
        except SQLAlchemyError as error:
            return type(error).__name__

    async def check() -> str:
        return await run_in_threadpool(ask)

    return check
