"""Below a path of a portal: everything is answered there, nothing outside of it, and no page leads or asks out of it."""

from __future__ import annotations

import http.client
import re
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.browser import opened
from tests.test_door import Served, serving
from tests.test_pages import filed_in
from ui.frame import own_path
from ui.frame.own_path import SETTING, below
from ui.frame.serving import read
from words.problems import WrongUse

PATH = "/statistics/observatory"
PORTAL = "https://portal.example.gov.cn"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (None, ""), ("", ""), (" ", ""), ("/", ""), ("observatory", "/observatory"), ("/observatory/", "/observatory"),
        (" /a/b-c_d.e~f ", "/a/b-c_d.e~f"), ("／observatory", "/observatory"),
    ],
)  # fmt: skip
def test_a_path_is_what_is_meant(text: str | None, path: str) -> None:
    assert own_path.of(text) == path


@pytest.mark.parametrize(
    "text", ["a//b", "/../a", "/a/.b", "/a b", "/观测台", "/a%20b", "/a?b", "/a#b", "https://portal/a", "/a\\b", "/a;b", "/\udcff"]
)  # fmt: skip
def test_what_is_no_path_is_refused_in_words(text: str) -> None:
    with pytest.raises(WrongUse) as refused:
        own_path.of(text)
    assert SETTING in refused.value.message("en")
    assert "/observatory" in refused.value.message("zh")


def test_an_address_is_below_its_path_or_outside() -> None:
    assert [below("", one) for one in ("/", "/api")] == ["/", "/api"]
    inside = {"/a/b/": "/", "/a/b/api/v1": "/api/v1", "/a/b//x": "//x", "/a/b/a/b": "/a/b"}
    assert {one: below("/a/b", one) for one in inside} == inside
    assert [below("/a/b", one) for one in ("/", "/a/b", "/a", "/a/bc", "/api", "/A/b/", "//a/b/")] == [
        None
    ] * 7


