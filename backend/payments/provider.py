"""The port to a payment provider."""

from datetime import date
from typing import Literal, Protocol

from contract.lending.payments import Callback, TransferOrder

# How an order ended; or that it has not, or that the provider never had it.
Fate = Callback | Literal["under_way", "not_known"]


class ProviderUnavailable(Exception):
    """The provider did not take the order, or has no file yet; it may be asked again."""


class OrderNotTaken(ProviderUnavailable):
    """The provider refuses this very order as it stands; the others may go on."""


class Provider(Protocol):
    def order(self, order: TransferOrder) -> None:
        """Hand over an order; its end is told by a signed callback. Repeating an order is harmless."""

    def status(self, transfer_id: str) -> Fate:
        """What became of an order. Raises `ProviderUnavailable`."""

    def statement(self, day: date) -> bytes:
        """The signed file of all that the provider ended on that day of the lender's."""


class NoProvider:
    """Outside development, until a real provider is connected: orders wait, and nothing is posted."""

    def order(self, order: TransferOrder) -> None:  # noqa: ARG002
        raise ProviderUnavailable("no provider is connected")

    def status(self, transfer_id: str) -> Fate:  # noqa: ARG002
        raise ProviderUnavailable("no provider is connected")

    def statement(self, day: date) -> bytes:  # noqa: ARG002
        raise ProviderUnavailable("no provider is connected")
