"""The door: everything that comes in over the network passes here before Streamlit sees it.

A page of this service may be asked for by its own names only (else a foreign page whose name is made to point here reads it),
and only its own pages may speak to it. What goes out carries a policy: nothing foreign is loaded, nobody frames it.
Whoever serves `app.py` serves it through this door; `tests/test_door.py` knocks at it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import re
import sys
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config, file_util, net_util, runtime

from ui.frame import bare_answers, own_path, process, theme
from ui.frame.own_names import LOOPBACK, SETTING, WILDCARDS, Arrival, OwnNames, in_brackets
from words import LANGUAGES, speak
from words.problems import Problem
from words.visible import visible

# What a page loads comes from here, and beside it only what Streamlit's own pages make out of themselves:
POLICY = {
    "default-src": "'none'",
    # The code of our components is sent as text and loaded from a blob, which only a script of ours can make. The map's
    # library makes ready a decoder in WebAssembly that nothing here uses, and complains where it may not. The hashes are those
    # of the scripts inside Streamlit's own page: any other text on a page is never run, nor is any text evaluated.
    "script-src": "'self' blob: 'wasm-unsafe-eval'{hashes}",
    # Everything on a page is styled by scripts, and charts carry styles of their own.
    "style-src": "'self' 'unsafe-inline'",
    # Pictures inside cards and tables are sent as data.
    "img-src": "'self' data:",
    # One font of formulas stands inside Streamlit's own styles.
    "font-src": "'self' data:",
    # The map's style, an empty one, is data.
    "connect-src": "'self' data:",
    # The map's library works beside the page.
    "worker-src": "blob:",
    "frame-ancestors": "'self'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
OURS = (b"content-security-policy", b"x-content-type-options", b"referrer-policy")
# What an answer begins with. A handshake that is refused is the web server's own answer (`bare_answers`).
UNSUPPORTED = 1003  # what a websocket is closed with where it is sent what it does not take
BEGINNINGS = ("http.response.start", "websocket.accept", "websocket.http.response.start")
# What Streamlit tells about this process to anybody who asks: how many sessions, how much memory.
CLOSED = "/_stcore/metrics"
# Where an address of several steps may be a file, even one that is itself a page, such as a profile that was taken.
FILES = ("/_stcore/", "/api/", "/app/static/", "/component/", "/media/", "/static/")
TEXT, JSON = b"text/plain; charset=utf-8", b"application/json"
# So many different refusals are written to the log, each once: whoever knocks on and on does not fill a disk.
MOST_TOLD = 50

_log = logging.getLogger(__name__)
_built: list[Door] = []


def take_out_lookups() -> None:
    """No request leaves the machine: Streamlit asks the internet for its own address when a page of another origin knocks."""
    net_util.get_external_ip = lambda: None
    net_util.get_internal_ip = lambda: None
    net_util._make_blocking_http_get = lambda *_, **__: None


def middleware() -> list[Middleware]:
    """What stands before Streamlit, for `st.App`.

    Ends the process where the setting names what is no name: nothing is served under half of what was meant.
    """
    take_out_lookups()
    try:
        OwnNames.of_environment(1)  # the port is not known yet
        own_path.of_environment()
    except Problem as problem:
        _log.error("%s", problem)
        raise SystemExit(2) from None
    return [Middleware(Door)]


def routes() -> list[BaseRoute]:
    """What there is not among the addresses for programs (`addresses`): Streamlit would answer it with a page."""
    return [Route("/api", _NoAddress()), Route("/api/{rest:path}", _NoAddress())]


def is_built() -> bool:
    """Whether this process serves through the door."""
    return bool(_built)


def headers() -> list[tuple[bytes, bytes]]:
    """What every answer carries: what its page may load, that its kind is what it says, and that no address leaves with a link."""
    page = file_util.get_static_dir()
    scripts = INLINE.findall(Path(page, "index.html").read_text(encoding="utf-8"))
    digests = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in scripts]
    hashes = "".join(f" 'sha256-{one}'" for one in digests)
    policy = "; ".join(f"{name} {what.format(hashes=hashes)}" for name, what in POLICY.items())
    return list(zip(OURS, (policy.encode(), b"nosniff", b"same-origin"), strict=True))


class Door:
    """Checks who is asked for and who asks, and says what a page may load; the rest passes untouched.

    Plain ASGI: a run of a page goes over a websocket that is looked at once, when it opens.
    """

    def __init__(self, app: ASGIApp) -> None:
        process.prepare()  # the server starts: its log has its handlers, nobody has come in
        self.app = app
        self.names = OwnNames.of_environment(config.get_option("server.port"), _address())
        self.path = own_path.of_environment()
        self.headers = headers()
        bare_answers.dress(self.headers)
        self._told: set[tuple[str, str]] = set()
        self._refusal = lru_cache(maxsize=256)(self._judged)
        _let_streamlit_know(self.names)
        _built.append(self)
        _say_at_start(self.names, self.path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(*_asked(scope))
        if refusal is not None:
            self._tell(refusal)
            await self._turn_away(scope, send, 403, refusal)
        elif not self.path:
            await self._inside(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] == self.path:  # as people type it
            query = _query(scope)
            await _send_on(self._dressed(send), f"{self.path.rpartition('/')[2]}/{query and '?'}{query}")
        elif (address := own_path.below(self.path, scope["path"])) is None:
            await self._turn_away(scope, send, 404, Problem("door.outside", path=self.path))
        else:
            # Behind it nothing knows of a path. The raw one, which may be left out, nobody reads.
            named = {name: value for name, value in scope.items() if name != "raw_path"}
            await self._inside({**named, "path": address}, receive, send)

    async def _turn_away(self, scope: Scope, send: Send, status: int, refusal: Problem) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close"})  # 403, without a text: no browser shows one
        else:
            await _refuse(self._dressed(send), scope, status, refusal)

    async def _inside(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self.app(scope, _binary(receive, send), self._dressed(send))
        elif scope["path"].endswith(CLOSED):
            await _refuse(self._dressed(send), scope, 404, Problem("door.no_address"))
        elif scope["method"] == "GET" and (query := theme.completed(scope["path"], _query(scope))):
            # Of the address itself only the query is said, whatever a proxy calls the rest.
            await _send_on(self._dressed(send), f"?{query}")
        else:
            await self._let_in(scope, receive, self._dressed(send))

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = is_sent_on = False
        shallow = _shallow(scope)

        async def sending(message: Message) -> None:
            nonlocal begun, is_sent_on
            if not begun and shallow and _is_page(message):
                is_sent_on = True
                await _send_on(send, shallow)
            begun = True
            if not is_sent_on:
                await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception:
            if not begun:  # Starlette's own answer would carry none of the headers
                await _refuse(send, scope, 500, Problem("door.failed"))
            raise

    def _dressed(self, send: Send) -> Send:
        """Sends what every answer carries with it."""

        async def sending(message: Message) -> None:
            if message["type"] in BEGINNINGS:
                kept = [one for one in message.get("headers", ()) if one[0].lower() not in OURS]
                message["headers"] = [*(self._outward(*one) for one in kept), *self.headers]
            await send(message)

        return sending

    def _outward(self, name: bytes, value: bytes) -> tuple[bytes, bytes]:
        """A header with the path that was taken off: Streamlit's way on, and its cookie, which is not to go to a neighbour."""
        path = self.path.encode()
        if path and name.lower() == b"location" and re.match(rb"/(?!/)", value):
            value = path + value
        elif path and name.lower() == b"set-cookie":
            value = re.sub(rb"(?i)(;\s*path=)/(?=;|$)", rb"\1" + path, value)
        return name, value

    def _judged(self, hosts: tuple[str, ...], origins: tuple[str, ...], arrival: Arrival) -> Problem | None:
        """Why a request is refused; None where it comes in."""
        if len(hosts) != 1 or not self.names.is_own_host(hosts[0], arrival):
            return Problem("door.foreign_host", setting=SETTING, asked="".join(hosts))
        # Programs say no origin; a browser says it whenever a page of another one asks for more than a picture.
        if not all(self.names.is_own_origin(origin, hosts[0], arrival) for origin in origins):
            return Problem("door.foreign_origin", setting=SETTING, asked="".join(origins))
        return None

    def _tell(self, refusal: Problem) -> None:
        asked = visible(str(refusal.values["asked"]))[:200]
        if (refusal.key, asked) not in self._told and len(self._told) < MOST_TOLD:
            self._told.add((refusal.key, asked))
            _log.warning("%s\n%s", refusal, asked, extra=process.COUNTED)


