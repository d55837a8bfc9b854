"""Which of the backend's ports are connected, and that production lends nothing new while a needed one is not."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.cards.binder import CardBinder
from backend.documents.scanner import Scanner
from backend.proofs.service import Provers
from contract.lending.ports import Port
from servicekit.problems import Problem


class PortNotConnected(Problem):
    """Data: `ports`, by name."""

    code = "port_not_connected"
    title = "No new loan is made while a part that it needs is not connected."


@dataclass(frozen=True, slots=True)
class Ports:
    """`must_be_connected`: outside development."""

    known: Sequence[Port]
    must_be_connected: bool

    @property
    def missing(self) -> list[str]:
        """The needed ones that are not connected."""
        return [port.name for port in self.known if port.needed and not port.connected]

    @property
    def status(self) -> str:
        return f"not connected: {', '.join(self.missing)}" if self.missing else "ready"

    def check(self) -> None:
        """Raises `PortNotConnected`."""
        if self.must_be_connected and self.missing:
            raise PortNotConnected(ports=self.missing)


def ports_of(provers: Provers, binder: CardBinder, scanner: Scanner, provider: str) -> list[Port]:
    """A bureau and a signing service cannot be connected yet: none is needed before there is a port for it."""
    return [
        Port.of("register", provers.register.kind, needed=True),
        Port.of("face", provers.faces.kind),
        Port.of("card", binder.kind, needed=True),
        Port.of("bureau", "none"),
        Port.of("provider", provider, needed=True),
        Port.of("signing", "none"),
        Port.of("scanner", scanner.kind),
    ]
