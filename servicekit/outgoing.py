"""Which hosts may be called. `LOANTALK_MAINLAND=1`: those of this network, and those that `LOANTALK_MAINLAND_HOSTS` names (with commas
between, each with the hosts below it), and no others: personal data stays in the country.

Every client of ours asks here: settings as they are read, requests as they go.
"""

import ipaddress
import os
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlsplit

import httpx
from pydantic import AfterValidator

from servicekit.requests import request_headers
from servicekit.settings import CannotStart

SETTING, HOSTS = "LOANTALK_MAINLAND", "LOANTALK_MAINLAND_HOSTS"


class HostRefused(CannotStart, ValueError):
    """A host abroad, or one that nobody named."""

    def __init__(self, host: str) -> None:
        super().__init__(f"Nothing may go out to {host}: {SETTING} is set, and {HOSTS} does not name it")


def check_address(address: str) -> str:
    """A URL, or `host:port`; answered as it is. Raises `HostRefused`."""
    if stays_inside() and (host := urlsplit(address if "//" in address else f"//{address}").hostname):
        if not is_inside(host, os.environ.get(HOSTS, "")):
            raise HostRefused(host)
    return address


def stays_inside(environment: Mapping[str, str] = os.environ) -> bool:
    return environment.get(SETTING, "0") not in ("", "0")


def is_inside(host: str, named: str) -> bool:
    """A host of this machine or network, or one that is named. A name without a dot is of this network."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        known = [one.strip().lower() for one in named.split(",") if one.strip()]
        return "." not in host or any(host == one or host.endswith(f".{one}") for one in known)


def check_request(request: httpx.Request) -> None:
    """For the event hooks of a client: redirects are asked about, too. Raises `HostRefused`."""
    check_address(str(request.url))


async def send_inside(request: httpx.Request) -> None:
    """For the event hooks of a client of a service of ours: checked, and under the present request's id."""
    check_request(request)
    request.headers.update(request_headers())


Url = Annotated[str, AfterValidator(check_address)]
