"""Which addresses the outside may be reached at. Pure.

An address is public if the registries of IANA call it globally reachable (IPv4 and
IPv6 Special-Purpose Address Registries, RFC 6890, read 2026-11-23).
"""

from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)

__all__ = ["is_public"]

_NOT_GLOBAL_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # shared by carriers
            "127.0.0.0/8",  # this machine
            "169.254.0.0/16",  # this link, cloud metadata among it
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocol assignments
            "192.0.2.0/24",  # documentation
            "192.88.99.0/24",  # 6to4 relays, deprecated
            "192.168.0.0/16",  # private
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, broadcast among it
        ),
    )
)
_GLOBAL_6 = IPv6Network("2000::/3")
_NOT_GLOBAL_6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments, Teredo among it
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4, which hides an IPv4 address
            "3fff::/20",  # documentation
        ),
    )
)
_TRANSLATED = IPv6Network("64:ff9b::/96")


def is_public(text: str) -> bool:
    """Tell if an address of either family is a public one.

    >>> is_public("93.184.215.14"), is_public("169.254.169.254"), is_public("::1")
    (True, False, False)
    """
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        inner = _inner(address)
        if inner is None:
            barred = any(address in network for network in _NOT_GLOBAL_6)
            return address in _GLOBAL_6 and not barred
        address = inner
    return not any(address in network for network in _NOT_GLOBAL_4)


def _inner(address: IPv6Address) -> IPv4Address | None:
    """Give the IPv4 address that an IPv6 address stands for, if it does."""
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped
