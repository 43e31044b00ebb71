"""Lists that a box offers: asked for when a reader comes into it, made once, found as long as their snapshot is open."""

from __future__ import annotations

import asyncio
import gzip
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route
from starlette.applications import Starlette

from tests.browser import opened, served
from tests.evaluated import standing
from tests.tiny import Tiny
from ui.frame import offered, own_path
from ui.frame.answers import Answers
from warehouse.readers import Reader
from words.problems import Problem

LIST = [{"id": "1", "name": "甲子区"}, {"id": "2", "name": "乙丑县"}]


@pytest.fixture(autouse=True)
def nothing_offered() -> Iterator[None]:
    offered._lists.clear()
    yield
    offered._lists.clear()


@pytest.fixture
def answers(tiny: Tiny) -> Answers:
    return Answers(Reader(tiny.built()))


def ask(address: str, method: str = "GET", accept: str = "gzip, br") -> tuple[int, dict[str, str], bytes]:
    """What is answered at an address."""
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    scope = {
        "type": "http", "method": method, "path": address, "query_string": b"", "root_path": "",
        "headers": [(b"accept-encoding", accept.encode())],
    }  # fmt: skip
    asyncio.run(Starlette(routes=offered.routes())(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(one["body"] for one in sent[1:])


def test_a_list_is_the_same_packed_and_plain_and_may_be_kept(answers: Answers) -> None:
    address = offered.address(answers, ("county", "zh"), lambda: LIST)
    status, headers, body = ask(address)
    assert (status, headers["content-encoding"], headers["vary"]) == (200, "gzip", "accept-encoding")
    assert json.loads(gzip.decompress(body)) == LIST
    assert "immutable" in headers["cache-control"]
    assert "private" in headers["cache-control"]
    status, headers, body = ask(address, accept="identity")
    assert (status, json.loads(body), "content-encoding" in headers) == (200, LIST, False)
    assert int(headers["content-length"]) == len(body)
    assert ask(address, "HEAD")[2] == b""
    assert ask(address, "POST")[0] == 405


def test_other_lists_snapshots_and_processes_have_other_addresses(
    answers: Answers, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = offered.address(answers, ("county", "zh"), lambda: LIST)
    assert offered.address(answers, ("county", "zh"), lambda: []) == first
    later = Answers(Reader(tiny.build()))
    others = {
        offered.address(answers, ("county", "en"), lambda: LIST),
        offered.address(answers, ("areas", "zh"), lambda: LIST),
        offered.address(later, ("county", "zh"), lambda: LIST),
    }
    monkeypatch.setattr(offered, "_OURS", "another process")
    others.add(offered.address(answers, ("county", "zh"), lambda: LIST))
    assert len(others | {first}) == 5


@pytest.mark.parametrize(
    "address", ["/offered/0123.json", "/offered/.json", "/offered/%F0%9F%92%A9", "/offered/x.csv"]
)
def test_a_list_that_is_not_offered_is_answered_in_words(address: str) -> None:
    status, headers, body = ask(address)
    assert (status, headers["cache-control"]) == (404, "no-store")
    assert "请重新打开页面" in json.loads(body)["zh"]
    assert "Open the page again" in json.loads(body)["en"]


def test_a_list_is_made_once_however_many_ask_and_anew_after_it_failed(answers: Answers) -> None:
    made, gate = [], threading.Event()

    def make() -> list[dict[str, Any]]:
        made.append(1)
        if len(made) == 1:
            raise Problem("offered.unknown")
        gate.wait(5)
        return LIST

    address = offered.address(answers, "county", make)
    assert ask(address)[0] == 503
    found: list[int] = []
    asking = [threading.Thread(target=lambda: found.append(ask(address)[0])) for _ in range(8)]
    for one in asking:
        one.start()
    gate.set()
    for one in asking:
        one.join()
    assert (found, len(made)) == ([200] * 8, 2)


def test_lists_go_with_their_snapshot_and_the_longest_unseen_first(
    answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offered, "MOST", 3)
    names = [offered.address(answers, number, lambda: LIST) for number in range(3)]
    offered.address(answers, 0, lambda: LIST)  # a page shows the first again
    names.append(offered.address(answers, 3, lambda: LIST))
    assert [ask(name)[0] for name in names] == [200, 404, 200, 200]
    offered._forget_closed(frozenset({answers.snapshot.path}))
    assert ask(names[0])[0] == 200
    offered._forget_closed(frozenset({Path("another")}))
    assert ask(names[0])[0] == 404


def test_an_address_stands_below_the_path_of_the_service(
    answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(own_path.SETTING, "/portal/x")
    assert offered.address(answers, 1, lambda: LIST).startswith("/portal/x/offered/")


# ---------------------------------------------------------------- in a browser


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, served on a small home that is evaluated."""
    tiny = standing(Tiny(tmp_path_factory.mktemp("offered")))
    with served("app.py", environment=tiny.environment) as address:
        yield address


@pytest.mark.browser
@pytest.mark.usefixtures("one_browser")
def test_a_page_asks_for_a_list_when_a_reader_comes_into_its_box_and_once(place: str) -> None:
    with opened(f"{place}/?lang=zh") as visit:
        asked: list[str] = []
        visit.page.on("request", lambda one: asked.append(one.url) if "/offered/" in one.url else None)
        visit.wait_until_still()
        assert asked == []
        box = visit.page.locator(".st-key-find_county input")
        for typed, name in (("jiazi", "甲子区"), ("yichou", "乙丑区")):
            box.fill(typed)
            visit.page.keyboard.press("Enter")  # at once, while the list is on its way
            visit.settle(2)
            assert box.input_value().startswith(name)
        assert len(asked) == 1
        assert (visit.foreign, visit.complaints) == ([], [])


@pytest.mark.browser
@pytest.mark.usefixtures("one_browser")
def test_a_list_that_is_lost_comes_again_and_one_that_cannot_be_had_is_told(place: str) -> None:
    with opened(f"{place}/?lang=en") as visit:
        refused: list[str] = []

        def once(route: Route) -> None:
            refused.append(route.request.url)
            if len(refused) == 1:
                route.fulfill(status=404, body="{}")
            else:
                route.continue_()

        visit.page.route("**/offered/*", once)
        box = visit.page.locator(".st-key-find_county input")
        listed = visit.page.locator(".st-key-find_county li[role=option]:not(.loading)")
        box.fill("jiazi")
        listed.first.wait_for()
        assert listed.first.inner_text().startswith("Jiazi")
        assert len(refused) == 2
        box.press("Escape")
        visit.page.unroute("**/offered/*")
        visit.page.route("**/offered/*", lambda route: route.abort())
        anything = visit.page.locator(".st-key-find_anything input")
        anything.fill("jiazi")
        told = visit.page.locator(".st-key-find_anything li[role=option]:not(.loading)")
        told.first.wait_for()
        assert "type again" in told.first.inner_text()
        visit.page.unroute_all()


@pytest.mark.browser
@pytest.mark.usefixtures("one_browser")
def test_while_a_list_is_on_its_way_the_box_says_so_and_keys_wait_for_it(place: str) -> None:
    with opened(f"{place}/?lang=en") as visit:
        slow: list[Route] = []
        visit.page.route("**/offered/*", lambda route: slow.append(route))
        box = visit.page.locator(".st-key-find_county input")
        box.fill("jiazi")
        loading = visit.page.locator(".st-key-find_county li.loading")
        loading.wait_for()
        box.press("Escape")
        slow[0].continue_()
        visit.page.wait_for_timeout(500)
        assert box.get_attribute("aria-expanded") == "false"  # whoever has gone on is not called back
        box.fill("jiazi")
        visit.page.locator(".st-key-find_county li[role=option]:not(.loading)").first.wait_for()
        visit.page.unroute_all()


@pytest.mark.browser
@pytest.mark.usefixtures("one_browser")
def test_a_box_that_is_full_says_how_many_it_takes(place: str) -> None:
    areas = "&".join(f"areas={code}" for code in ("990101", "990102", "990201", "990202", "999001", "990100"))
    with opened(f"{place}/trends?lang=en&{areas}") as visit:
        visit.page.locator(".st-key-find_areas .chip").nth(5).wait_for()
        visit.wait_until_still()
        box = visit.page.locator(".st-key-find_areas input")
        box.fill("xishan")
        box.press("Enter")
        told = visit.page.locator(".st-key-find_areas li[role=option]:not(.loading)")
        told.first.wait_for()
        assert "6" in told.first.inner_text()
        assert visit.page.locator(".st-key-find_areas .chip").count() == 6
