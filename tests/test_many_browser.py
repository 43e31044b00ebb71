"""Readers of several processes in a real Chromium: what they press right after theirs has died is answered."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.browser import Visit, opened
from tests.test_browser import choose, query
from tests.test_many import COOKIE, Service, two_processes
from tests.test_pages import filed_in

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("one_browser")]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    filed = filed_in(tmp_path_factory.mktemp("many"))
    with two_processes(tmp_path_factory.mktemp("served"), filed.environment) as both:
        yield both


def dies(service: Service, visit: Visit) -> None:
    """The process that answers a page is killed, and the other one taken."""
    (own,) = [one["value"] for one in visit.page.context.cookies() if one.get("name") == COOKIE]
    with visit.page.expect_websocket():
        os.kill(service.serving()[service.port + int(own)], signal.SIGKILL)


def test_the_first_choice_after_a_process_died_is_taken_by_the_one_that_helps_out(service: Service) -> None:
    with opened(f"{service.address}/?lang=zh", webgl=False) as visit:
        visit.wait_until_still()
        choose(visit, "choice_city", "西山")
        dies(service, visit)
        visit.settle(5)
        choose(visit, "choice_period", "2024年第4")
        assert query(visit) == {"lang": "zh", "city": "990200", "period": "2024-12-31"}


def test_back_is_heard_by_a_box_of_several_after_a_process_died(service: Service) -> None:
    for number in (1, 2):
        service.until_answered_by(number)
    with opened(f"{service.address}/trends?lang=zh&areas=990101", webgl=False) as visit:
        visit.wait_until_still()
        for typed in ("990102", "990201"):
            choose(visit, "find_areas", typed)
        dies(service, visit)
        visit.settle(5)
        assert query(visit)["areas"] == "990101,990102,990201"
        visit.page.go_back()
        visit.settle(5)
        assert query(visit)["areas"] == "990101,990102"
        visit.page.locator(".st-key-find_areas .chip").nth(2).wait_for(state="detached")
        choose(visit, "find_areas", "990202")
        assert query(visit)["areas"] == "990101,990102,990202"


def test_a_page_behind_others_is_drawn_when_it_is_looked_at_again(service: Service) -> None:
    for number in (1, 2):
        service.until_answered_by(number)
    with opened(f"{service.address}/?lang=zh", webgl=False) as visit:
        visit.wait_until_still()
        choose(visit, "choice_city", "西山")
        visit.page.evaluate(
            "() => Object.defineProperty(document, 'hidden', { value: true, configurable: true })"
        )
        asked: list[bytes] = []
        visit.page.on("websocket", lambda socket: socket.on("framesent", lambda sent: asked.append(sent)))
        dies(service, visit)
        visit.page.wait_for_selector('[data-test-connection-state="CONNECTED"]', state="attached")
        visit.page.wait_for_timeout(1000)
        assert not any(BackMsg.FromString(one).HasField("rerun_script") for one in asked)
        visit.page.evaluate(
            "() => { delete document.hidden; document.dispatchEvent(new Event('visibilitychange')); }"
        )
        visit.settle(5)
        choose(visit, "choice_period", "2024年第4")
        assert query(visit) == {"lang": "zh", "city": "990200", "period": "2024-12-31"}
