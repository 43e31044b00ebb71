"""Two dates in a real Chromium: every period is played without a run of the page, stops at the end, and one is taken as a date."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser import Visit, opened, served
from tests.test_browser import query
from tests.test_change import SINCE, filed
from tests.tiny import Tiny

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("one_browser")]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, served on the home in which four counties can be compared."""
    tiny = filed(Tiny(tmp_path_factory.mktemp("change")))
    with served("app.py", environment=tiny.environment) as address:
        yield f"{address}/change?since={SINCE.isoformat()}"


def fills(visit: Visit) -> list[str | None]:
    """How the map that plays is painted now."""
    return [one.get_attribute("fill") for one in visit.page.locator(".st-key-change_maps [data-frame]").all()]


def test_every_period_is_played_in_the_browser_and_one_becomes_a_date(place: str) -> None:
    with opened(place) as visit:
        page, player = visit.page, visit.page.locator(".player")
        slider, button, stop = player.locator(".stops"), player.locator(".run"), player.locator(".stop")
        slider.wait_for()
        visit.wait_until_still()
        begun, received = fills(visit), visit.bytes_received
        slider.focus()
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        assert stop.inner_text() == "2025年第2季度"
        assert str(slider.get_attribute("aria-valuetext")).startswith("2025年第2季度")
        assert set(fills(visit)) == {"url(#hatch)"}  # nothing was filed
        heading = page.locator(".st-key-change_maps [data-stop-name]")
        assert heading.text_content() == "2025年第2季度"
        tips = page.locator(".st-key-change_maps [data-tip]:has([data-frame])")
        assert "2025年第2季度" in str(tips.first.get_attribute("data-tip"))
        button.click()
        assert button.get_attribute("aria-label") == "暂停"
        stop.get_by_text("2025年第4季度").wait_for()
        assert button.get_attribute("aria-label") == "播放各期"
        assert fills(visit) == begun
        # All of that was played here: the server has heard and sent nothing.
        assert visit.bytes_received == received
        page.emulate_media(reduced_motion="reduce")
        slider.focus()
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        button.click()
        assert (stop.inner_text(), button.get_attribute("aria-label")) == ("2025年第3季度", "下一期")
        player.locator(".offer").click()
        visit.settle()
        assert (query(visit)["period"], query(visit)["since"]) == ("2025-09-30", SINCE.isoformat())
        assert not player.locator(".offer").is_visible()
        page.go_back()
        visit.settle()
        assert "period" not in query(visit)  # what it was opened with
        assert (visit.foreign, visit.complaints) == ([], [])


def test_a_county_opens_its_profile_and_back_comes_to_the_same_two_dates(place: str) -> None:
    with opened(place.replace(SINCE.isoformat(), "2021-03-31")) as visit:
        county = visit.page.locator('.st-key-change_maps [data-pick="area/990102"]').first
        county.wait_for()
        visit.wait_until_still()
        county.focus()
        visit.page.keyboard.press("Enter")
        visit.settle(2)
        visit.page.wait_for_url("**/area_profile?**county=990102**")
        visit.wait_until_still()
        visit.page.go_back()
        visit.settle(2)
        visit.page.locator(".player .stops").wait_for()
        visit.wait_until_still()
        assert query(visit)["since"] == "2021-03-31"
        assert (visit.foreign, visit.complaints) == ([], [])
