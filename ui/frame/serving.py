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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
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
    with in_words():
        found = read(arguments)
        see_that_it_can_listen(found)
    return found


@contextmanager
def in_words() -> Iterator[None]:
    """End the process in words where something cannot be: 2 for what cannot be meant, else 1."""
    try:
        yield
    except Problem as problem:
        print(problem, file=sys.stderr)
        raise SystemExit(2 if isinstance(problem, WrongUse) else 1) from None


def end_quietly() -> None:
    """Ctrl+C ends the process without a traceback, and as ever by that signal: all is stopped when it is raised again."""
    otherwise = sys.excepthook

    def told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            otherwise(kind, error, trace)

    sys.excepthook = told


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
    return meant(understood(parser("serve.py", "serve.purpose"), arguments))


def parser(name: str, purpose: str) -> argparse.ArgumentParser:
    """The options of a command that serves: where it listens and what it is called. `purpose` is the key of what it is for."""
    made = argparse.ArgumentParser(
        prog=name, description=both(purpose), allow_abbrev=False, exit_on_error=False
    )
    made.add_argument("--address", metavar="ADDRESS", help=both("serve.address"))
    made.add_argument("--port", metavar="PORT", help=both("serve.port"))
    made.add_argument("--hosts", metavar="NAMES", help=both("serve.hosts", setting=SETTING))
    made.add_argument(
        "--path", metavar="PATH", help=both("serve.path", setting=own_path.SETTING, example="/observatory")
    )
    return made


def understood(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> argparse.Namespace:
    """What was typed, by option; `WrongUse` for an option that there is not, one without its value, or a word too many."""
    try:
        chosen, extra = parser.parse_known_args(arguments)
    except argparse.ArgumentError as error:  # its own texts are English alone
        raise WrongUse("misuse.needs_value", option=str(error.argument_name)) from None
    if extra and extra[0].startswith("-"):
        raise WrongUse("misuse.unknown_option", option=visible(extra[0]))
    if extra:
        raise WrongUse("misuse.too_many", extra=[visible(one) for one in extra])
    return chosen


def meant(chosen: argparse.Namespace) -> dict[str, Any]:
    """What was typed as Streamlit's own options, names and path in the environment; `WrongUse` for what cannot be meant."""
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
    return whole_number(text, name, PORTS)


def whole_number(text: str, name: str, possible: range) -> int:
    """The whole number that an option names; `WrongUse` for any other text, and for one that is not possible."""
    digits = unicodedata.normalize("NFKC", text).strip()
    if not re.fullmatch("[0-9]{1,5}", digits) or int(digits) not in possible:
        values = {"text": visible(text), "least": possible[0], "most": possible[-1]}
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


def see_that_it_can_listen(found: dict[str, Any]) -> None:
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


def both(key: str, **values: object) -> str:
    """A text of a command in both languages, in one line."""
    return " / ".join(speak(language, "commands").tell(key, values) for language in LANGUAGES)
