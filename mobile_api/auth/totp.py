"""Time-based codes of staff (RFC 6238). Their secrets are kept sealed."""

import hmac
from datetime import datetime

import pyotp

from mobile_api.auth.models import Staff
from servicekit.sealing import Sealer

TOTP_SECONDS = 30


def give_secret(member: Staff, sealer: Sealer) -> str:
    """A new one, told this once. Codes of the old one work no more."""
    secret = pyotp.random_base32()
    member.totp_secret = sealer.seal_text(_bound_to(member), secret)
    member.last_totp_step = 0
    return secret


def secret_of(member: Staff, sealer: Sealer) -> str:
    """Raises `SealingKeyMissing` or `SealBroken`."""
    if is_plain(member.totp_secret):
        return member.totp_secret
    return sealer.open_text(_bound_to(member), member.totp_secret)


def seal_again(member: Staff, sealer: Sealer) -> None:
    """Under the newest key."""
    member.totp_secret = sealer.seal_text(_bound_to(member), secret_of(member, sealer))


def is_plain(kept: str) -> bool:
    """As releases before the sealing kept it: base32 holds no dot."""
    return "." not in kept


def provisioning_uri(username: str, secret: str) -> str:
    """For an authenticator app."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name="Loantalk")


def code_now(secret: str, now: datetime) -> str:
    return pyotp.TOTP(secret).at(now)


def totp_step(secret: str, typed: str, now: datetime) -> int | None:
    """The 30-second step whose code was typed: this one, the one before or after; None for none of them."""
    totp = pyotp.TOTP(secret)
    for step in totp_steps(now):
        if hmac.compare_digest(totp.generate_otp(step).encode(), typed.strip().encode()):
            return step
    return None


def totp_steps(now: datetime) -> tuple[int, int, int]:
    """Those whose codes are accepted, in order."""
    present = int(now.timestamp()) // TOTP_SECONDS
    return present - 1, present, present + 1


def _bound_to(member: Staff) -> str:
    return f"staff.totp_secret/{member.id}"
