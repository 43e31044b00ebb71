"""The catalogue in a real Chromium: what is pressed in its list and its pictures, and Back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser import opened, served
from tests.test_browser import query
from tests.test_pages import filed_in

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("one_browser")]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, served on a small home."""
    tiny = filed_in(tmp_path_factory.mktemp("catalogue"))
    with served("app.py", environment=tiny.environment) as address:
        yield address


def test_a_box_of_the_lineage_opens_its_sql_and_a_line_of_the_list_its_entry(place: str) -> None:
    with opened(f"{place}/catalogue?lang=en", theme="dark") as visit:
        box = visit.page.locator('.st-key-lineage [data-pick="verdicts.judged"]')
        box.focus()
        visit.page.keyboard.press("Enter")
        visit.page.locator('[role="dialog"] code').wait_for()
        visit.settle()
        assert query(visit)["step"] == "verdicts.judged"
        visit.page.keyboard.press("Escape")
        visit.settle()
        assert "step" not in query(visit)
        before = visit.page.inner_text("h1")
        # Every group lies open or is opened by a press, without a run.
        link = visit.page.locator('.listing a[href*="certified_worker_share"]').first
        if not link.is_visible():
            visit.page.locator(".listing details:has(a[href*=certified_worker_share]) summary").first.click()
        link.click()
        visit.settle()
        assert query(visit)["indicator"] == "certified_worker_share"
        assert visit.page.inner_text("h1") != before
        visit.page.go_back()
        visit.settle()
        assert visit.page.inner_text("h1") == before
        assert (visit.foreign, visit.complaints) == ([], [])


def test_the_map_leads_to_what_its_indicator_is_and_back(place: str) -> None:
    with opened(f"{place}/?lang=en&indicator=certified_worker_share", webgl=False) as visit:
        visit.wait_until_still()
        visit.page.locator(".st-key-definition a").first.click()
        visit.page.wait_for_url(lambda url: url.split("?")[0].endswith("/catalogue"))
        visit.settle()
        assert query(visit)["indicator"] == "certified_worker_share"
        visit.page.go_back()
        visit.settle()
        assert visit.page.url.split("?")[0].endswith("/")
        assert visit.complaints == []
