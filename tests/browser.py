"""A real Chromium for tests: what leaves the machine, what the console says, what is drawn and clicked.

Used by browser tests and by whoever takes the pictures for the documents::

    with served("app.py", home=…) as address, opened(address, width=1440) as visit:
        visit.wait_for_map()
        visit.picture("home.png")
        assert visit.foreign == [] and visit.complaints == []
"""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    WebSocket,
    sync_playwright,
)
from playwright.sync_api import Error as PlaywrightError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.session import START_SECONDS, serving

PROJECT = Path(__file__).resolve().parent.parent

# WebGL is drawn in software; the browser's own talk with its maker is off, so that whatever request is
# still seen is the page's.
FLAGS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--disable-gpu-compositing",  # the page is put together by the processor anyway: a third less of it so
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    "--metrics-recording-only",
    "--disable-features=OptimizationHints,MediaRouter,Translate",
]

# A browser that draws nothing in three dimensions, as on old office machines and behind remote desktops.
WITHOUT_WEBGL = ["--disable-gpu", "--disable-3d-apis"]
NO_WEBGL = "Failed to create WebGL context: disabled by enterprise policy or commandline switch"

# A telephone tells the server what it is.
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 "
    "Mobile Safari/537.36"
)

# A page opened by its own address is first looked for under that address: Streamlit's own two 404s.
KNOWN_404 = re.compile(r"^/.+/_stcore/(health|host-config)$")
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
# What axe-core finds in Streamlit's own markup and nothing of ours can mend: rule and selector, with the reason.
STREAMLITS_OWN: dict[tuple[str, str], str] = {}


def chromium() -> str:
    """The path of Debian's Chromium (or Google's Chrome); CHROMIUM overrides."""
    for name in (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"):
        found = name and shutil.which(name)
        if found:
            return found
    raise RuntimeError("No Chromium was found: apt-get install chromium, or set CHROMIUM to its path.")


@dataclass
class Visit:
    """One open page, with what it asked for and what it complained about."""

    page: Page
    address: str
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    bytes_received: int = 0
    asked: bool = False  # a run was asked for, and none has begun since
    running: bool = False  # one has begun, and has not ended

    def settle(self, seconds: float = 0.4) -> None:
        """Until what was pressed has been answered: it may be a moment before the page asks for a run."""
        end = time.monotonic() + seconds
        while not (self.asked or self.running) and time.monotonic() < end:
            self.page.wait_for_timeout(20)
        self.wait_until_still()

    def wait_until_still(self, seconds: float = 60) -> None:
        """Until the script has run and nothing is left loading: a click that is still on its way is waited for."""
        limit = seconds * 1000
        end = time.monotonic() + seconds
        while (self.asked or self.running) and time.monotonic() < end:
            self.page.wait_for_timeout(30)
        self.page.wait_for_selector(
            '[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=limit
        )
        self.page.wait_for_selector('[data-testid="stSkeleton"]', state="detached", timeout=limit)

    def wait_for_map(self, seconds: float = 60) -> None:
        """Until the map is drawn: some pixels of its canvas differ from the page."""
        self.wait_until_still(seconds)
        self.page.wait_for_selector(".stDeckGlJsonChart canvas", timeout=seconds * 1000)
        self.page.wait_for_function(
            """() => {
                const all = [...document.querySelectorAll('.stDeckGlJsonChart canvas')];
                const canvas = all.find(c => c.width > 50);
                if (!canvas) return false;
                const copy = document.createElement('canvas');
                copy.width = 64; copy.height = 64;
                return new Promise(done => requestAnimationFrame(() => {
                    const context = copy.getContext('2d');
                    context.drawImage(canvas, 0, 0, 64, 64);
                    const seen = context.getImageData(0, 0, 64, 64).data;
                    done(seen.some((v, i) => i % 4 === 3 && v > 0));
                }));
            }""",
            timeout=seconds * 1000,
        )
        self.page.wait_for_timeout(300)

    def wait_for_chart(self, seconds: float = 60) -> None:
        """Until a Plotly chart is drawn."""
        self.wait_until_still(seconds)
        self.page.wait_for_selector(".stPlotlyChart .main-svg", timeout=seconds * 1000)

    def wait_for(self, shows: str) -> None:
        """Until what a page shows is there: a map, a chart, tiles, or text and tables."""
        waits = {"map": self.wait_for_map, "chart": self.wait_for_chart, "tiles": self.wait_for_tiles}
        waits.get(shows, self.wait_until_still)()

    def wait_for_tiles(self, seconds: float = 60) -> None:
        """Until the tiles that a telephone shows are drawn."""
        self.wait_until_still(seconds)
        self.page.wait_for_selector(".st-key-county_tiles [data-pick]", timeout=seconds * 1000)

    def click_at(self, x: float, y: float) -> None:
        """A click that deck.gl takes for one.

        Drawing in software, it needs about 240 ms to find what lies under the pointer and gives up a tap
        after 250 ms: the clock stands still meanwhile.
        """
        self.page.mouse.move(x - 3, y - 3)
        self.page.mouse.move(x, y, steps=3)
        self.page.wait_for_timeout(200)
        self.page.evaluate("() => { window.__now = Date.now; const t = Date.now(); Date.now = () => t; }")
        self.page.mouse.down()
        self.page.mouse.up()
        self.page.wait_for_timeout(700)
        self.page.evaluate("() => { Date.now = window.__now; }")
        self.wait_until_still()

    def hover_at(self, x: float, y: float) -> str:
        """Move there in steps and return the text of the map's tooltip ("" when there is none)."""
        self.page.mouse.move(x - 12, y - 12)
        self.page.mouse.move(x, y, steps=6)
        self.page.wait_for_timeout(700)
        tip = self.page.locator(".deck-tooltip")
        return tip.inner_text() if tip.count() and tip.is_visible() else ""

    def picture(self, path: Path | str, *, whole: bool = False) -> Path:
        """A screenshot, written to `path`."""
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(target), full_page=whole)
        return target

    def text(self) -> str:
        """All text that a reader sees."""
        return self.page.inner_text("body")


