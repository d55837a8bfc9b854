"""Firebase Cloud Messaging through its own library. It blocks, and runs a loop of its own to close: call it in a thread."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import firebase_admin
from firebase_admin import credentials, exceptions, messaging

from mobile_api.settings import FCM
from servicekit.outgoing import check_address

APP = "loantalk"
# Where the library gets its own token, whatever the first address is.
TOKENS = "https://oauth2.googleapis.com"


class Delivery(Enum):
    """What became of one push. `GONE`: the token is dead. `LATER`: the service is busy or away."""

    SENT = "sent"
    GONE = "gone"
    LATER = "later"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Push:
    """`data` values are ids, as strings."""

    token: str
    title: str
    body: str
    data: dict[str, str]


class FcmSender:
    """One per process: the library keeps its apps in a global table."""

    def __init__(self, service_account: Path, url: str = "") -> None:
        """`url` replaces Google's address, for a local fake only."""
        if url:
            messaging._MessagingService.FCM_URL = url.rstrip("/") + "/v1/projects/{0}/messages:send"
        for address in (url or FCM, TOKENS):
            check_address(address)
        self._app = firebase_admin.initialize_app(credentials.Certificate(str(service_account)), name=APP)

    def send(self, pushes: list[Push]) -> list[Delivery]:
        """At most 500, answered in their order."""
        batch = messaging.send_each([message_of(push) for push in pushes], app=self._app)
        return [delivery_of(response) for response in batch.responses]

    def close(self) -> None:
        firebase_admin.delete_app(self._app)


def message_of(push: Push) -> Any:
    message = messaging.Message(notification=messaging.Notification(push.title, push.body), data=push.data)
    # Apps register tokens. The constructor's argument warns, as newer apps may be known by installation ids instead.
    message.token = push.token
    return message


def delivery_of(response: Any) -> Delivery:
    if response.success:
        return Delivery.SENT
    if isinstance(response.exception, messaging.UnregisteredError):
        return Delivery.GONE
    busy = (exceptions.UnavailableError, exceptions.ResourceExhaustedError, exceptions.InternalError)
    if isinstance(response.exception, busy):
        return Delivery.LATER
    # A refusal by 400 is ambiguous: the token stays.
    return Delivery.REFUSED
