"""The page of systems in a real Chromium: what is pressed in its pictures, its dialog, the way to the map, narrow and on paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser import opened, served
from tests.evaluated import standing
from tests.test_browser import query
from tests.tiny import Tiny

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("one_browser")]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, served on a small home that is evaluated."""
    tiny = standing(Tiny(tmp_path_factory.mktemp("systems")))
    with served("app.py", environment=tiny.environment) as address:
        yield address


def test_a_lane_opens_its_system_and_closed_it_leaves_the_address(place: str) -> None:
    with opened(f"{place}/systems?county=990101") as visit:
        visit.page.locator('.st-key-system_lanes [data-pick="system/governance"]').first.click()
        visit.settle()
        assert query(visit)["system"] == "governance"
        assert visit.page.locator('.st-key-system_opened [data-pick^="indicator/"]').count() == 2
        visit.page.keyboard.press("Escape")
        visit.settle()
        assert "system" not in query(visit)
        assert visit.page.locator(".st-key-system_opened").count() == 0
        assert (visit.foreign, visit.complaints) == ([], [])


@pytest.mark.parametrize("start", ["systems?county=990101", "systems?county=990101&system=governance"])
def test_an_indicator_leads_to_its_map_and_back(place: str, start: str) -> None:
    with opened(f"{place}/{start}&lang=en", theme="dark") as visit:
        key = "system_opened" if "system=" in start else "system_lanes"
        visit.page.locator(f'.st-key-{key} [data-pick="indicator/certified_worker_share"]').click()
        visit.wait_for_map()
        found = query(visit)
        assert (found["indicator"], found["county"]) == ("certified_worker_share", "990101")
        visit.page.go_back()
        visit.settle()
        assert query(visit)["county"] == "990101"
        visit.page.locator(".st-key-system_lanes svg").wait_for()


def test_the_sign_behind_an_indicator_leads_to_what_it_is(place: str) -> None:
    with opened(f"{place}/systems?county=990101&system=governance&lang=en") as visit:
        visit.page.locator('.st-key-system_opened [data-pick="definition/certified_worker_share"]').click()
        visit.page.wait_for_url(lambda url: url.split("?")[0].endswith("/catalogue"))
        visit.settle()
        assert query(visit)["indicator"] == "certified_worker_share"
        assert visit.page.inner_text("h1").startswith("Certified")
        visit.page.go_back()
        visit.settle()
        assert visit.page.url.split("?")[0].endswith("/systems")
        assert (visit.foreign, visit.complaints) == ([], [])


def test_a_row_opens_its_county_by_keys_and_back_leads_to_the_city(place: str) -> None:
    with opened(f"{place}/systems?city=990100") as visit:
        row = visit.page.locator('.st-key-system_rows [data-pick="county/990102"]')
        row.focus()
        visit.page.keyboard.press("Enter")
        visit.settle()
        assert query(visit)["county"] == "990102"
        visit.page.locator(".st-key-system_lanes svg").wait_for()
        visit.page.go_back()
        visit.settle()
        assert "county" not in query(visit)
        assert (visit.foreign, visit.complaints) == ([], [])


@pytest.mark.parametrize(("county", "key"), [("990101", "system_lanes"), ("", "system_tiles")])
def test_a_narrow_window_has_a_drawing_of_its_own(place: str, county: str, key: str) -> None:
    with opened(f"{place}/systems?county={county}", width=1024) as visit:
        drawn = visit.page.locator(f".st-key-{key} svg")
        drawn.wait_for()
        visit.wait_until_still()
        narrow = float(drawn.get_attribute("width") or 0)
        visit.page.set_viewport_size({"width": 1500, "height": 900})
        visit.page.wait_for_timeout(400)
        assert narrow < float(drawn.get_attribute("width") or 0)
