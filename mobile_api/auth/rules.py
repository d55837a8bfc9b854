"""Lifetimes, addresses and hashes. Pure."""

import hashlib
import hmac
import ipaddress
from datetime import timedelta

# By as much the clocks of two gateways may differ. What was written further ahead comes from before a clock was set back.
SKEW = timedelta(minutes=1)
CODE_LIFETIME = timedelta(minutes=5)
CODE_TRIES = 5
OTP_WINDOW = timedelta(minutes=10)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ACCESS_LIFETIME = timedelta(minutes=15)
# A spent refresh token brings its successor again for so long: an answer may be lost, or several tabs ask at once.
REFRESH_GRACE = timedelta(seconds=30)
TICKET_LIFETIME = timedelta(seconds=30)
STAFF_TRIES = 5
STAFF_LOCK = timedelta(minutes=15)
# Failures at one name within that time from which on somebody should look.
STAFF_TRIES_NOTICED = 20


def network_of(address: str) -> str:
    """What one person holds of it: an IPv4 address, or the /64 that IPv6 gives to every household."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return address
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found.packed, 64), strict=False))


def keyed_hash(secret: str, *parts: str) -> str:
    """A hash that can't be searched for without the secret: codes have few digits."""
    return hmac.new(secret.encode(), "\0".join(parts).encode(), hashlib.sha256).hexdigest()
