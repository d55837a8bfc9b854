"""Products for one borrower: first who may have what, then in which order; and what borrowers did with products, from which
the order is learnt. The one file that knows the recommender."""

from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from backend.applications.service import product_ids_declined_since
from backend.borrowers.service import check_borrower
from backend.consents.service import stands
from backend.products.quotes import DEFAULT_LENDER, Lender
from backend.products.service import current_product, offered_products
from backend.recommendations.models import InteractionRow
from contract.dates import lender_day
from contract.lending.borrowers import Interaction
from contract.lending.products import RecommendedProduct
from contract.texts import LocalText
from recommender import store
from recommender.rank import Ranked, WhyCode, rank

# Nobody's id: ranked as for who is not known.
ANYBODY = ""
# A product that was just declined is not dangled before the borrower again.
QUIET_AFTER_DECLINE = timedelta(days=30)

WHY: dict[WhyCode, LocalText] = {
    "like_yours": LocalText(zh="与您看过或办理过的产品相近", en="Close to what you have looked at or used"),
    "popular": LocalText(zh="很多借款人选择", en="Chosen by many borrowers"),
}


class Rankings:
    """The recommender's model, or the word for why there is none."""

    def __init__(self, folder: Path) -> None:
        self.status = "ready"
        self._store: store.Store | None = None
        try:
            self._store = store.load(folder)
        except store.ModelMissing:
            self.status = "model_missing"
        except store.ModelCorrupt:
            self.status = "model_corrupt"

    def order(self, borrower_id: str, eligible: Collection[str]) -> list[Ranked]:
        """Best first; without a model as given, all alike."""
        if self._store is None:
            return [Ranked(item, 0.0, "popular") for item in eligible]
        return rank(self._store, borrower_id, eligible)


def recommend_products(
    session: Session, rankings: Rankings, borrower_id: str, now: datetime, lender: Lender = DEFAULT_LENDER
) -> list[RecommendedProduct]:
    """Every product that the borrower may have, best first, each with its reason. Without the consent to recommendations the
    order is the same for everybody."""
    check_borrower(session, borrower_id)
    declined = product_ids_declined_since(session, borrower_id, now - QUIET_AFTER_DECLINE)
    offered = offered_products(session, lender, lender_day(now))
    eligible = {terms.id: terms for terms in offered if terms.id not in declined}
    whose = borrower_id if stands(session, borrower_id, "recommendations") else ANYBODY
    return [
        RecommendedProduct(product=eligible[ranked.item].published(), why=WHY[ranked.why_code], score=ranked.score)
        for ranked in rankings.order(whose, list(eligible))
    ]


def record_interaction(session: Session, borrower_id: str, interaction: Interaction, now: datetime) -> None:
    """Raises `NotFound` for an unknown borrower, `ProductNotFound`."""
    current_product(session, interaction.product_id)
    check_borrower(session, borrower_id)
    session.add(
        InteractionRow(borrower_id=borrower_id, product_id=interaction.product_id, kind=interaction.kind, at=now)
    )
