"""Under which names the server answers: a page elsewhere that points its own name at this machine is refused."""

from __future__ import annotations

import ipaddress

LOOPBACK = ("127.0.0.1", "::1", "localhost")
"""What only this machine reaches."""


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach an address: `127.0.0.1`, `localhost`."""
    if host in LOOPBACK:
        return True
    address = _address(host)
    return address is not None and address.is_loopback


def is_allowed(header: str, names: tuple[str, ...]) -> bool:
    """Say whether a Host header names this server.

    An address in numbers is what somebody typed: the trick with the name (DNS rebinding) needs a name. Of names only
    `localhost` and those that were given at the start are answered.
    """
    name = host_of(header).lower().rstrip(".")
    return name == "localhost" or name in (one.lower() for one in names) or _address(name) is not None


def host_of(header: str) -> str:
    """Return the name in a Host header, without its port: `[::1]:8000` → `::1`."""
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0]


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