def test_the_option_and_the_setting_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "/old")
    read(["--port", "80"])
    assert own_path.of_environment() == "/old"
    read(["--path", "new/"])
    assert own_path.of_environment() == "/new"
    with pytest.raises(WrongUse):
        read(["--path", "/a b"])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The service below a path of a portal, started as a service is."""
    filed = filed_in(tmp_path_factory.mktemp("path"))
    command = (sys.executable, "serve.py", "--path", f"{PATH}/", "--hosts", PORTAL, "--port")
    with serving(command, tmp_path_factory.mktemp("served"), **filed.environment) as one:
        yield one


@pytest.mark.parametrize(
    ("address", "status", "kind"),
    [
        ("/", 200, "text/html"), ("/trends", 200, "text/html"), ("/healthz", 200, "application/json"), ("/favicon.png", 200, "image/png"),
        ("/api/v1/", 200, "application/json"), ("/api/v1/county_compliance.csv", 200, "text/csv"), ("/api/none", 404, "application/json"),
        ("/_stcore/health", 200, "text/plain"), ("/_stcore/metrics", 404, "text/plain"),
    ],
)  # fmt: skip
def test_below_its_path_everything_is_answered_and_nowhere_else(
    served: Served, address: str, status: int, kind: str
) -> None:
    found, headers, _ = served.ask(PATH + address)
    assert (found, headers["content-type"].split(";")[0]) == (status, kind)
    assert "frame-ancestors" in headers["content-security-policy"]
    outside, headers, told = served.ask(address)
    assert outside == 404
    assert f"{PATH}/" in told
    assert re.search("[\u4e00-\u9fff]", told)
    assert "frame-ancestors" in headers["content-security-policy"]


def test_files_of_the_page_are_found_where_it_says_they_are(served: Served) -> None:
    _, _, page = served.ask(f"{PATH}/")
    scripts = re.findall(r'"\./(static/js/[^"]+)"', page)
    status, headers, text = served.ask(f"{PATH}/{scripts[0]}")
    assert (status, headers["content-type"].split(";")[0]) == (200, "application/javascript")
    # The same where a letter of the path is written in a way that browsers need not take.
    assert text == served.ask(f"{PATH.replace('o', '%6f')}/{scripts[0]}")[2]


def test_nobody_steps_out_of_the_path(served: Served) -> None:
    outside = {
        "/../healthz": 400,
        "/%2e%2e/healthz": 400,
        "//evil.example/": 400,
        "/static/../../healthz": 400,
    }
    assert {one: served.ask(PATH + one)[0] for one in outside} == outside
    others = (f"/x{PATH}/healthz", f"{PATH}x/healthz", f"{PATH.upper()}/healthz", f"/{PATH}/healthz")
    assert [served.ask(one)[0] for one in others] == [404] * 4


def test_every_way_on_stays_below_the_path(served: Served) -> None:
    ways = {
        PATH: "observatory/", f"{PATH}?lang=en&theme=dark": "observatory/?lang=en&theme=dark",
        f"{PATH}/?theme=dark": "?theme=dark&embed_options=dark_theme", f"{PATH}/trends/?lang=en": f"{PATH}/trends?lang=en",
        f"{PATH}/api/v1": "v1/",
    }  # fmt: skip
    for address, way in ways.items():
        status, headers, _ = served.ask(address)
        assert status in (301, 307, 308)
        assert headers["location"] == way


def test_its_cookie_does_not_go_to_its_neighbours(served: Served) -> None:
    _, headers, _ = served.ask(f"{PATH}/_stcore/health")
    assert f"Path={PATH};" in headers["set-cookie"]


def test_the_door_stands_before_the_path(served: Served) -> None:
    for address in (f"{PATH}/", PATH, "/"):
        assert served.ask(address, Host="evil.example")[0] == 403
        assert served.ask(address, Origin="https://evil.example")[0] == 403
    assert served.ask(f"{PATH}/", Host="portal.example.gov.cn")[0] == 200


def test_a_page_runs_over_a_socket_below_the_path_alone(served: Served) -> None:
    at = f"{PATH}/_stcore/stream"
    assert knocked(served, at, PORTAL) == 101
    assert [knocked(served, at, "https://evil.example"), knocked(served, "/_stcore/stream", PORTAL)] == [
        403
    ] * 2


def knocked(served: Served, address: str, origin: str) -> int:
    """The status with which a handshake is answered, as a proxy hands it on."""
    asking = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    try:
        headers = {
            "Host": "portal.example.gov.cn", "Origin": origin, "Connection": "Upgrade", "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "A" * 22 + "==",
        }  # fmt: skip
        asking.request("GET", address, headers=headers)
        return asking.getresponse().status
    finally:
        asking.close()


def test_where_it_stands_is_told_at_the_start(served: Served) -> None:
    assert served.log().count(f"http://127.0.0.1:{served.port}{PATH}/") == 2  # in both languages


@pytest.mark.browser
@pytest.mark.usefixtures("one_browser")
def test_no_page_leads_or_asks_out_of_the_path(served: Served) -> None:
    here = f"http://{served.host}{PATH}"
    with opened(f"{here}?lang=en") as visit:
        asked: list[str] = []
        visit.page.on("request", lambda request: asked.append(request.url))
        visit.page.on("websocket", lambda socket: asked.append(socket.url))
        visit.wait_for_map()
        assert visit.page.url.startswith(f"{here}/")
        with visit.page.expect_download() as download:
            visit.page.locator('[data-testid="stMain"] [data-testid="stDownloadButton"] button').first.click()
        assert download.value.path().stat().st_size > 100
        visit.page.locator('[class*="st-key-address_"] button').first.click()
        visit.page.locator('[data-testid="stCode"]').first.wait_for()
        visit.settle()
        copied = visit.page.locator('[data-testid="stCode"]').first.inner_text().strip()
        assert copied.startswith(f"{here}/api/v1/county_compliance.csv?")
        assert served.ask(copied.removeprefix(f"http://{served.host}"))[0] == 200
        visit.page.keyboard.press("Escape")
        visit.page.locator(".st-key-choice_lang button", has_text="中文").click()
        visit.settle()
        visit.page.locator('[data-testid="stSidebar"] a[href*="trends"]').first.click()
        visit.page.wait_for_url(f"{here}/trends*")
        visit.settle()
        visit.page.locator('a[href*="theme=dark"]').first.click()
        visit.page.wait_for_url(f"{here}/trends?*embed_options=dark_theme*")
        visit.wait_until_still()
        assert re.search("[\u4e00-\u9fff]", visit.page.inner_text("h1"))
        visit.page.go_back()
        visit.page.go_back()
        visit.settle()
        assert visit.page.url.startswith(f"{here}/")
        links = visit.page.evaluate(
            "[...document.querySelectorAll('a[href]')].filter(e => e.checkVisibility()).map(e => e.href)"
        )
        assert len(links) > 10
        outside = [one for one in [*asked, *links] if not is_below(one)]
        assert (outside, visit.foreign, visit.complaints) == ([], [], [])


def is_below(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("data", "blob", "about") or parts.path.startswith(f"{PATH}/")
