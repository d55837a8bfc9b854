"""The offer that the borrower may sign."""

from assistant.actions.replies import quote_values
from assistant.actions.turn import Speech, block
from contract.acts import Act
from contract.lending.applications import OPEN_OFFER, Application, Offer
from contract.lending.client import BackendClient
from contract.texts import Language

# An application with what was offered for it.
Offered = tuple[Application, Offer]


async def open_offer(backend: BackendClient, borrower_id: str) -> Offered | None:
    """The newest that may be signed."""
    applications = await backend.applications(borrower_id)
    return next((found for item in applications if (found := as_open(item)) is not None), None)


def as_open(application: Application) -> Offered | None:
    """None once it may not be signed any more."""
    offer = offer_in(application)
    return (application, offer) if application.status in OPEN_OFFER and offer is not None else None


def offer_in(application: Application) -> Offer | None:
    """What was offered for it, open or not."""
    return application.decision.offer if application.decision is not None else None


def say_offer(offer: Offer, speech: Speech, language: Language, act: Act | None = None) -> None:
    """What it costs. `act`: what was done by it, where that is not telling the rate."""
    values = quote_values(offer.quote, language)
    speech.say("utter_offer_rate", values, blocks=[block("quote", quote=offer.quote)], act=act)
