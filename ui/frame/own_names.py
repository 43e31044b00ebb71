"""What this service is called: the hosts that it answers as, and the origins that it takes orders from.

Its own are the address that a connection came in on, this machine's names for itself, each with the port that is served, and
what `OBSERVATORY_HOSTS` names: the name that a proxy or the intranet's directory gives it. Nothing is looked up.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass

from words.problems import WrongUse

SETTING = "OBSERVATORY_HOSTS"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
WILDCARDS = ("", "0.0.0.0", "::")  # every address of the machine
STANDARD = {"http": 80, "https": 443}
APART = re.compile(r"[\s,;，；、]+")
# A name, a number, or a number in brackets; its port. Nothing else may stand there: no user, no path.
HOST = re.compile(r"([a-z0-9](?:[a-z0-9_.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?")


@dataclass(frozen=True)
class Arrival:
    """How a connection came in: whether encrypted, and at which of this machine's addresses and ports."""

    scheme: str
    address: str
    port: int


@dataclass(frozen=True)
class OwnNames:
    """The names of the service: origins with their port, as `https://observatory.example.gov.cn:443`."""

    named: frozenset[str] = frozenset()

    @classmethod
    def of(cls, text: str | None, port: int) -> OwnNames:
        """What the setting names. A name alone is that of the port served and of a proxy's two.

        Raises `WrongUse` for what is no name.
        """
        return cls(
            frozenset(one for entry in APART.split(text or "") if entry for one in _origins(entry, port))
        )

    @classmethod
    def of_environment(cls, port: int, address: str = "") -> OwnNames:
        """What the setting names, and the name that it listens at, where that is one and no number."""
        name = f"{address}:{port}" if HOST.fullmatch(address) and not _is_number(address) else ""
        return cls.of(f"{os.environ.get(SETTING, '')} {name}", port)

    def is_own_host(self, host: str, arrival: Arrival) -> bool:
        """Whether what a browser says it speaks to is this service."""
        found = HOST.fullmatch(host.lower())
        if not found:
            return False
        name, port = found.groups()
        # Without a port it is that of the browser's scheme, which a proxy may have taken off.
        ports = [int(port)] if port else list(STANDARD.values())
        if arrival.port in ports and name in _addresses(arrival):
            return True
        return any(f"{scheme}://{name}:{one}" in self.named for scheme in STANDARD for one in ports)

    def is_own_origin(self, origin: str, host: str, arrival: Arrival) -> bool:
        """Whether the page that asks is one of this service's own: scheme, host and port.

        It is that of the host that it speaks to, or one that is named. `localhost` means another machine to every reader: it is
        the same as `127.0.0.1` only for who comes in there.
        """
        known = {host, f"{in_brackets(arrival.address)}:{arrival.port}"}
        if in_brackets(arrival.address) in LOOPBACK:
            known |= {f"{name}:{arrival.port}" for name in LOOPBACK}
        whole = _whole(origin)
        return whole is not None and (
            whole in self.named or whole in {_whole(f"{arrival.scheme}://{one}") for one in known}
        )

    def hosts(self) -> list[str]:
        """The names alone, for Streamlit's own check."""
        return sorted({one.partition("://")[2].rpartition(":")[0].strip("[]") for one in self.named})

    def origins(self) -> list[str]:
        """The origins as a browser writes them: without the port that goes without saying."""
        return sorted(
            re.sub(rf"^({scheme}://.*):{port}$", r"\1", one)
            for one in self.named
            for scheme, port in STANDARD.items()
            if one.startswith(f"{scheme}://")
        )


def in_brackets(address: str) -> str:
    """An address as it stands before a port; one of the old kind that came in on a socket for both is itself."""
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return address.lower()
    if number.version == 4:
        return str(number)
    return str(number.ipv4_mapped) if number.ipv4_mapped else f"[{number}]"


def _is_number(address: str) -> bool:
    try:
        return bool(ipaddress.ip_address(address))
    except ValueError:
        return False


def _addresses(arrival: Arrival) -> tuple[str, ...]:
    return (*LOOPBACK, in_brackets(arrival.address))


def _whole(origin: str) -> str | None:
    """An origin with its port; None where it is none."""
    scheme, apart, rest = origin.lower().partition("://")
    found = HOST.fullmatch(rest)
    if not apart or scheme not in STANDARD or not found:
        return None
    return f"{scheme}://{found[1]}:{int(found[2] or STANDARD[scheme])}"


def _origins(entry: str, port: int) -> Iterable[str]:
    text = entry.removesuffix("/")
    if "://" in text:
        origins = [_whole(text)]
    else:
        found = HOST.fullmatch(text.lower())
        ports = {int(found[2])} if found and found[2] else {port, *STANDARD.values()}
        pairs = [(scheme, one) for scheme in STANDARD for one in sorted(ports)]
        origins = [
            _whole(f"{scheme}://{found[1]}:{one}") if found else None
            for scheme, one in pairs
            # Nobody speaks the one scheme on the other's port.
            if one not in STANDARD.values() or one == STANDARD[scheme]
        ]
    for origin in origins:
        if origin is None or int(origin.rpartition(":")[2]) not in range(1, 65536):
            raise WrongUse("door.wrong_host", setting=SETTING, text=entry)
        yield origin
