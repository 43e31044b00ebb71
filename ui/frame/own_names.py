"""What this service is called: the hosts that it answers as, and the origins that it takes orders from.

Its own are the address that a connection came in on, this machine's names for itself, each with the port that is served, and
what `OBSERVATORY_HOSTS` names: the name that a proxy or the intranet's directory gives it. Nothing is looked up.
"""

from __future__ import annotations

import ipaddress
import os
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from words.problems import WrongUse
from words.visible import visible

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
        name = f"{address}:{port}" if HOST.fullmatch(address.lower()) and not _is_number(address) else ""
        return cls.of(f"{os.environ.get(SETTING, '')} {name}", port)

    def is_own_host(self, host: str, arrival: Arrival) -> bool:
        """Whether what a browser says it speaks to is this service."""
        if _is_address(host, arrival):
            return True
        name, ports = _parts(host)
        return any(f"{scheme}://{name}:{one}" in self.named for scheme in STANDARD for one in ports)

    def is_own_origin(self, origin: str, host: str, arrival: Arrival) -> bool:
        """Whether the page that asks is one of this service's own: scheme, host and port.

        It is one that is named. Who speaks to an address of this machine, and to none of the names, may be that address, too.
        `localhost` means another machine to every reader: it is the same as `127.0.0.1` only for who comes in there.
        """
        whole = _whole(origin)
        if whole is None or whole in self.named:
            return whole is not None
        if not _is_address(host, arrival):
            return False
        known = {host, f"{in_brackets(arrival.address)}:{arrival.port}"}
        if in_brackets(arrival.address) in LOOPBACK:
            known |= {f"{name}:{arrival.port}" for name in LOOPBACK}
        return whole in {_whole(f"{arrival.scheme}://{one}") for one in known}

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


def _parts(host: str) -> tuple[str, list[int]]:
    """The name and the port that a host is; no port at all where it is none."""
    found = HOST.fullmatch(host.lower())
    if not found:
        return "", []
    # Without a port it is that of the browser's scheme, which a proxy may have taken off.
    return found[1], [int(found[2])] if found[2] else list(STANDARD.values())


def _is_address(host: str, arrival: Arrival) -> bool:
    """Whether a host is where the connection came in, or a name that every machine has for itself."""
    name, ports = _parts(host)
    return arrival.port in ports and name in (*LOOPBACK, in_brackets(arrival.address))


def _whole(origin: str) -> str | None:
    """An origin with its port; None where it is none."""
    scheme, apart, rest = origin.lower().partition("://")
    found = HOST.fullmatch(rest)
    if not apart or scheme not in STANDARD or not found:
        return None
    name = found[1]
    if name.startswith("["):
        try:
            name = f"[{ipaddress.IPv6Address(name.strip('[]'))}]"  # as a browser writes it
        except ValueError:
            return None
    return f"{scheme}://{name}:{int(found[2] or STANDARD[scheme])}"


def _origins(entry: str, port: int) -> Iterable[str]:
    found = _named(entry, port)
    if found is None:
        meant = _meant(entry)
        if meant and _named(meant, port):
            raise WrongUse("door.wrong_host.near", setting=SETTING, text=visible(entry), near=meant)
        raise WrongUse("door.wrong_host", setting=SETTING, text=visible(entry))
    return found


def _named(entry: str, port: int) -> list[str] | None:
    """The origins that an entry of the setting names; None where it names none."""
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
    named = [one for one in origins if one and int(one.rpartition(":")[2]) in range(1, 65536)]
    return named if len(named) == len(origins) else None


def _meant(entry: str) -> str | None:
    """The same in the way in which browsers send it: `xn--` for what is not Latin, no dot at the end, numbers in brackets."""
    try:
        return in_brackets(str(ipaddress.IPv6Address(entry)))
    except ValueError:
        pass
    text = unicodedata.normalize("NFKC", entry.removesuffix("/")).lower().replace("。", ".")
    scheme, apart, rest = text.rpartition("://")
    name, colon, port = rest.partition(":")
    name = name.removesuffix(".")
    try:
        sent = name.encode("idna").decode("ascii")
        is_same = (
            sent.encode("ascii").decode("idna") == name
        )  # where they differ, browsers do not agree either
    except UnicodeError:
        return None
    return f"{scheme}{apart}{sent}{colon}{port}" if is_same else None
