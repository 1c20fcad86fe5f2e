"""Where a request comes from: the address that the outermost proxy of ours saw, never what the visitor claims."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str | None:
    """The visitor's address, counted from the right of X-Forwarded-For by the number of our proxies."""
    seen = str(request.META.get("REMOTE_ADDR") or "")
    if settings.PROXIES:
        hops = [hop.strip() for hop in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
        if len(hops) >= settings.PROXIES:
            seen = hops[-settings.PROXIES]
    try:
        return str(ipaddress.ip_address(seen))
    except ValueError:
        return None


def neighbourhood_of(request: HttpRequest) -> str:
    """What limits count by: an IPv4 address, or the /64 that one subscriber holds."""
    address = address_of(request)
    if address is None:
        return "unknown"
    found = ipaddress.ip_address(address)
    if found.version == 6:
        return str(ipaddress.ip_network(f"{found}/64", strict=False).network_address)
    return address
