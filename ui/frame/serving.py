"""What `serve.py` is told: where to listen, by which names it is known, and below which path it stands."""

from __future__ import annotations

import argparse
import errno
import ipaddress
import os
import re
import socket
import sys
import unicodedata
from collections.abc import Sequence
from typing import Any

from streamlit import config
from streamlit.logger import get_logger
from streamlit.web import bootstrap

from ui.frame import own_path
from ui.frame.own_names import HOST, SETTING, WILDCARDS, OwnNames, in_brackets
from words import LANGUAGES, speak
from words.problems import Problem, WrongUse
from words.visible import visible

PORTS = range(1, 65536)


def settings(arguments: Sequence[str]) -> dict[str, Any]:
    """The options of the command as Streamlit's own; without one, what `.streamlit/config.toml` says stands.

    Ends the process in words, in both languages, where an option cannot be meant or nobody can listen there.
    """
    try:
        found = read(arguments)
        _see_that_it_can_listen(found)
    except Problem as problem:
        print(problem, file=sys.stderr)
        raise SystemExit(2 if isinstance(problem, WrongUse) else 1) from None
    return found


def hand_over(found: dict[str, Any]) -> dict[str, Any]:
    """Let Streamlit have the options before it starts: else it takes them for a change meanwhile, and asks for a restart."""
    log = get_logger("streamlit.config")
    log.disabled = True
    try:
        bootstrap.load_config_options(found)
    finally:
        log.disabled = False
    return found


def read(arguments: Sequence[str]) -> dict[str, Any]:
    """The same, before it is tried; raises `WrongUse` for what cannot be meant."""
    parser = argparse.ArgumentParser(
        prog="serve.py", description=_both("serve.purpose"), allow_abbrev=False, exit_on_error=False
    )
    parser.add_argument("--address", metavar="ADDRESS", help=_both("serve.address"))
    parser.add_argument("--port", metavar="PORT", help=_both("serve.port"))
    parser.add_argument("--hosts", metavar="NAMES", help=_both("serve.hosts", setting=SETTING))
    parser.add_argument(
        "--path", metavar="PATH", help=_both("serve.path", setting=own_path.SETTING, example="/observatory")
    )
    try:
        chosen, extra = parser.parse_known_args(arguments)
    except argparse.ArgumentError as error:  # its own texts are English alone
        raise WrongUse("misuse.needs_value", option=str(error.argument_name)) from None
    if extra and extra[0].startswith("-"):
        raise WrongUse("misuse.unknown_option", option=visible(extra[0]))
    if extra:
        raise WrongUse("misuse.too_many", extra=[visible(one) for one in extra])
    found: dict[str, Any] = {"server.headless": True}
    if chosen.port is not None:
        found["server.port"] = _port(chosen.port)
    if chosen.address is not None:
        address = found["server.address"] = _address(chosen.address)
        if address not in WILDCARDS:
            found["browser.serverAddress"] = in_brackets(address)  # the address that is told at the start
    if chosen.hosts is not None:
        os.environ[SETTING] = chosen.hosts
    if chosen.path is not None:
        os.environ[own_path.SETTING] = chosen.path
    own_path.of_environment()
    OwnNames.of_environment(found.get("server.port", 8501))
    return found


def _port(text: str, name: str = "--port") -> int:
    digits = unicodedata.normalize("NFKC", text).strip()
    if not re.fullmatch("[0-9]{1,5}", digits) or int(digits) not in PORTS:
        values = {"text": visible(text), "least": PORTS[0], "most": PORTS[-1]}
        raise WrongUse("misuse.no_whole_number.within", name=name, **values)
    return int(digits)


def _address(text: str) -> str:
    """A number of this machine, in its shortest way, or a name."""
    typed = unicodedata.normalize("NFKC", text).strip().lower()
    bare = typed[1:-1] if typed.startswith("[") and typed.endswith("]") else typed
    try:
        if "%" not in bare:  # no browser opens an address with a zone
            return str(ipaddress.ip_address(bare))
    except ValueError:
        named = HOST.fullmatch(typed)
        if named and named[1] == typed == bare and not re.fullmatch(r"[0-9.]+", typed):
            return typed
    raise WrongUse("serving.wrong_address", text=visible(text))


def _see_that_it_can_listen(found: dict[str, Any]) -> None:
    """Tries it: what the system answers to Streamlit ends in a traceback, or in English alone."""
    address = str(found.get("server.address") or config.get_option("server.address") or "")
    port = found.get("server.port") or _port(str(config.get_option("server.port")), "server.port")
    try:
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
            if os.name != "nt":  # there it lets two listen at one port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, port))
            probe.listen(1)
    except (socket.gaierror, UnicodeError):
        raise Problem("serving.unknown_name", address=address) from None
    except OSError as error:
        is_taken = error.errno in (errno.EADDRINUSE, errno.EACCES)
        if is_taken and "server.port" not in found and not config.is_manually_set("server.port"):
            return  # the next port that is free is taken, and told
        key = {
            errno.EADDRNOTAVAIL: "serving.not_of_this_machine",
            errno.EADDRINUSE: "serving.port_taken",
            errno.EACCES: "serving.port_reserved",
        }.get(error.errno or 0)
        values = {"address": in_brackets(address), "port": port}
        if key is None:
            raise Problem("serving.cannot_listen", **values, reason=error.strerror or str(error)) from None
        raise Problem(key, **values) from None


def _both(key: str, **values: str) -> str:
    return " / ".join(speak(language, "commands").tell(key, values) for language in LANGUAGES)
