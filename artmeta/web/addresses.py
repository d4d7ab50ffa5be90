"""Checks of web addresses: http and https on public hosts; private networks only where the policy allows them."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urldefrag, urlsplit

from artmeta.errors import SourceError, SourceRefused

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: carries an IPv4 address in its last 32 bits
_PUBLIC = ipaddress.ip_network("2000::/3")
_ODD = re.compile(r"[\x00-\x20\x7f\\]")  # what one URL reader takes as part of the host and another does not

# Addresses that are in normal form already, which most are: no segment is '.' or '..', nothing is percent-encoded.
_SEGMENT = r"/(?!\.{1,2}(?:[/?]|$))[A-Za-z0-9._~!$&'()*+,;=:@-]*"
_PLAIN = re.compile(
    rf"https?://[a-z0-9.-]+(?::\d+)?(?:{_SEGMENT})+(?:\?[A-Za-z0-9._~!$&'()*+,;=:@/?-]*)?", re.ASCII
)
_USUAL = {None, 80, 443}  # ports that belong to the host itself


def normalised_url(url: str) -> str:
    """Return a URL in the form in which it is requested: dot segments resolved, percent-encoded, no fragment.

    Raises SourceError if that cannot be done.
    """
    if _PLAIN.fullmatch(url):
        return url
    checked_url(url)
    sent = _prepared(urldefrag(url).url)
    again = _prepared(sent)  # a quoted dot shows itself only when it was unquoted
    if _prepared(again) != again:
        raise SourceError(f"{url} cannot be requested: its characters are percent-encoded more than once.")
    return again


def _prepared(url: str) -> str:
    from requests import PreparedRequest, RequestException

    request = PreparedRequest()
    try:
        request.prepare_url(url, None)
    except (RequestException, ValueError) as fault:
        raise SourceError(f"{url} cannot be requested: {fault}.") from None
    return request.url or url


def host_of(parts: SplitResult) -> str:
    """Return the host of a URL; http and https on their usual ports are one host."""
    name = parts.hostname or ""
    return name if parts.port in _USUAL else f"{name}:{parts.port}"


def checked_url(url: str) -> SplitResult:
    """Split a URL; raise SourceRefused unless it is a plain http or https URL with a host and no password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as fault:
        raise SourceRefused(f"The address {url!r} cannot be read: {fault}.") from None
    if parts.scheme not in ("http", "https"):
        raise SourceRefused(f"The address {url!r} is not http or https; nothing else is fetched.")
    if not parts.hostname or _ODD.search(parts.netloc) or port == 0:
        raise SourceRefused(f"The address {url!r} names no host.")
    if parts.username is not None or parts.password is not None:
        raise SourceRefused(
            f"The address of {parts.hostname!r} carries a user name; such addresses are not fetched."
        )
    return parts


def is_permitted(address: str, allow_private: bool) -> bool:
    """Whether a resolved address may be connected to; link-local ones (cloud metadata) never are."""
    ip = _unwrapped(ipaddress.ip_address(address.partition("%")[0]))
    if ip.is_multicast or ip.is_unspecified or ip.is_link_local:
        return False
    return allow_private or _is_public(ip)


def is_literal_private(host: str) -> bool:
    """Whether a host is written as a private or loopback address, or as localhost."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not _is_public(_unwrapped(ipaddress.ip_address(host)))
    except ValueError:
        return False


def _is_public(ip: Address) -> bool:
    """Whether an address is one of the public net; of IPv6 that is 2000::/3 alone (RFC 4291, 2.4)."""
    return ip.is_global and (ip.version == 4 or ip in _PUBLIC)  # noqa: PLR2004


def _unwrapped(ip: Address) -> Address:
    """Return the IPv4 address that an IPv6 one embeds (mapped, 6to4, NAT64)."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip
