"""Which parts of the world a lender has connected."""

from typing import Literal

from pydantic import BaseModel

PortName = Literal["sms", "call", "push", "register", "face", "card", "bureau", "provider", "signing", "scanner"]
# What stands behind a port of which nothing real does.
PLAYED = frozenset({"none", "outbox", "sandbox"})


class Port(BaseModel):
    """`kind` is what stands behind it: `none`, what plays in development (`sandbox`, `outbox`), or what is connected. Production makes no new loan
    while one that is `needed` is not connected."""

    name: PortName
    kind: str
    connected: bool
    needed: bool

    @classmethod
    def of(cls, name: PortName, kind: str, *, needed: bool = False) -> "Port":
        return cls(name=name, kind=kind, connected=kind not in PLAYED, needed=needed)