def _asked(scope: Scope) -> tuple[tuple[str, ...], tuple[str, ...], Arrival]:
    """The hosts and origins that a request names, and how it came in."""
    said = [
        (name, value.decode("latin-1")) for name, value in scope["headers"] if name in (b"host", b"origin")
    ]
    address, port = scope.get("server") or ("", None)
    arrival = Arrival("https" if scope["scheme"] in ("https", "wss") else "http", address, port or 0)
    return (
        tuple(value for name, value in said if name == b"host"),
        tuple(value for name, value in said if name == b"origin"),
        arrival,
    )


def _query(scope: Scope) -> str:
    return str(scope["query_string"].decode("latin-1"))


def _shallow(scope: Scope) -> str:
    """The way from an address of several steps to one of a single step that no page has; empty for all others.

    Streamlit answers any address with its page, which finds its own files only from the first step and would stay blank. From there
    it says that there is no such page, beside the first one.
    """
    steps = [step for step in scope["path"].split("/") if step]
    if len(steps) < 2 or scope["path"].startswith(FILES):
        return ""
    # A stroke that is written as its code is none to a browser.
    coded = scope.get("raw_path", b"").lower().count(b"%2f")
    up = "../" * (scope["path"].count("/") - coded - 1)
    query = _query(scope)
    return f"{up}{quote('-'.join(steps))}{query and '?'}{query}"