@contextmanager
def opened(
    address: str,
    *,
    width: int = 1440,
    height: int = 900,
    theme: str = "light",
    locale: str = "zh-CN",
    scale: float = 1,
    webgl: bool = True,
    phone: bool = False,
) -> Iterator[Visit]:
    """A page in a window that shares nothing with another; `theme` and `locale` are what the reader's own machine asks for.

    The browser is the one that `browsing` has open, else one of its own.
    """
    with browsing() as browsers:
        look = Look(webgl, locale, scale, phone)
        tab = browsers.tab(look)
        try:
            tab.page.set_viewport_size({"width": width, "height": height})
            tab.page.emulate_media(media="null", color_scheme="dark" if theme == "dark" else "light")
            tab.visit = Visit(tab.page, address)
            tab.page.goto(address)
            yield tab.visit
        except BaseException:
            tab.context.close()
            raise
        browsers.put_back(look, tab)


@dataclass(frozen=True)
class Look:
    """What a window is made with and keeps."""

    webgl: bool
    locale: str
    scale: float
    phone: bool


class Tab:
    """A window with one page, read by one visit after another; each hears what happens during it alone."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.page = context.new_page()
        self.visit = Visit(self.page, "")
        self.page.on("request", lambda request: _asked(self.visit, request))
        self.page.on("console", lambda message: _said(self.visit, message))
        self.page.on("pageerror", lambda error: _complained(self.visit, str(error)))
        self.page.on("websocket", lambda socket: _connected(self.visit, socket))

    def forget(self) -> None:
        """Leave the page, with nothing kept of it: no cookie, nothing stored, no second page."""
        address, self.visit = self.visit.address, Visit(self.page, "")
        for other in self.context.pages:
            if other != self.page:
                other.close()
        self.page.emulate_media(media="null")
        # A plain answer of the same server: what the page would write when it is left has been written.
        parts = urlsplit(address)
        self.page.goto(f"{parts.scheme}://{parts.netloc}/_stcore/health")
        self.page.evaluate("() => { sessionStorage.clear(); localStorage.clear(); }")
        self.page.goto("about:blank")
        self.context.clear_cookies()


@dataclass
class Browsers:
    """The browsers of one process, each started when it is first asked for: one that draws with WebGL, one without.

    A page costs a third in a window that has shown another: their windows are used again, where nothing failed.
    """

    playwright: Playwright
    running: dict[bool, Browser] = field(default_factory=dict)
    idle: dict[Look, list[Tab]] = field(default_factory=dict)

    def tab(self, look: Look) -> Tab:
        """A window that nobody reads, and that remembers nothing."""
        browser = self.one(webgl=look.webgl)
        while self.idle.get(look):
            tab = self.idle[look].pop()
            if tab.context.browser is browser:
                return tab
        return Tab(
            browser.new_context(
                locale=look.locale,
                device_scale_factor=look.scale,
                user_agent=PHONE if look.phone else None,
                has_touch=look.phone,
            )
        )

    def put_back(self, look: Look, tab: Tab) -> None:
        """A window that was read; one that was closed, or whose server has gone, is done with."""
        try:
            tab.forget()
        except PlaywrightError:
            tab.context.close()
        else:
            self.idle.setdefault(look, []).append(tab)

    def one(self, *, webgl: bool = True) -> Browser:
        """The browser; started anew where it has gone."""
        if webgl not in self.running or not self.running[webgl].is_connected():
            flags = FLAGS if webgl else [f for f in FLAGS if "gl" not in f and "gpu" not in f] + WITHOUT_WEBGL
            self.running[webgl] = self.playwright.chromium.launch(executable_path=chromium(), args=flags)
        return self.running[webgl]


_open: list[Browsers] = []


@contextmanager
def browsing() -> Iterator[Browsers]:
    """Within it all pages are opened by the same browsers: starting one costs more than most of what is looked at."""
    if _open:
        yield _open[-1]
        return
    with sync_playwright() as playwright:
        _open.append(Browsers(playwright))
        try:
            yield _open[-1]
        finally:
            for browser in _open.pop().running.values():
                browser.close()


def _asked(visit: Visit, request: Request) -> None:
    parts = urlsplit(request.url)
    if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != urlsplit(visit.address).netloc:
        visit.foreign.append(request.url)


def _said(visit: Visit, message: ConsoleMessage) -> None:
    if message.type != "error":
        return
    path = urlsplit(message.location.get("url", "")).path
    if "404" in message.text and KNOWN_404.match(path):
        return
    _complained(visit, f"{message.text} ({message.location.get('url', '')})")


def _complained(visit: Visit, words: str) -> None:
    # Without WebGL deck.gl may come to try before the page knows that it cannot; the page draws the map as SVG then.
    if NO_WEBGL not in words:
        visit.complaints.append(words)


def _connected(visit: Visit, socket: WebSocket) -> None:
    def sent(payload: str | bytes) -> None:
        if isinstance(payload, bytes) and BackMsg.FromString(payload).HasField("rerun_script"):
            visit.asked = True

    def received(payload: str | bytes) -> None:
        visit.bytes_received += len(payload)
        if not isinstance(payload, bytes):
            return
        message = ForwardMsg.FromString(payload)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            visit.asked, visit.running = False, True
        elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            visit.running = False

    def closed(_: WebSocket) -> None:
        visit.asked = visit.running = False

    socket.on("framesent", sent)
    socket.on("framereceived", received)
    socket.on("close", closed)


@contextmanager
def served(
    script: Path | str, *, environment: Mapping[str, str] | None = None, seconds: float = START_SECONDS
) -> Iterator[str]:
    """The address of a Streamlit script served on a free port of this machine; stopped at the end."""
    with serving(script, environment, seconds=seconds) as server:
        yield server.address


def faults(found: dict[str, Any]) -> list[str]:
    """Serious and critical faults, those of the list left out: rule, element, what is wrong."""
    told = []
    for rule in found["violations"]:
        for node in rule["nodes"]:
            wrong = (node["any"] or node["all"] or node["none"] or [{"message": ""}])[0]["message"]
            known = any(rule["id"] == name and part in node["html"] for name, part in STREAMLITS_OWN)
            if (rule["impact"] in ("serious", "critical") or rule["id"] == "heading-order") and not known:
                told.append(f"{rule['id']}: {node['html'][:200]}: {wrong}")
    return told


def ground(visit: Visit) -> str:
    """The colour behind the whole page."""
    behind = visit.page.evaluate(
        "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    )
    red, green, blue = (int(part) for part in re.findall(r"\d+", behind)[:3])
    return f"#{red:02X}{green:02X}{blue:02X}"