def _is_page(message: Message) -> bool:
    """Whether an answer begins that is a page."""
    kinds = [value for name, value in message.get("headers", ()) if name.lower() == b"content-type"]
    return (
        message["type"] == BEGINNINGS[0]
        and message["status"] == 200
        and kinds[:1] != []
        and kinds[0].startswith(b"text/html")
    )


def _binary(receive: Receive, send: Send) -> Receive:
    """Pages speak in bytes: whoever sends a text hangs up by it, which Streamlit would meet with a traceback in the log."""

    async def receiving() -> Message:
        message = await receive()
        if message["type"] != "websocket.receive" or message.get("bytes") is not None:
            return message
        await send({"type": "websocket.close", "code": UNSUPPORTED})
        return {"type": "websocket.disconnect", "code": UNSUPPORTED}

    return receiving


async def _send_on(send: Send, to: str) -> None:
    """The same page by another address, said from where it was asked for."""
    headers = [
        (b"location", to.encode("latin-1")),
        (b"content-length", b"0"),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": 307, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _refuse(send: Send, scope: Scope, status: int, problem: Problem) -> None:
    """A short answer in both languages."""
    told = {language: problem.message(language) for language in LANGUAGES}
    if scope["path"].startswith("/api"):
        body, kind = json.dumps(told, ensure_ascii=False).encode(), JSON
    else:
        body, kind = "\n".join([*told.values(), ""]).encode(), TEXT
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class _NoAddress:
    """What programs are told at an address that there is not."""

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        await _refuse(send, scope, 404, Problem("door.no_address"))


def _let_streamlit_know(names: OwnNames) -> None:
    """Streamlit has a check of its own for websockets, by names alone: what the door lets in, it must let in too.

    Where the service listens on every address of the machine, it cannot say which: there the door alone judges.
    """
    known = [*config.get_option("server.allowedHosts"), _address(), *names.hosts()]
    if _address() in WILDCARDS:
        known = ["*"]
    config.set_option("server.allowedHosts", known)
    origins = [*config.get_option("server.corsAllowedOrigins"), *names.origins()]
    config.set_option("server.corsAllowedOrigins", origins)


def _address() -> str:
    return str(config.get_option("server.address") or "")


def _say_at_start(names: OwnNames, path: str) -> None:
    """By which names it can be reached, beside the address that Streamlit tells."""
    port = config.get_option("server.port")
    here = _address()
    at = ["127.0.0.1", "localhost"] if here in WILDCARDS else [in_brackets(here)]
    if at[0] in LOOPBACK:
        at.append("localhost")
    named = names.origins()
    known = [*(f"{one}:{port}" for one in at if f"http://{one}:{port}" not in named), *named]
    for language in LANGUAGES:
        speech = speak(language)
        told = speech("door.stands", names=speech("list.item").join(known), setting=SETTING)
        print(f"  {told}", file=sys.stderr, flush=True)
        if path:
            below = speech("door.stands_below", path=path, address=f"http://{at[0]}:{port}{path}/")
            print(f"  {below}", file=sys.stderr, flush=True)


def tell_if_open() -> None:
    """Say once in the log what is unprotected where a page is served without the door, by itself."""
    take_out_lookups()
    if runtime.exists() and not is_built():
        _log.warning("%s", Problem("door.open"))
